#!/usr/bin/env bash
# Ask `openssl ocsp` for the status of certificates, and look at how it ends.
#
# Package: OpenSSL 3.0.19 (the openssl program of Debian 12)
# Guessed: a script that asks whether a certificate is revoked looks at the exit status, 0 for a good one, as with `openssl
#   verify -crl_check`, which ends with 2 for the same certificate and the same authority.
# Behaviour: it ends with 0 for good, revoked and unknown, and "Response verify OK" stands above each of them; the word
#   behind the file's name is all that differs, on standard output, with three lines below it. Not 0 is only an answer about
#   another certificate, or none.
# Output seen: good 0, revoked 0, unknown 0, another certificate 1; openssl verify -crl_check: good 0, revoked 2
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=ca 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
for serial in 01 02 03; do
    openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial "0x$serial" -days 9 -out "$serial.pem" 2>/dev/null
done
printf '%s\t400101000000Z\t%s\t%s\tunknown\t/CN=leaf\n' V "" 01 R 250601000000Z,keyCompromise 02 >index
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
default_md = sha256
default_crl_days = 30
CNF
openssl ca -config ca.cnf -gencrl -keyfile ca.key -cert ca.pem -out list.pem 2>/dev/null
bad=
check() { # certificate asked for, certificate answered about, expected
    local told status=0 listed=0
    openssl ocsp -issuer ca.pem -cert "$2.pem" -no_nonce -reqout request.der
    openssl ocsp -index index -CA ca.pem -rsigner ca.pem -rkey ca.key -reqin request.der -respout response.der -ndays 3 2>/dev/null
    openssl ocsp -issuer ca.pem -cert "$1.pem" -respin response.der -CAfile ca.pem >out 2>&1 || status=$?
    openssl verify -crl_check -CAfile ca.pem -CRLfile list.pem "$1.pem" >/dev/null 2>&1 || listed=$?
    told="$(grep -o 'Response verify OK' out), $(sed -n "s/^$1.pem: //p" out | sed 's/ERROR: //; s/\.$//'), $status; $listed"
    echo "$1: $told"
    [ "$told" = "$3" ] || bad=1
}
check 01 01 "Response verify OK, good, 0; 0"
check 02 02 "Response verify OK, revoked, 0; 2"
check 03 03 "Response verify OK, unknown, 0; 0"
check 03 01 "Response verify OK, No Status found, 1; 0"
[ -z "$bad" ] || { echo "CHANGED: openssl ocsp ends otherwise" >&2; exit 1; }
