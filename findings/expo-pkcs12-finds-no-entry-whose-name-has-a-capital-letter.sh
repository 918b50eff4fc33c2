#!/usr/bin/env bash
# Look up certificates by their friendly name in PKCS#12 files of OpenSSL, by @expo/pkcs12 and by node-forge.
#
# Package: @expo/pkcs12 0.1.3 with node-forge 1.4.3 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the files
# Guessed: getX509CertificateByFriendlyName finds an entry by its name as it was given with `openssl pkcs12 -name`; whether
#   capitals count or not, the name as it is in the file is found.
# Behaviour: the name asked for is put into small letters, in the belief that node-forge does so with those of the file, which
#   it does not. An entry called "Release Key" is thus found by no spelling at all: the answer is null. keytool writes
#   its aliases in small letters, so with its files the function works, and a trial with one proves nothing for a file from
#   OpenSSL or Windows.
# Output seen: "release key" in the file: found by either spelling; "Release Key" in the file: null for both, forge: found
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @expo/pkcs12@0.1.3 node-forge@1.4.3 >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=app 2>/dev/null
cat >ask.cjs <<'JS'
const expo = require('@expo/pkcs12');
const forge = require('node-forge');
const [path, ...names] = process.argv.slice(2);
const text = require('fs').readFileSync(path).toString('base64');
const archive = expo.parsePKCS12(text, 'secret');
const seen = names.map(name => {
  const forged = archive.getBags({ friendlyName: name, bagType: forge.pki.oids.certBag }).friendlyName;
  return `${name}: expo ${expo.getX509CertificateByFriendlyName(archive, name) ? 'found' : 'null'}, forge ${forged.length}`;
});
console.log(seen.join('; '));
JS
bad=
check() { # name in the file, expected
    local told
    openssl pkcs12 -export -in cert.pem -inkey key.pem -name "$1" -passout pass:secret -out file.p12
    told=$(node ask.cjs file.p12 "release key" "Release Key")
    echo "in the file $1: $told"
    [ "$told" = "$2" ] || bad=1
}
check "release key" "release key: expo found, forge 1; Release Key: expo found, forge 0"
check "Release Key" "release key: expo null, forge 0; Release Key: expo null, forge 1"
[ -z "$bad" ] || { echo "CHANGED: the names are found otherwise" >&2; exit 1; }
