#!/usr/bin/env bash
# @peculiar/x509 turns the subject line that OpenSSL prints into an empty name.
# Package: @peculiar/x509 2.2.0 with reflect-metadata 0.2.2 (npm); OpenSSL 3.0.19
# Guessed: "CN = www.example.com, O = Example" (the way OpenSSL 1.1 to 3.x prints a subject) is parsed, or refused
#   with an error: RFC 2253 (section 4) wants readers to allow spaces around "=", and an unknown attribute such as
#   "FOO=x" is refused.
# Behaviour: with a space before "=" nothing matches and the whole string is dropped without an error. A request or a
#   self-signed certificate built from it has a subject of zero parts, and the signing goes through as usual.
# Output seen: request made from "CN = www.example.com, O = Example" has the subject: (empty)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @peculiar/x509@2.2.0 reflect-metadata@0.2.2 >/dev/null
cat > ask.cjs <<'JS'
require('reflect-metadata');
const fs = require('fs');
const x509 = require('@peculiar/x509');
const { webcrypto } = require('crypto');
x509.cryptoProvider.set(webcrypto);
(async () => {
  const alg = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(alg, true, ['sign', 'verify']);
  const request = (name) => x509.Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm: alg });
  fs.writeFileSync('tight.pem', (await request('CN=www.example.com, O=Example')).toString('pem'));
  fs.writeFileSync('spaced.pem', (await request('CN = www.example.com, O = Example')).toString('pem'));
  try { await request('FOO=x'); console.log('FOO=x: accepted'); } catch (e) { console.log('FOO=x: refused,', e.message); }
})();
JS
node ask.cjs
tight=$(openssl req -in tight.pem -noout -subject -nameopt RFC2253)
spaced=$(openssl req -in spaced.pem -noout -subject -nameopt RFC2253)
echo "from 'CN=www.example.com, O=Example'    : $tight"
echo "from 'CN = www.example.com, O = Example': $spaced"
if [ "$spaced" != "subject=" ] || [[ "$tight" != *www.example.com* ]]; then
  echo "CHANGED: the spaced form is no longer dropped in silence" >&2
  exit 1
fi
