#!/usr/bin/env bash
# Read a certificate of "Müller" with the certificate reader of node-opcua.
#
# Package: node-opcua-crypto 6.0.0 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the certificate
# Guessed: exploreCertificate() gives a UTF8String as the text that it is. Were the decoder behind the times, the
#   umlaut would come as two letters of Latin-1, which everybody knows by sight and which can be turned back.
# Behaviour: each byte loses its highest bit, since Node's encoding "ascii" does so: ü, C3 BC, becomes C and <. The
#   name is plain ASCII, so no check for broken text finds it, and it cannot be turned back; "ü" and "C<" are one text,
#   and ß becomes "C" and the control character 1F. The same for the issuer.
# Output seen: CN=Müller: MC<ller; O=Café: CafC); O=Straße: "StraC", 1F, "e"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts node-opcua-crypto@6.0.0 >/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out cert.pem -utf8 \
    -subj "/O=Café/OU=Straße/CN=Müller" -days 30 2>/dev/null
openssl x509 -in cert.pem -noout -subject -nameopt utf8,sep_comma_plus
cat >ask.cjs <<'JS'
const fs = require('fs');
const { convertPEMtoDER, exploreCertificate } = require('node-opcua-crypto');
const { subject } = exploreCertificate(convertPEMtoDER(fs.readFileSync('cert.pem', 'utf8'))).tbsCertificate;
const seen = JSON.stringify([subject.organizationName, subject.organizationalUnitName, subject.commonName]);
console.log(seen);
if (seen !== JSON.stringify(['CafC)', 'StraC\u001fe', 'MC<ller'])) {
  console.error('CHANGED: node-opcua-crypto reads UTF-8 otherwise');
  process.exit(1);
}
JS
node ask.cjs
