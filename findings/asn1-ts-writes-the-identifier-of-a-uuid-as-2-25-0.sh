#!/usr/bin/env bash
# Write and read object identifiers with large numbers by npm's asn1-ts.
#
# Package: asn1-ts 11.1.0 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 as the other reader and writer
# Guessed: a number in an identifier has no upper bound (X.660; those of a UUID under 2.25 have 128 bits), the library
#   writes integers of any length right, and ObjectIdentifier.fromString takes the text without a complaint; so it writes
#   them, or it throws.
# Behaviour: from 2^32 on the number is written as 0, and read back as 0: each UUID becomes the one identifier 2.25.0, and
#   1.3.6.1.4.1.4294967296 becomes 1.3.6.1.4.1.0. No error, neither in fromString nor in writing. 4294967295 is right.
# Output seen: 1.3.6.1.4.1.4294967295: right; 1.3.6.1.4.1.4294967296: 1.3.6.1.4.1.0; 2.25.3298...: 2.25.0; OpenSSL: right
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts asn1-ts@11.1.0 >/dev/null
cat >write.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { DERElement, ObjectIdentifier } from 'asn1-ts';

const element = new DERElement();
element.tagNumber = 6;
element.objectIdentifier = ObjectIdentifier.fromString(process.argv[2]);
writeFileSync('made.der', element.toBytes());
JS
bad=
check() { # identifier, expected
    local told
    node write.mjs "$1"
    told=$(openssl asn1parse -inform DER -in made.der | sed 's/.*OBJECT *://')
    openssl asn1parse -genstr "OID:$1" -noout -out right.der
    echo "$1: $told, $(od -An -tx1 made.der | tr -d ' \n'); OpenSSL: $(od -An -tx1 right.der | tr -d ' \n')"
    [ "$told" = "$2" ] || bad=1
}
check 1.3.6.1.4.1.4294967295 1.3.6.1.4.1.4294967295
check 1.3.6.1.4.1.4294967296 1.3.6.1.4.1.0
check 2.25.329800735698586629295641978511506172918 2.25.0
check 2.25.113059749145936325402354257176981405696 2.25.0
[ -z "$bad" ] || { echo "CHANGED: asn1-ts writes other identifiers" >&2; exit 1; }
