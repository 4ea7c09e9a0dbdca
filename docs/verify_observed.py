"""Which slip an observation names, what may contradict a way, and what happened to a result after it was signed; beside verify.py."""

import re
import unicodedata

from verify_formats import Refused, need, sha256
from verify_parties import APPROVE, TREASURY, acting, approvals, chairs, done, keeps, same

VEHICLE, SOURCE, ROUTE, SLIP, BOOK, VOID, REVERSE_SLIP, AMEND_SLIP = 14, 10, 16, 23, 26, 33, 34, 35
PASSAGE, RECEIPT, REFUSAL, BATCH, FOREIGN, OPENING, CORRECTION, PASSAGE_CORRECTION, ACCEPTANCE = 36, 37, 38, 39, 51, 52, 54, 55, 56
SCALE, WEIGHING = 28, 45
DECISION, REVERSE, OPEN, CLOSE, FINDING, LIFT_FINDING, LIFT_CONTEST, STOP, SEARCH = 67, 68, 70, 71, 82, 83, 84, 93, 95
# Another slip of the lorry from elsewhere, or a scale's reading of it, bears on a load that was sent or received within so many seconds of it.
BESIDE_S = 86_400
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def short_code(entry_id):
    number, check = int.from_bytes(entry_id[:7], "big") >> 6, 0
    digits = [number >> 5 * place & 31 for place in reversed(range(10))]
    for digit in digits:
        check = (check * 32 + digit) % 1021
    return "".join(CROCKFORD[digit] for digit in [*digits, check // 32, check % 32])


def names_slip(bundle, reference, index):
    """True if an observer's reference is to the slip at a leaf: by index, by its bytes or by its typed code."""
    slip = bundle.entries.get(index)
    if not slip or slip["kind"] != SLIP:
        return False
    if 1 in reference:
        return reference[1] == index
    if 2 in reference:
        return sha256(reference[2]) == slip["id"]
    typed = re.sub("[ -]", "", reference.get(3, "")).upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return typed == short_code(slip["id"])


def plate_key(plate):
    """Capitals without marks and digits, nothing between; Đ is D, O is 0 and I is 1."""
    letters = unicodedata.normalize("NFD", plate).upper().replace("Đ", "D").replace("O", "0").replace("I", "1")
    return re.sub("[^0-9A-Z]", "", letters)


def vehicles(bundle, slips):
    """The vehicles that slips name, and those that amendments which somebody approved have given them."""
    given = [each[3] for each in done(bundle, AMEND_SLIP, bundle.size) if each[1] in slips and 3 in each]
    return [bundle.said(index, SLIP)[2] for index in slips] + given


def collide(bundle, one, other):
    """True if one lorry was loaded twice in too short a time: at one place within the cycle of the first way, or at two within a day."""
    first, second = sorted([one, other], key=lambda each: each["claimed"])
    way, after = (bundle.said(each["body"][1], ROUTE) for each in (first, second))
    seconds = second["claimed"] - first["claimed"]
    if one is other:
        return False
    return seconds < 60 * (way.get(5) or 2 * way[4]) if way[1] == after[1] else seconds <= BESIDE_S


def bears_on(bundle, way, entry):
    """True if another slip of the way's lorry, or a weighing at a place of the way, is of the hours of its load."""
    if entry["kind"] == SLIP:
        return any(collide(bundle, bundle.entries[index], entry) for index in way if bundle.said(index, SLIP))
    hours = [bundle.entries[index]["claimed"] for index in way if bundle.entries[index]["kind"] in (SLIP, RECEIPT)]
    place = bundle.said(entry["body"][1], SCALE)[1]
    here = any(place in (places_of(bundle, index) or []) for index in way)
    return here and any(abs(hour - entry["claimed"]) <= BESIDE_S for hour in hours)


def seen_with_another(bundle, slips, kind, body):
    """True if a checkpoint saw the lorry of a slip with another one, still to be delivered or on it before and after."""
    if kind not in (PASSAGE, PASSAGE_CORRECTION):
        return False
    reference = body[1] if kind == PASSAGE else body.get(3, body[2])
    outbound, seen = (body[3], body[4]) if kind == PASSAGE else (body[4], body[5])
    for other in [index for index in bundle.entries if outbound == 1 and names_slip(bundle, reference, index)]:
        way = bundle.said(bundle.said(other, SLIP)[1], ROUTE)
        for index in [each for each in slips if each != other and bundle.said(each, SLIP)[2] == bundle.said(other, SLIP)[2]]:
            loaded, before = (bundle.entries[each]["claimed"] for each in (index, other))
            late = loaded - seen < 60 * (way.get(5) or 2 * way[4]) if seen <= loaded else before < loaded
            if late and abs(seen - loaded) <= BESIDE_S:
                return True
    return False


def check_contested(bundle, way, contested):
    entry = bundle.entries.get(contested)
    need(entry, f"contested: {contested} is not here")
    kind, body = entry["kind"], entry["body"]
    slips = [index for index in way if bundle.said(index, SLIP)]
    if kind == FINDING:
        need(1 not in body or body[1] == way[-1], "contested: a finding on another source")
        need(2 not in body or set(body[2]) & set(slips), "contested: a finding on other slips")
        need(3 not in body or any(body[3] in places_of(bundle, index) for index in way), "contested: a finding on another place")
        return
    if kind in (STOP, SEARCH):
        plates = [plate_key(bundle.said(each, VEHICLE)[1]) for each in vehicles(bundle, slips)]
        right = body[2] in vehicles(bundle, slips) if kind == STOP else plate_key(body[2]) in plates
        need(right, f"contested: {contested} speaks of another vehicle")
        need(keeps(bundle, body[1], contested), f"contested: {contested} is not by who keeps the place")
        return
    reference = {RECEIPT: 1, REFUSAL: 1, PASSAGE: 1, CORRECTION: 16 if 16 in body else 2, PASSAGE_CORRECTION: 3 if 3 in body else 2}.get(kind)
    named = reference is not None and any(names_slip(bundle, body[reference], index) for index in slips)
    if named or seen_with_another(bundle, slips, kind, body):
        site = {PASSAGE: 2, RECEIPT: 2, REFUSAL: 2, CORRECTION: 3}.get(kind)
        package = {RECEIPT: 8, REFUSAL: 3, CORRECTION: 9}.get(kind, 0)
        right = same(bundle, bundle.party(body[1]), bundle.party(contested)) if site is None else bundle.may_receive(body[site], body.get(package), contested)
        need(right, f"contested: {contested} is not by who keeps the place")
        return
    if kind == ACCEPTANCE and set(body[3]) & set(slips):
        need(any(each[4] in acting(bundle, contested) for each in chairs(bundle, body[1], contested)), f"contested: {contested} is not by the supervisor")
        return
    if kind in (SLIP, WEIGHING) and body[2] in vehicles(bundle, slips) and bears_on(bundle, way, entry):
        return
    need(any(bundle.said(index, SLIP).get(15) == contested for index in slips), f"contested: {contested} speaks of another load")


def places_of(bundle, index):
    kind, body = bundle.act(index)
    if kind == SLIP:
        route = bundle.said(body[1], ROUTE)
        return [route[1], route[2]] if route else []
    return {RECEIPT: [body.get(2)], CORRECTION: [body.get(3)], FOREIGN: [body.get(6)], OPENING: [body.get(5)], BATCH: [body.get(1)], BOOK: [body.get(2)], SOURCE: body.get(6)}.get(kind, [])  # fmt: skip


def is_treasurys(bundle, project, index):
    return chairs(bundle, project, index)[-1][TREASURY] in acting(bundle, index) and bundle.person(index) is not None


def by_two(bundle, project, index, signed):
    """True if two persons of the project's treasury have signed a proposal."""
    others = [i for i in signed if bundle.party(i) == bundle.party(index) and bundle.person(i) not in (None, bundle.person(index))]
    return is_treasurys(bundle, project, index) and bool(others)


def could_contest(bundle, way, index):
    try:
        check_contested(bundle, way, index)
        return True
    except Refused:
        return False


def since(bundle, project):
    """What happened to a result after it was signed, as far as its bundle shows: pairs of an index and words [Court bundle, Since]."""
    found = []

    def loads(index, words, fits):
        ways = [origin for origin in bundle.origins if fits(origin[4])]
        if ways:
            found.append((index, f"{words}: {len(ways)} loads, {sum(origin[3] for origin in ways)} kg"))

    for index in [each for each in bundle.entries if each > bundle.subject]:
        kind, body = bundle.entries[index]["kind"], bundle.entries[index]["body"]
        signed = approvals(bundle, index, bundle.size)
        two = kind in (OPEN, CLOSE, REVERSE) and by_two(bundle, project, index, signed)
        if kind == REVERSE and body[1] == bundle.subject and is_treasurys(bundle, project, index):
            found.append((index, "reversed" if two else "reversal proposed"))
        elif kind == DECISION and body[3] == bundle.said(bundle.subject, DECISION)[3]:
            found.append((index, "replaced by a later result"))
        elif kind == OPEN and two and body[1] == bundle.subject:
            found.append((index, f"recovery of {body[2]} đ opened"))
        elif kind == CLOSE and two and (bundle.said(body[1], OPEN) or {}).get(1) == bundle.subject:
            found.append((index, f"{body[2]} đ of a recovery closed"))
        elif kind == VOID or (kind in (REVERSE_SLIP, AMEND_SLIP) and signed):
            loads(index, "a slip undone", lambda way: body[1] in way)
        elif kind in (LIFT_FINDING, LIFT_CONTEST) and signed:
            aside = [body[1]] if kind == LIFT_FINDING else [each[2] for each in body[1]]
            loads(index, "what contradicted is set aside", lambda way: any(could_contest(bundle, way, each) for each in aside))
        elif kind != APPROVE:
            loads(index, "spoken of again", lambda way: could_contest(bundle, way, index))
    return found
