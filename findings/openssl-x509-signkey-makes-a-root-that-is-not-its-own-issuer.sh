#!/usr/bin/env bash
# Make a self-signed certificate of one that a CA issued, with `openssl x509 -signkey`.
#
# Package: OpenSSL 3.0.19 (Debian 12)
# Guessed: "self sign a certificate" makes one that is its own issuer in all parts: name, signature and identifiers;
#   trusted as it is, it verifies.
# Behaviour: the issuer's name becomes the subject's, but the extension with the key identifier of the former issuer
#   stays. Names say "self-signed" and the identifier says that another key has signed it, so OpenSSL looks for that
#   other issuer: with the certificate itself as its CA file verify fails with "unable to get local issuer certificate".
#   -extfile does not help, as its extensions come beside the old ones; -clrext does, and takes the host names away too.
# Output seen: issuer = subject, key identifiers differ, error 20; with -clrext: OK
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout ca.key -out ca.pem -days 30 -subj /CN=ca 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout leaf.key -out leaf.csr -subj /CN=www.example.com 2>/dev/null
printf 'subjectAltName=DNS:www.example.com\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n' >ext
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 30 -extfile ext -out leaf.pem 2>/dev/null
identifier() { openssl x509 -in "$1" -noout -ext "$2" 2>/dev/null | sed -n '2s/ *//p' || true; }
for option in '' -clrext; do
    openssl x509 -in leaf.pem -signkey leaf.key -days 30 $option -out self.pem 2>/dev/null
    [ "$(openssl x509 -in self.pem -noout -issuer | sed 's/.*CN/CN/')" = 'CN = www.example.com' ]
    [ "$(identifier self.pem authorityKeyIdentifier)" = "$(identifier self.pem subjectKeyIdentifier)" ] && same=equal || same=different
    [ -n "$(identifier self.pem authorityKeyIdentifier)" ] || same=none
    told=$(openssl verify -CAfile self.pem self.pem 2>&1 | sed -n 's/^error \([0-9]*\) .*/error \1/p; s/.*: OK/OK/p' | head -1) || true
    echo "-signkey $option: identifiers $same, verify: $told"
done | tee out
diff out - <<'TEXT' || { echo "CHANGED: OpenSSL signs such a certificate otherwise" >&2; exit 1; }
-signkey : identifiers different, verify: error 20
-signkey -clrext: identifiers none, verify: OK
TEXT
