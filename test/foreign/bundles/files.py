"""Judges the bundles and exports with a verdict for the tests, with the readers in Python: the files' paths in, one word a vector out."""

import json
import sys
from base64 import b64decode
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "python"))

import so_nguon
import verify
from export import verify_export


def spliced(old, changes):
    at, parts = 0, []
    for each in changes:
        parts += [old[at : each["at"]], b64decode(each["put"])]
        at = each["at"] + each["gone"]
    return b"".join([*parts, old[at:]])


def bundle(given, vector):
    verify.verify(spliced(b64decode(given["files"][vector["of"]]), vector["changes"]), vector.get("vkey", given["vkey"]))


def export(given, vector):
    files = {name: b64decode(data) for name, data in given["files"].items()}
    for name, changes in vector["changes"].items():
        files[name] = None if changes is None else spliced(files.get(name, b""), changes)
    verify_export({name: data for name, data in files.items() if data is not None}, vector.get("vkey", given["vkey"]))


for path, judge in zip(sys.argv[1:], (bundle, export)):
    given = json.load(open(path, encoding="utf-8"))
    for vector in given["vectors"]:
        try:
            judge(given, vector)
            print("accept")
        except (verify.Refused, so_nguon.Refused) as refused:
            print(f"refuse {refused}")
