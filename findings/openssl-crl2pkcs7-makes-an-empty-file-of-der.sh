#!/usr/bin/env bash
# Pack certificates into a .p7b with `openssl crl2pkcs7`, one of them in DER.
#
# Package: OpenSSL 3.0.19 (Debian 12)
# Guessed: -certfile with a file in which there is no certificate in PEM ends with an error, as x509, verify and pkcs12
#   of OpenSSL do; since version 3 most of its commands read DER in such a place anyway.
# Behaviour: it ends with exit code 0 and no word, and the certificates of that file are missing: a .p7b of a PEM leaf
#   and a DER issuer has the leaf only, and of DER alone it is an empty, valid file. A key in place of the certificate
#   makes the same. `openssl pkcs7 -print_certs`, which one checks it with, prints nothing and ends with 0.
# Output seen: leaf in PEM + issuer in PEM: 2; issuer in DER: 1; DER alone: 0; key: 0; exit code 0 each time
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
for name in leaf issuer; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -keyout $name.key -out $name.pem -days 30 -subj /CN=$name 2>/dev/null
done
openssl x509 -in issuer.pem -outform der -out issuer.der
openssl x509 -in issuer.der -noout -subject
pack() {
    local code=0 args=()
    for file in "$@"; do args+=(-certfile "$file"); done
    openssl crl2pkcs7 -nocrl "${args[@]}" -out bundle.p7b 2>errors || code=$?
    echo "$*: $(openssl pkcs7 -in bundle.p7b -print_certs | grep -c BEGIN || true) certificates, exit code $code, $(wc -l <errors) lines of errors"
}
{
    pack leaf.pem issuer.pem
    pack leaf.pem issuer.der
    pack issuer.der
    pack leaf.key
} | tee out
diff out - <<'TEXT' || { echo "CHANGED: crl2pkcs7 treats these files otherwise" >&2; exit 1; }
leaf.pem issuer.pem: 2 certificates, exit code 0, 0 lines of errors
leaf.pem issuer.der: 1 certificates, exit code 0, 0 lines of errors
issuer.der: 0 certificates, exit code 0, 0 lines of errors
leaf.key: 0 certificates, exit code 0, 0 lines of errors
TEXT
