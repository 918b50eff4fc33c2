#!/usr/bin/env bash
# Read certificates with each form of the authority key identifier by npm's @fidm/x509.
#
# Package: @fidm/x509 1.2.1 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the certificates
# Guessed: all three parts of that extension are optional (RFC 5280, 4.2.1.1), and a library that shows the identifier shows
#   none where there is none.
# Behaviour: the key's identifier is wanted as the first element. A certificate that names its issuer's issuer and
#   serial number instead cannot be read at all, "error tag BOOLEAN". `openssl x509 -req` writes just that under an
#   authority without an identifier of its own, by its default "keyid, issuer". With both forms in one extension it reads.
# Output seen: none, key, both: read; issuer and serial number: "ASN.1 object validate failure"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @fidm/x509@1.2.1 >/dev/null
cat >read.cjs <<'JS'
const { Certificate } = require('@fidm/x509');
try {
  const { subject, authorityKeyIdentifier } = Certificate.fromPEM(require('fs').readFileSync(0));
  console.log(subject.commonName, authorityKeyIdentifier === '' ? 'none' : 'identifier');
} catch (error) {
  console.log(error.message);
}
JS
bad=
make_ca() { # file, identifier of the key
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.pem" -days 9 -config <(printf '%s\n' '[req]' \
        distinguished_name=dn x509_extensions=x '[dn]' '[x]' basicConstraints=critical,CA:TRUE "$2") -subj "/CN=$1" 2>/dev/null
}
make_ca named subjectKeyIdentifier=hash
make_ca nameless subjectKeyIdentifier=none
openssl req -new -key named.key -out leaf.csr -subj /CN=leaf
check() { # authority, line for the extension, expected
    openssl x509 -req -in leaf.csr -CA "$1.pem" -CAkey "$1.key" -set_serial 7 -days 9 -out leaf.pem \
        -extfile <(printf '%s\n' keyUsage=digitalSignature "$2") 2>/dev/null
    local told
    told=$(node read.cjs <leaf.pem)
    echo "$1, $2: $told"
    [ "$told" = "$3" ] || bad=1
}
check named authorityKeyIdentifier=none "leaf none"
check named authorityKeyIdentifier=keyid "leaf identifier"
check named authorityKeyIdentifier=keyid,issuer:always "leaf identifier"
check nameless authorityKeyIdentifier=keyid,issuer "ASN.1 object validate failure for authorityKeyIdentifier.value: error tag BOOLEAN"
[ -z "$bad" ] || { echo "CHANGED: @fidm/x509 reads other certificates" >&2; exit 1; }
