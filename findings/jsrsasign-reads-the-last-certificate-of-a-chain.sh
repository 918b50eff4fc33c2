#!/usr/bin/env bash
# jsrsasign reads the last certificate of a PEM chain where other readers take the first.
# Package: jsrsasign 11.1.5 (npm)
# Guessed: X509.readCertPEM() and KEYUTIL.getKey() on a fullchain file give the leaf, the first block, as OpenSSL,
#   Node and node-forge do (or refuse a file with two blocks).
# Behaviour: everything up to the LAST "BEGIN CERTIFICATE" is thrown away, so a fullchain file in the usual order
#   shows the CA's name, dates and public key. No error tells that other certificates were there: code that watches
#   the expiry of fullchain.pem watches the CA, which outlives the leaf.
# Output seen: Node: CN=www.example.com / jsrsasign: /CN=Example Root CA, and the key of that CA too
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts jsrsasign@11.1.5 >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj "/CN=Example Root CA" -days 60 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj "/CN=www.example.com" 2>/dev/null
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 30 -out leaf.pem 2>/dev/null
cat leaf.pem ca.pem > fullchain.pem
cat > ask.cjs <<'JS'
const fs = require('fs');
const { X509Certificate } = require('crypto');
const r = require('jsrsasign');
const chain = fs.readFileSync('fullchain.pem', 'utf8');
const cert = new r.X509();
cert.readCertPEM(chain);
const modulus = (pem) => Buffer.from(new X509Certificate(pem).publicKey.export({ format: 'jwk' }).n, 'base64url').toString('hex');
const key = r.KEYUTIL.getKey(chain).n.toString(16);
const whose = key === modulus(fs.readFileSync('ca.pem')) ? 'CA' : key === modulus(fs.readFileSync('leaf.pem')) ? 'leaf' : 'neither';
console.log('Node reads     ', new X509Certificate(chain).subject);
console.log('jsrsasign reads', cert.getSubjectString(), '- key of the', whose);
if (cert.getSubjectString() !== '/CN=Example Root CA' || whose !== 'CA') {
  console.error('CHANGED: jsrsasign no longer takes the last block');
  process.exit(1);
}
JS
node ask.cjs
