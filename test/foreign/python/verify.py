"""Command line and test door of the second reader.

verify.py export DIR VKEY_FILE [OLDER_HEAD_FILE]
verify.py receipt FILE VKEY_FILE
verify.py slip TEXT ORIGIN KEY_HEX
verify.py cases < cases.json      one answer for each case, in order
"""

import json
import sys
from base64 import b64decode
from pathlib import Path

from export import verify_export
from so_nguon import Refused, kid_of, open_entry, short_code, verify_entry, verify_receipt, verify_slip


def keys_of(texts) -> dict:
    return {kid_of(key): key for key in map(bytes.fromhex, texts)}


def facts(data: bytes) -> dict:
    entry = open_entry(data)
    return {"kid": entry["kid"].hex(), "id": entry["id"].hex(), "kind": entry["kind"], "code": short_code(entry["id"])}


def run(case: dict):
    what = case["what"]
    if what == "export":
        files = {path: b64decode(data) for path, data in case["files"].items()}
        head = verify_export(files, case["vkey"], case.get("since"))
        return {"size": head["size"], "root": head["root"].hex()}
    if what == "receipt":
        return {"index": verify_receipt(case["text"], case["vkey"])["index"]}
    if what == "slip":
        return {"id": verify_slip(case["text"], case["origin"], keys_of(case["keys"]))["id"].hex()}
    data = bytes.fromhex(case["entry"])
    verify_entry(data, case["origin"], keys_of(case["keys"]))
    return facts(data)


def answer(case: dict) -> dict:
    try:
        return {"name": case["name"], "shown": run(case)}
    except Refused as refused:
        return {"name": case["name"], "refused": str(refused)}


def main(arguments: list) -> int:
    match arguments:
        case ["cases"]:
            print(json.dumps([answer(case) for case in json.load(sys.stdin)]))
            return 0
        case ["export", folder, vkey, *since]:
            root = Path(folder)
            files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
            older = Path(since[0]).read_text() if since else None
            run_one = lambda: verify_export(files, Path(vkey).read_text(), older)
        case ["receipt", file, vkey]:
            run_one = lambda: verify_receipt(Path(file).read_text(), Path(vkey).read_text())
        case ["slip", text, origin, key]:
            run_one = lambda: verify_slip(text, origin, keys_of([key]))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    try:
        run_one()
    except Refused as refused:
        print(f"refused: {refused}")
        return 1
    print("verified")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
