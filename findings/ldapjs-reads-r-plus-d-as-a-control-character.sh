#!/usr/bin/env bash
# @ldapjs/dn turns the "+" in "R+D Ltd" into a control character, and "A+B" into "A".
#
# Package: @ldapjs/dn 1.1.0 and rfc2253 0.2.0 (npm), OpenSSL 3.0.19 for the certificates
# Guessed: DN.fromString() reads a subject as OpenSSL prints it by RFC 2253; `\+` is a plus, whatever comes after it, and
#   toString() gives a text that reads back as the same name.
# Behaviour: the two characters behind a backslash are first tried as a hexadecimal number, and JavaScript's parseInt
#   takes a sign for one: `\+D` is the byte 0D and swallows the letter. Followed by a digit or a letter from a to f the
#   plus is gone; at the end of the value the control character is even trimmed away. `\+T` is right, so the usual trial
#   shows nothing. Backslashes fail the other way: `a\\` is read as `a\` and printed without an escape, so the comma
#   behind it, on the next reading, belongs to the value and two parts are one. The package rfc2253 makes the
#   same slip with the plus.
# Output seen: R+D Ltd -> R\0d Ltd; A+B -> A; AT+T -> AT\2bT; a\ , C=GB -> one part a,C=GB after a second reading;
#   rfc2253: R\r Ltd
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @ldapjs/dn@1.1.0 rfc2253@0.2.0
subject() { # organization, as in a configuration file of OpenSSL
    printf '[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nC=GB\nO=%s\n' "$1" >cnf
    openssl req -x509 -config cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out cert.pem \
        -days 30 2>/dev/null
    openssl x509 -in cert.pem -noout -subject -nameopt RFC2253 | sed 's/^subject=//'
}
for name in 'AT+T' 'R+D Ltd' 'A+B' 'a\\'; do subject "$name"; done >subjects
cat >ask.cjs <<'JS'
const { DN } = require('@ldapjs/dn');
for (const subject of require('fs').readFileSync('subjects', 'utf8').trim().split('\n')) {
  const once = DN.fromString(subject);
  const twice = DN.fromString(once.toString());
  console.log(`${subject} -> ${once} -> ${twice} (parts: ${once.length}, ${twice.length})`);
}
const { parse } = require('rfc2253');
console.log(`rfc2253: ${JSON.stringify(parse('O=R\\+D Ltd,C=GB').get('O'))}`);
JS
node ask.cjs | tee out
grep -qxF 'O=AT\+T,C=GB -> O=AT\2bT,C=GB -> O=AT\2bT,C=GB (parts: 2, 2)' out
grep -qxF 'O=R\+D Ltd,C=GB -> O=R\0d Ltd,C=GB -> O=R\0d Ltd,C=GB (parts: 2, 2)' out &&
    grep -qF 'O=A\+B,C=GB -> O=A,C=GB ->' out && grep -qF 'O=a\\,C=GB -> O=a\,C=GB -> O=a\2cC=GB (parts: 2, 1)' out &&
    grep -qxF 'rfc2253: "R\r Ltd"' out ||
    { echo "CHANGED: @ldapjs/dn reads or writes these names otherwise" >&2; exit 1; }
