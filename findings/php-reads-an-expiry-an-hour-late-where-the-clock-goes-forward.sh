#!/usr/bin/env bash
# Read the expiry of certificates in PHP, in several time zones.
#
# Package: php-cli 8.2 (Debian 12) with tzdata, OpenSSL 3.0.19 for the certificates
# Guessed: validTo_time_t of openssl_x509_parse is seconds since 1970, which have no time zone; the certificate says Z.
# Behaviour: PHP reads the digits as local time and adds the offset of the result. Where the local clock skips those
#   digits on that day, the result is moved by the library and the offset is the wrong one: 02:30 UTC on 28 March 2027
#   is 3600 seconds too late in Berlin, 01:30 UTC 3600 too early in Dublin, 02:30 UTC on 14 March too late in New York.
#   It goes by TZ of the process, not by date.timezone. Ruby and the openssl program have no such hour. Certificates of
#   one CA that all end at a fixed hour meet it for one day a year, on some of the machines.
# Output seen: 2027-03-28 02:30 UTC: UTC +0, Berlin +3600; 01:30 UTC: Dublin -3600; 2027-03-14 02:30 UTC: New York
#   +3600
set -euo pipefail

need=
command -v php >/dev/null || need="$need php-cli"
[ -e /usr/share/zoneinfo/Europe/Berlin ] || need="$need tzdata"
[ -z "$need" ] || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
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
cat >ask.php <<'PHP'
<?php
echo openssl_x509_parse(file_get_contents('cert.pem'))['validTo_time_t'];
PHP
bad=
check() { # end, time zone, expected difference
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20200101000000Z -enddate "$1" \
        -out cert.pem -notext 2>/dev/null
    local right seen
    right=$(date -u -d "$(openssl x509 -in cert.pem -noout -enddate | cut -d= -f2)" +%s)
    seen=$(($(TZ=$2 php ask.php) - right))
    echo "$1, $2: $seen"
    [ "$seen" = "$3" ] || bad=1
}
check 20270328023000Z UTC 0
check 20270328023000Z Europe/Berlin 3600
check 20270328013000Z Europe/Dublin -3600
check 20270314023000Z America/New_York 3600
check 20270314023000Z Europe/Berlin 0
[ -z "$bad" ] || { echo "CHANGED: PHP reads other times" >&2; exit 1; }
