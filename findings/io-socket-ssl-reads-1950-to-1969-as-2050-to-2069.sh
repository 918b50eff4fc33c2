#!/usr/bin/env bash
# Read the dates of certificates that began or ended before 1970 by Perl's IO::Socket::SSL::Utils.
#
# Package: libio-socket-ssl-perl 2.081 with libnet-ssleay-perl 1.92 on Perl 5.36 (Debian 12), OpenSSL 3.0.19 for the
#   certificates and the comparison
# Guessed: CERT_asHash gives the times as seconds, which are negative before 1970 as Perl's gmtime takes them; Net::SSLeay
#   below it prints the right day, and RFC 5280 (4.1.2.5.1) begins with 1950.
# Behaviour: a time before 1970 comes a hundred years later. A certificate that is valid since 1950, which stands for
#   "always" on some devices, begins in 2050, and one that ended in 1969 is good for decades. Times of 1970 and after 2049
#   are right.
# Output seen: 1950, 1969: 2050, 2069; 1970, 2049, 9999: right
set -euo pipefail

perl -MIO::Socket::SSL::Utils -e 1 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libio-socket-ssl-perl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
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
cat >read.pl <<'PL'
use strict;
use warnings;
use IO::Socket::SSL::Utils;

my $read = CERT_asHash(PEM_file2cert('cert.pem'));
print join(' ', map { (gmtime $read->{$_})[5] + 1900 } qw(not_before not_after));
PL
bad=
check() { # begin, end, expected years
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate "$1" -enddate "$2" \
        -out cert.pem -notext 2>/dev/null
    local told
    told=$(perl read.pl)
    echo "$(openssl x509 -in cert.pem -noout -startdate -enddate | sed 's/.*=//' | paste -sd, | sed 's/,/ to /'): $told"
    [ "$told" = "$3" ] || bad=1
}
check 19500101000000Z 19691231235959Z "2050 2069"
check 19691231235959Z 20491231235959Z "2069 2049"
check 19700101000000Z 99991231235959Z "1970 9999"
[ -z "$bad" ] || { echo "CHANGED: IO::Socket::SSL::Utils reads other years" >&2; exit 1; }
