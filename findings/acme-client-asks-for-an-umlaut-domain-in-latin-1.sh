#!/usr/bin/env bash
# Make a certificate request for a domain with an umlaut by npm's acme-client.
#
# Package: acme-client 5.4.0 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for reading
# Guessed: a DNS name in a certificate has ASCII letters only (RFC 5280 7.2), so createCsr either turns münchen.example into
#   xn--mnchen-3ya.example, as browsers do and as Node's own URL does, or refuses it.
# Behaviour: the name goes into the request letter by letter, one byte each: the ü is the byte FC of Latin-1, which is
#   neither ASCII nor UTF-8, and a letter beyond Latin-1 loses its upper half. readCsrDomains of the same package shows
#   münchen.example again, so a look at the request finds nothing wrong. An authority sees a malformed name, or another
#   one. Hand names over in their ASCII form: url.domainToASCII.
# Output seen: münchen.example: bytes 6d fc 6e 63 68 65 6e, read back the same; 日本.example: bytes e5 2c
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts acme-client@5.4.0 >/dev/null
cat >ask.cjs <<'JS'
const { crypto } = require('acme-client');
(async () => {
  const [, request] = await crypto.createCsr({ altNames: [process.argv[2]] });
  require('fs').writeFileSync('request.pem', request);
  console.log(crypto.readCsrDomains(request).altNames[0]);
})();
JS
bad=
check() { # name, expected bytes of the first label, expected name read back
    local again bytes
    again=$(node ask.cjs "$1")
    bytes=$(openssl asn1parse -in request.pem | grep -A 1 'Subject Alternative Name' | sed -n 's/.*DUMP\]:3...82..//p' |
        sed 's/2E6578616D706C65$//' | tr A-F a-f)
    echo "$1: bytes $bytes and .example, read back by acme-client: $again"
    [ "$bytes" = "$2" ] && { [ -z "$3" ] || [ "$again" = "$3" ]; } || bad=1
}
check munich.example 6d756e696368 munich.example
check münchen.example 6dfc6e6368656e münchen.example
check 日本.example e52c ""
[ -z "$bad" ] || { echo "CHANGED: acme-client asks for other names" >&2; exit 1; }
