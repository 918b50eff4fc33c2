#!/usr/bin/env bash
# Read a certificate below the lines that OpenSSL prints above it, and a chain, by npm's @root/pem.
#
# Package: @root/pem 1.0.4 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the certificates
# Guessed: parseBlock finds the block between its markers; what is above it is no part of it (RFC 7468, 5.2), and of two
#   blocks it returns the first.
# Behaviour: all lines without five dashes in a row are joined and decoded, wherever they stand. The decoder stops at the
#   first equals sign: below `subject=CN = x` there are 5 bytes, from the word "subject", and no error. A comment without
#   one adds its letters in front of the certificate. Of a fullchain all comes out as one run of bytes, or only the
#   leaf, by whether the length of the leaf's base64 is a multiple of four without padding.
# Output seen: certificate: right; below subject=...: 5 bytes, b2e6e379cb; chain of leaf and issuer: one buffer of both, or
#   the first only
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @root/pem@1.0.4 >/dev/null
cat >read.cjs <<'JS'
const bytes = require('@root/pem').parseBlock(require('fs').readFileSync(0, 'utf8')).bytes;
console.log(bytes.length, Buffer.from(bytes).subarray(0, 5).toString('hex'));
JS
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # what, file, expected
    local told
    told=$(node read.cjs <"$2")
    echo "$1: $told"
    [ "$told" = "$3" ] || bad=1
}
for organization in a ab abc; do
    openssl req -x509 -key key.pem -out "$organization.pem" -days 9 -set_serial 1 -subj "/O=$organization"
    openssl x509 -in "$organization.pem" -outform DER -out "$organization.der"
done
size() { wc -c <"$1.der"; }
start() { head -c 5 "$1.der" | od -An -tx1 | tr -d ' \n'; }
for name in a ab abc; do
    check "certificate of $(size "$name") bytes" "$name.pem" "$(size "$name") $(start "$name")"
    openssl x509 -in "$name.pem" -subject >named.pem
    head -1 named.pem
    check "below that line" named.pem "5 b2e6e379cb"
    cat "$name.pem" a.pem >chain.pem
    both=$(size "$name")
    [ $((both % 3)) != 0 ] || both=$((both + $(size a)))
    check "before another certificate" chain.pem "$both $(start "$name")"
done
[ -z "$bad" ] || { echo "CHANGED: @root/pem reads other bytes" >&2; exit 1; }
