#!/usr/bin/env bash
# Make a certificate for "Acme, Inc." with npm's selfsigned.
#
# Package: selfsigned 5.5.0 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for reading
# Guessed: generate() takes the parts of the name as an array of objects, each with a name and a value, so a value is
#   taken as it is: there is no text to be parsed in between, and up to version 4 there was none.
# Behaviour: the array is joined to a text of the form O=value, with nothing escaped, and the text is read again. A
#   comma ends the value and what stands behind it is dropped: "Acme, Inc." gives O=Acme. A plus sign does the same but
#   keeps the blank before it, and quotation marks around a value go. There is no error: the certificate has another
#   organisation, the same for "Acme, Inc." and "Acme, Ltd.".
# Output seen: Acme, Inc.: O=Acme; Acme, Ltd.: O=Acme; "Acme": O=Acme; A + B: "A" and a blank
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts selfsigned@5.5.0 >/dev/null
cat >make.cjs <<'JS'
const fs = require('fs');
const { generate } = require('selfsigned');
(async () => {
  const values = ['Acme', 'Acme, Inc.', 'Acme, Ltd.', '"Acme"', 'A + B'];
  for (const [i, value] of values.entries()) {
    try {
      const pems = await generate([{ name: 'commonName', value: 'x' }, { name: 'organizationName', value }], {});
      fs.writeFileSync(`${i}.pem`, pems.cert);
    } catch (e) {
      fs.writeFileSync(`${i}.pem`, e.message);
    }
    fs.writeFileSync(`${i}.txt`, value);
  }
})();
JS
node make.cjs
for i in 0 1 2 3 4; do
    name=$(openssl x509 -in $i.pem -noout -subject -nameopt RFC2253 2>/dev/null || cat $i.pem)
    echo "$(cat $i.txt): $name"
done | tee out
grep -qx 'Acme: subject=O=Acme,CN=x' out
grep -qx 'Acme, Inc.: subject=O=Acme,CN=x' out && grep -qx 'Acme, Ltd.: subject=O=Acme,CN=x' out &&
    grep -qx '"Acme": subject=O=Acme,CN=x' out && grep -qx 'A + B: subject=O=A\\ ,CN=x' out ||
    { echo "CHANGED: selfsigned takes values otherwise" >&2; exit 1; }
