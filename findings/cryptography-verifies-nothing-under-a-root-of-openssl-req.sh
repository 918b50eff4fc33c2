#!/usr/bin/env bash
# Verify a server's certificate by the verifier of Python's cryptography, under roots that OpenSSL makes.
#
# Package: cryptography 50.0.2 (PyPI), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: a chain that OpenSSL, Go and browsers take is taken; what a trust anchor lacks is nobody's concern, since it
#   is trusted as it is, and RFC 5280 (6.1.1) takes no more of it than its name and its key.
# Behaviour: the rules for public authorities hold for the trusted root too. `openssl req -x509`, the usual way to a
#   root of one's own, writes no keyUsage: "missing required extension", and nothing verifies under it. The same with
#   basic constraints that are not critical, and with an Ed25519 key of the root (one of the leaf passes). A leaf needs
#   an authorityKeyIdentifier, which OpenSSL 3.0's `x509 -req` does not write by itself. A critical subjectAltName
#   beside a subject, and one that is not critical without a subject, are refused. A life of 25 years passes.
# Output seen: keyUsage and identifiers there: ok; root of `openssl req -x509`, of Ed25519, leaf by `openssl x509 -req`:
#   refused
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
cat >verify.py <<'PY'
import sys

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

root, leaf = (x509.load_pem_x509_certificate(open(name, "rb").read()) for name in sys.argv[1:3])
try:
    PolicyBuilder().store(Store([root])).build_server_verifier(x509.DNSName("www.example.com")).verify(leaf, [])
    print("ok")
except VerificationError:
    print("refused")
PY
openssl genpkey -algorithm RSA -out rsa.pem 2>/dev/null
openssl genpkey -algorithm ED25519 -out ed25519.pem
cat >made.cnf <<'CNF'
[req]
distinguished_name = dn
[dn]
[full]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[loose]
basicConstraints = CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
CNF
openssl req -x509 -key rsa.pem -out default.pem -days 30 -subj /CN=Root
openssl req -x509 -config made.cnf -extensions full -key rsa.pem -out full.pem -days 9999 -subj /CN=Root
openssl req -x509 -config made.cnf -extensions loose -key rsa.pem -out loose.pem -days 30 -subj /CN=Root
openssl req -x509 -config made.cnf -extensions full -key ed25519.pem -out ed25519-root.pem -days 30 -subj /CN=Root
bad=
check() { # what, expected, root, key of the root, key of the leaf, subject, extensions
    local told
    printf '%s\n' "${@:7}" >leaf.ext
    openssl req -new -key "$5.pem" -subj "$6" |
        openssl x509 -req -CA "$3.pem" -CAkey "$4.pem" -set_serial 77 -days 9000 -extfile leaf.ext -out leaf.pem 2>/dev/null
    openssl verify -CAfile "$3.pem" -purpose sslserver -verify_hostname www.example.com leaf.pem >/dev/null
    told=$(venv/bin/python verify.py "$3.pem" leaf.pem)
    echo "$1: $told (OpenSSL: ok)"
    [ "$told" = "$2" ] || bad=1
}
aki=authorityKeyIdentifier=keyid
san=subjectAltName=DNS:www.example.com
critical=subjectAltName=critical,DNS:www.example.com
check "all there, 25 years" ok full rsa rsa /CN=a $san $aki
check "root of openssl req -x509" refused default rsa rsa /CN=a $san $aki
check "root's constraints not critical" refused loose rsa rsa /CN=a $san $aki
check "root with Ed25519" refused ed25519-root ed25519 rsa /CN=a $san $aki
check "leaf with Ed25519" ok full rsa ed25519 /CN=a $san $aki
check "leaf without authorityKeyIdentifier" refused full rsa rsa /CN=a $san
check "critical names beside a subject" refused full rsa rsa /CN=a $critical $aki
check "names not critical, no subject" refused full rsa rsa / $san $aki
check "critical names, no subject" ok full rsa rsa / $critical $aki
[ -z "$bad" ] || { echo "CHANGED: cryptography takes other chains" >&2; exit 1; }
