#!/usr/bin/env bash
# Read an X.509-SVID by Python's spiffe with the right key and with keys that do not belong to it.
#
# Package: spiffe 0.3.2 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: X509Svid.parse() looks at leaf and chain with care (usages, CA flags, the identifier) and so at the key beside
#   them, as go-spiffe does: a pair that does not fit is what a half-renewed folder looks like.
# Behaviour: each key is taken that is one, even one of another kind than the certificate's. The pair goes wrong with the
#   first connection, as a TLS error at that place. A chain in the wrong order and a leaf that is an authority are refused
#   right away.
# Output seen: its own key, another EC key, an RSA key: read; issuer first: InvalidLeafCertificateError
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check spiffe==0.3.2
cat >read.py <<'PY'
import sys

from spiffe import X509Svid

try:
    svid = X509Svid.parse(open(sys.argv[1], "rb").read(), open(sys.argv[2], "rb").read())
    fits = svid.private_key.public_key() == svid.leaf.public_key()
    print(f"{svid.spiffe_id} read, the key {'fits' if fits else 'does not fit'}")
except Exception as error:
    print(type(error).__name__)
PY
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=ca -addext keyUsage=keyCertSign 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out own.key
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.key
openssl genpkey -algorithm RSA -out rsa.key 2>/dev/null
openssl req -new -key own.key -subj /CN=x | openssl x509 -req -CA ca.pem -CAkey ca.key -set_serial 7 -days 9 -out leaf.pem \
    -extfile <(printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature \
        subjectAltName=URI:spiffe://example.org/a) 2>/dev/null
cat leaf.pem ca.pem >chain.pem
cat ca.pem leaf.pem >turned.pem
bad=
check() { # chain, key, expected
    local told
    told=$(venv/bin/python -W ignore read.py "$1.pem" "$2.key")
    echo "$1 with $2: $told"
    [ "$told" = "$3" ] || bad=1
}
check chain own "spiffe://example.org/a read, the key fits"
check chain other "spiffe://example.org/a read, the key does not fit"
check chain rsa "spiffe://example.org/a read, the key does not fit"
check turned own InvalidLeafCertificateError
[ -z "$bad" ] || { echo "CHANGED: spiffe reads other pairs" >&2; exit 1; }
