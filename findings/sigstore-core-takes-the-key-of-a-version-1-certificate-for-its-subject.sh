#!/usr/bin/env bash
# Ask the certificates of @sigstore/core, by which npm checks where a package comes from, for their fields.
#
# Package: @sigstore/core 3.2.1 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the certificates
# Guessed: its X509Certificate has the fields of any certificate; one without extensions, which is of version 1 as
#   some old roots are, has version v1.
# Behaviour: the fields are counted from the front, with the version as the first, and a certificate of version 1 has
#   none there: each field is its neighbour. serialNumber is the name of the algorithm, issuer the validity, subject
#   the public key; version, notBefore, publicKey and verify() fail, with "not a date" at best. parse() takes it
#   without a word, isCA is false.
# Output seen: version 3: v3, subject is a name, 2 dates, verified; version 1: toInteger of undefined, subject is a
#   key, not a date
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @sigstore/core@3.2.1
printf '[req]\ndistinguished_name = none\n[none]\n' >cnf
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
openssl req -new -config cnf -key key.pem -subj /CN=root -out request.pem
openssl x509 -req -in request.pem -signkey key.pem -days 9 -out 1.pem 2>/dev/null
openssl req -x509 -config cnf -key key.pem -subj /CN=root -days 9 -addext basicConstraints=critical,CA:TRUE -out 3.pem
openssl x509 -in 1.pem -noout -subject -dates | paste -sd' '
cat >ask.cjs <<'JS'
const crypto = require("crypto"), fs = require("fs");
const { X509Certificate } = require("@sigstore/core");
const text = fs.readFileSync(process.argv[2], "utf8");
const cert = X509Certificate.parse(text);
const key = new crypto.X509Certificate(text).publicKey.export({ type: "spki", format: "der" });
const kind = (bytes) => {
  if (key.includes(bytes)) return "key";
  return bytes.includes("root") ? "name" : bytes.includes("Z") ? "dates" : "?";
};
const ask = (what) => {
  try {
    return what();
  } catch (error) {
    return error.message.replace(/Cannot read properties of undefined \(reading '(.*)'\)/, "no $1");
  }
};
console.log([
  ask(() => cert.version),
  "issuer " + ask(() => kind(cert.issuer)),
  "subject " + ask(() => kind(cert.subject)),
  ask(() => (cert.notBefore instanceof Date ? "a date" : "?")),
  "verify " + ask(() => cert.verify()),
].join(", "));
JS
bad=
check() { # version, expected
    local told
    told=$(node ask.cjs "$1.pem")
    echo "version $1: openssl $(openssl verify -CAfile "$1.pem" "$1.pem" | cut -d' ' -f2); @sigstore/core: $told"
    [ "$told" = "$2" ] || bad=1
}
check 3 "v3, issuer name, subject name, a date, verify true"
check 1 "no toInteger, issuer dates, subject key, not a date, verify no toDER"
[ -z "$bad" ] || { echo "CHANGED: @sigstore/core has other fields" >&2; exit 1; }
