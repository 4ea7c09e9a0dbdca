"""Judges many bundles for the tests with the reader that docs/ hands out: JSON in, one line of words a bundle out."""

import json
import sys

from verify import Refused, verify

vkey, files = json.load(sys.stdin)
for file in files:
    try:
        verify(bytes.fromhex(file), vkey)
        print("verified")
    except Refused as refused:
        print(str(refused).replace("\n", " "))
