#!/usr/bin/env bash
# Make a JWK and its thumbprint of EC keys whose coordinates begin with a zero byte.
#
# Package: authlib 1.9.10, joserfc 1.8.0, jwcrypto 1.6.1, PyJWT 2.15.1, cryptography 50.0.2 (PyPI)
# Guessed: x and y of a P-256 key are 32 bytes each, zeros in front included, as RFC 7518 6.2.1.2 demands, so that all
#   libraries have one thumbprint (RFC 7638) for one key; it is the key's id in many sets and in ACME accounts.
# Behaviour: authlib.jose writes them as numbers, without their first zero bytes: 31 bytes for one of 256 keys in x, and
#   as often in y, so one key of 128 has a JWK that is not the standard's, and a thumbprint that no other library
#   computes. PyJWT refuses it ("Coords should be 32 bytes"). A test with a few keys never shows it; renewing keys once
#   a day, a service meets it within some months. joserfc, the same authors' newer library, has 32 bytes.
# Output seen: x without a zero: one thumbprint; x or y with one: authlib 31 bytes, another thumbprint, PyJWT refuses
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check authlib==1.9.10 joserfc==1.8.0 jwcrypto==1.6.1 PyJWT==2.15.1 cryptography==50.0.2
cat >ask.py <<'PY'
import base64
import json
import warnings

warnings.simplefilter("ignore")
import authlib.jose
import joserfc.jwk
import jwcrypto.jwk
import jwt.algorithms
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def key_with(condition):
    while True:
        key = ec.generate_private_key(ec.SECP256R1())
        numbers = key.public_key().public_numbers()
        x, y = (n.to_bytes(32, "big") for n in (numbers.x, numbers.y))
        if condition(x[0], y[0]) and x[1] and y[1]:
            return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


seen = []
for what, condition in {"no zero": lambda x, y: x and y, "zero in x": lambda x, y: not x and y, "zero in y": lambda x, y: x and not y}.items():
    pem = key_with(condition)
    by_authlib = authlib.jose.ECKey.import_key(pem)
    public = {name: by_authlib.as_dict()[name] for name in ("kty", "crv", "x", "y")}
    sizes = [len(base64.urlsafe_b64decode(public[name] + "==")) for name in "xy"]
    others = {jwcrypto.jwk.JWK.from_pem(pem).thumbprint(), joserfc.jwk.ECKey.import_key(pem).thumbprint()}
    try:
        jwt.algorithms.ECAlgorithm.from_jwk(json.dumps(public))
        told = "read"
    except jwt.InvalidKeyError as error:
        told = str(error)
    seen.append((sizes, len(others), by_authlib.thumbprint() in others, told))
    print(f"{what}: bytes {sizes}, same thumbprint as the others: {seen[-1][2]}, PyJWT: {told}")
refused = "Coords should be 32 bytes for curve P-256"
assert seen == [([32, 32], 1, True, "read"), ([31, 32], 1, False, refused), ([32, 31], 1, False, refused)], f"CHANGED: {seen}"
PY
venv/bin/python -W ignore ask.py
