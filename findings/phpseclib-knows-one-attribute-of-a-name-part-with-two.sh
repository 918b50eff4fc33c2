#!/usr/bin/env bash
# Ask phpseclib for the common name of a certificate whose last name part has two attributes.
#
# Package: php-seclib 1.0.20 with php-cli 8.2 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: a part "serialNumber=77 + CN=www.example.com", as seals and device certificates have it, is shown with its "+",
#   or as two parts; getSubjectDNProp('CN') finds the common name wherever it stands, as it does for repeated OUs.
# Behaviour: of each part only the attribute that stands first in the DER is seen. DER sorts them by their bytes, so not
#   the order of the subject line decides but that of lengths and numbers: here the CN is gone from the text and from the
#   array, and getSubjectDNProp('CN') is empty. FILE_X509_DN_HASH, the hash by which OpenSSL
#   looks CAs up in a folder, is another one than OpenSSL's, so that look-up fails as well. And setDN('CN=b+UID=a,O=c')
#   makes one common name of it, "b+UID=a".
# Output seen: OpenSSL: C=NL, O=x, serialNumber=77 + CN=www.example.com; phpseclib: C=NL, O=x/serialNumber=77; CN: none;
#   another hash; for O=x, CN=www.example.com: both right
set -euo pipefail

if ! command -v php >/dev/null || ! [ -e /usr/share/php/phpseclib.autoloader.php ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli php-seclib >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' php-seclib
make_cert() { # file, subject
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out "$1.pem" -multivalue-rdn \
        -subj "$2" -days 30 2>/dev/null
    echo "OpenSSL, $1: $(openssl x509 -in "$1.pem" -noout -subject) $(openssl x509 -in "$1.pem" -noout -hash)"
}
make_cert single /C=NL/O=x/CN=www.example.com
make_cert double /C=NL/O=x/CN=www.example.com+serialNumber=77
cat >ask.php <<'PHP'
<?php
error_reporting(E_ALL & ~E_DEPRECATED & ~E_NOTICE);
require '/usr/share/php/phpseclib.autoloader.php';
foreach (['single', 'double'] as $name) {
    $x = new File_X509();
    $x->loadX509(file_get_contents("$name.pem"));
    echo "phpseclib, $name: ", $x->getSubjectDN(FILE_X509_DN_STRING), '; CN: ', json_encode($x->getSubjectDNProp('CN')), ' ',
        $x->getSubjectDN(FILE_X509_DN_HASH), "\n";
}
$x = new File_X509();
echo 'setDN: ', json_encode($x->setDN('CN=b+UID=a,O=c')), ', ', $x->getDN(FILE_X509_DN_STRING), "\n";
PHP
php ask.php | tee out
hash() { openssl x509 -in "$1.pem" -noout -hash; }
grep -qxF "phpseclib, single: C=NL, O=x, CN=www.example.com; CN: [\"www.example.com\"] $(hash single)" out
grep -qF 'phpseclib, double: C=NL, O=x/serialNumber=77; CN: [] ' out && ! grep -qF " $(hash double)" out &&
    grep -qxF 'setDN: true, CN=b+UID=a, O=c' out || { echo "CHANGED: phpseclib shows such parts otherwise" >&2; exit 1; }
