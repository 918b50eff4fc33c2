#!/usr/bin/env bash
# Import the public key of a fullchain by jose, for leaves of three lengths.
#
# Package: jose 6.2.18 (npm), OpenSSL 3.0.19 for the certificates
# Guessed: importX509 takes the first certificate of a PEM text, as the key of a chain is the key of its leaf, or it
#   refuses a text with more than one.
# Behaviour: the markers and line ends are taken out, and what is left is decoded as one base64 text. That works as long
#   as the leaf's base64 ends without "=": when its DER has a length that can be divided by three. So one renewal in
#   three is read, the others are refused with "Failed to parse the X.509 certificate", and it is a name longer or
#   shorter by one letter that decides. A service that was tested with its first certificate stops with its second. Cut
#   the leaf out of the file before.
# Output seen: fullchain whose leaf has a length of 0, 1, 2 modulo 3: key of the leaf; TypeError; TypeError; leaf alone:
#   read
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts jose@6.2.18 >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=ca -days 60 2>/dev/null
openssl genrsa -out leaf.key 2048 2>/dev/null
for name in a aa aaa; do
    openssl req -new -key leaf.key -out leaf.csr -subj "/CN=$name"
    openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 40 -out leaf.pem 2>/dev/null
    rest=$(($(openssl x509 -in leaf.pem -outform der | wc -c) % 3))
    cp leaf.pem "leaf$rest.pem"
    cat leaf.pem ca.pem >"chain$rest.pem"
done
openssl rsa -in leaf.key -noout -modulus >modulus
cat >ask.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { exportJWK, importX509 } from 'jose';

const modulus = readFileSync('modulus', 'utf8').trim().replace('Modulus=', '').toLowerCase();
async function read(file) {
  try {
    const { n } = await exportJWK(await importX509(readFileSync(file, 'utf8'), 'RS256', { extractable: true }));
    return Buffer.from(n, 'base64url').toString('hex') === modulus ? 'key of the leaf' : 'another key';
  } catch (err) {
    return `${err.name}: ${err.message}`;
  }
}
const seen = [];
for (const file of ['leaf0.pem', 'leaf1.pem', 'leaf2.pem', 'chain0.pem', 'chain1.pem', 'chain2.pem']) {
  seen.push(await read(file));
  console.log(`${file}: ${seen.at(-1)}`);
}
const good = 'key of the leaf';
if (seen.slice(0, 3).some((answer) => answer !== good)) throw new Error('a leaf alone is not read');
if (seen[3] !== good || !seen[4].startsWith('TypeError') || !seen[5].startsWith('TypeError')) {
  console.error('CHANGED: jose reads chains otherwise');
  process.exit(1);
}
JS
node ask.mjs
