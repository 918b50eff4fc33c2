#!/usr/bin/env bash
# Read serial numbers of 64, 127, 128 and 159 bits with PHP, and bring them to one form by PHP's means.
#
# Package: php-cli 8.2 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: `serialNumber` of openssl_x509_parse() is the number in decimal, as it is for a small one, and
#   `serialNumberHex` beside it the same in hex.
# Behaviour: from 128 bits on, `serialNumber` is hex too, with 0x before it. Random serials of 16 bytes lie on both
#   sides, so that half the certificates of such a CA come in the one form and half in the other; those of 20 bytes
#   are nearly all hex, and a trial with a CA of one's own, which counts from 1, shows decimal only. A column or a
#   comparison that takes the field for a number goes wrong without an error: a cast to int is 0 for hex, and a too
#   long decimal is the greatest int. `serialNumberHex` has one form for all, in capitals, as `openssl x509 -serial`
#   prints it.
# Output seen: 64 bits: decimal; 127: decimal; 128: 0x and hex; 159: 0x and hex; as int: the greatest int twice, 0
#   twice; serialNumberHex: as openssl prints it, four times
set -euo pipefail

php -r 'exit(extension_loaded("openssl") ? 0 : 1);' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
php -r 'echo "PHP ", PHP_VERSION, ", ", OPENSSL_VERSION_TEXT, "\n";'

cat >ask.php <<'PHP'
<?php
$parsed = openssl_x509_parse(file_get_contents($argv[1]));
echo implode(" ", [$parsed["serialNumber"], (int) $parsed["serialNumber"], $parsed["serialNumberHex"]]), "\n";
PHP
bad=
check() { # serial in hex, expected serialNumber, expected as int
    local told
    openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out cert.pem -days 30 -subj /CN=serial.example.com \
        -set_serial "0x$1" 2>/dev/null
    told=$(php ask.php cert.pem)
    echo "$1: serialNumber, as int, serialNumberHex: $told"
    [ "$told" = "$2 $3 $(openssl x509 -in cert.pem -noout -serial | cut -d= -f2)" ] || bad=1
}
decimal() { python3 -c 'import sys; print(int(sys.argv[1], 16))' "$1"; }
greatest=9223372036854775807
check 8899AABBCCDDEEFF "$(decimal 8899AABBCCDDEEFF)" $greatest
check 7899AABBCCDDEEFF0011223344556677 "$(decimal 7899AABBCCDDEEFF0011223344556677)" $greatest
check 8899AABBCCDDEEFF0011223344556677 0x8899AABBCCDDEEFF0011223344556677 0
check 7899AABBCCDDEEFF001122334455667788990011 0x7899AABBCCDDEEFF001122334455667788990011 0
[ -z "$bad" ] || { echo "CHANGED: PHP writes serial numbers otherwise" >&2; exit 1; }
