#!/usr/bin/env bash
# Ask asn1crypto whether a certificate is self-signed.
#
# Package: asn1crypto 1.5.1 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: cert.self_signed is True or False, as cert.self_issued beside it and cert.ca are.
# Behaviour: it is one of the texts "no" and "maybe", and both count as true: `if cert.self_signed:` takes the leaf for a
#   root, and a filter by it drops the whole chain or keeps all of it. There is no third text: what is signed by itself
#   is "maybe" with equal key identifiers and without any, since the signature is not looked at; so comparing with "yes",
#   which the "no" suggests, never holds.
# Output seen: leaf: self_issued False, self_signed "no", taken as True; root, with and without identifiers: True,
#   "maybe"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asn1crypto==1.5.1
printf '[req]\ndistinguished_name=dn\n[dn]\n[bare]\nbasicConstraints=critical,CA:TRUE\n' >cnf
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout root.key -out root.pem -days 30 -subj /CN=Root 2>/dev/null
openssl req -x509 -config cnf -extensions bare -key root.key -out bare.pem -days 30 -subj /CN=Root
openssl req -new -config cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout /dev/null -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -set_serial 2 -days 30 -out leaf.pem 2>/dev/null
cat >ask.py <<'PY'
from asn1crypto import pem, x509

found = {}
for file in "leaf", "root", "bare":
    with open(file + ".pem", "rb") as source:
        cert = x509.Certificate.load(pem.unarmor(source.read())[2])
    found[file] = (cert.self_issued, cert.self_signed, bool(cert.self_signed))
    print(f"{file}: self_issued {cert.self_issued!r}, self_signed {cert.self_signed!r}, taken as {bool(cert.self_signed)}")
if found != {"leaf": (False, "no", True), "root": (True, "maybe", True), "bare": (True, "maybe", True)}:
    raise SystemExit("CHANGED: asn1crypto answers otherwise")
PY
venv/bin/python ask.py
