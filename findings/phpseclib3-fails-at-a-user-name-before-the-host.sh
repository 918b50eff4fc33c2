#!/usr/bin/env bash
# Ask phpseclib 3 whether a certificate is for a URL's host, with other kinds of names beside the host.
#
# Package: php-phpseclib3 3.0.19 with php-cli 8.2 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: validateURL answers true or false; of the alternative names it looks at those of hosts, whatever else there is.
# Behaviour: each name is put through preg_quote() before its kind is looked at. A directory name or an otherName is an
#   array there, so that the call ends in a TypeError: a certificate of Active Directory with the user's principal name in
#   front. With the host in front it is true, since the search ends there, and for a host that is not in it the same
#   certificate gives the TypeError instead of false. An e-mail address or a registered identifier does no harm.
# Output seen: DNS, email, RID before the host: true; otherName, dirName before it: TypeError; behind it: true
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
$told = [];
foreach (['https://a.example/', 'https://b.example/'] as $url) {
    try {
        $told[] = json_encode($x509->validateURL($url));
    } catch (TypeError $error) {
        $told[] = 'TypeError';
    }
}
fwrite(STDERR, implode(', ', $told));
PHP
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # names, expected for the host and for another
    local told
    openssl req -x509 -key key.pem -out cert.pem -days 9 -config <(printf '%s\n' '[req]' distinguished_name=d x509_extensions=x \
        '[d]' '[x]' "subjectAltName=$1" '[n]' CN=n) -subj /CN=x
    told=$(php -d display_errors=0 ask.php 2>&1 >/dev/null)
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
upn='otherName:1.3.6.1.4.1.311.20.2.3;UTF8:user@a.example'
check DNS:a.example "true, false"
check email:user@a.example,DNS:a.example "true, false"
check RID:1.2.3.4,DNS:a.example "true, false"
check "$upn,DNS:a.example" "TypeError, TypeError"
check dirName:n,DNS:a.example "TypeError, TypeError"
check "DNS:a.example,$upn" "true, TypeError"
[ -z "$bad" ] || { echo "CHANGED: phpseclib tells hosts otherwise" >&2; exit 1; }
