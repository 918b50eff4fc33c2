#!/usr/bin/env bash
# Check a token in python-jose with the certificate of the one who signed it.
#
# Package: python-jose 3.5.0 with cryptography 50.0.2 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: a certificate in PEM is taken as the key, for RS256 as for ES256: the public key stands in it in one form for
#   both. If it is not, then neither is.
# Behaviour: for RS256 it is taken. For ES256 the same call ends in an error that speaks of a private key: "Are you sure
#   this is a private key?", though a public one was asked for. Who renews an RSA certificate by one with a P-256 key has
#   to cut the public key out of it first; with the PEM of the bare public key both work.
# Output seen: certificate: RS256 kty RSA, ES256 JWKError; public key: RSA, EC
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-jose==3.5.0 cryptography==50.0.2
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out RS256.pem -days 30 -subj /CN=signer 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout /dev/null -out ES256.pem -days 30 -subj /CN=signer 2>/dev/null
cat >ask.py <<'PY'
import subprocess

from jose import jwk
from jose.exceptions import JWKError

found = []
for algorithm in "RS256", "ES256":
    with open(algorithm + ".pem") as source:
        certificate = source.read()
    public = subprocess.run(["openssl", "x509", "-noout", "-pubkey"], input=certificate, capture_output=True, text=True, check=True).stdout
    for kind, pem in ("certificate", certificate), ("public key", public):
        try:
            told = jwk.construct(pem, algorithm).to_dict()["kty"]
        except JWKError as error:
            told = f"JWKError: {error}"
        print(algorithm, kind, told)
        found.append(told.split(":")[0])
if found != ["RSA", "RSA", "JWKError", "EC"]:
    raise SystemExit("CHANGED: python-jose takes other keys")
PY
venv/bin/python ask.py
