#!/usr/bin/env python3
"""Judges one court bundle of Sổ Nguồn (hồ sơ chứng cứ) by docs/format.md alone.

    python3 verify.py FILE [LOG_VKEY_FILE]

It needs Python 3.9, the package `cryptography`, verify_formats.py, verify_kinds.py,
verify_observed.py and verify_parties.py beside it; no network and no other file. With the log's keys as known beforehand (the text of
log.vkey) it also says whose log it is; without them a bundle is self-consistent at most. Exit 0: everything below holds. Exit 1: the first
thing that does not hold is named, with the entry at which it was found. Section names in brackets are those of docs/format.md.
"""

import re
import sys

from verify_formats import (
    Refused,
    at_path,
    check_head,
    consistency_roots,
    decode,
    encode,
    entry_holds,
    inclusion_root,
    is_member,
    kid_of,
    need,
    sha256,
    signed_by,
    split_note,
    unbase64,
    vkey_of,
)
from verify_kinds import NAMES, SIGNERS
from verify_observed import check_contested, names_slip, short_code, since
from verify_parties import CONTRACTOR, acting, chairs, done, goes_over, held, keeps, parts_of, same

FORMAT, SPEC, LARGEST = "so-nguon/bundle/v1", "docs/format.md, Court bundle", 256 * 2**20

# Entries [Entry]. The kinds that a bundle's judgement asks for by name; the fields are those of the CDDL.

GENESIS, PARTY, KEY, ROTATE, REVOKE, FREEZE, SITE, SOURCE, AMEND, ADD = 1, 2, 4, 5, 6, 7, 8, 10, 11, 96
ROUTE, PROJECT, RECIPE, FACTOR, RULES, APPROVE, SLIP, LOG_ROTATE, WITNESSES, BOOK = 16, 17, 18, 19, 20, 21, 23, 24, 25, 26
PASSAGE, RECEIPT, REFUSAL, BATCH, TRANSFER, EXCAVATION, RULING = 36, 37, 38, 39, 43, 44, 47
LODGE, ATTEST, FOREIGN, OPENING, ANNEX, COSIGN, REVIEW, DECISION = 48, 49, 51, 52, 64, 65, 66, 67
CORRECTION, PASSAGE_CORRECTION, ACCEPTANCE, RELEASE = 54, 55, 56, 57
RECOVERY, PART, FINDING = 70, 72, 82
AUTHORITY, TREASURY = 1, 9
# Field of key.revoke: since when the key was lost.
LOST_S = 3

def names_of(entry):
    return [index for path in NAMES.get(entry["kind"], "").split() for index in at_path(entry["body"], path.split("."))]


def open_entry(data):
    """Splits the fixed envelope and reads the payload; checks no signature."""
    need(len(data) <= 17408, "entry: too long")
    need(data[:8] == b"\xd2\x84\x4d\xa2\x01\x27\x04\x48" and data[16:17] == b"\xa0", "entry: envelope")
    need(len(data) > 85 and data[-66:-64] == b"\x58\x40", "entry: envelope")
    payload = decode(data[17:-66])
    need(type(payload) is bytes, "entry: envelope")
    fields = decode(payload)
    need(type(fields) is dict and sorted(fields) == [1, 2, 3, 4, 5], "entry: payload")
    kind, seq, claimed, anchor, body = (fields[key] for key in (1, 2, 3, 4, 5))
    need(all(type(n) is int and 0 <= n <= 2**40 for n in (kind, seq, claimed)) and seq > 0, "entry: numbers")
    need(type(body) is dict and type(anchor) is list, "entry: payload")
    need(len(data) <= {FREEZE: 17408, SLIP: 204}.get(kind, 16384), "entry: too long for its kind")
    return {"kind": kind, "seq": seq, "claimed": claimed, "body": body, "kid": data[8:16], "id": sha256(data), "payload": payload, "signature": data[-64:], "protected": data[3:16]}  # fmt: skip


# Leaves, keys, and who signs for the log.


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


class Bundle:
    """Every leaf proven: its entry, the entry that registered its signer, and its place."""

    def __init__(self, data):
        outer = decode(data)
        need(type(outer) is list and len(outer) == 2 and type(outer[0]) is dict, "form")
        need(sha256(encode(outer[0])) == outer[1], "digest")
        fields = outer[0]
        need(set(fields) <= set(range(1, 9)) and {1, 2, 3, 4, 5} <= set(fields), "form: fields")
        need(fields[1] == FORMAT and fields[2] == SPEC and type(fields[3]) is str and type(fields[5]) is list, "form")
        self.note, self.subject = fields[3], fields[4]
        self.figures, self.origins, self.reviewed = fields.get(6), fields.get(7), fields.get(8)
        self.check_form(fields)
        _, self.origin, self.size, self.root, _ = split_note(self.note)
        self.entries, self.signers, self.ended, self.keys = {}, {}, set(), {}
        self.proposals, self.registrations, self.made = {}, {}, {}
        self.read_leaves(fields[5])

    def check_form(self, fields):
        """The lengths and ranges of the CDDL."""
        need(50 <= utf16(self.note) <= 100_000 and 0 <= self.subject <= 2**40 and len(fields[5]) <= 200_000, "form: head or subject")
        need(len(self.origins or []) <= 200_000 and len(self.reviewed or []) <= 107, "form: too many")
        for origin in self.origins or []:
            need({1, 2, 3, 4} <= set(origin) <= {1, 2, 3, 4, 5} and 2 <= len(origin[4]) <= 200, "form: origin")
            numbers = [(origin[1], 0, 4199), (origin[2], 1, 100), (origin[3], 1, 10**12)]
            numbers += [(index, 0, 2**40) for index in [*origin[4], origin.get(5, 0)]]
            need(all(type(n) is int and least <= n <= most for n, least, most in numbers), "form: origin")

    def read_leaves(self, leaves):
        need(leaves, "form: no leaves")
        before, numbers = None, set()
        for item in leaves:
            need(type(item) is dict and sorted(item) == [1, 2] and type(item[1]) is bytes, "leaf: form")
            need(40 <= len(item[1]) <= 20_000 and len(item[2]) <= 53, "leaf: form")
            parts = decode(item[1])
            need(type(parts) is list and len(parts) == 5 and parts[0] in (1, 2), "leaf: form")
            _, index, received, previous, raw = parts
            need(type(index) is int and type(received) is int and index >= 0 and type(raw) is bytes, "leaf: form")
            need((index == 0) == (before is None), f"leaf: entry 0 is not the first (at {index})")
            need(before is None or index > before[0], f"leaf: order at {index}")
            need(before is None or received >= before[1], f"time: runs back at {index}")
            leaf_hash = sha256(b"\0" + item[1])
            need(before is None or index != before[0] + 1 or previous == before[2], f"chain: broken at {index}")
            need(index < self.size and all(type(h) is bytes and len(h) == 32 for h in item[2]), f"inclusion: {index}")
            need(inclusion_root(index, self.size, leaf_hash, item[2]) == self.root, f"inclusion: {index}")
            entry = open_entry(raw)
            self.take(index, entry, received // 1000)
            need((entry["kid"], entry["seq"]) not in numbers, f"twice: at {index}")
            numbers.add((entry["kid"], entry["seq"]))
            before = (index, received, leaf_hash)
            self.last_ms = received

    def take(self, index, entry, received):
        kind, body, kid = entry["kind"], entry["body"], entry["kid"]
        need((kind == GENESIS) == (index == 0), f"genesis: at {index}")
        if index == 0:
            need(body.get(1) == self.origin, "genesis: origin")
            self.roots = {kid_of(key) for key in body[2]}
            self.keys = {kid_of(key): (key, 0) for key in body[2]}
            self.terms = [(0, vkey_of(self.origin, body[3]), False, body[6], body[5])]
            self.opening, self.log_key = entry["id"], body[3]
        need(kid in self.keys, f"signer: not registered before {index}")
        need(kid not in self.ended or kind == SLIP, f"ended: key of {index}")
        key, registered = self.keys[kid]
        need(kid_of(key) == kid and entry_holds(entry, key, self.origin), f"signature: at {index}")
        missing = [each for each in names_of(entry) if each < index and each not in self.entries]
        need(not missing, f"reference: {index} names {missing[:1]}, which is not here")
        self.entries[index], self.signers[index] = entry, registered
        if kind == GENESIS:
            self.keys.setdefault(kid_of(body[4]), (body[4], 0))
        if kind in (KEY, ROTATE, ADD):
            new, proof = (body[2], body[3]) if kind == KEY else (body[1], body[2])
            need(signed_by(new, b"so-nguon/pop/v1\n" + self.origin.encode() + new, proof), f"possession: at {index}")
            if kind == KEY:
                self.registrations[index] = (kid, kid in self.roots)
        if kind in (ROTATE, ADD):
            self.keys.setdefault(kid_of(new), (new, registered))
            self.made.setdefault(kid, []).append((kid_of(new), received))
        if kind == APPROVE and body[1] in self.registrations and self.is_second(body[1], index, kid):
            said = self.entries[body[1]]["body"]
            if self.entries[body[1]]["kind"] == REVOKE:
                self.end(said[1], said.get(LOST_S, 0))
            else:
                self.keys.setdefault(kid_of(said[2]), (said[2], body[1]))
        if kind == ROTATE:
            self.ended.add(kid)
        if kind == REVOKE:
            of = (self.said(self.keys.get(body[1], (None, 0))[1], KEY) or {}).get(1)
            if of is not None and of == self.party(index):
                self.end(body[1], body.get(LOST_S, 0))
            else:
                self.registrations[index] = (kid, kid in self.roots)
        if kind == FREEZE and body[1] in self.entries:
            self.ended.add(self.entries[body[1]]["kid"])
        self.root_act(index, entry)

    def is_second(self, proposal, index, kid):
        """A key is in force, or ended by others, when two roots, or two persons of one party, have signed it."""
        by, by_root = self.registrations[proposal]
        if by == kid or by_root:
            return by != kid and kid in self.roots
        parties, persons = ([of(each) for each in (proposal, index)] for of in (self.party, self.person))
        return None not in parties + persons and parties[0] == parties[1] and persons[0] != persons[1]

    def end(self, kid, lost_s):
        """Ends a key, and whatever it added or was replaced by since it was lost."""
        self.ended.add(kid)
        kids = [kid]
        for each in kids:
            for made, received in self.made.get(each, []):
                if received >= lost_s:
                    self.ended.add(made)
                if made not in kids:
                    kids.append(made)

    def root_act(self, index, entry):
        """Another log key, operator, root or witnesses: proposed by one root, approved by another."""
        kind, body, kid = entry["kind"], entry["body"], entry["kid"]
        if kid not in self.roots:
            return
        if kind in (LOG_ROTATE, WITNESSES):
            self.proposals[index] = (kid, kind, body)
        by, what, said = self.proposals.get(body.get(1), (kid, 0, {})) if kind == APPROVE else (kid, 0, {})
        if by == kid:
            return
        del self.proposals[body[1]]
        _, vkey, _, witnesses, needed = self.terms[-1]
        if what == WITNESSES:
            self.terms.append((index + 1, vkey, False, said[2], said[1]))
            return
        old, new, proof = (bytes.fromhex(said[each]) for each in (1, 2, 3))
        if not signed_by(new, b"so-nguon/pop/v1\n" + self.origin.encode() + new, proof):
            return
        if old == kid_of(self.log_key):
            message = b"so-nguon/handover/v1\n" + self.origin.encode() + self.opening + new
            handed = 5 in said and signed_by(self.log_key, message, bytes.fromhex(said[5]))
            self.terms.append((index + 1, vkey_of(self.origin, new), handed, witnesses, needed))
            self.log_key = new
            return
        self.keys.setdefault(kid_of(new), (new, 0))
        self.ended.add(old)
        if old in self.roots:
            self.roots = self.roots - {old} | {kid_of(new)}

    # What was said at a leaf, and by whom.

    def said(self, index, kind):
        entry = self.entries.get(index)
        return entry["body"] if entry and entry["kind"] == kind else None

    def act(self, index):
        """Kind and body of the act of a leaf: its own, or that of the proposal which it approves."""
        entry = self.entries.get(index)
        if entry and entry["kind"] == APPROVE:
            entry = self.entries.get(entry["body"].get(1))
        return (entry["kind"], entry["body"]) if entry else (0, {})

    def party(self, index):
        registered = self.said(self.signers.get(index), KEY)
        return registered[1] if registered else None

    def person(self, index):
        registered = self.said(self.signers.get(index), KEY)
        return registered.get(4) if registered else None

    def has_role(self, index, role):
        return any(role in (self.said(party, PARTY) or {2: []})[2] for party in acting(self, index))

    def may_receive(self, at, package, index):
        if self.said(at, PROJECT) is None:
            return keeps(self, at, index)
        threes = [set(parts_of(each, package).values()) for each in chairs(self, at, index)]
        of = (at, package)
        return any(party in three or is_member(self, of, party, three) for three in threes for party in acting(self, index))


# A payment result.


def floor(*numbers):
    *factors, divisor = numbers
    product = 1
    for each in factors:
        product *= each
    return product // divisor


def judge_result(bundle):
    said, subject, figures, origins = bundle.said, bundle.subject, bundle.figures, bundle.origins
    result = said(subject, DECISION)
    at, review_at = result[3], result[1]
    annex, review = said(at, ANNEX), said(review_at, REVIEW)
    project = annex and said(annex[1], PROJECT)
    need(annex and review and project and type(figures) is dict and type(origins) is list, "link: a paper is missing")
    need(bundle.entries[review_at]["id"] == result[2] and review[1] == at and review[2] == result[4], "link: review")
    need(review[2] == 1 or review[7], "link: no reason")
    lines = []
    for each in annex.get(7, []):
        part = said(each[1], PART)
        need(part and bundle.entries[each[1]]["id"] == each[2], "link: part of the annex")
        need(same(bundle, bundle.party(each[1]), bundle.party(at)), "standing: part of the annex")
        lines += part[1]
    lines += annex[5]
    need(at < review_at < subject, "order: annex, review, result")
    signed = held(bundle, annex[1], annex[2], at)
    need(signed, "link: not signed by contractor, supervisor and owner")
    for index, entry in bundle.entries.items():
        body = entry["body"]
        if entry["kind"] == COSIGN and (body[1], body[2]) == (at, bundle.entries[at]["id"]) and index < review_at:
            signed |= held(bundle, annex[1], annex[2], index)
    need(len(signed) == 3, "link: not signed by contractor, supervisor and owner")
    for index in (review_at, subject):
        right = chairs(bundle, annex[1], index)[-1][5] in acting(bundle, index) and bundle.has_role(index, TREASURY)
        need(right and bundle.person(index) is not None, f"standing: {index} is not by an officer of the treasury")
    need(bundle.person(review_at) != bundle.person(subject), "standing: one person")
    check_reviewed(bundle, review, review_at)
    check_figures(bundle, annex, review, result, lines)
    check_ways(bundle, annex, lines)


def check_reviewed(bundle, review, review_at):
    old, path = review[3], bundle.reviewed
    need(type(path) is list and all(type(h) is bytes and len(h) == 32 for h in path), "reviewed: no proof")
    need(0 < old <= review_at, "reviewed: size")
    need(old < bundle.size, "reviewed: size")
    roots = consistency_roots(old, bundle.size, True, path, review[4])
    need(roots == (review[4], bundle.root), "reviewed: not a head of this log")


def check_figures(bundle, annex, review, result, lines):
    said, figures = bundle.said, bundle.figures
    digest = sha256(encode(figures))
    need(digest == result[5] and digest == review[6], "figures: not the signed ones")
    rules = said(review[5], RULES) or said(review[5], GENESIS)[7]
    need(len(figures[1]) == len(lines), "figures: lines")
    totals = {}
    for each in (material for line in figures[1] for material in line[3]):
        totals[each[1]] = totals.get(each[1], 0) + each[2]
    for number, (line, figure) in enumerate(zip(lines, figures[1]), 1):
        quantity, price, value = line[4], line[5], line[6]
        need(value == (quantity * price + 500) // 1000, f"figures: value of line {number}")
        recipe = said(line[7], RECIPE)[6] if 7 in line else []
        need(len(recipe) == len(figure[3]), f"figures: materials of line {number}")
        least = quantity
        for want, has in zip(recipe, figure[3]):
            factor = said(want[4], FACTOR)
            demand = -(-quantity * want[2] * factor[3] // (1000 * want[3] * factor[4]))
            need(has[1] == want[1] and has[2] == demand == sum(has[key] for key in range(3, 9)), f"figures: line {number}")
            need(has[6] == 0 or (has[6] == demand and totals[has[1]] < rules[3]), f"figures: exemption in line {number}")
            least = min(least, floor(quantity, demand - has[7] - has[8], demand))
        dong = value if least == quantity else floor(least, price, 1000)
        if 8 in line and figure[1] == 0:
            least, dong = 0, 0
        need(figure[1] == least and figure[2] == dong, f"figures: accepted part of line {number}")
    advance, outcome = annex.get(6, 0) + annex.get(8, 0), result[4]
    need((annex[4] == 2) == (6 in annex) and (annex[4] == 4) == (8 in annex), "figures: advance or retention")
    need(advance == 0 or figures[5] + figures[6] == 0, "figures: kept of an advance or of retention")
    claimed = advance + sum(line[6] for line in lines)
    accepted_ = advance + sum(line[2] for line in figures[1])
    need(figures[2] == claimed and figures[3] == accepted_ <= claimed, "figures: sums")
    need(outcome != 1 or accepted_ == claimed, "figures: outcome")
    need(outcome != 2 or 0 < accepted_ < claimed, "figures: outcome")
    paid = accepted_ - figures[5] - figures[6] - sum(each[2] - each[3] for each in figures[4])
    money = (accepted_, paid) if outcome in (1, 2) else (0, 0)
    need(result[6] == claimed and (result[7], result[10]) == money, "figures: money of the result")
    check_set_offs(bundle, annex, figures)


def check_set_offs(bundle, annex, figures):
    said, entries = bundle.said, bundle.entries

    def firms(at, of):
        """The firm that had the package when it signed an annex, and all that are one with it, by tax code or party."""
        by = [i for i, e in entries.items() if i == at or (e["kind"] == COSIGN and e["body"][1] == at)]
        paid = next((bundle.party(i) for i in by if CONTRACTOR in held(bundle, of[1], of[2], i)), None)
        house = [i for i, e in entries.items() if e["kind"] == PARTY and same(bundle, i, paid)]
        return {re.sub("[^0-9]", "", said(i, PARTY).get(3, ""))[:10] or i for i in house}

    at, pays = said(bundle.subject, DECISION)[3], chairs(bundle, annex[1], bundle.subject)[-1][5]
    need(len({each[1] for each in figures[4]}) == len(figures[4]), "figures: a recovery twice")
    need(sum(each[2] for each in figures[4]) <= figures[3] - figures[5] - figures[6], "figures: more set off than left")
    for each in figures[4]:
        opened = said(each[1], RECOVERY)
        decided = opened and said(opened[1], DECISION)
        claim = decided and said(decided[3], ANNEX)
        need(claim and each[1] < bundle.subject and firms(decided[3], claim) & firms(at, annex), "figures: set-off")
        opener = chairs(bundle, claim[1], each[1])[-1][5]
        right = opener in acting(bundle, each[1]) and (claim[1] == annex[1] or same(bundle, opener, pays))
        need(right and max(each[2], each[3]) <= opened[2], "figures: set-off")


# The ways of the kilograms [Court bundle, Ways].


def receipt_of(kind, body):
    """A receipt's fields by name: of load.receive, or of the load.correct that took its place, perhaps under another slip."""
    fields = {RECEIPT: {1: "slip", 2: "at", 8: "package", 10: "holder"}, CORRECTION: {2: "slip", 3: "at", 9: "package", 11: "holder"}}
    found = {name: body[key] for key, name in fields.get(kind, {}).items() if key in body}
    return found | ({"slip": body[16]} if kind == CORRECTION and 16 in body else {})


def check_way(bundle, annex, line, material, way):
    """Walks a way back to its source. `at` says where the kilograms are and whose, `materials` what they may have been."""
    said = bundle.said
    place, package, products, materials = annex[1], annex[2], {None, line.get(7)}, {material}
    at, source, owner, receipt = "place", None, None, None
    for step, index in enumerate(way):
        kind, body = bundle.act(index)
        bad = f"way: {index} is no such step"
        typed = step > 0 and 3 in receipt_of(*bundle.act(way[step - 1])).get("slip", {})
        need(step == 0 or index < way[step - 1] or typed, bad)
        need(at != "end", f"way: {index} is beyond the source")
        party = bundle.party(index)
        if at == "road":
            route = said(body.get(1), ROUTE) if kind == SLIP else None
            need(route and names_slip(bundle, receipt[0]["slip"], index) and keeps(bundle, route[1], index), bad)
            product = body.get(9)
            made = {each[1] for each in said(product, RECIPE)[6]} if product is not None else {body.get(3)}
            materials = materials & made
            need(product in products and materials, bad)
            mine = body.get(11, party)
            got = receipt[0].get("holder", mine if receipt[0]["at"] == route[1] else receipt[1])
            need(owner is None or source is not None or same(bundle, got, owner), bad)
            need(source is None or source == body.get(7), bad)
            place, package, products, source = route[1], None, {product}, body.get(7)
            owner = mine if source is None else None
            ruled = any(index in each[1] and each[2] == 1 for each in done(bundle, RULING, bundle.size))
            # A late slip that was ruled to count may have been served from its source's stock.
            booked = 12 in body and not (ruled and not any(said(each, BOOK) for each in way[step + 1 : step + 2]))
            at, slip = ("book" if booked else "place"), (body, bundle.entries[index]["kid"])
        elif at == "book":
            book, serial = slip[0][12]
            need(kind == BOOK and book == index and body[4] == slip[1] and 1 <= serial <= body[5], bad)
            need(body[1] == source and body[2] == place and body[3] in materials, bad)
            at = "place"
        elif kind == SOURCE:
            need(index == source or (at == "place" and goes_over(bundle, index, source)), bad)
            need(at in ("place", "ground"), bad)
            terms = [body, *(each for each in done(bundle, AMEND, bundle.size) if each[1] == index)]
            of = [set(t.get(7 if t is body else 6, [])) for t in terms]
            sites = [t.get(6 if t is body else 7, []) for t in terms]
            need(any(each & materials for each in of), bad)
            need(at == "ground" or any(place in each for each in sites), bad)
            at = "end"
        else:
            need(at == "place", bad)
            if kind in (RECEIPT, CORRECTION):
                got = receipt_of(kind, body)
                need(got["at"] == place and (package is None or got.get("package") == package), bad)
                need(bundle.may_receive(place, got.get("package"), index), bad)
                at, receipt = "road", (got, party)
            elif kind == RELEASE:
                need(body[6] == place and (package is None or body.get(7) == package), bad)
                need(body[3] in materials and body.get(4) in products, bad)
                place, package, products, materials = body[1], body[2], {body.get(4)}, {body[3]}
                owner = source = None
            elif kind == BATCH:
                need(body[1] == place and package is None and keeps(bundle, place, index), bad)
                need(owner is None or same(bundle, body.get(6, party), owner), bad)
                given = {each[1] for each in body[2]}
                need(body.get(4) in products and materials & ({e[1] for e in body[3]} if 3 in body else given), bad)
                materials = given if 3 in body else materials & given
                products, owner = {None}, body.get(6, party)
            elif kind == TRANSFER:
                need(body[1] == place and body[3] == package and body[4] in materials and body.get(5) in products, bad)
                package, products = body[2], {body.get(5)}
            else:
                place_, package_, material_, source_, holder = brought(bundle, kind, body, index, bad)
                need(place_ == place and (package is None or package_ == package), bad)
                need(material_ in materials and None in products and source in (None, source_), bad)
                need(owner is None or holder is None or same(bundle, holder, owner), bad)
                at, source, materials = "ground", source_, {material_}
    need(at == "end", f"way: {way[-1]} is no source")


def brought(bundle, kind, body, index, bad):
    """Place, package, material, source and holder of kilograms that no slip brought."""
    if kind == ATTEST:
        paper = bundle.said(body[1], LODGE)
        need(paper and bundle.has_role(index, AUTHORITY), bad)
        return paper[1], paper[2], paper[4], paper[3], None
    if kind == FOREIGN:
        need(bundle.has_role(index, AUTHORITY), bad)
        return body[6], body.get(7), body[2], body[1], body.get(8)
    if kind == OPENING:
        return body[5], body.get(6), body[2], body[1], body.get(7)
    need(kind == EXCAVATION, bad)
    project = bundle.said(body[1], PROJECT)
    by = bundle.entries[index]["body"][1] if bundle.entries[index]["kind"] == APPROVE else index
    need(project and chairs(bundle, body[1], index)[-1][4] in acting(bundle, by), bad)
    return body[1], body[2], body[4], body[3], None


MASS = {RECEIPT: 5, CORRECTION: 6, SLIP: 4, BOOK: 6, TRANSFER: 6, RELEASE: 5, ATTEST: 2, FOREIGN: 3, OPENING: 3, EXCAVATION: 5}


def check_ways(bundle, annex, lines):
    figures, borne, sums = bundle.figures, {}, {}
    for origin in bundle.origins:
        line, material, kg, way, contested = (origin.get(key) for key in range(1, 6))
        need(line < len(lines) and any(each[1] == material for each in figures[1][line][3]), "origins: no such line")
        need(kg > 0 and len(way) > 1 and all(index in bundle.entries for index in way), "origins: an entry is not here")
        check_way(bundle, annex, lines[line], material, way)
        if contested is not None:
            check_contested(bundle, way, contested)
        for step, index in enumerate(way):
            kind, body = bundle.act(index)
            most, key = body.get(MASS.get(kind)), index
            if kind in (RECEIPT, CORRECTION) and 9 in (bundle.said(way[step + 1], SLIP) or {}):
                most = None
            if kind == BATCH:
                most = sum(each[2] for each in body[3]) if 3 in body else next((e[2] for e in body[2] if e[1] == material), 0)
                key = index if 3 in body else (index, material)
            borne[key] = borne.get(key, 0) + kg
            need(most is None or borne[key] <= most, f"kilograms: more than {index} states")
        last = bundle.act(way[-2])[0]
        grade = {ATTEST: 4, FOREIGN: 4, OPENING: 5}.get(last, 3)
        for key in [("clean",), (grade,)] if contested is None else [("contested",)]:
            sums[line, material, *key] = sums.get((line, material, *key), 0) + kg
    for line, figure in enumerate(figures[1]):
        for each in figure[3]:
            spent = min(each[3] + each[4] + each[5], -(-each[2] * figure[1] // lines[line][4]))
            clean = sums.get((line, each[1], "clean"), 0)
            need(clean == (0 if each[6] else spent), f"origins: line {line + 1}")
            need(sums.get((line, each[1], "contested"), 0) == each[8], f"origins: line {line + 1}")
            need(all(sums.get((line, each[1], grade), 0) <= each[grade] for grade in (3, 4, 5)), f"origins: grade in line {line + 1}")


# The whole.


def held_keys(text):
    """The lines of a log.vkey, the newest first: a vkey and, unless it is entry 0's, the size from which on it signs."""
    held = []
    for line in text.removeprefix("\ufeff").strip(" \t\r\n").split("\n"):
        match = re.fullmatch(r"(([^\s+]+)\+[0-9a-f]{8}\+(\S+))(?: ([1-9][0-9]{0,15}))?", line.strip(" \t\r"))
        need(match, "pin: not the lines of a log.vkey")
        raw = unbase64(match[3], "pin")
        need(len(raw) == 33 and raw[0] == 1 and vkey_of(match[2], raw[1:]) == match[1], "pin: no vkey of a log")
        held.append((int(match[4] or 0), match[1]))
    need(all(later[0] > earlier[0] for later, earlier in zip(held, held[1:])), "pin: not the newest first")
    return held


def check_pinned(bundle, pinned):
    """The pinned key is the one in force at this size, or one before it that handed over to the next, and so on."""
    terms = [term for term in bundle.terms if term[0] <= bundle.size]
    keys = [term for i, term in enumerate(terms) if i == 0 or term[1] != terms[i - 1][1]]
    held = held_keys(pinned)
    known = max(((first, vkey) for first, vkey in held if first <= bundle.size), default=(0, ""))[1]
    at = next((i for i, term in reversed(list(enumerate(keys))) if term[1] == known), None)
    need(at is not None, "key: the log's key is not the pinned one")
    need(at + 1 == len(keys) or keys[at + 1][2], "key: the pinned key vouched for no successor")


def check_standings(bundle):
    """Every entry is by a key of entry 0, or of a party with a role, that may sign its kind."""
    for index, entry in bundle.entries.items():
        roles = {str(role) for party in acting(bundle, index) for role in (bundle.said(party, PARTY) or {2: []})[2]}
        has = {"root", "operator"} if bundle.signers[index] == 0 else roles
        need(has & SIGNERS.get(entry["kind"], set()), f"standing: signer of {index}")


def verify(data, pinned=None):
    """The bundle, if everything on the page holds; raises Refused otherwise."""
    need(len(data) <= LARGEST, "form: too large")
    try:
        bundle = Bundle(data)
        need(bundle.subject in bundle.entries, "subject")
        if pinned is not None:
            check_pinned(bundle, pinned)
        _, log_vkey, _, witnesses, needed = [term for term in bundle.terms if term[0] <= bundle.size][-1]
        times = check_head(bundle.note, log_vkey, witnesses)
        need(not times or bundle.last_ms <= (max(times) + 3600) * 1000, "time: received after it was cosigned")
        bundle.cosigned, bundle.needed = len(times), needed
        check_standings(bundle)
        if bundle.said(bundle.subject, DECISION):
            judge_result(bundle)
        else:
            slip = bundle.said(bundle.subject, SLIP)
            need(slip, "subject: neither a slip nor a result")
            need(bundle.figures is None and bundle.origins is None and bundle.reviewed is None, "subject: figures of a slip")
            route = bundle.said(slip[1], ROUTE)
            need(keeps(bundle, route[1], bundle.subject), "standing: signer of the slip")
        return bundle
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError, ZeroDivisionError):
        raise Refused("form: a field is missing or of another type") from None


OUTCOMES = {1: "pay", 2: "part", 3: "refuse", 4: "return"}


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    with open(arguments[0], "rb") as file:
        data = file.read(LARGEST + 1)
    pinned = open(arguments[1], "rb").read().decode("utf-8", "replace") if len(arguments) == 2 else None
    try:
        bundle = verify(data, pinned)
    except Refused as refused:
        print(f"KHÔNG ĐẠT · FAILED: {refused}")
        return 1
    print("ĐẠT · VERIFIED" if pinned else "CHỈ TỰ NHẤT QUÁN · SELF-CONSISTENT ONLY (no LOG_VKEY_FILE)")
    print(f"{len(bundle.entries)} entries of {bundle.origin}, {bundle.size} entries, root {bundle.root.hex()}")
    print(f"independent cosignatures: {bundle.cosigned} of {bundle.needed} that the log's policy asks for")
    result = bundle.said(bundle.subject, DECISION)
    if result:
        print(f"result {bundle.subject}: {OUTCOMES[result[4]]}; claimed {result[6]} đ, accepted {result[7]} đ, paid {result[10]} đ")
        print(f"{len(bundle.origins)} lots traced to their sources")
        later = since(bundle, bundle.said(result[3], ANNEX)[1])
        print(f"since it was signed, up to {bundle.size} entries and by those in this file: {len(later)} events")
        for index, words in later:
            print(f"  entry {index}: {words}")
    else:
        print(f"slip {bundle.subject}: code {short_code(bundle.entries[bundle.subject]['id'])}")
    print("Not shown by a part of a log: limits, stock and licences at each signature; later entries that are not in the file; how many kilograms of each lot went into which line.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
