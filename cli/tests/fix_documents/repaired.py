"""Compares documents before and after `pemvet fix`, as the readers of their formats yield them.

    python3 repaired.py BEFORE AFTER

Every value is as it was, but that of the certificates, which is the chain of AFTER/good. Readers that are not installed are
named and left out; with PEMVET_NEEDS_READERS they fail.
"""

import base64
import json
import os
import pathlib
import sys


def missing(what):
    print("NOT RUN:", what)
    if os.environ.get("PEMVET_NEEDS_READERS"):
        sys.exit(1)


before, after = (pathlib.Path(name) for name in sys.argv[1:3])
good = (after / "good").read_text()
readers = {"json": [("json", lambda path: json.loads(path.read_bytes()))]}
try:
    import yaml

    readers["yaml"] = [("PyYAML", lambda path: yaml.safe_load(path.read_bytes()))]
except ImportError:
    missing("PyYAML is not installed: YAML was not read")
try:
    import dotenv

    def variables(path):
        with path.open(newline="") as stream:
            return dict(dotenv.dotenv_values(stream=stream, interpolate=False))

    readers["env"] = [("python-dotenv", variables)]
except ImportError:
    missing("python-dotenv is not installed: .env was not read")

MISSING = object()
wrong = 0
compared = 0


def values(tree, path=()):
    """Each value that is no list and no mapping, with its place."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from values(value, (*path, key))
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from values(value, (*path, place))
    else:
        yield path, tree


def is_repaired(path, value):
    if not isinstance(value, str):
        return False
    text = value
    if "BEGIN" not in value:
        # As Go has it, which Kubernetes is written in.
        text = base64.b64decode(value.replace("\r", "").replace("\n", ""), validate=True).decode()
    return text.replace("\r\n", "\n").strip() == good.strip() and "\r\n\r" not in text


for path in sorted(after.iterdir()):
    for name, reader in readers.get(path.suffix[1:], []):
        compared += 1
        now = dict(values(reader(path)))
        try:
            old = dict(values(reader(before / path.name)))
        except Exception:
            # What was not read at all before has nothing to be held against.
            old = {place: value for place, value in now.items()}
        if old.keys() - now.keys():
            wrong += 1
            print(path, name, "lost", old.keys() - now.keys())
        for place, value in now.items():
            if place[-1] in ("cert", "CERT", "tls.crt"):
                if not is_repaired(place, value):
                    wrong += 1
                    print(path, name, place, repr(value)[:120])
            elif old.get(place, MISSING) != value:
                wrong += 1
                print(path, name, place, "was", repr(old.get(place)), "and is", repr(value))
print(compared, "documents read,", wrong, "wrong")
sys.exit(1 if wrong or not compared else 0)
