#!/usr/bin/env bash
# Have TLSA records with usage 2 (DANE-TA) made from a fullchain.pem, by danetool and by ldns-dane.
#
# Package: gnutls-bin 3.7.9, ldnsutils 1.8.3 (Debian 12); OpenSSL for the certificates and the reference hashes
# Guessed: `danetool --tlsa-rr --ca` looks for a CA in the chain that it is given, or refuses a certificate that says
#   CA:FALSE. `ldns-dane create ... 2` takes the issuer from a fullchain.pem, which holds nothing else beside the leaf.
# Behaviour: danetool hashes the first block, the leaf, and writes 2 into the record; it asks nothing and exits 0. Such
#   a record matches no CA in the chain, and a renewal with a new key voids it, which usage 2 was chosen to avoid.
#   ldns-dane wants the self-signed root in the file, which a fullchain.pem lacks, and then takes the root. For a record
#   of the issuer give danetool the issuer's certificate alone.
# Output seen: danetool --ca, fullchain: the leaf's hash; with the issuer alone: the issuer's; ldns-dane, fullchain: "did
#   not end in a self-signed certificate"; with the root in the file: the root's
set -euo pipefail
command -v danetool >/dev/null && command -v ldns-dane >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin ldnsutils >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n'
sign issuing leaf 3 'basicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:leaf.example\n'
cat leaf.pem issuing.pem >full.pem
cat leaf.pem issuing.pem root.pem >withroot.pem
declare -A owner
for name in leaf issuing root; do
    hash=$(openssl x509 -in $name.pem -pubkey -noout | openssl pkey -pubin -outform der | sha256sum | cut -d' ' -f1)
    owner[$hash]=$name
done
named() { # a record: usage and whose key it is
    local record=$1 hash
    hash=$(grep -oE '[0-9a-f]{64}' <<<"$record" || true)
    [ -n "$hash" ] || { echo "none"; return; }
    echo "usage $(sed -nE 's/.*TLSA[^0-9]*0?([0-3])[^0-9].*/\1/p' <<<"$record"), key of ${owner[$hash]}"
}
by_danetool() { danetool --tlsa-rr --ca --host leaf.example --load-certificate "$1" 2>&1; }
by_ldns() { ldns-dane -n -c "$1" create leaf.example 443 2 1 1 2>&1 || true; }
seen="$(named "$(by_danetool full.pem)") | $(named "$(by_danetool issuing.pem)") | $(named "$(by_ldns full.pem)") | $(named "$(by_ldns withroot.pem)")"
echo "danetool --ca with fullchain.pem:  $(named "$(by_danetool full.pem)")"
echo "danetool --ca with issuing.pem:    $(named "$(by_danetool issuing.pem)")"
echo "ldns-dane with fullchain.pem:      $(named "$(by_ldns full.pem)"), $(by_ldns full.pem | tail -1)"
echo "ldns-dane with the root in it too: $(named "$(by_ldns withroot.pem)")"
[ "$seen" = "usage 2, key of leaf | usage 2, key of issuing | none | usage 2, key of root" ] ||
    { echo "CHANGED: $seen" >&2; exit 1; }
