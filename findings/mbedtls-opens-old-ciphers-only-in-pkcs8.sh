#!/usr/bin/env bash
# Open encrypted keys with mbedTLS, with the right password.
#
# Package: libmbedtls-dev 2.28.3 with gcc 12 (Debian 12), OpenSSL 3.0.19 for the keys
# Guessed: a library that encrypts connections by AES opens a key that is encrypted by AES, in the form that OpenSSL has
#   written by default since 1.1.0; only rare ciphers are missing.
# Behaviour: in PKCS#8 it knows DES and 3DES and nothing else, so a key from `openssl genpkey -aes256`, `req` or `pkcs8
#   -topk8` is refused (-0x2e80, feature unavailable), while the traditional form, whose key is one round of MD5, is
#   opened with AES. What keeps a key best is what cannot be used; for mbedTLS it has to be written anew, `openssl pkcs8
#   -topk8 -v2 des3`, or `openssl rsa -traditional -aes256`. The same program takes the key of 2005 and not the one of
#   today.
# Output seen: PKCS#8 with AES-256, AES-128, scrypt: -0x2e80; with 3DES and PBE-SHA1-3DES: opened; traditional AES-256:
#   opened
set -euo pipefail

dpkg -s libmbedtls-dev gcc libc6-dev >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libmbedtls-dev gcc libc6-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >open.c <<'C'
#include <mbedtls/pk.h>
#include <stdio.h>

int main(void) {
    mbedtls_pk_context key;
    mbedtls_pk_init(&key);
    int code = mbedtls_pk_parse_keyfile(&key, "key.pem", "secret");
    if (code == 0)
        printf("opened\n");
    else
        printf("-0x%x\n", -code);
    mbedtls_pk_free(&key);
    return 0;
}
C
gcc -o open open.c -lmbedx509 -lmbedcrypto
openssl genpkey -algorithm RSA -out plain.pem 2>/dev/null
bad=
check() { # expected, how the key is encrypted
    local told
    "${@:2}" -in plain.pem -passout pass:secret -out key.pem 2>/dev/null
    told=$(./open)
    echo "${*:2}: $told"
    [ "$told" = "$1" ] || bad=1
}
check -0x2e80 openssl pkcs8 -topk8
check -0x2e80 openssl pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1
check -0x2e80 openssl pkcs8 -topk8 -scrypt
check -0x2e80 openssl rsa -aes256
check opened openssl pkcs8 -topk8 -v2 des3
check opened openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES
check opened openssl rsa -traditional -aes256
[ -z "$bad" ] || { echo "CHANGED: mbedTLS opens other keys" >&2; exit 1; }
