#!/usr/bin/env bash
# Load the files of a certificate's folder as keys by josepy, the JOSE library of certbot.
#
# Package: josepy 2.2.0, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19 for the files
# Guessed: JWK.load() reads keys in PEM, public ones and private ones, and refuses what is none or of a kind that it does
#   not know; of a certificate it takes the public key, as other JOSE libraries do, or it raises.
# Behaviour: what no reader of asymmetric keys takes is a symmetric key, without a word: a certificate becomes the secret
#   "-----BEGIN CERTIFICATE-----..." with its line ends, of kind "oct". So do a request and a text file, so that a path that
#   was mixed up shows only when a signature is not found right. An Ed25519 key, which is a key, is an error.
# Output seen: RSA, EC keys: RSA, EC; certificate, request, "hello": oct, the file's bytes; Ed25519: Unsupported algorithm
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check josepy==2.2.0 cryptography==50.0.2
openssl genpkey -algorithm RSA -out rsa.pem 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem
openssl genpkey -algorithm ED25519 -out ed25519.pem
openssl rsa -in rsa.pem -pubout -out public.pem 2>/dev/null
openssl req -x509 -key rsa.pem -out certificate.pem -days 9 -subj /CN=x
openssl req -new -key rsa.pem -out request.pem -subj /CN=x
echo hello >text.pem
cat >load.py <<'PY'
import base64

import josepy

for name in ["rsa", "ec", "public", "certificate", "request", "text", "ed25519"]:
    data = open(f"{name}.pem", "rb").read()
    try:
        key = josepy.JWK.load(data).to_json()
        same = "k" in key and base64.urlsafe_b64decode(key["k"] + "==") == data
        print(f"{name}: {key['kty']}" + (", the file's bytes" if same else ""))
    except Exception as error:
        print(f"{name}: {str(error).split(':')[0]}")
PY
venv/bin/python -W ignore load.py | tee seen
cat >expected <<'SEEN'
rsa: RSA
ec: EC
public: RSA
certificate: oct, the file's bytes
request: oct, the file's bytes
text: oct, the file's bytes
ed25519: Unsupported algorithm
SEEN
cmp -s seen expected || { echo "CHANGED: josepy loads other keys" >&2; exit 1; }
