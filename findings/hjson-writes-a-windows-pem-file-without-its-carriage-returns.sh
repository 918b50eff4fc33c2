#!/usr/bin/env bash
# Put a certificate with the line ends of Windows into Hjson, and read it again.
#
# Package: hjson 3.2.2 (npm) on Node.js v20.20.2
# Guessed: parse(stringify(x)) is x: a text with characters that the form of several lines cannot hold is written between
#   quotation marks, with escapes, as one with a control character is.
# Behaviour: stringify() writes each text with a line end in it between ''' and drops the carriage returns; parse() has
#   the lines with LF only. Even a bare CR, which is no line end there, is gone: "a\rb" comes back as "ab". Only a text
#   of nothing but white space is escaped. What is compared with the file afterwards, or hashed or pinned as text, is
#   another text; base64 whose lines are split by a bare CR becomes one line.
# Output seen: "a\r\nb\r\n" -> "a\nb\n"; "a\rb" -> "ab"; "a\nb\n" -> same; "\r\n" -> same; the certificate: not the file
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund hjson@3.2.2
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out lf.pem -subj /CN=a -days 30 2>/dev/null
sed 's/$/\r/' lf.pem >crlf.pem
cat >try.cjs <<'JS'
const assert = require('assert');
const fs = require('fs');
const hjson = require('hjson');
const again = (text) => hjson.parse(hjson.stringify({ text })).text;
const expected = { 'a\nb\n': 'a\nb\n', 'a\r\nb\r\n': 'a\nb\n', 'a\rb': 'ab', '\r\n': '\r\n' };
for (const [text, comes] of Object.entries(expected)) {
  console.log(JSON.stringify(text), '->', JSON.stringify(again(text)));
  assert.strictEqual(again(text), comes, 'CHANGED: hjson writes other texts');
}
const lf = fs.readFileSync('lf.pem', 'utf8');
const crlf = fs.readFileSync('crlf.pem', 'utf8');
console.log('the certificate: the file again', again(crlf) === crlf, '- the file with LF', again(crlf) === lf);
assert(again(lf) === lf && again(crlf) === lf, 'CHANGED: hjson writes other texts');
JS
node try.cjs
