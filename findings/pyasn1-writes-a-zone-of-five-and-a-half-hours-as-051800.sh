#!/usr/bin/env bash
# Make the time of a certificate or signature in pyasn1 from a time in India or Newfoundland.
#
# Package: pyasn1 0.6.5 (PyPI)
# Guessed: GeneralizedTime.fromDateTime and UTCTime.fromDateTime write a time with a zone in UTC with Z, or with the zone
#   as +hhmm, the two forms that X.680 has; asDateTime reads it back.
# Behaviour: hours come first, and then the rest in seconds: +05:30 is written as +051800. A zone west of Greenwich gets
#   a plus: -03:30 is +201800. pyasn1's own asDateTime refuses such a time. Zones of whole hours in the east come out
#   right, and UTC too, so it is not seen where most people test. What helps is astimezone(utc) first.
# Output seen: UTC: Z; +05:00: +0500; +05:30: +051800; -03:30: +201800; the last two cannot be read back
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyasn1==0.6.5
cat >ask.py <<'PY'
from datetime import datetime, timedelta, timezone

from pyasn1.error import PyAsn1Error
from pyasn1.type.useful import GeneralizedTime

found = []
for hours in 0, 5, 5.5, -3.5:
    given = datetime(2026, 1, 1, 12, 0, 0, tzinfo=timezone(timedelta(hours=hours)))
    text = str(GeneralizedTime.fromDateTime(given))
    try:
        back = "the same" if GeneralizedTime(text).asDateTime == given else "another time"
    except PyAsn1Error:
        back = "an error"
    print(f"{given.isoformat()} -> {text}, read back: {back}")
    found.append((text[14:], back))
if found != [("Z", "the same"), ("+0500", "the same"), ("+051800", "an error"), ("+201800", "an error")]:
    raise SystemExit("CHANGED: pyasn1 writes zones otherwise")
PY
venv/bin/python ask.py
