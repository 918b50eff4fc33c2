#!/usr/bin/env bash
# Sign a file with `openssl cms` by keys of three kinds.
#
# Package: OpenSSL 3.0.19 (the openssl program of Debian 12)
# Guessed: what makes certificates, requests and TLS with Ed25519 signs with it here too; CMS has had it since RFC 8419
#   (2018).
# Behaviour: "no default digest", which sounds as if -md were missing. With -md sha512, which the RFC wants for signed
#   attributes, the error is another one at the end ("cms datafinal error"), and so with sha256 and with -noattr. The file
#   for the result is left behind empty. `openssl smime` refuses too. The certificate that cannot sign anything here was
#   made by the same program.
# Output seen: RSA, EC: signed; Ed25519: no default digest; -md sha512, -md sha256: cms datafinal error; -noattr -md:
#   signfinal error
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
echo hello >content
bad=
check() { # algorithm, expected, options of cms
    local told
    openssl genpkey $1 -out key.pem 2>/dev/null
    openssl req -x509 -key key.pem -out cert.pem -days 9 -subj /CN=x
    if openssl cms -sign -in content -signer cert.pem -inkey key.pem -outform DER -out signed.der "${@:3}" 2>error; then
        told=signed
    else
        told=$(grep -o 'no default digest\|cms datafinal error\|signfinal error' error | head -1)
        [ ! -s signed.der ] || told+=", a file"
    fi
    echo "$1 ${*:3}: $told"
    [ "$told" = "$2" ] || bad=1
}
check "-algorithm RSA" signed
check "-algorithm EC -pkeyopt ec_paramgen_curve:P-256" signed
check "-algorithm ED25519" "no default digest"
check "-algorithm ED25519" "cms datafinal error" -md sha512
check "-algorithm ED25519" "cms datafinal error" -md sha256
check "-algorithm ED25519" "signfinal error" -noattr -md sha512
[ -z "$bad" ] || { echo "CHANGED: openssl cms signs otherwise" >&2; exit 1; }
