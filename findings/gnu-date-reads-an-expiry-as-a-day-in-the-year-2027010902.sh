#!/usr/bin/env bash
# Give the times of certificates, as they stand in the DER, to GNU date.
#
# Package: coreutils 9.1 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: `date -d 20270109020115Z`, the notAfter as `openssl asn1parse` shows it, is read as that moment, or is an invalid
#   date, as it is for most values that one tries.
# Behaviour: a number of more than four digits is a day: the last two are the day, the two before the month, and all others
#   the year. So where the minutes are those of a month and the seconds those of a day, the answer is a date in the year
#   2027010902, with status 0; otherwise it is "invalid date". A script that compares seconds takes such a certificate
#   for one that lasts for billions of years, and fails for its neighbours. OpenSSL's own "notAfter=" text is read right.
# Output seen: 20270109020115Z: 2027010902-01-15, 0; 20270109022030Z: invalid, 1; Jan  9 02:01:15 2027 GMT: 2027-01-09
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
date --version | sed -n 1p
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = .
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
touch index
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
bad=
ask() { date -u -d "$1" +%Y-%m-%d 2>&1 || true; }
check() { # end, expected of the digits, expected of OpenSSL's text
    local digits text
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20200101000000Z -enddate "$1" \
        -out cert.pem -notext 2>/dev/null
    digits=20$(openssl asn1parse -in cert.pem | awk -F: '/UTCTIME/ { print $NF }' | tail -n 1)
    text=$(openssl x509 -in cert.pem -noout -enddate | cut -d= -f2)
    echo "$digits: $(ask "$digits"); $text: $(ask "$text")"
    [[ $(ask "$digits") == $2 && $(ask "$text") == "$3" ]] || bad=1
}
check 20270109020115Z 2027010902-01-15 2027-01-09
check 20270109022030Z "*invalid date*" 2027-01-09
check 20301224101231Z 2030122410-12-31 2030-12-24
[ -z "$bad" ] || { echo "CHANGED: date reads other dates" >&2; exit 1; }
