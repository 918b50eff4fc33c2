#!/usr/bin/env bash
# PyCryptodome imports a key from a two-certificate PEM file, or refuses it, by the length of the first certificate.
# Package: pycryptodome 4.4.0 (PyPI); certificates made with cryptography 50.0.2
# Guessed: RSA.import_key() / ECC.import_key() accept one PEM certificate, so a file with two either always gives the
#   first certificate's key or is always refused.
# Behaviour: all lines between the first marker and the end of the file go to the base64 decoder as one text, and
#   it ends at "=" padding. If the first certificate has padding (two lengths of three) its key comes back; if its length divides
#   by three the call fails with "Incorrect padding". A service that reads fullchain.pem this way works for months and
#   breaks at a renewal, when the certificate happens to be some bytes longer or shorter.
# Output seen: length % 3 = 0: refused; 1 or 2: imported; for each of 6 or more certificates of the same kind
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install -q pycryptodome==4.4.0 cryptography==50.0.2
cat > ask.py <<'PY'
import datetime
from Crypto.PublicKey import ECC
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

key = ec.generate_private_key(ec.SECP256R1())
start = datetime.datetime(2026, 1, 1)


def certificate(common_name):
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
    return (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(7).not_valid_before(start).not_valid_after(start + datetime.timedelta(days=90))
            .sign(key, hashes.SHA256()))


wrong = 0
rests = set()
for count in range(1, 61):
    cert = certificate("w" * count)
    pem = cert.public_bytes(serialization.Encoding.PEM)
    rest = len(cert.public_bytes(serialization.Encoding.DER)) % 3
    rests.add(rest)
    try:
        ECC.import_key(pem + pem)
        said = "imported"
    except Exception as err:
        said = f"refused: {err}"
    print(f"name of {count} letters, length % 3 = {rest}: {said}")
    wrong += said.startswith("refused") != (rest == 0)
    if count >= 6 and len(rests) == 3:
        break
if wrong or len(rests) != 3:
    raise SystemExit("CHANGED: the length of the first certificate no longer decides")
PY
env/bin/python ask.py
