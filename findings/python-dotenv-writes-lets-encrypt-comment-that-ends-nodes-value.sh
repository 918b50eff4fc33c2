#!/usr/bin/env bash
# Let python-dotenv write a chain with a comment line into a .env, and let Node.js read it.
#
# Package: python-dotenv 1.2.4 (PyPI), Node.js v20.20.2 (`--env-file`)
# Guessed: both know values in quotes that go over several lines, so what `set_key` writes
#   is what Node.js reads, an apostrophe in a comment above a certificate included.
# Behaviour: `set_key` always writes apostrophes as `\'` inside apostrophes. To Node.js a
#   backslash means nothing there: "# Let's Encrypt R12" ends the value at the first
#   apostrophe, without a word. The certificates are gone, and so is the variable written
#   after them, since the second quotation mark opens a text that never ends. Chains with
#   comments are common, and this authority's name is the likeliest comment of all.
# Output seen: python-dotenv gets both back whole; Node.js: ["# Let\\",null]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-dotenv==1.2.4
echo "Node.js $(node --version)"

openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out issuer.pem \
    -subj /CN=issuer.example -days 30 2>/dev/null

cat >write.py <<'PY'
import sys
from dotenv import dotenv_values, set_key

pem = open("issuer.pem").read()
for name, comment in (("plain.env", "# the issuer\n"), ("named.env", "# Let's Encrypt R12\n")):
    open(name, "w").close()
    set_key(name, "TLS_CHAIN", comment + pem)
    set_key(name, "TLS_PORT", "8443")
    back = dotenv_values(name)
    assert back == {"TLS_CHAIN": comment + pem, "TLS_PORT": "8443"}, back
    print("python-dotenv reads", name, "back whole")
PY
venv/bin/python write.py

ask='JSON.stringify([process.env.TLS_CHAIN ?? null, process.env.TLS_PORT ?? null])'
plain=$(env -u TLS_CHAIN -u TLS_PORT node --env-file=plain.env -p "$ask")
named=$(env -u TLS_CHAIN -u TLS_PORT node --env-file=named.env -p "$ask")
echo "Node.js, plain.env: ${plain:0:60}... ${plain: -35}"
echo "Node.js, named.env: $named"
[[ $plain == *'-----END CERTIFICATE-----\n","8443"]' ]] || { echo "CHANGED: plain.env is not read" >&2; exit 1; }
[[ $named == '["# Let\\",null]' ]] || { echo "CHANGED: named.env is read otherwise" >&2; exit 1; }
