#!/usr/bin/env bash
# Import the key of a certificate by Python's joserfc, with a comment above it.
#
# Package: joserfc 1.8.0, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19 for the certificate
# Guessed: import_key looks at the labels of the PEM blocks and takes the first that it knows; text around the blocks, such
#   as the comments that authorities and `openssl x509 -text` put there, is passed over as everywhere.
# Behaviour: the whole text is searched for the words PUBLIC, PRIVATE and CERTIFICATE, in that order. "# for the PUBLIC web
#   site" above a certificate makes it a public key and "# our PRIVATE network" a private one, and either import fails
#   with "Are you sure this is a ... key?". In small letters the same comments do no harm.
# Output seen: none, "# for the public web site", "# CERTIFICATE of www": the same key; "# for the PUBLIC web site", "# our
#   PRIVATE network": ValueError
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check joserfc==1.8.0 cryptography==50.0.2
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=www.example.com 2>/dev/null
cat >ask.py <<'PY'
import sys
from joserfc.jwk import RSAKey

text = open("cert.pem").read()
want = RSAKey.import_key(text).thumbprint()
expected = {
    "": "the key",
    "# for the public web site\n": "the key",
    "# CERTIFICATE of www\n": "the key",
    "# for the PUBLIC web site\n": "Are you sure this is a public key?",
    "# our PRIVATE network\n": "Are you sure this is a private key?",
}
bad = False
for comment, outcome in expected.items():
    try:
        told = "the key" if RSAKey.import_key(comment + text).thumbprint() == want else "another key"
    except ValueError as error:
        told = str(error)
    print(f"{comment.strip() or 'no comment'}: {told}")
    bad |= not told.endswith(outcome)
if bad:
    sys.exit("CHANGED: the comments have another effect")
PY
venv/bin/python ask.py
