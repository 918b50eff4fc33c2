#!/usr/bin/env bash
# Load the certificate and the key of an OPC UA client by asyncua.
#
# Package: asyncua 2.1.0, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19 for the files
# Guessed: load_certificate() sees from the first bytes whether a file is PEM or DER, as other readers do, or tries the one
#   and then the other; cert.crt and privkey.key are usual names for PEM.
# Behaviour: the name decides. What ends in .pem is PEM, and all else is DER, so that a PEM file named .crt, .cer or .key is
#   "error parsing asn1 value", which speaks of a damaged file; the same bytes under another name are read. Text that is
#   handed over in place of a file has no name and is DER as well, unless a second argument says "pem".
# Output seen: PEM as cert.pem: read; as cert.crt, cert.cer: ValueError; DER as cert.crt: read; as cert.pem: ValueError;
#   PEM as bytes: ValueError, with "pem": read
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asyncua==2.1.0 cryptography==50.0.2
mkdir pem der
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out pem/cert.pem -subj /CN=a -days 30 2>/dev/null
openssl x509 -in pem/cert.pem -outform DER -out der/cert.crt
cp pem/cert.pem pem/cert.crt
cp pem/cert.pem pem/cert.cer
cp der/cert.crt der/cert.pem
cat >try.py <<'PY'
import asyncio
import sys

from asyncua.crypto.uacrypto import load_certificate


def read(*given):
    try:
        asyncio.run(load_certificate(*given))
        return "read"
    except Exception as error:
        return type(error).__name__


content = open("pem/cert.pem", "rb").read()
seen = {name: read(name) for name in ("pem/cert.pem", "pem/cert.crt", "pem/cert.cer", "der/cert.crt", "der/cert.pem")}
seen["the bytes of pem/cert.pem"] = read(content)
seen['the same with "pem"'] = read(content, "pem")
for what, told in seen.items():
    print(f"{what}: {told}")
sys.exit(list(seen.values()) != ["read", "ValueError", "ValueError", "read", "ValueError", "ValueError", "read"])
PY
venv/bin/python -W ignore try.py || { echo "CHANGED: asyncua reads other files" >&2; exit 1; }
