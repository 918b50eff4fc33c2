#!/usr/bin/env bash
# Ask phpseclib 3 whether a certificate is for a URL whose host is an address, or is written in capital letters.
#
# Package: php-phpseclib3 3.0.19 with php-cli 8.2 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: an address in the URL is looked for among the certificate's addresses, which phpseclib reads (getExtension lists
#   127.0.0.1), and the case of letters does not matter in a host, as in DNS.
# Behaviour: no address is ever right, neither IPv4 nor IPv6, by an address among the alternative names; it is only by a
#   common name or a DNS name with that text, which other clients do not take. A letter in capitals, in the URL or in the
#   certificate, makes it false.
# Output seen: a.example: true; A.EXAMPLE, 10.0.0.1, [::1]: false; OpenSSL: all four match
set -euo pipefail

{ command -v php && [ -e /usr/share/php/phpseclib3/autoload.php ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli php-phpseclib3 >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' php-phpseclib3
cat >ask.php <<'PHP'
<?php
require_once 'phpseclib3/autoload.php';
$x509 = new phpseclib3\File\X509();
$x509->loadX509(file_get_contents('cert.pem'));
fwrite(STDERR, json_encode($x509->validateURL($argv[1])));
PHP
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # names, host, option of openssl verify, expected
    local told
    openssl req -x509 -key key.pem -out cert.pem -days 9 -subj /CN=x -addext "subjectAltName=$1"
    openssl verify -CAfile cert.pem "$3" "$(tr -d '[]' <<<"$2")" cert.pem >/dev/null
    told=$(php -d display_errors=0 ask.php "https://$2/" 2>&1 >/dev/null)
    echo "$1, https://$2/: $told (OpenSSL: match)"
    [ "$told" = "$4" ] || bad=1
}
check DNS:a.example a.example -verify_hostname true
check DNS:a.example A.EXAMPLE -verify_hostname false
check DNS:A.Example a.example -verify_hostname false
check IP:10.0.0.1 10.0.0.1 -verify_ip false
check IP:::1 '[::1]' -verify_ip false
[ -z "$bad" ] || { echo "CHANGED: phpseclib tells hosts otherwise" >&2; exit 1; }
