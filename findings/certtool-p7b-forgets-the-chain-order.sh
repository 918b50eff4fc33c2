#!/usr/bin/env bash
# certtool writes the certificates of a PKCS#7 file by size, so that the leaf of a usual chain comes last.
# Package: gnutls-bin 3.7.9 (Debian), OpenSSL 3.0.19 for the test certificates and the comparison
# Guessed: --p7-generate keeps the order of --load-certificate, as "openssl crl2pkcs7 -certfile" does with the same
#   input, so that a PEM file made from the .p7b again can be served.
# Behaviour: the set is put into DER order, which means the shortest certificate first. A leaf with its names and
#   extensions is as a rule longer than a small root, so "leaf, CA" comes back as "CA, leaf"; turning the input round
#   changes nothing. Whoever makes a PEM chain from it has the leaf in the wrong place.
# Output seen: leaf+CA in -> OpenSSL's file: leaf, CA; certtool's file: CA, leaf, and the same for CA+leaf
set -euo pipefail
command -v certtool >/dev/null || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq gnutls-bin >/dev/null; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
certtool --version | head -1
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj "/CN=CA" -days 60 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj "/CN=leaf" 2>/dev/null
printf 'subjectAltName=DNS:www.example.com,DNS:example.com,DNS:api.example.com,DNS:static.example.com,DNS:login.example.com\nextendedKeyUsage=serverAuth\n' > ext
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 30 -extfile ext -out leaf.pem 2>/dev/null
cat leaf.pem ca.pem > right.pem
cat ca.pem leaf.pem > reversed.pem
names() { openssl pkcs7 -in "$1" -print_certs -noout | sed -n 's/^subject=CN = //p' | paste -sd' '; }
for file in right reversed; do
  certtool --p7-generate --load-certificate "$file.pem" --outfile "$file.p7b" 2>/dev/null
done
openssl crl2pkcs7 -nocrl -certfile right.pem -out openssl.p7b
echo "input:           leaf CA"
echo "OpenSSL's file:  $(names openssl.p7b)"
echo "certtool's file: $(names right.p7b)"
echo "certtool's file from CA, leaf: $(names reversed.p7b)"
if [ "$(names openssl.p7b)" != "leaf CA" ] || [ "$(names right.p7b)" != "CA leaf" ] || [ "$(names reversed.p7b)" != "CA leaf" ]; then
  echo "CHANGED: certtool keeps the order" >&2
  exit 1
fi
