#!/usr/bin/env bash
# Take a PKCS#12 file through an NSS database, and make PEM from both.
#
# Package: libnss3-tools 3.87.1 (Debian 12), OpenSSL 3.0.19 for the files and the reading
# Guessed: pk12util -o writes the certificate that -n names first, then its issuers, as every PKCS#12 writer does and as
#   the file had it that was imported.
# Behaviour: the issuers come first and the leaf is last: "leaf sub issuing" goes in and "sub issuing leaf" comes out.
#   Key and certificate are tied by an identifier, so programs that open the archive are content. Who makes PEM from it,
#   `openssl pkcs12 -nodes` or a deployment script, gets a chain whose first certificate does not fit the key:
#   servers refuse it with "key values mismatch", and whatever takes the first block for the leaf reads the dates of a CA.
# Output seen: in: leaf sub issuing; out: sub issuing leaf; first certificate fits the key: yes, no
set -euo pipefail

command -v pk12util >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libnss3-tools >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libnss3-tools
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
ca='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 "$ca"
sign issuing sub 3 "$ca"
sign sub leaf 4 'subjectAltName=DNS:www.example.com\n'
openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile <(cat sub.pem issuing.pem) -name web -passout pass:x -out in.p12
mkdir db
certutil -N -d sql:db --empty-password
pk12util -i in.p12 -d sql:db -W x
pk12util -o out.p12 -n web -d sql:db -W x
names() { openssl pkcs12 -in "$1" -passin pass:x -nokeys 2>/dev/null | sed -n 's/^subject=CN = //p' | paste -sd' '; }
fits() {
    openssl pkcs12 -in "$1" -passin pass:x -nodes -out all.pem 2>/dev/null
    if [ "$(openssl x509 -in all.pem -noout -pubkey)" = "$(openssl pkey -in all.pem -pubout)" ]; then echo yes; else echo no; fi
}
for file in in.p12 out.p12; do echo "$file: $(names $file); first certificate fits the key: $(fits $file)"; done
[ "$(names in.p12)" = "leaf sub issuing" ] && [ "$(fits in.p12)" = yes ]
[ "$(names out.p12)" = "sub issuing leaf" ] && [ "$(fits out.p12)" = no ] ||
    { echo "CHANGED: pk12util writes the certificates in another order" >&2; exit 1; }
