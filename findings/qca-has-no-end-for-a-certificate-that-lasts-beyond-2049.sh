#!/usr/bin/env bash
# Read the validity of certificates by QCA, the library of ciphers that Qt programs such as Psi use, with its own tool.
#
# Package: qca-qt5-2-utils 2.3.5 on OpenSSL (Debian 12), cryptography 50.0.2 (PyPI) for the certificates
# Guessed: notValidAfter() is the date of the certificate; from 2050 on it has another form in the file, a GeneralizedTime
#   in place of a UTCTime, which is no concern of who asks.
# Behaviour: a date of the other form is no date, and the tool prints an empty place for it. A root that ends in 2049 has
#   an end, its successor of 2050 has none, nor has what "never expires" in 9999. There is no error either, so a list of
#   ends has a hole where the certificate is that lasts longest.
# Output seen: 2049-12-31: Fri Dec 31 23:59:59 2049 GMT; 2050-01-01, 9999-12-31: nothing
set -euo pipefail

{ command -v qcatool-qt5 && ls /usr/lib/*/qca-qt5/crypto/libqca-ossl.so; } >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends qca-qt5-2-utils libqca-qt5-2-plugins >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' qca-qt5-2-utils libqca-qt5-2-plugins
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
cat >make.py <<'PY'
import datetime
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

key = rsa.generate_private_key(65537, 2048)
name = x509.Name.from_rfc4514_string("CN=x")
for end in sys.argv[1:]:
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, datetime.datetime(2020, 1, 1), datetime.datetime.fromisoformat(end))
    open(end[:4] + ".pem", "wb").write(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
PY
venv/bin/python make.py 2049-12-31T23:59:59 2050-01-01T00:00:00 9999-12-31T23:59:59
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8
bad=
check() { # year, expected
    local told
    told=$(qcatool-qt5 show cert "$1.pem" 2>/dev/null | sed -n 's/^ *Not after: *//p')
    echo "$1: OpenSSL $(openssl x509 -in "$1.pem" -noout -enddate), QCA '$told'"
    [ "$told" = "$2" ] || bad=1
}
check 2049 "Fri Dec 31 23:59:59 2049 GMT"
check 2050 ""
check 9999 ""
[ -z "$bad" ] || { echo "CHANGED: QCA reads other dates" >&2; exit 1; }
