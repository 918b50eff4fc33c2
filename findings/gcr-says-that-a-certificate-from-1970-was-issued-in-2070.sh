#!/usr/bin/env bash
# Ask GNOME's certificate library when a certificate was issued.
#
# Package: gir1.2-gcr-3 3.41.1, python3-gi 3.42.2 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: two digits for the year are read as RFC 5280 4.1.2.5.1 says, from 50 on as 19xx; many readers have the 50 as
#   a constant.
# Behaviour: the window moves with the clock and covers the forty years before today: in 2026 the years 50 to 86 are
#   2050 to 2086. Devices that make their certificate before they know the time write 1970-01-01 or 1980-01-01 as its
#   beginning; for GNOME's viewer and whoever uses gcr these were issued in 2070 and 2080, often behind their own
#   expiry. Each new year another one moves: what says 1987 until December says 2087 from January on.
# Output seen: 1970-01-01: 2070-01-01; 1980-01-01: 2080-01-01; 1995-01-01 and 2020-01-01: right; expiry 2037: right
set -euo pipefail

/usr/bin/python3 -c 'import gi; gi.require_version("Gcr", "3")' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-gi gir1.2-gcr-3 >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
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
for year in 1970 1980 1995 2020; do
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate ${year}0101000000Z \
        -enddate 20371231235959Z -notext 2>/dev/null | openssl x509 -outform DER -out $year.der
    openssl x509 -inform DER -in $year.der -noout -startdate
done
cat >ask.py <<'PY'
import sys

import gi

gi.require_version("Gcr", "3")
from gi.repository import Gcr


def text(date):
    return "%d-%02d-%02d" % (date.get_year(), date.get_month(), date.get_day())


seen = []
for year in (1970, 1980, 1995, 2020):
    with open("%d.der" % year, "rb") as file:
        cert = Gcr.SimpleCertificate.new(file.read())
    seen.append(text(cert.get_issued_date()))
    assert text(cert.get_expiry_date()) == "2037-12-31"
    print(year, "issued", seen[-1])
if seen != ["2070-01-01", "2080-01-01", "1995-01-01", "2020-01-01"]:
    sys.exit("CHANGED: gcr reads the beginning otherwise")
PY
/usr/bin/python3 ask.py
