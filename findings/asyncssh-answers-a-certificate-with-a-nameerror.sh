#!/usr/bin/env bash
# Read an X.509 certificate by asyncssh as pip installs it, and with the library that it needs for that.
#
# Package: asyncssh 2.24.1, pyOpenSSL 26.4.0 (PyPI), OpenSSL 3.0.19 for the certificate
# Guessed: what depends on a library that is not installed says so, with its name, or raises KeyImportError, which is
#   documented for a certificate that cannot be read.
# Behaviour: "NameError: name 'import_x509_certificate' is not defined", from inside asyncssh, in the reading of a file that
#   is right. No handler for unreadable certificates catches it, and nothing leads to pyOpenSSL. SSH certificates are read
#   without it.
# Output seen: SSH certificate: read; X.509: NameError; X.509 after pip install pyOpenSSL: read
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asyncssh==2.24.1
cat >read.py <<'PY'
import sys

import asyncssh

try:
    asyncssh.read_certificate(sys.argv[1])
    print("read")
except Exception as error:
    print(type(error).__name__, error)
PY
ssh-keygen -q -t ed25519 -N '' -f ca
ssh-keygen -q -s ca -I id -n name ca.pub
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=x 2>/dev/null
{
    echo "SSH: $(venv/bin/python read.py ca-cert.pub)"
    echo "X.509: $(venv/bin/python read.py cert.pem)"
    venv/bin/pip install --quiet --disable-pip-version-check pyOpenSSL==26.4.0
    echo "with pyOpenSSL: $(venv/bin/python read.py cert.pem)"
} | tee seen
cat >expected <<'SEEN'
SSH: read
X.509: NameError name 'import_x509_certificate' is not defined
with pyOpenSSL: read
SEEN
cmp -s seen expected || { echo "CHANGED: asyncssh answers otherwise" >&2; exit 1; }
