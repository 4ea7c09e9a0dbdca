"""The formats of Sổ Nguồn that verify.py rests on, written from docs/format.md alone: deterministic CBOR, the Ed25519 rule, proofs of the tree,
the tree head. Functions raise Refused with the reason. Section names in brackets are those of the page."""

import base64
import hashlib
import re
import unicodedata

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Refused(Exception):
    """Why the bundle does not hold."""


def need(condition, reason):
    if not condition:
        raise Refused(reason)


def sha256(data):
    return hashlib.sha256(data).digest()


# Deterministic CBOR. One value has one spelling: decode, encode again, compare.

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def cbor_head(major, n):
    if n < 24:
        return bytes([major * 32 + n])
    width = next(w for w in (1, 2, 4, 8) if n < 256**w)
    return bytes([major * 32 + 24 + (1, 2, 4, 8).index(width)]) + n.to_bytes(width, "big")


def encode(value):
    if type(value) is int:
        return cbor_head(0, value) if value >= 0 else cbor_head(1, -1 - value)
    if type(value) is str:
        return cbor_head(3, len(value.encode())) + value.encode()
    if type(value) is bytes:
        return cbor_head(2, len(value)) + value
    if type(value) is list:
        return cbor_head(4, len(value)) + b"".join(map(encode, value))
    pairs = sorted((encode(key), encode(item)) for key, item in value.items())
    return cbor_head(5, len(value)) + b"".join(key + item for key, item in pairs)


def read(data, at, depth):
    """The value at a place of the bytes, and the place after it."""
    need(at < len(data) and depth <= 8, "canonical: cut short or too deep")
    major, n, at = data[at] >> 5, data[at] & 31, at + 1
    if n > 23:
        need(n < 28, "canonical: no such head")
        width = 1 << n - 24
        n, at = int.from_bytes(data[at : at + width], "big"), at + width
    if major in (0, 1):
        need(n < 2**53 - (major == 1), "canonical: integer out of range")
        return (n if major == 0 else -1 - n), at
    if major in (2, 3):
        need(at + n <= len(data), "canonical: cut short")
        raw = data[at : at + n]
        if major == 2:
            return raw, at + n
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise Refused("canonical: text") from None
        need(not UNSEEN.search(text) and unicodedata.is_normalized("NFC", text), "canonical: text")
        return text, at + n
    need(major in (4, 5) and n <= len(data), "canonical: type")
    if major == 4:
        items = []
        for _ in range(n):
            item, at = read(data, at, depth + 1)
            items.append(item)
        return items, at
    fields = {}
    for _ in range(n):
        key, at = read(data, at, depth + 1)
        need(type(key) is int, "canonical: a key that is no integer")
        fields[key], at = read(data, at, depth + 1)
    return fields, at


def decode(data):
    value, end = read(data, 0, 0)
    need(end == len(data) and encode(value) == data, "canonical: another spelling")
    return value


# The Ed25519 rule [Names and keys]: which keys and signatures count, before OpenSSL answers the equation.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
accepted = {}


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def is_identity(point):
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


def acceptable(key):
    """Canonical, on the curve, not the identity, no torsion."""
    if type(key) is not bytes or len(key) != 32:
        return False
    if key not in accepted:
        number = int.from_bytes(key, "little")
        y, sign = number % 2**255, number >> 255
        square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
        x = pow(square, (P + 3) // 8, P)
        if (x * x - square) % P:
            x = x * pow(2, (P - 1) // 4, P) % P
        fits = y < P and (x * x - square) % P == 0 and not (x == 0 and sign)
        x = P - x if x % 2 != sign else x
        point, total, n = (x, y, 1, x * y % P), (0, 1, 1, 0), L
        whole = point
        while fits and n:
            total = add(total, point) if n & 1 else total
            point, n = add(point, point), n >> 1
        accepted[key] = fits and not is_identity(whole) and is_identity(total)
    return accepted[key]


def signed_by(key, message, signature):
    if not acceptable(key) or type(signature) is not bytes or len(signature) != 64:
        return False
    y = int.from_bytes(signature[:32], "little") % 2**255
    if y >= P or signature[:32] == b"\x01" + bytes(31) or int.from_bytes(signature[32:], "little") >= L:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except InvalidSignature:
        return False


def kid_of(key):
    return sha256(b"so-nguon/key/v1\n" + key)[:8]


# Tree [Tree and tree head].


def node(left, right):
    return sha256(b"\1" + left + right)


def split(n):
    return 1 << (n - 1).bit_length() - 1


def inclusion_root(index, size, leaf, path):
    """The root that an inclusion proof leads to."""
    if size == 1:
        need(not path, "inclusion: a hash too many")
        return leaf
    need(path, "inclusion: a hash too few")
    k = split(size)
    if index < k:
        return node(inclusion_root(index, k, leaf, path[:-1]), path[-1])
    return node(path[-1], inclusion_root(index - k, size - k, leaf, path[:-1]))


def consistency_roots(old, size, whole, path, root):
    """Old and new root of the subtree that a consistency proof speaks of; `whole`: the old tree is the subtree itself."""
    if old == size:
        if whole:
            return root, root
        need(path, "reviewed: a hash too few")
        need(len(path) == 1, "reviewed: a hash too many")
        return path[0], path[0]
    need(path, "reviewed: a hash too few")
    k = split(size)
    if old <= k:
        a, b = consistency_roots(old, k, whole, path[:-1], root)
        return a, node(b, path[-1])
    a, b = consistency_roots(old - k, size - k, False, path[:-1], root)
    return node(path[-1], a), node(path[-1], b)


# Tree head as a signed note.


def unbase64(text, what="head"):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused(f"{what}: base64") from None
    need(base64.b64encode(data).decode() == text, f"{what}: base64")
    return data


def vkey_of(name, key, kind=1):
    raw = bytes([kind]) + key
    return f"{name}+{sha256(name.encode() + bytes([10]) + raw)[:4].hex()}+{base64.b64encode(raw).decode()}"


def split_note(note):
    text, gap, tail = note.rpartition("\n\n")
    lines = text.split("\n")
    need(gap and tail.endswith("\n") and len(lines) == 3, "head: not a note of three lines")
    need(re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]), "head: size")
    root = unbase64(lines[2])
    need(len(root) == 32, "head: root")
    return text + "\n", lines[0], int(lines[1]), root, tail[:-1].split("\n")


def check_head(note, log_vkey, witnesses):
    """The log's line holds, every other line is a witness's; the Unix seconds at which each witness signed."""
    text, _, _, _, signatures = split_note(note)
    seen, times = set(), []
    for line in signatures:
        match = re.fullmatch(r"— ([^ +]+) (\S+)", line)
        need(match, "head: signature line")
        raw = unbase64(match[2])
        known = next((v for v in [log_vkey, *witnesses] if v.startswith(f"{match[1]}+{raw[:4].hex()}+")), None)
        need(known is not None, "head: a line by an unknown key")
        need(known not in seen, "head: a line said twice")
        key, message = unbase64(known.split("+", 2)[2]), text.encode()
        if key[0] == 4:
            need(len(raw) == 76, "head: cosignature")
            times.append(int.from_bytes(raw[4:12], "big"))
            message, raw = b"cosignature/v1\ntime %d\n" % times[-1] + message, raw[:4] + raw[12:]
        need(signed_by(key[1:], message, raw[4:]), "head: signature")
        seen.add(known)
    need(log_vkey in seen, "head: not signed by the log")
    return times


# Joint ventures [Court bundle, Ways].

APPROVE, CONTRACT, CONTRACT_AMEND = 21, 73, 74


def is_member(bundle, package, party, three):
    """True if a contract of the package, or its amendment, names the party as a member and the three and the party signed it."""
    for index, entry in bundle.entries.items():
        kind, body = entry["kind"], entry["body"]
        if kind not in (CONTRACT, CONTRACT_AMEND):
            continue
        of = body if kind == CONTRACT else bundle.said(body[1], CONTRACT)
        if of is None or (of[1], of[2]) != package or party not in body.get(9, []):
            continue
        approvals = [i for i, e in bundle.entries.items() if e["kind"] == APPROVE and e["body"].get(1) == index]
        if three | {party} <= {bundle.party(i) for i in [index, *approvals]}:
            return True
    return False


# Entries.


def at_path(value, path):
    if not path:
        return [value] if type(value) is int else []
    if path[0] == "*":
        return [each for item in value for each in at_path(item, path[1:])] if type(value) is list else []
    key = int(path[0])
    if type(value) is list:
        return at_path(value[key], path[1:]) if key < len(value) else []
    return at_path(value[key], path[1:]) if type(value) is dict and key in value else []


def entry_holds(entry, key, origin):
    aad = b"so-nguon/entry/v1\n" + origin.encode()
    return signed_by(key, encode(["Signature1", entry["protected"], aad, entry["payload"]]), entry["signature"])
