"""The readers in Python behind one pipe: a question a line in, its answer a line out, for as long as the mutation runner lives.

Bundles go to docs/verify.py, exports and receipts to test/foreign/python. A signature that was checked once is remembered: most of a
mutant's are those of the honest file. An answer is "verified" or the reason; a fault of a reader's own is "crashed" and its name.
"""

import functools
import json
import sys
from base64 import b64decode
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "test/foreign/python")]

import verify_formats

verify_formats.signed_by = functools.lru_cache(50000)(verify_formats.signed_by)
import so_nguon
import verify

so_nguon.holds = functools.lru_cache(50000)(so_nguon.holds)
import export

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
refusals = (verify.Refused, so_nguon.Refused)
bundles = {}


def bundle(case):
    return verify.verify(b64decode(case["data"]), case["vkey"])


def note(case):
    """A head whose log and witnesses are known: every line is by one of them."""
    text, _, _, _, _ = verify_formats.split_note(case["text"])
    verify_formats.check_head(case["text"], case["vkey"], case["witnesses"])


def keys(case):
    """What the reader of a bundle pinned, against the honest bundle."""
    held = bundles.setdefault(case["bundle"], None) or verify.verify(b64decode(case["bundle"]), None)
    bundles[case["bundle"]] = held
    verify.check_pinned(held, case["text"])


def entry(case):
    key = bytes.fromhex(case["key"])
    found = verify.open_entry(b64decode(case["data"]))
    verify.need(found["kid"] == verify.kid_of(key) and verify.entry_holds(found, key, case["origin"]), "entry: signature")


def qr(case):
    so_nguon.verify_slip(case["text"], case["origin"], {so_nguon.kid_of(bytes.fromhex(case["key"])): bytes.fromhex(case["key"])})


def receipt(case):
    so_nguon.verify_receipt(case["text"], case["vkey"])


def exported(case):
    export.verify_export({path: b64decode(data) for path, data in case["files"].items()}, case["vkey"])


READERS = {"bundle": bundle, "note": note, "keys": keys, "entry": entry, "qr": qr, "receipt": receipt, "export": exported}

for line in sys.stdin:
    case = json.loads(line)
    try:
        READERS[case["what"]](case)
        answer = "verified"
    except refusals as refused:
        answer = f"refused: {refused}"
    except Exception as fault:
        answer = f"crashed: {type(fault).__name__} {fault}"
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
