#!/usr/bin/env bash
# Give Dynaconf certificate settings by the environment.
#
# Package: dynaconf 3.3.5 (PyPI)
# Guessed: what is in an environment variable is text, and Dynaconf makes numbers and truth values of what looks like one;
#   the text of a fingerprint or a serial with colons in it stays text.
# Behaviour: each value is read as if it stood behind the equals sign of a TOML file, and TOML has more types than that.
#   12:34:56 is a time of day, 2049-12-31 a date, 12_34 the number 1234, 12E4 a float, and `inf` and `nan` are floats as
#   well. 00123, None and 0A:1B, which are no TOML, stay text. So the type of one setting changes with the certificate:
#   an identifier with a letter in it is text, one of digits alone is not. Prefix with "@str" to get the text each time.
# Output seen: 0A:1B:2C: str; 12:34:56: time; 12E4: float 120000.0; 12_34: int 1234; nan: float; 00123: str; @str 12E4: str
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dynaconf==3.3.5
cat >ask.py <<'PY'
from dynaconf import Dynaconf

value = Dynaconf()["SERIAL"]
print(type(value).__name__, value)
PY
bad=
check() { # value, expected type and value
    local told
    told=$(DYNACONF_SERIAL=$1 venv/bin/python ask.py)
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check 0A:1B:2C "str 0A:1B:2C"
check 12:34:56 "time 12:34:56"
check 2049-12-31 "date 2049-12-31"
check 12E4 "float 120000.0"
check 12_34 "int 1234"
check nan "float nan"
check 00123 "str 00123"
check "@str 12E4" "str 12E4"
[ -z "$bad" ] || { echo "CHANGED: Dynaconf reads other types" >&2; exit 1; }
