#!/usr/bin/env bash
# jsrsasign's own one-line subject, given back to jsrsasign, makes another name.
# Package: jsrsasign 11.1.5 (npm)
# Guessed: getSubjectString() escapes "/" and "+" in values so that the string can be used as {str: ...} for a new
#   request or certificate, and reading what it wrote gives the same name bytes.
# Behaviour: the escape is written by one side and not taken off by the other. The backslash becomes part of the
#   value, so "Novo A/S" turns into "Novo A\/S" in the renewed certificate and grows by one more with each round.
#   Issuer and subject of a re-issued CA then no longer chain by name.
# Output seen: O=Novo A/S -> O=Novo A\/S -> O=Novo A\\/S
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts jsrsasign@11.1.5 >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out ca.pem -subj '/O=Novo A\/S/CN=Example CA' -days 30 2>/dev/null
echo "OpenSSL reads: $(openssl x509 -in ca.pem -noout -subject)"
cat > ask.cjs <<'JS'
const fs = require('fs');
const r = require('jsrsasign');
const cert = new r.X509();
cert.readCertPEM(fs.readFileSync('ca.pem', 'utf8'));
const written = cert.getSubjectString();
const organisation = (hex) => new r.X509().getX500Name(hex).array[0][0].value;
const before = cert.getSubjectHex();
const encode = (str) => new r.KJUR.asn1.x509.X500Name({ str }).tohex();
const after = encode(written);
const again = encode(new r.X509().getX500Name(after).str);
console.log('string written :', written);
console.log('O before       :', organisation(before));
console.log('O read back    :', organisation(after));
console.log('O, second round:', organisation(again));
if (organisation(before) !== 'Novo A/S' || organisation(after) !== 'Novo A\\/S' || organisation(again) !== 'Novo A\\\\/S') {
  console.error('CHANGED: the string reads back to the same name');
  process.exit(1);
}
JS
node ask.cjs
