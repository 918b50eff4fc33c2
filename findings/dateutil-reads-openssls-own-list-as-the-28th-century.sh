#!/usr/bin/env bash
# Read the expiry dates of `openssl ca`'s index by dateutil and by pandas.
#
# Package: python-dateutil 2.9.0.post0, pandas 3.1.1 (PyPI), OpenSSL 3.0.19 for the index
# Guessed: 271001120000Z, as the index and `openssl asn1parse` have times before 2050, is read as YYMMDDhhmmss, which
#   dateutil knows how to do for six digits, or it is refused.
# Behaviour: twelve digits are YYYYMMDDhhmm to dateutil, and to pandas which asks it: 1 October 2027, 12:00, becomes 12
#   January 2710. So it goes with what expires on the first twelve days of a month; for the other days there is no such
#   month and an error. A test with a date like 261231235959Z shows the error; a script that skips what it cannot read
#   lists the rest as good for centuries. From 2050 on, with four digits for the year, dates are read well. Ruby's
#   Time.parse answers the same in each case.
# Output seen: 271001120000Z: 2710-01-12; 261231235959Z: error; 20510601000000Z: 2051-06-01
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-dateutil==2.9.0.post0 pandas==3.1.1
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=ca -days 20000 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
mkdir new
touch index
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = new
certificate = ca.pem
private_key = ca.key
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
for date in 271001120000Z 261231235959Z 20510601000000Z; do
    openssl ca -config ca.cnf -batch -in leaf.csr -startdate 200101000000Z -enddate $date -notext -out /dev/null 2>/dev/null
done
cat >try.py <<'PY'
import dateutil.parser
import pandas


def read(parse, text):
    try:
        return str(parse(text))[:10]
    except ValueError:
        return "error"


with open("index") as file:
    dates = [line.split("\t")[1] for line in file]
seen = {date: (read(dateutil.parser.parse, date), read(pandas.to_datetime, date)) for date in dates}
for date, (by_dateutil, by_pandas) in seen.items():
    print(f"{date}: dateutil {by_dateutil}, pandas {by_pandas}")
expected = {
    "271001120000Z": ("2710-01-12", "2710-01-12"),
    "261231235959Z": ("error", "error"),
    "20510601000000Z": ("2051-06-01", "2051-06-01"),
}
assert seen == expected, f"CHANGED: {seen}"
PY
venv/bin/python try.py
