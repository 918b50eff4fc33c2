#!/usr/bin/env bash
# Write integers and read object identifiers by npm's asn1, with OpenSSL at the other end.
#
# Package: asn1 0.2.6 (npm) on Node.js v20.20.2, OpenSSL 3.0.19
# Guessed: writeInt writes each whole number that JavaScript holds exactly, up to 53 bits, or throws, as readInt throws for
#   what has more than 32 bits ("Integer too long"). readOID gives each identifier, or throws.
# Behaviour: only the lowest 32 bits are written, as a number with a sign and without an error: 2147483648 is
#   -2147483648 in the file, 4294967295 is -1, and 4294967296 is 0. Identifiers are read the same way: an arc of 33 bits
#   loses its first, of an identifier made from a UUID (2.25.n) the last 32 bits are left, with a sign or not, and 2.999.1,
#   of the arc for examples, is 26.39.1.
# Output seen: 2147483647: right; 2147483648: -80000000; 4294967295: -01; 4294967296: 00; 1.3.6.1.4.1.4294967297:
#   1.3.6.1.4.1.1; 2.25.n: 2.25.-920753162; 2.999.1: 26.39.1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts asn1@0.2.6 >/dev/null
cat >write.cjs <<'JS'
const writer = new (require('asn1').Ber.Writer)();
writer.writeInt(Number(process.argv[2]));
require('fs').writeFileSync('out.der', writer.buffer);
JS
cat >read.cjs <<'JS'
console.log(new (require('asn1').Ber.Reader)(require('fs').readFileSync('out.der')).readOID());
JS
bad=
check() { # value, expected
    local told
    case $1 in
    *.*) openssl asn1parse -genstr "OID:$1" -noout -out out.der && told=$(node read.cjs) ;;
    *) node write.cjs "$1" && told=$(openssl asn1parse -inform DER -in out.der | sed 's/.*://') ;;
    esac
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check 2147483647 7FFFFFFF
check 2147483648 -80000000
check 4294967295 -01
check 4294967296 00
check 2.5.29.17 2.5.29.17
check 1.3.6.1.4.1.4294967297 1.3.6.1.4.1.1
check 2.25.329800735698586629295641978511506172918 2.25.-920753162
check 2.999.1 26.39.1
[ -z "$bad" ] || { echo "CHANGED: asn1 writes or reads otherwise" >&2; exit 1; }
