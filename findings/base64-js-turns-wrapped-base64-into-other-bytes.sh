#!/usr/bin/env bash
# Decode the line-wrapped body of a certificate with npm's base64-js.
#
# Package: base64-js 1.5.1 (npm)
# Guessed: line ends inside base64 are either skipped, as Buffer, atob and js-base64 skip
#   them, or refused with an exception. One of the two, whatever the certificate.
# Behaviour: only the length of the whole text is looked at. Where the line ends bring it
#   to a number that 4 divides, every CR and LF is decoded as if it were six zero bits: a
#   longer array of other bytes, and no exception. Otherwise it throws. So a CRLF file, or
#   one more line end at the end, decides between an error and a broken certificate. Join
#   the lines first, or compare the outcome with the DER header's length.
# Output seen: CRLF between the lines: 317 other bytes for a certificate of 308; with one
#   more CRLF at the end "Invalid string. Length must be a multiple of 4"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund base64-js@1.5.1 js-base64@3.9.7

openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out leaf.pem \
    -subj /CN=leaf.example -set_serial 4660 -days 30 2>/dev/null

cat >try.cjs <<'JS'
const fs = require('node:fs');
const strict = require('base64-js');
const lax = require('js-base64');
const lines = fs.readFileSync('leaf.pem', 'utf8').split('\n').filter((l) => l && !l.startsWith('-'));
const der = Buffer.from(lines.join(''), 'base64');
let silent = 0, thrown = 0;
for (const [name, end] of [['LF', '\n'], ['CRLF', '\r\n']]) {
  for (const tail of ['', end, end + end, end + end + end]) {
    const text = lines.join(end) + tail;
    if (!Buffer.from(lax.toUint8Array(text)).equals(der)) throw new Error('js-base64 differs');
    let told;
    try {
      const bytes = Buffer.from(strict.toByteArray(text));
      told = bytes.equals(der) ? 'the certificate' : `no error, ${bytes.length} other bytes`;
      if (!bytes.equals(der)) silent++;
    } catch (e) { told = 'throws: ' + e.message; thrown++; }
    console.log(`${name}, ${tail.length / end.length} at the end, ${text.length} characters for ${der.length} bytes: ${told}`);
  }
}
if (!(silent && thrown)) { console.error(`CHANGED: silent ${silent}, thrown ${thrown}`); process.exit(1); }
JS
node try.cjs
