#!/usr/bin/env bash
# Sort keys and certificates by what file(1) says.
#
# Package: file 5.44 (Debian 12), OpenSSL 3.0.19 for the files
# Guessed: file knows PEM: it prints "PEM certificate", "PEM certificate request", "PEM RSA private key" and "PEM EC
#   private key", and so it prints something like these for each kind that OpenSSL writes.
# Behaviour: it knows the labels of before PKCS#8. A key that openssl genpkey, req or genrsa writes today begins with
#   PRIVATE KEY and is "ASCII text", as are encrypted and public keys, PKCS#7 bundles, and an EC key behind its
#   parameters. A search for keys that should not lie about, by `file` and the word "key", finds the old ones only. So
#   is a certificate below the text of `openssl x509 -text`, or in a file with a comment at its top.
# Output seen: RSA PRIVATE KEY: PEM RSA private key; PRIVATE KEY, ENCRYPTED PRIVATE KEY, EC PARAMETERS, PKCS7: ASCII
#   text
set -euo pipefail

command -v file >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends file >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
file --version | sed -n 1p
openssl req -x509 -newkey rsa:2048 -nodes -keyout pkcs8 -out certificate -subj /CN=x -days 30 2>/dev/null
openssl rsa -in pkcs8 -traditional -out pkcs1 2>/dev/null
openssl pkcs8 -topk8 -in pkcs8 -passout pass:x -out encrypted
openssl pkey -in pkcs8 -pubout -out public
openssl ecparam -genkey -name prime256v1 -out parameters
openssl ec -in parameters -out sec1 2>/dev/null
openssl crl2pkcs7 -nocrl -certfile certificate -out pkcs7
openssl x509 -in certificate -text -out text
bad=
check() { # file, expected
    local seen
    seen=$(file -b "$1")
    echo "$1, $(grep -m1 -o 'BEGIN [A-Z0-9 ]*' "$1"): $seen"
    [ "$seen" = "$2" ] || bad=1
}
check certificate "PEM certificate"
check pkcs1 "PEM RSA private key"
check sec1 "PEM EC private key"
for name in pkcs8 encrypted public parameters pkcs7 text; do check $name "ASCII text"; done
[ -z "$bad" ] || { echo "CHANGED: file prints something else" >&2; exit 1; }
