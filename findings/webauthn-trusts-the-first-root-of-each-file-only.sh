#!/usr/bin/env bash
# Verify an authenticator's certificate chain by Python's webauthn with the roots in one file and in two.
#
# Package: webauthn 2.8.0, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: pem_root_certs_bytes is a list of PEM texts, and a text with several roots, as a bundle of several makers has
#   them, counts as all of them.
# Behaviour: of each text the first certificate is read, and the others are left out without a word. The root that signed
#   works or not by its place in the file: "Certificate chain could not be validated", for a chain whose root was given.
#   Split into one text for each certificate they all count.
# Output seen: right root first in a file of two: verified; second: InvalidCertificateChain; two texts: verified
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check webauthn==2.8.0 cryptography==50.0.2
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=root 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.pem -days 30 -subj /CN=other 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -subj /CN=leaf 2>/dev/null |
    openssl x509 -req -CA root.pem -CAkey root.key -set_serial 7 -days 9 -outform DER -out leaf.der 2>/dev/null
cat >ask.py <<'PY'
from webauthn.helpers import validate_certificate_chain
from webauthn.helpers.exceptions import InvalidCertificateChain

root, other = (open(name, "rb").read() for name in ("root.pem", "other.pem"))
for what, texts in [("root", [root]), ("root and other in one", [root + other]), ("other and root in one", [other + root]),
                    ("other, root", [other, root])]:
    try:
        told = validate_certificate_chain(x5c=[open("leaf.der", "rb").read()], pem_root_certs_bytes=texts)
    except InvalidCertificateChain as error:
        told = type(error).__name__
    print(f"{what}: {told}")
PY
venv/bin/python -W ignore ask.py | tee seen
cat >expected <<'SEEN'
root: True
root and other in one: True
other and root in one: InvalidCertificateChain
other, root: True
SEEN
cmp -s seen expected || { echo "CHANGED: webauthn reads other roots" >&2; exit 1; }
