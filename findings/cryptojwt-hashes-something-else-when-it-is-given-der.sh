#!/usr/bin/env bash
# Compute the x5t thumbprint of certificates by cryptojwt, from DER, from its base64 and from PEM.
#
# Package: cryptojwt 1.11.0, cryptography 50.0.2 (PyPI); OpenSSL for the certificates and the reference
# Guessed: x5t_calculation(cert) takes the DER of a certificate, as its description has it, and gives the SHA-1 of these
#   bytes in base64url; another type of input is refused.
# Behaviour: it always decodes base64 first, and Python's decoder skips whatever is no letter of base64. DER is thus
#   thinned out to the bytes that happen to be letters, decoded, and hashed: a thumbprint of the right length, stable,
#   and of nothing; some certificates end in "Incorrect padding" instead. PEM text has the same fate, its
#   markers being read as data. Right only for the base64 of one certificate, as it stands in x5c.
# Output seen: 12 certificates: base64 right 12 times; DER wrong each time that it is no error, and so PEM
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptojwt==1.11.0 cryptography==50.0.2
for number in $(seq 12); do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out "$number.pem" \
        -subj "/CN=host-$number.example" -days 30 2>/dev/null
done
cat >try.py <<'PY'
import base64
import binascii
import collections
import hashlib
import ssl

from cryptojwt.jwk.x509 import x5t_calculation

seen = collections.defaultdict(collections.Counter)
for number in range(1, 13):
    pem = open(f"{number}.pem").read()
    der = ssl.PEM_cert_to_DER_cert(pem)
    right = base64.urlsafe_b64encode(hashlib.sha1(der).digest()).rstrip(b"=")
    for kind, given in (("base64", base64.b64encode(der).decode()), ("DER", der), ("PEM", pem)):
        try:
            outcome = "right" if x5t_calculation(given) == right else "wrong"
        except binascii.Error:
            outcome = "error"
        seen[kind][outcome] += 1
for kind, counts in seen.items():
    print(f"{kind:7} {dict(counts)}")
assert seen["base64"] == {"right": 12}, f"CHANGED: {seen}"
for kind in ("DER", "PEM"):
    assert seen[kind]["right"] == 0 and seen[kind]["wrong"] > 0, f"CHANGED: {seen}"
PY
venv/bin/python try.py
