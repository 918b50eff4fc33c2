#!/usr/bin/env bash
# Verify a leaf by botan's command, with the authorities in one file.
#
# Package: botan 2.19.3 (Debian 12), OpenSSL 3.0.19 for the files and the comparison
# Guessed: `botan cert_verify subject *ca_certs` reads all certificates of the files that it is given, as `openssl
#   verify` and certtool do; a system's ca-certificates.crt is such a file.
# Behaviour: of each file the first certificate is used and the rest is passed over without a word. With root and
#   intermediate in one file the answer is "issuer not found", in either order; with ca-certificates.crt it is so for
#   all but the first authority. A leaf's own fullchain adds nothing either. Each authority needs a file of its own.
# Output seen: two files: passes; root issuing in one: issuer not found; issuing root in one: the same; fullchain and
#   root: the same; OpenSSL: OK for both bundles
set -euo pipefail

command -v botan >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends botan >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
botan --version
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
sign issuing leaf 3 'subjectAltName=DNS:localhost\n'
cat root.pem issuing.pem >root-first.pem
cat issuing.pem root.pem >issuing-first.pem
cat leaf.pem issuing.pem >fullchain.pem
bad=
check() { # expected, files
    local expected=$1 got
    shift
    got=$(botan cert_verify "$@" || true)
    echo "$*: $got"
    [[ "$got" = *"$expected"* ]] || bad=1
}
for bundle in root-first issuing-first; do [ "$(openssl verify -CAfile $bundle.pem leaf.pem)" = "leaf.pem: OK" ]; done
check "passes validation" leaf.pem issuing.pem root.pem
check "issuer not found" leaf.pem root-first.pem
check "issuer not found" leaf.pem issuing-first.pem
check "issuer not found" fullchain.pem root.pem
[ -z "$bad" ] || { echo "CHANGED: botan reads the files otherwise" >&2; exit 1; }
