#!/usr/bin/env bash
# Turn RSA keys in each form of PEM into JWKs by npm's rsa-pem-to-jwk.
#
# Package: rsa-pem-to-jwk 1.1.3 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the keys
# Guessed: a form that the library does not know is an error, as text that is no PEM at all would be.
# Behaviour: it reads "RSA PRIVATE KEY" and returns undefined for each other label without a word: for "PRIVATE KEY", which
#   is what `openssl genpkey`, `openssl genrsa` since 3.0 and node write, for "PUBLIC KEY", though it can make public JWKs,
#   and for a certificate. JSON.stringify leaves undefined out, so that a key set comes out with a null or without the key.
# Output seen: RSA PRIVATE KEY: RSA, private and public; PRIVATE KEY, PUBLIC KEY, CERTIFICATE, "hello": undefined
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts rsa-pem-to-jwk@1.1.3 >/dev/null
cat >ask.cjs <<'JS'
const toJwk = require('rsa-pem-to-jwk');
const text = require('fs').readFileSync(process.argv[2], 'utf8');
console.log(['private', 'public'].map(kind => {
  try {
    return String(toJwk(text, {}, kind)?.kty);
  } catch (error) {
    return error.message;
  }
}).join(' '));
JS
openssl req -x509 -newkey rsa:2048 -nodes -keyout pkcs8.pem -out certificate.pem -days 9 -subj /CN=x 2>/dev/null
openssl rsa -in pkcs8.pem -traditional -out pkcs1.pem 2>/dev/null
openssl rsa -in pkcs8.pem -pubout -out public.pem 2>/dev/null
echo hello >text.pem
for name in pkcs1 pkcs8 public certificate text; do
    echo "$name, $(head -1 $name.pem): $(node ask.cjs $name.pem 2>&1)"
done | tee seen
cat >expected <<'SEEN'
pkcs1, -----BEGIN RSA PRIVATE KEY-----: RSA RSA
pkcs8, -----BEGIN PRIVATE KEY-----: undefined undefined
public, -----BEGIN PUBLIC KEY-----: undefined undefined
certificate, -----BEGIN CERTIFICATE-----: undefined undefined
text, hello: undefined undefined
SEEN
cmp -s seen expected || { echo "CHANGED: rsa-pem-to-jwk returns other keys" >&2; exit 1; }
