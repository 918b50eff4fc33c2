#!/usr/bin/env bash
# Turn a fullchain into DER with the function of Python's ssl module.
#
# Package: Python 3.11 (standard library), OpenSSL 3.0.19 for the certificates
# Guessed: ssl.PEM_cert_to_DER_cert(text) takes one certificate: of two it gives the first one, or raises ValueError as
#   it does for a text that does not begin with the marker.
# Behaviour: it looks at the first and the last line, and all between is base64 to it. Where the leaf's base64 ends in
#   "=", which is so for two lengths of three, decoding stops there and the leaf comes out. Where there is no "=", the
#   letters of END CERTIFICATE and BEGIN CERTIFICATE are decoded as data and the issuer follows: the leaf with hundreds
#   of bytes of something behind it. Its SHA-256 is then no fingerprint, for one host in three, and nothing is raised.
# Output seen: leaf of 3n bytes: longer than the leaf; of 3n+1 and 3n+2 bytes: the leaf
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 --version
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out issuer.pem -days 30 -subj /CN=issuer 2>/dev/null
cat >ask.py <<'PY'
import ssl
import subprocess

with open("issuer.pem") as source:
    issuer = source.read()
found = {}
for name in "a", "ab", "abc":
    command = "openssl req -x509 -key key.pem -set_serial 1 -days 30 -subj /O=leaf/CN=x -addext".split() + [f"nsComment={name}"]
    leaf = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    der = subprocess.run(["openssl", "x509", "-outform", "der"], input=leaf.encode(), capture_output=True, check=True).stdout
    got = ssl.PEM_cert_to_DER_cert(leaf + issuer)
    told = "the leaf" if got == der else "the leaf and more" if got.startswith(der) else "something else"
    print(f"leaf of {len(der)} bytes (3n+{len(der) % 3}): {len(got)} bytes, {told}")
    found[len(der) % 3] = told
if found != {0: "the leaf and more", 1: "the leaf", 2: "the leaf"}:
    raise SystemExit("CHANGED: Python decodes a fullchain otherwise")
PY
python3 ask.py
