#!/usr/bin/env bash
# phpseclib shows an IPv6 name of a certificate as an IPv4 address, and writes it that way.
# Package: php-seclib 1.0.20 with php-cli 8.2 (Debian), OpenSSL 3.0.19 for the test certificate
# Guessed: File_X509 gives an iPAddress of 16 bytes as an IPv6 address, or as raw bytes if it knows none.
# Behaviour: the first four bytes are printed as an IPv4 address and the rest is thrown away: 2001:db8::7 becomes
#   32.1.13.184, the same as every other address under 2001:db8::/32. saveX509() after loadX509(), with nothing
#   changed between, writes the four-byte address into the certificate. An inventory made with it lists addresses that
#   nobody has and misses the real ones.
# Output seen: phpseclib: 32.1.13.184 / saved again and read by OpenSSL: IP Address:32.1.13.184
set -euo pipefail
if ! command -v php >/dev/null || [ ! -e /usr/share/php/phpseclib.autoloader.php ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli php-seclib >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' php-seclib 2>/dev/null || true
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj "/CN=www.example.com" -days 30 \
  -addext "subjectAltName=IP:2001:db8::7,IP:192.0.2.7" 2>/dev/null
cat > ask.php <<'PHP'
<?php
error_reporting(E_ERROR);
set_include_path('/usr/share/php');
require 'phpseclib.autoloader.php';
$reader = new File_X509();
$cert = $reader->loadX509(file_get_contents('cert.pem'));
foreach ($reader->getExtension('id-ce-subjectAltName') as $name) {
    echo $name['iPAddress'], "\n";
}
file_put_contents('again.pem', $reader->saveX509($cert));
PHP
seen=$(php ask.php | paste -sd' ')
openssl_first=$(openssl x509 -in cert.pem -noout -ext subjectAltName | tail -1)
openssl_again=$(openssl x509 -in again.pem -noout -ext subjectAltName | tail -1)
echo "OpenSSL, original:    $openssl_first"
echo "phpseclib:            $seen"
echo "OpenSSL, saved again: $openssl_again"
if [ "$seen" != "32.1.13.184 192.0.2.7" ] || [[ "$openssl_again" != *"Address:32.1.13.184"* ]]; then
  echo "CHANGED: phpseclib keeps the IPv6 address" >&2
  exit 1
fi
