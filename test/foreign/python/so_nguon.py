"""A second reader of the formats in docs/format.md, written from that page alone.

Functions raise Refused with the reason; whatever they return is verified.
"""

import base64
import hashlib
import re
import unicodedata

import cbor2

from ed25519_rule import acceptable, holds

MOST = 2**53 - 1
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GENESIS, KEY_REGISTER, KEY_ROTATE, KEY_FREEZE, APPROVE, SLIP, LOG_ROTATE, KEY_ADD = 1, 4, 5, 7, 21, 23, 24, 96
# passage.record, load.receive, load.refuse: their first field names a slip
OBSERVATIONS = (36, 37, 38)


class Refused(Exception):
    """Why something is not what it claims to be."""


def need(condition: bool, reason: str):
    if not condition:
        raise Refused(reason)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


# Deterministic CBOR


def head(major: int, n: int) -> bytes:
    if n < 24:
        return bytes([major * 32 + n])
    width = next(w for w in (1, 2, 4, 8) if n < 256**w)
    return bytes([major * 32 + 24 + (1, 2, 4, 8).index(width)]) + n.to_bytes(width, "big")


def encode(value, depth: int = 0) -> bytes:
    need(depth <= 8, "canonical: nested too deep")
    if type(value) is int:
        need(-MOST <= value <= MOST, "canonical: integer out of range")
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if type(value) is str:
        need(not UNSEEN.search(value) and unicodedata.is_normalized("NFC", value), "canonical: text")
        data = value.encode()
        return head(3, len(data)) + data
    if type(value) is bytes:
        return head(2, len(value)) + value
    if type(value) is list:
        return head(4, len(value)) + b"".join(encode(each, depth + 1) for each in value)
    need(type(value) is dict, f"canonical: a {type(value).__name__}")
    need(all(type(key) is int for key in value), "canonical: a key that is no integer")
    pairs = sorted((encode(key), encode(item, depth + 1)) for key, item in value.items())
    return head(5, len(value)) + b"".join(key + item for key, item in pairs)


def decode(data: bytes):
    try:
        value = cbor2.loads(data)
    except Exception as error:
        raise Refused(f"canonical: no CBOR ({type(error).__name__})") from None
    need(encode(value) == data, "canonical: another spelling")
    return value


# Entries


def kid_of(key: bytes) -> bytes:
    return sha256(b"so-nguon/key/v1\n" + key)[:8]


def open_entry(data: bytes):
    """Splits the fixed envelope and reads the payload; checks no signature."""
    need(len(data) <= 17408, "limit: too long")
    protected = data[3:16]
    need(data[:3] == b"\xd2\x84\x4d" and protected[:5] == b"\xa2\x01\x27\x04\x48" and data[16:17] == b"\xa0", "envelope")
    need(len(data) > 85 and data[-66:-64] == b"\x58\x40", "envelope")
    payload = decode(data[17:-66])
    need(type(payload) is bytes, "envelope")
    fields = decode(payload)
    need(type(fields) is dict and sorted(fields) == [1, 2, 3, 4, 5], "payload: not five keys")
    kind, seq, claimed, anchor, body = (fields[key] for key in (1, 2, 3, 4, 5))
    numbers = all(type(n) is int and 0 <= n <= 2**40 for n in (kind, seq, claimed))
    need(numbers and seq > 0, "payload: numbers")
    need(type(anchor) is list and len(anchor) == 2 and type(anchor[0]) is int, "payload: anchor")
    need(0 <= anchor[0] <= 2**40 and type(anchor[1]) is bytes and len(anchor[1]) == 8, "payload: anchor")
    need(type(body) is dict, "payload: body")
    limit = {KEY_FREEZE: 17408, SLIP: 204}.get(kind, 16384)
    need(len(data) <= limit, "limit: too long for its kind")
    return {
        "kind": kind,
        "seq": seq,
        "body": body,
        "kid": protected[5:],
        "id": sha256(data),
        "protected": protected,
        "payload": payload,
        "signature": data[-64:],
    }


def verify_entry(data: bytes, origin: str, keys: dict):
    """An entry by one of `keys` (kid to key) for the log `origin`."""
    entry = open_entry(data)
    key = keys.get(entry["kid"])
    need(key is not None and kid_of(key) == entry["kid"], "unknown signer")
    aad = b"so-nguon/entry/v1\n" + origin.encode()
    signed = encode(["Signature1", entry["protected"], aad, entry["payload"]])
    need(holds(key, signed, entry["signature"]), "entry signature")
    return entry


# Slips on paper


def unbase45(text: str) -> bytes:
    need(len(text) % 3 != 1 and all(char in BASE45 for char in text), "base45")
    out = b""
    for at in range(0, len(text), 3):
        group = [BASE45.index(char) for char in text[at : at + 3]]
        width = len(group) - 1
        number = sum(digit * 45**place for place, digit in enumerate(group))
        need(number < 256**width, "base45")
        out += number.to_bytes(width, "big")
    return out


def verify_slip(text: str, origin: str, keys: dict):
    need(text.startswith("SN1:"), "not a slip")
    entry = verify_entry(unbase45(text[4:]), origin, keys)
    need(entry["kind"] == SLIP, "not a slip")
    return entry


def short_code(entry_id: bytes) -> str:
    number, digits, check = int.from_bytes(entry_id[:7], "big") >> 6, [], 0
    for place in reversed(range(10)):
        digits.append(number >> 5 * place & 31)
    for digit in digits:
        check = (check * 32 + digit) % 1021
    text = "".join(CROCKFORD[digit] for digit in [*digits, check // 32, check % 32])
    return "-".join((text[:4], text[4:8], text[8:]))


# Tree


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\0" + leaf)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right)


def split(n: int) -> int:
    return 1 << (n - 1).bit_length() - 1


def root_of(hashes: list) -> bytes:
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"")
    k = split(len(hashes))
    return node_hash(root_of(hashes[:k]), root_of(hashes[k:]))


def root_by_path(index: int, size: int, leaf: bytes, path: list) -> bytes:
    """The root that an inclusion proof leads to (RFC 6962 section 2.1.1, read backwards)."""
    if size == 1:
        need(not path, "inclusion: a hash too many")
        return leaf
    need(len(path) > 0, "inclusion: a hash too few")
    k = split(size)
    if index < k:
        return node_hash(root_by_path(index, k, leaf, path[:-1]), path[-1])
    return node_hash(path[-1], root_by_path(index - k, size - k, leaf, path[:-1]))


# Tree head


def unbase64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused("spelling: base64") from None
    need(base64.b64encode(data).decode() == text, "spelling: base64")
    return data


def decimal(text: str) -> int:
    need(re.fullmatch("0|[1-9][0-9]{0,15}", text) is not None, "spelling: number")
    return int(text)


def open_vkey(vkey: str):
    """Name, key ID and key of a pinned log key."""
    name, key_id, data = vkey.strip().split("+", 2)
    raw = unbase64(data)
    need(len(raw) == 33 and raw[0] == 1, "vkey: not Ed25519")
    need(sha256(name.encode() + b"\n" + raw)[:4].hex() == key_id, "vkey: key ID")
    return name, raw[1:]


def vkey_of(name: str, key: bytes) -> str:
    raw = b"\1" + key
    key_id = sha256(name.encode() + b"\n" + raw)[:4].hex()
    return f"{name}+{key_id}+{base64.b64encode(raw).decode()}"


def size_said(note: str) -> int:
    """The size in a tree head, unverified: to learn how much there is to read."""
    lines = note.split("\n")
    need(len(lines) > 3, "head: not a note")
    return decimal(lines[1])


def open_head(note: str, vkey: str):
    """Size and root of a tree head signed by the pinned key."""
    name, key = open_vkey(vkey)
    text, gap, signatures = note.rpartition("\n\n")
    need(gap != "" and signatures.endswith("\n"), "head: not a note")
    text += "\n"
    signed = 0
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch(r"— ([^ +]+) (\S+)", line)
        need(match is not None, "head: signature line")
        raw = unbase64(match[2])
        if match[1] == name and raw[:4] == sha256(name.encode() + b"\n\1" + key)[:4]:
            need(holds(key, text.encode(), raw[4:]), "head: signature")
            signed += 1
    need(signed > 0, "head: not signed by the pinned key")
    lines = text.split("\n")
    need(len(lines) == 4 and lines[3] == "", "head: not three lines")
    need(lines[0] == name, "head: another origin")
    root = unbase64(lines[2])
    need(len(root) == 32, "head: root")
    return {"origin": name, "size": decimal(lines[1]), "root": root, "key": key}


# Leaves


def open_leaf(data: bytes):
    parts = decode(data)
    need(type(parts) is list and len(parts) == 5, "leaf: not five parts")
    how, index, received, previous, entry = parts
    need(type(how) is int and how in (1, 2), "leaf: how it came")
    need(type(index) is int and index >= 0 and type(received) is int and received >= 0, "leaf: numbers")
    need(type(previous) is bytes and len(previous) == 32 and type(entry) is bytes, "leaf: bytes")
    return {"index": index, "received": received, "previous": previous, "entry": entry, "carried": how == 2}


# Receipt


def verify_receipt(text: str, vkey: str):
    """The leaf that a receipt proves to be in the log at its index."""
    proof, gap, note = text.partition("\n\n")
    lines = proof.split("\n")
    need(gap != "" and lines[0] == "c2sp.org/tlog-proof@v1" and len(lines) > 2, "receipt: not a proof")
    need(lines[1].startswith("extra ") and lines[2].startswith("index "), "receipt: no leaf")
    leaf, index = unbase64(lines[1][6:]), decimal(lines[2][6:])
    path = [unbase64(line) for line in lines[3:]]
    need(all(len(each) == 32 for each in path), "receipt: hash")
    head_ = open_head(note, vkey)
    need(index < head_["size"], "inclusion: index beyond the head")
    need(root_by_path(index, head_["size"], leaf_hash(leaf), path) == head_["root"], "inclusion: another root")
    opened = open_leaf(leaf)
    need(opened["index"] == index, "leaf: index")
    return opened
