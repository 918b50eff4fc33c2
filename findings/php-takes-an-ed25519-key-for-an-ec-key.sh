#!/usr/bin/env bash
# Ask PHP for the kind of a key, of RSA, EC, Ed25519, Ed448 and X25519.
#
# Package: php-cli 8.2 (Debian 12), OpenSSL 3.0.19 for the keys
# Guessed: the type in openssl_pkey_get_details() is one of the OPENSSL_KEYTYPE constants, or -1 for a key of another kind,
#   as the manual says; PHP 8.4 has constants for the newer kinds, so here it is -1.
# Behaviour: it is 3, OPENSSL_KEYTYPE_EC, for each of them, with an array "ec" that has neither the curve nor a point. A
#   program that chooses by type takes such a key for ECDSA, and fails at openssl_sign() only, with "operation not
#   supported for this keytype", or at the missing curve_name.
# Output seen: RSA: 0; EC: 3, prime256v1; Ed25519, Ed448, X25519: 3, no curve_name
set -euo pipefail

command -v php >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
php -r 'echo PHP_VERSION, "\n";'
cat >ask.php <<'PHP'
<?php
$details = openssl_pkey_get_details(openssl_pkey_get_private(file_get_contents('key.pem')));
echo $details['type'], isset($details['ec']) ? ', ec with '.($details['ec']['curve_name'] ?? 'no curve_name') : '', "\n";
PHP
bad=
check() { # algorithm, expected, options
    local told
    openssl genpkey -algorithm "$1" "${@:3}" -out key.pem 2>/dev/null
    told=$(php ask.php)
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check RSA 0
check EC "3, ec with prime256v1" -pkeyopt ec_paramgen_curve:P-256
check ED25519 "3, ec with no curve_name"
check ED448 "3, ec with no curve_name"
check X25519 "3, ec with no curve_name"
[ -z "$bad" ] || { echo "CHANGED: PHP tells other kinds" >&2; exit 1; }
