#!/usr/bin/env bash
# Make a certificate with the serial number that Perl's IO::Socket::SSL::Utils has read from another one.
#
# Package: libio-socket-ssl-perl 2.081 with libnet-ssleay-perl 1.92 on Perl 5.36 (Debian 12), OpenSSL 3.0.19
# Guessed: CERT_asHash gives the serial number in decimal, all digits of it, and CERT_create takes that: the pair is there
#   to imitate certificates, and public authorities have serial numbers of at least 64 bits.
# Behaviour: the number is written by a function for a C long. From 2^63 on, the certificate has another: 2^63 becomes its
#   negative, and everything from 2^64 on becomes -1, so that all copies have one serial number, which moreover is none by
#   RFC 5280 (4.1.2.2). No error and no warning.
# Output seen: 7FFFFFFFFFFFFFFF: same; 8000000000000000: -8000000000000000; 16 bytes, 20 bytes: -01
set -euo pipefail

perl -MIO::Socket::SSL::Utils -e 1 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libio-socket-ssl-perl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >copy.pl <<'PL'
use strict;
use warnings;
use IO::Socket::SSL::Utils;

my $read = CERT_asHash(PEM_file2cert('first.pem'));
my ($made) = CERT_create(subject => { CN => 'x' }, serial => $read->{serial}, key => PEM_file2key('key.pem'));
PEM_cert2file($made, 'copy.pem');
print $read->{serial};
PL
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # serial number in hex, in decimal, expected of the copy
    openssl req -x509 -key key.pem -out first.pem -days 9 -set_serial "0x$1" -subj /CN=x
    local told
    told=$(perl copy.pl)
    told+=" $(openssl x509 -in copy.pem -noout -serial)"
    echo "$1: $told"
    [ "$told" = "$2 serial=$3" ] || bad=1
}
check 7FFFFFFFFFFFFFFF 9223372036854775807 7FFFFFFFFFFFFFFF
check 8000000000000000 9223372036854775808 -8000000000000000
check 123456789ABCDEF0123456789ABCDEF0 24197857203266734864793317670504947440 -01
check 7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 730750818665451459101842416358141509827966271487 -01
[ -z "$bad" ] || { echo "CHANGED: IO::Socket::SSL::Utils copies other serial numbers" >&2; exit 1; }
