#!/usr/bin/env bash
# Read a certificate's GeneralizedTime by Python's own parser of ISO 8601.
#
# Package: Python 3.11 or later (3.11.2 of Debian 12, 3.12 and 3.13 alike), pyOpenSSL 26.4.0 (PyPI) for the text
# Guessed: since 3.11 datetime.fromisoformat reads the basic form without dashes and colons and the "Z", and refuses
#   what it does not know: 20270109020015Z, which pyOpenSSL's get_notAfter returns, is the one or the other.
# Behaviour: any character may stand between date and time, and that includes a digit. So the first digit of the hour is
#   taken for the "T", and the rest for a time with one digit too few: 02:00:15 becomes 20:01:00. Where the shifted
#   digits are no time there is a ValueError, which is what a test with 235959Z shows; of a day's seconds about one in
#   five is read wrongly without a word. Midnight alone is right. strptime with "%Y%m%d%H%M%SZ" is what reads it.
# Output seen: 20270109020015Z: 20:01:00; 20270109100000Z: 00:00:00; 20270109235959Z: ValueError; 20270109000000Z:
#   00:00:00
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyopenssl==26.4.0
cat >try.py <<'PY'
import datetime
import sys

from OpenSSL import crypto

assert sys.version_info >= (3, 11), "needs Python 3.11 or later"
print("Python", sys.version.split()[0])


def not_after(text):
    cert = crypto.X509()
    cert.set_notAfter(text.encode())
    return cert.get_notAfter().decode()


def read(text):
    try:
        return str(datetime.datetime.fromisoformat(text))
    except ValueError as err:
        return f"ValueError: {err}"


seen = {text: read(not_after(text)) for text in ("20270109000000Z", "20270109020015Z", "20270109100000Z", "20270109235959Z")}
for text, date in seen.items():
    print(f"{text}: {date}")
midnight, early, ten, late = seen.values()
assert midnight == "2027-01-09 00:00:00+00:00"
assert early == "2027-01-09 20:01:00+00:00" and ten == "2027-01-09 00:00:00+00:00", "CHANGED: such texts are read otherwise"
assert late.startswith("ValueError"), "CHANGED: such texts are read"
day = datetime.datetime(2027, 1, 9)
seconds = [day + datetime.timedelta(seconds=count) for count in range(0, 86400, 7)]
wrong = 0
for second in seconds:
    date = read(second.strftime("%Y%m%d%H%M%SZ"))
    wrong += not date.startswith("ValueError") and date != f"{second}+00:00"
print(f"read wrongly: {wrong * 100 // len(seconds)} of 100")
PY
venv/bin/python -W ignore try.py
