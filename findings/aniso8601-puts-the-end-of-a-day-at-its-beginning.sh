#!/usr/bin/env bash
# Read the end of a certificate's validity as ISO 8601 writes the end of a day.
#
# Package: aniso8601 10.0.1, ciso8601 2.4.1, arrow 1.4.0, isodate 0.7.2, python-dateutil 2.9.0.post0 (PyPI)
# Guessed: 2027-03-31T24:00:00Z is the end of the 31st, 2027-04-01T00:00:00Z, as ISO 8601 has it; a reader that knows
#   no hour 24 says so, as that of Python 3.11 does.
# Behaviour: aniso8601, with which Flask-RESTful reads dates, checks that behind 24 there are only zeros, and then
#   gives midnight of the same day: 2027-03-31T00:00:00Z, a day too early. A validity of one day, from 00:00 to 24:00
#   of it, ends where it begins.
# Output seen: ciso8601, arrow, dateutil: 2027-04-01 00:00; isodate: error; aniso8601: 2027-03-31 00:00, and 24:00:01
#   is an error
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aniso8601==10.0.1 ciso8601==2.4.1 arrow==1.4.0 isodate==0.7.2 \
    python-dateutil==2.9.0.post0
cat >ask.py <<'PY'
import sys

import aniso8601
import arrow
import ciso8601
import isodate
from dateutil.parser import isoparse


def ask(read, text):
    try:
        return read(text).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return "error"


readers = {
    "aniso8601": aniso8601.parse_datetime,
    "ciso8601": ciso8601.parse_datetime,
    "arrow": arrow.get,
    "dateutil": isoparse,
    "isodate": isodate.parse_datetime,
}
end = {name: ask(read, "2027-03-31T24:00:00Z") for name, read in readers.items()}
print(end)
start, stop = aniso8601.parse_interval("2027-03-31T00:00:00Z/2027-03-31T24:00:00Z")
print(f"2027-03-31T00:00:00Z/2027-03-31T24:00:00Z: {stop - start}")
late = ask(aniso8601.parse_datetime, "2027-03-31T24:00:01Z")
print(f"24:00:01: {late}")
next_day = "2027-04-01 00:00"
wanted = dict.fromkeys(readers, next_day) | {"aniso8601": "2027-03-31 00:00", "isodate": "error"}
sys.exit((end, start, late) != (wanted, stop, "error"))
PY
venv/bin/python ask.py || { echo "CHANGED: the end of a day is read otherwise" >&2; exit 1; }
