#!/usr/bin/env bash
# @peculiar/x509 reads the hex escapes of RFC 2253 names as plain letters.
# Package: @peculiar/x509 2.2.0 with reflect-metadata 0.2.2 (npm); OpenSSL 3.0.19
# Guessed: "\C3\BC" in a distinguished name string is the UTF-8 pair for "ü", as RFC 2253 and RFC 4514 say and as
#   OpenSSL writes it with -nameopt RFC2253; a parser without support for it would raise an error.
# Behaviour: only the backslash is taken away. "M\C3\BCller" becomes the seven-bit name "MC3BCller", and "\2C" (a
#   comma) becomes "2C". A renewal that copies the old subject by text gets a certificate for another organisation
#   name.
# Output seen: O=Müller -> OpenSSL prints O=M\C3\BCller -> parsed as O=MC3BCller
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @peculiar/x509@2.2.0 reflect-metadata@0.2.2 >/dev/null
openssl req -x509 -utf8 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out old.pem \
  -subj "$(printf '/O=M\303\274ller/CN=www.example.com')" -days 30 2>/dev/null
printed=$(openssl x509 -in old.pem -noout -subject -nameopt RFC2253)
printed=${printed#subject=}
echo "OpenSSL prints the old subject as: $printed"
cat > ask.cjs <<'JS'
require('reflect-metadata');
const x509 = require('@peculiar/x509');
const name = new x509.Name(process.argv[2]);
const organisation = name.getField('O')[0];
console.log('@peculiar/x509 reads O as        :', organisation);
console.log('and "CN=a\\2Cb" as               :', new x509.Name('CN=a\\2Cb').getField('CN')[0]);
if (organisation !== 'MC3BCller' || new x509.Name('CN=a\\2Cb').getField('CN')[0] !== 'a2Cb') {
  console.error('CHANGED: hex escapes are decoded or refused now');
  process.exit(1);
}
JS
node ask.cjs "$printed"
