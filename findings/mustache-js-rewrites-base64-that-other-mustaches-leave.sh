#!/usr/bin/env bash
# Render one Mustache template with base64 by two implementations, and decode the result.
#
# Package: chevron 0.14.0 (PyPI), mustache 4.2.0 (npm)
# Guessed: Mustache's `{{name}}` escapes for HTML, that is the five characters & < > " '.
#   Base64 holds none of them, so one template serves each implementation of the language.
# Behaviour: mustache.js escapes `/`, `=` and the backtick too. The `data` of a Secret comes
#   out with `&#x2F;` and `&#x3D;` in it, still valid YAML or JSON. Node's decoder passes
#   over `&`, `#` and `;` and takes the other letters for base64: after the first slash all
#   bytes are others, without an error. chevron leaves the text alone, so a
#   trial in Python does not show the fault, and neither does a short text without `/` and
#   `=`. Three braces are needed even for base64.
# Output seen: chevron: the certificate; mustache.js: "&#x2F;&#x2F;...", 340 or so bytes instead of 313
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check chevron==0.14.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund mustache@4.2.0

# The serial number makes sure that the base64 holds slashes: its bytes are all ones.
openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -outform DER -out ca.der \
    -subj /CN=ca.example -set_serial 0x7FFFFFFFFFFFFFFFFFFFFF -days 30 2>/dev/null
data=$(base64 -w 0 ca.der)
[[ $data == *//* ]]
printf '{"data":{"ca.der":"{{ca}}"}}' >secret.mustache

python=$(venv/bin/python -c 'import chevron, sys
print(chevron.render(open("secret.mustache").read(), {"ca": sys.argv[1]}))' "$data")
node=$(node -e 'console.log(require("mustache").render(require("fs").readFileSync("secret.mustache", "utf8"), { ca: process.argv[1] }))' "$data")
echo "chevron:     ${python:0:90}..."
echo "mustache.js: ${node:0:90}..."
cat >decode.cjs <<'JS'
const der = require('node:fs').readFileSync('ca.der');
const got = Buffer.from(JSON.parse(process.argv[2]).data['ca.der'], 'base64');
console.log(got.equals(der) ? 'the certificate' : `${got.length} other bytes instead of ${der.length}`);
JS
one=$(node decode.cjs "$python")
two=$(node decode.cjs "$node")
echo "decoded after chevron: $one; after mustache.js: $two"
[[ $one == 'the certificate' && $two == *'other bytes'* && $node == *'&#x2F;&#x2F;'* ]] ||
    { echo "CHANGED: see above" >&2; exit 1; }
