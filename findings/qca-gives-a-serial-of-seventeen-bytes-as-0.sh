#!/usr/bin/env bash
# Read the serial numbers of certificates by QCA, the library of ciphers that Qt programs such as Psi use, with its own tool.
#
# Package: qca-qt5-2-utils 2.3.5 on OpenSSL (Debian 12), cryptography 50.0.2 (PyPI) for the certificates
# Guessed: the serial number is a QCA::BigInteger, and so has no limit; a certificate may have twenty bytes of it.
# Behaviour: up to sixteen bytes it is right, and from seventeen on it is 0, without an error. Sixteen random bytes, which
#   many authorities draw, need a seventeenth for the sign in half of the cases; `openssl req -x509` draws twenty. All of
#   these have one serial, and a list by issuer and serial has one entry for them.
# Output seen: 2^64: 18446744073709551616; 2^127-1: right; 2^127, 2^127+1, 2^158: 0
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
begin, end = datetime.datetime(2020, 1, 1), datetime.datetime(2040, 1, 1)
for serial in map(int, sys.argv[1:]):
    made = x509.CertificateBuilder(name, name, key.public_key(), serial, begin, end).sign(key, hashes.SHA256())
    open(f"{serial}.pem", "wb").write(made.public_bytes(serialization.Encoding.PEM))
PY
serial() { python3 -c "print($1)"; }
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8
bad=
check() { # serial, right or 0
    local number told
    number=$(serial "$1")
    venv/bin/python make.py "$number"
    told=$(qcatool-qt5 show cert "$number.pem" 2>/dev/null | sed -n 's/^Serial Number: *//p')
    echo "$1: OpenSSL $(openssl x509 -in "$number.pem" -noout -serial), QCA $told"
    [ "$told" = "$([ "$2" = 0 ] && echo 0 || echo "$number")" ] || bad=1
}
check "2**64" right
check "2**127-1" right
check "2**127" 0
check "2**127+1" 0
check "2**158" 0
[ -z "$bad" ] || { echo "CHANGED: QCA reads other serials" >&2; exit 1; }
