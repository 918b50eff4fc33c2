#!/usr/bin/env bash
# Read serial numbers by npm's cert2json, in hex and in decimal.
#
# Package: cert2json 1.0.13 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the certificates
# Guessed: serialNumber.hex and serialNumber.int are one number in two forms, the hex one as openssl prints it, with or
#   without the zero byte that DER puts before a high first bit.
# Behaviour: the first byte is always cut off for hex, whether it is that zero byte or not. A serial below 80... loses its
#   own first byte: 0A0B is "0b", and 01 is an empty text; one from 80... on is right. So of random serials one half is
#   right and one half has two digits too few, and two certificates whose serials differ in the first byte only have the
#   same one. `int` beside it is right for all.
# Output seen: 01: int 1, hex ""; 0A0B: int 2571, hex 0b; 7F00112233: hex 00:11:22:33; 8F00112233: hex 8f:00:11:22:33
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts cert2json@1.0.13 >/dev/null
cat >ask.cjs <<'JS'
const { int, hex } = require('cert2json').parseFromFile('cert.pem').tbs.serialNumber;
console.log(`${BigInt(int).toString(16)} ${hex}`);
JS
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem 2>/dev/null
bad=
check() { # serial in hex, expected int in hex, expected hex
    local told
    openssl req -x509 -key key.pem -out cert.pem -days 30 -subj /CN=www.example.com -set_serial "0x$1"
    told=$(node ask.cjs)
    echo "$(openssl x509 -in cert.pem -noout -serial): int (as hex) and hex: $told"
    [ "$told" = "$2 $3" ] || bad=1
}
check 01 1 ""
check 0A0B a0b 0b
check 7F00112233 7f00112233 00:11:22:33
check 8F00112233 8f00112233 8f:00:11:22:33
[ -z "$bad" ] || { echo "CHANGED: cert2json gives other serial numbers" >&2; exit 1; }
