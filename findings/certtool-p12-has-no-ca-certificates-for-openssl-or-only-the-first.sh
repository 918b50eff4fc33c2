#!/usr/bin/env bash
# Make a PKCS#12 file from a key and its chain with certtool, in the two ways that its options suggest.
#
# Package: gnutls-bin 3.7.9 (Debian 12), OpenSSL 3.0.19 for the certificates, the reading and the comparison
# Guessed: --load-certificate fullchain, and --load-certificate leaf with --load-ca-certificate chain, give the same
#   file and the one that `openssl pkcs12 -export` makes: a leaf that belongs to the key, and two CA certificates.
# Behaviour: neither does. From the fullchain each certificate, those of the issuers too, gets a localKeyID of its
#   own, as if there were a key to each; `openssl pkcs12 -clcerts`, "client certificates only", goes by that mark
#   and prints all three, and `-cacerts` prints none, with exit code 0: the usual recipe that splits a file into
#   cert.pem and chain.pem makes a fullchain and an empty chain. From the CA file the first certificate alone is
#   taken; the rest is left out without a word, although the same option loads the whole file when certtool
#   verifies.
# Output seen: openssl: -clcerts leaf, -cacerts sub issuing; certtool with fullchain: leaf sub issuing, nothing;
#   with a CA file: leaf, sub; certtool --verify with that CA file: loads 2
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
certtool --version | head -1
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
ca='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n'
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 "$ca"
sign issuing sub 3 "$ca"
sign sub leaf 4 'subjectAltName=DNS:leaf.example.com\n'
cat sub.pem issuing.pem >chain
cat leaf.pem chain >fullchain

openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile chain -name web -passout pass:x -out openssl.p12
write() { certtool --to-p12 --load-privkey leaf.key --p12-name web --password x --outder "$@" 2>/dev/null; }
write --load-certificate fullchain --outfile fullchain.p12
write --load-certificate leaf.pem --load-ca-certificate chain --outfile ca-file.p12

bad=
check() { # file, expected of -clcerts, expected of -cacerts
    local own cas
    own=$(openssl pkcs12 -in "$1.p12" -passin pass:x -nokeys -clcerts | sed -n 's/^subject=CN = //p' | paste -sd' ')
    cas=$(openssl pkcs12 -in "$1.p12" -passin pass:x -nokeys -cacerts | sed -n 's/^subject=CN = //p' | paste -sd' ')
    echo "$1.p12: -clcerts: ${own:-nothing}; -cacerts: ${cas:-nothing}"
    [ "$own; $cas" = "$2; $3" ] || bad=1
}
check openssl leaf "sub issuing"
check fullchain "leaf sub issuing" ""
check ca-file leaf sub
cat chain root.pem >all
loaded=$(certtool --verify --load-ca-certificate all --infile leaf.pem 2>&1 | grep -E '^Loaded|Verified' | paste -sd' ')
echo "certtool --verify with the three CAs in one file: $loaded"
grep -q "Loaded CAs (3 available)" <<<"$loaded" || bad=1
[ -z "$bad" ] || { echo "CHANGED: certtool writes another PKCS#12 file" >&2; exit 1; }
