#!/usr/bin/env bash
# Remove duplicates from a bundle whose second half was written with CRLF, by PyPI's pem.
#
# Package: pem 23.1.0, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19
# Guessed: objects of `pem.parse` are equal if their `sha1_hexdigest` is, which is "for easy
#   differentiation"; and a SHA-1 of a certificate is its fingerprint.
# Behaviour: the digest passes over the kind of line end, `==` and `hash` do not, so one
#   certificate in two halves of a file counts as two in a set and as one by the digest. And
#   the digest is made from the PEM TEXT: it is nobody's fingerprint, and the same bytes
#   in lines of 76 letters have another one. To find a certificate twice,
#   compare the decoded bytes.
# Output seen: LF and CRLF: set 2, digests 1, fingerprints 1; LF and 76 letters a line:
#   set 2, digests 2, fingerprints 1; digest equal to the fingerprint: no
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pem==23.1.0 cryptography==50.0.2
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out lf.pem -subj /CN=ca.example -days 30 2>/dev/null

cat >try.py <<'PY'
import pem
from cryptography import x509
from cryptography.hazmat.primitives import hashes

lf = open("lf.pem", "rb").read()
crlf = lf.replace(b"\n", b"\r\n")
first, *body, end = lf.splitlines()
letters = b"".join(body)
wide = b"\n".join([first, *(letters[at:at + 76] for at in range(0, len(letters), 76)), end, b""])

seen = {}
for label, bundle in (("LF and CRLF", lf + crlf), ("LF and 76 letters a line", lf + wide)):
    found = pem.parse(bundle)
    prints = {x509.load_pem_x509_certificate(one.as_bytes()).fingerprint(hashes.SHA1()).hex() for one in found}
    digests = {one.sha1_hexdigest for one in found}
    seen[label] = (len(found), len(set(found)), len(digests), len(prints), bool(prints & digests))
    print("%s: %d blocks, set %d, digests %d, fingerprints %d, digest is a fingerprint: %s" % (label, *seen[label]))
assert seen == {"LF and CRLF": (2, 2, 1, 1, False),
                "LF and 76 letters a line": (2, 2, 2, 1, False)}, f"CHANGED: {seen}"
PY
venv/bin/python try.py
