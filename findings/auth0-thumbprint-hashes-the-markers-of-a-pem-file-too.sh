#!/usr/bin/env bash
# Calculate the thumbprint of a certificate for a SAML or WS-Federation setup with @auth0/thumbprint.
#
# Package: @auth0/thumbprint 0.0.6 (npm), OpenSSL 3.0.19 for the certificate
# Guessed: calculate(cert) takes base64 with or without line ends; a PEM text, which is how each library hands out a
#   certificate, is either understood or refused.
# Behaviour: a PEM text gives a thumbprint of the right length that no other program calculates, without an error: Node's
#   base64 decoder takes the dashes and the letters of BEGIN CERTIFICATE for data, since "-" is a digit of the URL form,
#   and the hash is over that. It is even stable: the same with CRLF, or without the last line end, so both sides of a
#   test agree until the identity provider's own value is compared.
# Output seen: base64 alone: OpenSSL's SHA-1; the PEM text, with LF or CRLF: another one, the same for both
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @auth0/thumbprint@0.0.6 >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out cert.pem -days 30 -subj /CN=idp 2>/dev/null
openssl x509 -in cert.pem -noout -fingerprint -sha1 | sed 's/.*=//; s/://g' | tr 'A-F' 'a-f' >fingerprint
cat >ask.cjs <<'JS'
const fs = require('fs');
const { calculate } = require('@auth0/thumbprint');
const pem = fs.readFileSync('cert.pem', 'utf8');
const right = fs.readFileSync('fingerprint', 'utf8').trim();
const body = pem.replace(/-----.*-----/g, '');
const found = { 'base64 in lines': calculate(body), 'PEM': calculate(pem), 'PEM, CRLF': calculate(pem.replace(/\n/g, '\r\n')) };
console.log('OpenSSL:', right);
for (const [kind, value] of Object.entries(found)) console.log(`${kind}: ${value}`);
if (found['base64 in lines'] !== right || found.PEM === right || !/^[0-9a-f]{40}$/.test(found.PEM) || found.PEM !== found['PEM, CRLF']) {
  console.error('CHANGED: the package treats PEM otherwise');
  process.exit(1);
}
JS
node ask.cjs
