#!/usr/bin/env bash
# jks-js opens OpenSSL's PKCS#12 file with a lone leaf, and fails as soon as the chain is in it.
# Package: jks-js 1.1.7 (npm); files from OpenSSL 3.0.19
# Guessed: toPem() reads any sound PKCS#12 keystore, as the package says it does; a chain comes back beside the leaf,
#   or extra certificates are skipped.
# Behaviour: each bag must have a friendly name. "openssl pkcs12 -export -name X -certfile chain.pem" names the key
#   and the leaf but not the CA certificates, so adding the chain ends in a TypeError about "reading '0'". With one
#   -caname for each CA the same content opens. Nothing in the message points to the name.
# Output seen: leaf only: opens / with CA: Cannot read properties of undefined (reading '0') / with -caname: opens
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts jks-js@1.1.7 >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj "/CN=Example CA" -days 60 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj "/CN=www.example.com" 2>/dev/null
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 30 -out leaf.pem 2>/dev/null
common=(-export -in leaf.pem -inkey leaf.key -name web -passout pass:changeit)
openssl pkcs12 "${common[@]}" -out alone.p12
openssl pkcs12 "${common[@]}" -certfile ca.pem -out chain.p12
openssl pkcs12 "${common[@]}" -certfile ca.pem -caname "Example CA" -out named.p12
cat > ask.cjs <<'JS'
const fs = require('fs');
const jks = require('jks-js');
const seen = ['alone', 'chain', 'named'].map((f) => {
  try { return 'opens: ' + Object.keys(jks.toPem(fs.readFileSync(f + '.p12'), 'changeit')).join(', '); }
  catch (e) { return e.constructor.name + ': ' + e.message; }
});
console.log('leaf alone          ', seen[0]);
console.log('with CA             ', seen[1]);
console.log('with CA and -caname ', seen[2]);
if (!seen[0].startsWith('opens') || !seen[1].startsWith('TypeError') || !seen[2].startsWith('opens')) {
  console.error('CHANGED: a CA certificate without a name makes no difference now');
  process.exit(1);
}
JS
node ask.cjs
