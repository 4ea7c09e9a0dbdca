"""Judges the vectors with a verdict for the tests with the reader that docs/ hands out: the file's path in, one word a vector out."""

import base64
import json
import sys

from verify import open_entry
from verify_formats import Refused, check_head, decode, entry_holds, inclusion_root, kid_of, need, sha256, signed_by, split_note, unbase64

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
vectors = json.load(open(sys.argv[1], encoding="utf-8"))
origin, key, vkey = vectors["origin"], bytes.fromhex(vectors["key"]), vectors["vkey"]


def entry(data):
    found = open_entry(data)
    need(found["kid"] == kid_of(key) and found["kind"] <= 100, "entry: kid or kind")
    need(entry_holds(found, key, origin), "entry: signature")


def note(text):
    """Lines by unknown keys are skipped; a bundle's head, which check_head judges, may have none."""
    words, name, size, root, lines = split_note(text)
    known = [line for line in lines if line.startswith(f"— {name} ") and unbase64(line.split(" ")[2])[:4].hex() == vkey.split("+")[1]]
    check_head(words + "\n" + "".join(line + "\n" for line in known), vkey, [])
    return size, root


def receipt(text):
    top, _, head = text.partition("\n\n")
    lines = top.split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra ") and lines[2].startswith("index "), "receipt")
    leaf, index = unbase64(lines[1][6:]), int(lines[2][6:])
    size, root = note(head)
    need(index < size and decode(leaf)[1] == index, "receipt: index")
    need(inclusion_root(index, size, sha256(b"\0" + leaf), [unbase64(line) for line in lines[3:]]) == root, "receipt: path")


def qr(text):
    need(text.startswith("SN1:") and len(text[4:]) % 3 != 1 and all(sign in BASE45 for sign in text[4:]), "qr")
    data = b""
    for at in range(4, len(text), 3):
        group = [BASE45.index(sign) for sign in text[at : at + 3]]
        number = sum(digit * 45**place for place, digit in enumerate(group))
        need(number < (65536 if len(group) == 3 else 256), "qr: group")
        data += number.to_bytes(len(group) - 1, "big")
    entry(data)


for each in vectors["verdicts"]:
    judge = {"entry": lambda text: entry(bytes.fromhex(text)), "note": note, "receipt": receipt, "qr": qr}[each["what"]]
    try:
        judge(each["input"])
        print("accept")
    except (Refused, ValueError, IndexError, KeyError, TypeError):
        print("refuse")
