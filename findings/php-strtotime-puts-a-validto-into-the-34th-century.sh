#!/usr/bin/env bash
# Turn the field validTo of PHP's openssl_x509_parse into a time.
#
# Package: php-cli 8.2 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: what openssl_x509_parse gives as text, strtotime and DateTime read, or they refuse: the text has the year in
#   two digits and a Z at its end, an old form that many parsers know as ISO's basic format or know not at all.
# Behaviour: it goes by the day. 330105102030Z, the 5th of January 2033, is read as year 3301, month 05, day 10, 20:30
#   o'clock: in the 34th century. 270109114400Z is the year 4400, 260101000000Z the last day of 2600, and about half of
#   all dates are false or an exception. Comparing with now, whatever is read is valid for centuries, false is 1970.
#   From 2050 on, where the year has four digits, each date is right. validTo_time_t beside it is right for all of
#   these.
# Output seen: 2033-01-05: 3301-05-10; 2027-01-09: 4400-09-11; 2026-12-31 and 2049-12-31: false; 2050-06-01: right
set -euo pipefail

command -v php >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
php -r 'echo "PHP ", PHP_VERSION, "\n";'
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
mkdir new
touch index
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = new
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
for date in 20330105102030Z 20270109114400Z 20261231235959Z 20491231235959Z 20500601000000Z; do
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20200101000000Z -enddate $date \
        -out $date.pem -notext 2>/dev/null
done
cat >ask.php <<'PHP'
<?php
date_default_timezone_set('UTC');
foreach (glob('2*.pem') as $file) {
    $cert = openssl_x509_parse(file_get_contents($file));
    $time = strtotime($cert['validTo']);
    echo $cert['validTo'], ': ', $time === false ? 'false' : date('Y-m-d H:i', $time),
        ', validTo_time_t: ', date('Y-m-d H:i', $cert['validTo_time_t']), "\n";
}
PHP
php ask.php | tee out
grep -qx '261231235959Z: .*validTo_time_t: 2026-12-31 23:59' out && grep -q '^20500601000000Z: 2050-06-01 00:00' out
grep -q '^330105102030Z: 3301-05-10 20:30,' out && grep -q '^270109114400Z: 4400-09-11 00:00,' out &&
    grep -q '^261231235959Z: false,' out && grep -q '^491231235959Z: false,' out ||
    { echo "CHANGED: strtotime reads these dates otherwise" >&2; exit 1; }
