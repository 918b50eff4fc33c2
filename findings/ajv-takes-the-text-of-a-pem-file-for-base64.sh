#!/usr/bin/env bash
# Check a field for a certificate in base64 by a JSON schema, and by three other validators.
#
# Package: ajv 8.20.0 with ajv-formats 3.0.1, zod 4.6.7, joi 18.3.2, validator 13.15.35 (npm) on Node.js v20.20.2; OpenSSL 3.0.19
# Guessed: the format "byte" of OpenAPI is one base64 text; whoever pastes a PEM file into such a field is told so, by each
#   validator.
# Behaviour: ajv-formats looks at the text line by line. A PEM file, whose markers are no base64, passes with
#   its markers and line ends, and so does base64 that is wrapped. The program behind the schema then decodes something
#   else, or fails. The other three refuse both. A length that is no multiple of four is refused by all.
# Output seen: one line: yes four times; wrapped and PEM: ajv yes, zod, joi and validator no; cut: no four times
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts ajv@8.20.0 ajv-formats@3.0.1 zod@4.6.7 joi@18.3.2 validator@13.15.35 >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=www.example.com 2>/dev/null
cat >ask.cjs <<'JS'
const Ajv = require('ajv').default;
const ajv = new Ajv();
require('ajv-formats').default(ajv);
const validators = {
  ajv: ajv.compile({ type: 'string', format: 'byte' }),
  zod: text => require('zod').z.string().base64().safeParse(text).success,
  joi: text => !require('joi').string().base64().validate(text).error,
  validator: text => require('validator').isBase64(text),
};
const pem = require('fs').readFileSync('cert.pem', 'utf8');
const wrapped = pem.replace(/-----.*-----\n/g, '');
const line = wrapped.replace(/\n/g, '');
for (const [name, text] of Object.entries({ 'one line': line, wrapped, PEM: pem, cut: line.slice(0, -1) }))
  console.log(`${name}:`, Object.entries(validators).map(([key, ask]) => `${key} ${ask(text) ? 'yes' : 'no'}`).join(', '));
JS
node ask.cjs | tee seen
cat >expected <<'SEEN'
one line: ajv yes, zod yes, joi yes, validator yes
wrapped: ajv yes, zod no, joi no, validator no
PEM: ajv yes, zod no, joi no, validator no
cut: ajv no, zod no, joi no, validator no
SEEN
cmp -s seen expected || { echo "CHANGED: the validators judge otherwise" >&2; exit 1; }
