#!/usr/bin/env bash
# Make the x5c header of a client assertion by the two authentication libraries of Microsoft.
#
# Package: msal 1.39.0 (PyPI), @azure/msal-node 7.2.3 (npm); OpenSSL 3.0.19
# Guessed: each value of x5c is the base64 of a certificate in one piece, as RFC 7515 4.1.6 has it and as jose libraries
#   write it; the two libraries of one maker do the same with one PEM file.
# Behaviour: Python's extract_certs takes off the markers and the outer line ends and keeps the inner ones: each value has a
#   line end after every 64 characters, CR and LF where the file has them, so one certificate gives two headers, by the
#   line ends of its file. Python's own b64decode, which skips what it does not know, reads both, and a check with
#   validate=True or by any strict decoder fails. msal-node takes all blanks out.
# Output seen: msal, LF: 2 values, with \n; CRLF: 2 values, with \r\n; strict base64: refused; msal-node: 2 values in one piece
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check msal==1.39.0
npm install --silent --no-audit --no-fund --ignore-scripts @azure/msal-node@7.2.3 >/dev/null
for name in leaf issuing; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out "$name.pem" -days 30 -subj "/CN=$name" 2>/dev/null
done
cat leaf.pem issuing.pem >unix.pem
sed 's/$/\r/' unix.pem >windows.pem
cat >ask.py <<'PY'
import base64
import binascii
import sys
from msal.application import extract_certs

for name in sys.argv[1:]:
    values = extract_certs(open(name, newline="").read())
    kinds = sorted({character for value in values for character in value if character.isspace()})
    try:
        base64.b64decode(values[0], validate=True)
        strict = "read"
    except binascii.Error:
        strict = "refused"
    print(f"msal, {name}: {len(values)} values, white space {kinds}, strict base64: {strict}")
PY
cat >ask.cjs <<'JS'
const fs = require('fs');
const { ClientAssertion } = require('@azure/msal-node');
for (const name of process.argv.slice(2)) {
  const values = ClientAssertion.parseCertificate(fs.readFileSync(name, 'utf8'));
  console.log(`msal-node, ${name}: ${values.length} values, white space ${values.some(value => /\s/.test(value))}`);
}
JS
{ venv/bin/python ask.py unix.pem windows.pem; node ask.cjs unix.pem windows.pem; } | tee seen
cat >expected <<'SEEN'
msal, unix.pem: 2 values, white space ['\n'], strict base64: refused
msal, windows.pem: 2 values, white space ['\n', '\r'], strict base64: refused
msal-node, unix.pem: 2 values, white space false
msal-node, windows.pem: 2 values, white space false
SEEN
cmp -s seen expected || { echo "CHANGED: the libraries write another x5c" >&2; exit 1; }
