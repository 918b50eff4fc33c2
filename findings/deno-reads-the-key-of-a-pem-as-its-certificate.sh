#!/usr/bin/env bash
# Read a PEM file that holds a private key and its certificate by X509Certificate in Node, Bun and Deno.
#
# Package: deno 2.9.6 and bun 1.4.5 (npm), Node 20; OpenSSL for the certificate
# Guessed: new X509Certificate(text) looks for the first CERTIFICATE block, so the order of the file that HAProxy, hitch
#   and many others use does not matter, and a leading key is skipped as comment lines are.
# Behaviour: Deno takes the first block of whatever label and reads its bytes as a certificate: "BER error: Unexpected
#   Tag". The file is sound, and with the certificate first it works; Deno.serve() takes the same file as `cert`.
#   createPublicKey() knows a lone certificate in all three and refuses a fullchain in Deno: "invalid PEM public key".
# Output seen: certificate first: CN=a in all; key first: CN=a in Node and Bun, a BER error in Deno; createPublicKey of a
#   fullchain: ec, ec, "invalid PEM public key"
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund deno@2.9.6 bun@1.4.5 >/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -subj /CN=a -days 30 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj /CN=ca -days 30 2>/dev/null
cat cert.pem ca.pem >full.pem
cat key.pem cert.pem >key-first.pem
cat cert.pem key.pem >cert-first.pem
cat >ask.mjs <<'JS'
import { X509Certificate, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
const tried = {
  'cert-first': () => new X509Certificate(readFileSync('cert-first.pem')).subject,
  'key-first': () => new X509Certificate(readFileSync('key-first.pem')).subject,
  'public-key-of-cert': () => createPublicKey(readFileSync('cert.pem')).asymmetricKeyType,
  'public-key-of-full': () => createPublicKey(readFileSync('full.pem')).asymmetricKeyType,
};
for (const [name, way] of Object.entries(tried)) {
  try {
    console.log(name, way());
  } catch (error) {
    console.log(name, 'error:', error.message.slice(0, 60));
  }
}
JS
node ask.mjs | sed 's/^/Node /' >seen
node_modules/.bin/bun ask.mjs | sed 's/^/Bun /' >>seen
node_modules/.bin/deno run --quiet --allow-read ask.mjs | sed 's/^/Deno /' >>seen
cat seen
for line in "Node cert-first CN=a" "Node key-first CN=a" "Node public-key-of-full ec" "Bun cert-first CN=a" "Bun key-first CN=a" \
    "Bun public-key-of-full ec" "Deno public-key-of-cert ec" "Deno cert-first CN=a" "Deno key-first error: BER error" "Deno public-key-of-full error: invalid PEM public key"; do
    grep -qF "$line" seen || { echo "CHANGED: no line \"$line\"" >&2; exit 1; }
done
