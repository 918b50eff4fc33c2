#!/usr/bin/env bash
# Renew a certificate with certtool --update-certificate.
#
# Package: gnutls-bin 3.7.9 (Debian 12), OpenSSL 3.0.19 for the first certificate
# Guessed: the new certificate, from the same CA with new dates, has a serial number of its own, at random as with
#   --generate-certificate, or the one that the template names.
# Behaviour: it has the old one, whatever the template says, so the CA has issued two certificates with one number, which
#   RFC 5280 4.1.2.2 rules out: revoking the old one revokes the new one too, and NSS refuses a second certificate with
#   an issuer and serial number that it has seen. The dates are taken from the template. --generate-certificate from the
#   same template obeys the number.
# Output seen: old 4D2; updated, serial = 99 in the template: 4D2 with new dates; generated from the same template: 63
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
certtool --version | head -1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout ca.key -out ca.pem -days 365 -subj /CN=ca 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
printf 'subjectAltName=DNS:leaf\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n' >ext
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 1234 -days 10 -extfile ext -out old.pem 2>/dev/null
printf 'serial = 99\nexpiration_days = 90\n' >template
certtool --update-certificate --load-certificate old.pem \
    --load-ca-certificate ca.pem --load-ca-privkey ca.key --template template --outfile updated.pem 2>/dev/null
certtool --generate-certificate --load-request leaf.csr \
    --load-ca-certificate ca.pem --load-ca-privkey ca.key --template template --outfile generated.pem 2>/dev/null
for file in old updated generated; do
    openssl x509 -in $file.pem -noout -checkend 2592000 >/dev/null && dates='more than 30 days' || dates='less than 30 days'
    echo "$file: $(openssl x509 -in $file.pem -noout -serial), $dates"
done | tee out
diff out - <<'TEXT' || { echo "CHANGED: certtool numbers renewed certificates otherwise" >&2; exit 1; }
old: serial=04D2, less than 30 days
updated: serial=04D2, more than 30 days
generated: serial=63, more than 30 days
TEXT
