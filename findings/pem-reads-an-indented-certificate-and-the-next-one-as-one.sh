#!/usr/bin/env bash
# Count the certificates of a bundle with PyPI's pem, where one of them is indented or has an older label.
#
# Package: pem 23.1.0 and cryptography 45.0.7 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: an indented block is either found or passed over; and each object that parse() returns is one
#   certificate.
# Behaviour: BEGIN is found behind blanks, but END only at the start of a line. So the indented block goes on to the
#   end of the NEXT one, and both are one object: of leaf, sub (indented) and issuing the list has two, and its
#   second is text with two certificates in it. Who counts them misses one, who hands the object to a reader of one
#   certificate gets sub, and who writes it out again has all three. Where the indented one is last it is missing,
#   and so is one under the label X509 CERTIFICATE anywhere, which OpenSSL reads: no error in any case.
# Output seen: plain: leaf sub issuing; middle indented: leaf sub+issuing; last indented: leaf sub; all indented:
#   nothing; X509 CERTIFICATE in the middle: leaf issuing; cryptography: three, each time
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pem==23.1.0 cryptography==45.0.7
for name in leaf sub issuing; do
    openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out $name.pem -subj /CN=$name -days 30 2>/dev/null
done
indented() { sed 's/^/  /' "$1"; }
cat leaf.pem sub.pem issuing.pem >plain
{ cat leaf.pem; indented sub.pem; cat issuing.pem; } >middle
{ cat leaf.pem sub.pem; indented issuing.pem; } >last
indented plain >all
{ cat leaf.pem; sed 's/ CERTIFICATE/ X509 CERTIFICATE/' sub.pem; cat issuing.pem; } >older
cat >ask.py <<'PY'
import sys
import pem
from cryptography import x509

def names(text):
    return [c.subject.rfc4514_string().removeprefix("CN=") for c in x509.load_pem_x509_certificates(text)]

expected = {"plain": "leaf sub issuing", "middle": "leaf sub+issuing", "last": "leaf sub", "all": "", "older": "leaf issuing"}
bad = False
for path, wanted in expected.items():
    with open(path, "rb") as file:
        text = file.read()
    told = " ".join("+".join(names(found.as_bytes())) for found in pem.parse(text))
    print(f"{path}: pem: {told or 'nothing'}; cryptography: {' '.join(names(text))}")
    bad |= told != wanted or names(text) != ["leaf", "sub", "issuing"]
if bad:
    sys.exit("CHANGED: pem reads other certificates")
PY
venv/bin/python ask.py
