#!/usr/bin/env bash
# Read certificates by npm's x509.js, OpenSSL made into JavaScript.
#
# Package: x509.js 1.0.0 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the certificate
# Guessed: since OpenSSL is inside, subject and altNames are what OpenSSL shows: each part of the name, letters as they are,
#   and addresses among the alternative names.
# Behaviour: altNames holds DNS names only, so that a certificate for addresses has none; a part that stands twice in the
#   subject, two units or two common names, is there once, with the last value; and each byte of UTF-8 is a letter of its
#   own: Müller is "MÃ¼ller". None of it is told. A part that stands once, in ASCII, is right.
# Output seen: altNames: a.example; organizationalUnitName: two; commonName: MÃ¼ller
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund x509.js@1.0.0
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -utf8 -subj /O=Example/OU=one/OU=two/CN=Müller \
    -addext subjectAltName=DNS:a.example,IP:192.0.2.7,IP:2001:db8::1 2>/dev/null
echo "OpenSSL: $(openssl x509 -in cert.pem -noout -subject -nameopt utf8,sep_comma_plus) $(openssl x509 -in cert.pem -noout -ext subjectAltName | tail -1)"
cat >try.cjs <<'JS'
const assert = require('assert');
const { parseCert } = require('x509.js');
const { subject, altNames } = parseCert(require('fs').readFileSync('cert.pem', 'utf8'));
console.log('x509.js:', subject, altNames);
assert.deepStrictEqual({ ...subject }, { commonName: 'M\u00c3\u00bcller', organizationName: 'Example', organizationalUnitName: 'two' }, 'CHANGED');
assert.deepStrictEqual([...altNames], ['a.example'], 'CHANGED: other names');
JS
node try.cjs
