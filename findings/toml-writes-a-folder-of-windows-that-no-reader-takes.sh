#!/usr/bin/env bash
# Write names and folders to TOML by Python's toml, and read them again.
#
# Package: toml 0.10.2 (PyPI), Python's tomllib as a second reader
# Guessed: toml.dumps() escapes what TOML wants escaped, so toml.loads() gives the same text; a character that is allowed
#   as it is, such as a no-break space in "Müller GmbH", is written as it is.
# Behaviour: Python's repr() is taken and its \x escapes, which TOML does not have, are mended by looking for "\x". The mend
#   takes the backslash of a folder that begins with an x for such an escape: C:\xampp\certs gives a file that neither
#   reader takes. And a no-break space, which repr() writes as \xa0, comes back as the three letters "xa0", a form feed as
#   "x0c", without an error. PEM with its line ends, and C:\certs, are right.
# Output seen: PEM, C:\certs\: the same; C:\xampp\certs: TomlDecodeError, TOMLDecodeError; Müller, no-break space, GmbH:
#   Müllerxa0GmbH
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check toml==0.10.2
cat >ask.py <<'PY'
import sys
import tomllib
import toml

def outcome(read, value):
    try:
        again = read(toml.dumps({"value": value, "next": "x"}))
    except ValueError as error:
        return type(error).__name__
    return "the same" if again == {"value": value, "next": "x"} else again["value"]

expected = {
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n": ("the same", "the same"),
    "C:\\certs\\": ("the same", "the same"),
    "C:\\xampp\\certs": ("TomlDecodeError", "TOMLDecodeError"),
    "M\u00fcller\u00a0GmbH": ("M\u00fcllerxa0GmbH", "M\u00fcllerxa0GmbH"),
}
bad = False
for value, outcomes in expected.items():
    seen = tuple(outcome(read, value) for read in (toml.loads, tomllib.loads))
    print(f"{value!r}: toml {seen[0]}, tomllib {seen[1]}")
    bad |= seen != outcomes
if bad:
    sys.exit("CHANGED: toml writes otherwise")
PY
venv/bin/python ask.py
