#!/usr/bin/env bash
# Read dates in the basic format of ISO 8601 by Python's dateparser.
#
# Package: dateparser 1.5.0 (PyPI)
# Guessed: 20270109T020115Z, the short form of ISO 8601 that calendars, signed URLs and names of backup files have, is
#   read as that moment like 2027-01-09T02:01:15Z, or it is None, as other texts are that dateparser does not
#   understand.
# Behaviour: no language of many fits, until Lower Sorbian's turn comes. It has ź for days, and accents are dropped, so
#   the Z makes the time of day a number of days; the date is dropped too, and the result is so many days before now.
#   Two in the morning is in 1971, noon in the 17th century. Midnight, when many certificates end, is 0 days ago, so
#   such a certificate has always just expired. With languages=["en"] it is None, and the long form is right.
# Output seen: 20270109T000000Z: now; ...T020115Z: 20115 days ago; ...T120000Z: 120000 days ago; 2027-01-09T02:01:15Z:
#   right
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
cat >ask.py <<'PY'
import datetime
import os
import time

os.environ["TZ"] = "UTC"
time.tzset()
import dateparser

seen = []
for text in "20270109T000000Z", "20270109T020115Z", "20270109T120000Z", "99991231T120000Z", "2027-01-09T02:01:15Z":
    found = dateparser.parse(text)
    ago = datetime.datetime.now(datetime.timezone.utc) - found.replace(tzinfo=datetime.timezone.utc)
    seen.append(str(found) if "-" in text else round(ago.total_seconds() / 86400))
    print(text, found, "" if "-" in text else f"({seen[-1]} days ago)")
seen.append(dateparser.parse("20270109T020115Z", languages=["en"]))
print("in English:", seen[-1])
assert seen == [0, 20115, 120000, 120000, "2027-01-09 02:01:15+00:00", None], f"CHANGED: {seen}"
PY
venv/bin/python -W ignore ask.py
