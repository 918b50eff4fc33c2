#!/usr/bin/env bash
# Read the dates that OpenSSL prints by parsedatetime.
#
# Package: parsedatetime 2.6 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: a parser of dates in English text reads "notAfter=Aug  5 10:00:00 2030 GMT", which has month, day, time and
#   a year of four digits. If it cannot do so, the flag beside the answer is 0, as it is for text without a date.
# Behaviour: the year is taken for a time of day, 20:30, and thrown out the one that stands there; the year is then
#   this one or the next, whichever has that day in the future. Where the year is no time, from 2060 on, the time is
#   right and the year is lost. The flag is 3, date and time found, in all cases. So each certificate expires within
#   twelve months, each at an odd hour of the evening, and one that has expired will expire.
# Output seen: Aug  5 10:00:00 2030: next 5 August, 20:30; 2060: 10:00; 2019, long gone: next 5 August, 20:19; flag 3
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check parsedatetime==2.6
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
mkdir new
touch index
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = new
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
for year in 2019 2030 2060; do
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20150101000000Z \
        -enddate ${year}0805100000Z -notext 2>/dev/null | openssl x509 -noout -enddate | cut -d= -f2
done >dates
cat >ask.py <<'PY'
import sys
import time

import parsedatetime

calendar = parsedatetime.Calendar()
now = time.struct_time((2026, 11, 30, 12, 0, 0, 0, 334, 0))
seen = []
for line in open("dates"):
    found, flag = calendar.parse(line.strip(), now)
    seen.append((time.strftime("%Y-%m-%d %H:%M", tuple(found)), flag))
    print(line.strip(), "->", *seen[-1])
if seen != [("2027-08-05 20:19", 3), ("2027-08-05 20:30", 3), ("2027-08-05 10:00", 3)]:
    sys.exit("CHANGED: parsedatetime reads such dates otherwise")
PY
venv/bin/python ask.py
