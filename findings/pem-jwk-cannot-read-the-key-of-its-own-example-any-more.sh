#!/usr/bin/env bash
# Turn the private key that OpenSSL writes into a JWK with pem-jwk, as its page shows: openssl genrsa 2048 | pem-jwk.
#
# Package: pem-jwk 2.0.0 (npm), OpenSSL 3.0.19
# Guessed: both kinds of marker are read, BEGIN RSA PRIVATE KEY and BEGIN PRIVATE KEY; the regular expression in it knows
#   both, and of public keys it reads both.
# Behaviour: since OpenSSL 3 genrsa writes BEGIN PRIVATE KEY, and that form has never been read: the key inside is taken
#   for a BIT STRING, where PKCS#8 has an OCTET STRING, and the error is about that. The example works with -traditional
#   only, and with the keys that certbot and others wrote years ago. Node reads both by itself.
# Output seen: genrsa: Failed to match tag: "bitstr" at: ["privateKey"]; genrsa -traditional: RSA; public key: RSA
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts pem-jwk@2.0.0 >/dev/null
openssl version
openssl genrsa -out genrsa.pem 2048 2>/dev/null
openssl rsa -in genrsa.pem -traditional -out traditional.pem 2>/dev/null
openssl rsa -in genrsa.pem -pubout -out public.pem 2>/dev/null
cat >ask.cjs <<'JS'
const fs = require('fs');
const { createPrivateKey } = require('crypto');
const { pem2jwk } = require('pem-jwk');

for (const file of ['genrsa', 'traditional', 'public']) {
  const pem = fs.readFileSync(file + '.pem', 'utf8');
  let told;
  try {
    told = pem2jwk(pem).kty;
  } catch (err) {
    told = err.message;
  }
  console.log(`${file}: ${pem.split('\n')[0]}: ${told}`);
}
console.log('genrsa, by Node:', createPrivateKey(fs.readFileSync('genrsa.pem')).export({ format: 'jwk' }).kty);
JS
node ask.cjs | tee out
diff out - <<'TEXT' || { echo "CHANGED: pem-jwk reads other keys" >&2; exit 1; }
genrsa: -----BEGIN PRIVATE KEY-----: Failed to match tag: "bitstr" at: ["privateKey"]
traditional: -----BEGIN RSA PRIVATE KEY-----: RSA
public: -----BEGIN PUBLIC KEY-----: RSA
genrsa, by Node: RSA
TEXT
