#!/usr/bin/env bash
# Give key and certificates in one PEM file to Mutt's smime_keys.
#
# Package: mutt 2.2.12 (Debian 12), OpenSSL 3.0.19 for the files
# Guessed: `smime_keys add_pem` takes a PEM file with a key and its certificates, as they come from an authority, which the
#   manual's "converted from e.g. PKCS12" allows.
# Behaviour: only one that `openssl pkcs12` has written: above each block there must be the remark "Bag Attributes", which
#   is no part of PEM and which other readers pass over. Without it the program ends with "Not all contents were bagged.
#   can't continue.", which says nothing of what to do. With the remark and a localKeyID put above the blocks by hand the
#   same file goes in.
# Output seen: key, leaf, issuer: Not all contents were bagged; the same from openssl pkcs12: added; with "Bag Attributes"
#   and "localKeyID: 01" put above the blocks by hand: added
set -euo pipefail

command -v smime_keys >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mutt >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' mutt
export HOME=$work
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=ca 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -subj /CN=Doe 2>/dev/null |
    openssl x509 -req -CA ca.pem -CAkey ca.key -set_serial 7 -days 9 -out leaf.pem \
        -extfile <(printf '%s\n' subjectAltName=email:doe@example.org extendedKeyUsage=emailProtection) 2>/dev/null
cat key.pem leaf.pem ca.pem >plain
openssl pkcs12 -export -in leaf.pem -inkey key.pem -certfile ca.pem -passout pass:secret -out all.p12
openssl pkcs12 -in all.p12 -passin pass:secret -nodes -out exported 2>/dev/null
mark() { printf 'Bag Attributes\n%s' "$1"; cat "$2"; }
(mark $'    localKeyID: 01 \n' key.pem; mark $'    localKeyID: 01 \n' leaf.pem; mark '' ca.pem) >marked
bad=
check() { # file, expected
    local told
    rm -rf .smime
    mkdir -p .smime/certificates .smime/keys
    touch .smime/certificates/.index .smime/keys/.index
    printf 'set smime_certificates="~/.smime/certificates"\nset smime_keys="~/.smime/keys"\n' >.muttrc
    told=$(printf "label\n%.0s" 1 2 3 4 5 6 | timeout 60 smime_keys add_pem "$1" 2>&1 | grep -oE 'Not all contents were bagged|for doe@example.org added' | head -1 || true)
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check plain "Not all contents were bagged"
check exported "for doe@example.org added"
check marked "for doe@example.org added"
[ -z "$bad" ] || { echo "CHANGED: Mutt imports other files" >&2; exit 1; }
