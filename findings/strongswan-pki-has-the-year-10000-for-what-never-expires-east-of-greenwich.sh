#!/usr/bin/env bash
# Print the validity of certificates by strongSwan's pki, in several time zones.
#
# Package: strongswan-pki 5.9.8 (Debian 12), cryptography 50.0.2 (PyPI) for the certificates
# Guessed: `pki --print` gives the dates as the certificate has them, in UTC, or names the zone that it has brought them to.
# Behaviour: they are in the zone of the machine, and no zone is named: one certificate ends on two days, by who looks at it.
#   `pki --print --utc` would be the remedy, and there is none. 9999-12-31 23:59:59, by which RFC 5280 says that there is no
#   end, is in the year 10000 for each machine east of Greenwich, a year that no certificate can have; what reads the line
#   by four digits has the year 1000.
# Output seen: TZ=UTC: Dec 31 23:59:59 9999; Asia/Tokyo: Jan 01 08:59:59 10000; America/New_York: Dec 31 18:59:59 9999
set -euo pipefail

command -v pki >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strongswan-pki >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' strongswan-pki
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
cat >make.py <<'PY'
import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

key = rsa.generate_private_key(65537, 2048)
name = x509.Name.from_rfc4514_string("CN=x")
for end in (datetime.datetime(9999, 12, 31, 23, 59, 59), datetime.datetime(2040, 1, 1)):
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, datetime.datetime(2020, 1, 1), end).sign(key, hashes.SHA256())
    open(f"{end.year}.pem", "wb").write(made.public_bytes(serialization.Encoding.PEM))
PY
venv/bin/python make.py
bad=
check() { # zone, year, expected
    local told
    told=$(TZ=$1 pki --print --in "$2.pem" 2>/dev/null | sed -n 's/^ *not after *\(.*\), ok.*/\1/p')
    echo "$2, TZ=$1: $told"
    [ "$told" = "$3" ] || bad=1
}
check UTC 2040 "Jan 01 00:00:00 2040"
check America/New_York 2040 "Dec 31 19:00:00 2039"
check UTC 9999 "Dec 31 23:59:59 9999"
check America/New_York 9999 "Dec 31 18:59:59 9999"
check Asia/Tokyo 9999 "Jan 01 08:59:59 10000"
[ -z "$bad" ] || { echo "CHANGED: strongSwan prints other dates" >&2; exit 1; }
