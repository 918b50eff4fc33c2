#!/usr/bin/env bash
# npm's "pem" cannot open a PKCS#12 file whose key is an elliptic-curve key.
# Package: pem 1.14.8 (npm), which runs the openssl program (3.0.19)
# Guessed: readPkcs12() returns the key of any kind that OpenSSL can read, as the package has createEcparam() and
#   reads elliptic-curve certificates without trouble.
# Behaviour: the key is always passed through "openssl rsa", so an EC archive with the right password ends in "Not an
#   RSA key" and no certificate comes back either. The same package writes such an archive with createPkcs12() without
#   a word. A migration from RSA to ECDSA certificates breaks here although the file is sound.
# Output seen: EC archive written, 1056 bytes, then not read: Invalid openssl exit code: 1 ... Not an RSA key; RSA:
#   read
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts pem@1.14.8 >/dev/null
openssl version
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.pem -subj "/CN=ec.example.com" -days 30 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.pem -subj "/CN=rsa.example.com" -days 30 2>/dev/null
cat > ask.cjs <<'JS'
const fs = require('fs');
const pem = require('pem');
const round = (kind) => new Promise((done) => {
  const key = fs.readFileSync(kind + '.key', 'utf8'), cert = fs.readFileSync(kind + '.pem', 'utf8');
  pem.createPkcs12(key, cert, 'example', (e, made) => {
    if (e) return done('not written: ' + e);
    console.log(kind, 'archive written,', made.pkcs12.length, 'bytes');
    pem.readPkcs12(made.pkcs12, { p12Password: 'example' }, (err, got) =>
      done(err ? 'not read: ' + String(err).split('\n').filter((l) => l && !l.startsWith('%')).join(' ') : 'read: ' + got.key.split('\n')[0]));
  });
});
(async () => {
  const ec = await round('ec'), rsa = await round('rsa');
  console.log('ec ', ec);
  console.log('rsa', rsa);
  if (!/Not an RSA key/i.test(ec) || !rsa.startsWith('read')) {
    console.error('CHANGED: an EC archive opens now, or an RSA one no longer does');
    process.exit(1);
  }
})();
JS
node ask.cjs
