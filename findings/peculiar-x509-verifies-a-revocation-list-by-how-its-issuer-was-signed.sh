#!/usr/bin/env bash
# Verify a certificate and a revocation list of one authority by @peculiar/x509, by its certificate and by its key.
#
# Package: @peculiar/x509 2.2.0 with reflect-metadata 0.2.2 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the files
# Guessed: the option publicKey means the same in both verify() methods: X509Certificate takes the issuer's certificate in
#   it as well as its key, and X509Crl has the same option.
# Behaviour: X509Crl.verify() given the issuer's certificate answers false, not an error: the good list of the right
#   authority looks forged. Given certificate.publicKey, or a CryptoKey, it is true. The certificate's method answers true
#   to all three. With EC as with RSA.
# Output seen: certificate verified by certificate, publicKey, CryptoKey: true true true; list: false true true
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @peculiar/x509@2.2.0 reflect-metadata@0.2.2 >/dev/null
cat >verify.cjs <<'JS'
require('reflect-metadata');
const { X509Certificate, X509Crl } = require('@peculiar/x509');
const fs = require('fs');

const read = (Kind, name) => new Kind(fs.readFileSync(name, 'utf8'));
(async () => {
  const ca = read(X509Certificate, 'ca.pem');
  for (const [what, signed] of [['certificate', read(X509Certificate, 'leaf.pem')], ['list', read(X509Crl, 'list.pem')]]) {
    const told = [];
    for (const publicKey of [ca, ca.publicKey, await ca.publicKey.export()]) {
      told.push(await signed.verify({ publicKey, signatureOnly: true }));
    }
    console.log(`${what}: ${told.join(' ')}`);
  }
})();
JS
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
default_md = sha256
default_crl_days = 30
CNF
touch index
openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.pem -days 30 -subj /CN=Root 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.pem -days 30 -subj /CN=Root 2>/dev/null
for hash in sha256 sha384; do for root in rsa ec; do for kind in rsa ec; do
    echo "CA with $kind under $root, $hash"
    openssl req -new -key $kind.key -subj /CN=CA | openssl x509 -req -CA $root.pem -CAkey $root.key -set_serial 4 -days 9 -out ca.pem \
        -extfile <(echo basicConstraints=critical,CA:TRUE) -$hash 2>/dev/null
    openssl req -new -key $kind.key -subj /CN=leaf | openssl x509 -req -CA ca.pem -CAkey $kind.key -set_serial 5 -days 9 \
        -out leaf.pem 2>/dev/null
    openssl ca -config ca.cnf -gencrl -keyfile $kind.key -cert ca.pem -out list.pem 2>/dev/null
    openssl crl -in list.pem -CAfile ca.pem -noout 2>&1 | sed 's/^/OpenSSL: /'
    node verify.cjs
done done done | tee seen
