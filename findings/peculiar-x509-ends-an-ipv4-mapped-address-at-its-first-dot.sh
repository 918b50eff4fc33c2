#!/usr/bin/env bash
# Put IPv6 addresses in each way of writing into the names of a certificate by @peculiar/x509.
#
# Package: @peculiar/x509 2.2.0 with reflect-metadata 0.2.2 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the reading
# Guessed: an address is read as RFC 4291 writes it, the last 32 bits in decimal with dots included (2.2, form 3), which is
#   how Linux shows the IPv4 clients of a socket and how NAT64 addresses stand in configurations; or it is refused, as
#   the library refuses 300.1.1.1.
# Behaviour: each part between colons is read as hex up to what is no digit of it. Of ::ffff:10.0.0.1 that is ::ffff:10, of
#   64:ff9b::192.0.2.33 it is 64:ff9b::192: other addresses, without a word, and the certificate names a host that it was
#   not asked for. What the library then prints of its own extension is the wrong one too.
# Output seen: ::ffff:a00:1: right; ::ffff:10.0.0.1: 0:0:0:0:0:0:FFFF:10; 64:ff9b::192.0.2.33: 64:FF9B:0:0:0:0:0:192
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @peculiar/x509@2.2.0 reflect-metadata@0.2.2 >/dev/null
cat >make.cjs <<'JS'
require('reflect-metadata');
const x509 = require('@peculiar/x509');

const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
(async () => {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=x',
    signingAlgorithm,
    keys: await crypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: process.argv[2] }])],
  });
  console.log(certificate.toString('pem'));
})().catch(error => console.log(error.message));
JS
bad=
check() { # address, expected
    local told
    told=$(node make.cjs "$1" >made && openssl x509 -in made -noout -ext subjectAltName 2>/dev/null | sed -n 's/^ *IP Address://p' || true)
    [ -n "$told" ] || told=$(cat made)
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check ::ffff:a00:1 0:0:0:0:0:FFFF:A00:1
check 300.1.1.1 "Invalid IPv4 address part"
check ::ffff:10.0.0.1 0:0:0:0:0:0:FFFF:10
check 64:ff9b::192.0.2.33 64:FF9B:0:0:0:0:0:192
[ -z "$bad" ] || { echo "CHANGED: @peculiar/x509 writes other addresses" >&2; exit 1; }
