#!/usr/bin/env bash
# Load private keys as `openssl genpkey` writes them with paramiko.
#
# Package: paramiko 5.1.0 (PyPI), OpenSSL 3.0.19 for the keys
# Guessed: PKey.from_path(file), which finds the kind of the key by itself with the help of cryptography, reads PKCS#8
#   (BEGIN PRIVATE KEY), the form that cryptography reads to find it.
# Behaviour: the kind is found, and the class for it is then asked to read the file anew, which knows BEGIN RSA PRIVATE
#   KEY, BEGIN EC PRIVATE KEY and OpenSSH's own form only: "not a valid EC private key file", said of a valid EC key.
#   From the same key in the older form, by `openssl ec` or -traditional, it is read. ssh-keygen and ssh read PKCS#8 of
#   RSA and EC.
# Output seen: PKCS#8: RSA, EC: SSHException that names the right kind; traditional: RSAKey, ECDSAKey
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check paramiko==5.1.0
openssl genpkey -algorithm RSA -out RSA.pem 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out EC.pem
openssl pkey -in RSA.pem -traditional -out RSA-traditional.pem
openssl pkey -in EC.pem -traditional -out EC-traditional.pem
cat >ask.py <<'PY'
import paramiko

found = []
for file in "RSA.pem", "RSA-traditional.pem", "EC.pem", "EC-traditional.pem":
    with open(file) as source:
        marker = source.readline().strip()
    try:
        told = type(paramiko.PKey.from_path(file)).__name__
    except paramiko.SSHException as error:
        told = f"{type(error).__name__}: {error}"
    print(f"{marker}: {told}")
    found.append(told)
if found != ["SSHException: not a valid RSA private key file", "RSAKey", "SSHException: not a valid EC private key file", "ECDSAKey"]:
    raise SystemExit("CHANGED: paramiko reads these keys otherwise")
PY
venv/bin/python ask.py
