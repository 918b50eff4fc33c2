#!/usr/bin/env bash
# Read certificates whose names are all in the extension, as some authorities make them now, by npm's pem.
#
# Package: pem 1.15.1 (npm) on Node.js v20.20.2, which runs the openssl program (3.0.19)
# Guessed: readCertificateInfo() gives the alternative names, whatever the subject is; where the subject is empty, as RFC 5280
#   allows if the extension is critical, its fields are empty.
# Behaviour: an empty subject is a TypeError, "Cannot read properties of null (reading 'length')": a certificate without a
#   common name cannot be read at all. And a critical extension is not found, so that san is undefined and the certificate
#   seems to have the common name only. ssl-validator, which stands on pem, says of it that it does not match its domain.
# Output seen: subject, not critical: both names; subject, critical: san undefined; no subject: TypeError either way
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund pem@1.15.1
printf '[req]\ndistinguished_name = none\n[none]\n' >cnf
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
cat >ask.cjs <<'JS'
const { readCertificateInfo } = require('pem');
readCertificateInfo(require('fs').readFileSync('cert.pem', 'utf8'), (error, told) => {
  console.log(error ? error.name : `${told.commonName} ${told.san && told.san.dns}`);
});
JS
bad=
check() { # subject, critical or not, expected
    local told
    openssl req -x509 -config cnf -key key.pem -subj "$1" -days 9 -addext "subjectAltName=$2DNS:a.example,DNS:b.example" -out cert.pem
    told=$(timeout 60 node ask.cjs)
    echo "subject $1, names $2DNS:a.example,DNS:b.example: $told"
    [ "$told" = "$3" ] || bad=1
}
check /CN=z.example "" "z.example a.example,b.example"
check /CN=z.example critical, "z.example undefined"
check / "" TypeError
check / critical, TypeError
[ -z "$bad" ] || { echo "CHANGED: pem reads other certificates" >&2; exit 1; }
