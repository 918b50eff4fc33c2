#!/usr/bin/env bash
# Make a certificate with the names that Perl's IO::Socket::SSL::Utils has read from another one.
#
# Package: libio-socket-ssl-perl 2.081 with libnet-ssleay-perl 1.92 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: CERT_asHash gives subjectAltNames as pairs of kind and value, CERT_create takes the same pairs, as the manual
#   shows; and where one cannot be written, CERT_create fails, as it does for a bad key.
# Behaviour: CERT_create knows IP, and hands all other kinds to OpenSSL as they are; CERT_asHash writes them in capitals,
#   and EMAIL and DIRNAME with their values are nothing that OpenSSL takes. One such pair, and the certificate comes without
#   any names, the right ones included; the call returns as ever, with a line on standard error that it cannot catch. So a
#   copy of a certificate with one e-mail address is one that fits no host.
# Output seen: DNS, IP, URI: all copied; with EMAIL or DIRNAME among them: no subjectAltName at all, and no error
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
my ($made) = CERT_create(
    subject => { CN => 'x' }, subjectAltNames => $read->{subjectAltNames}, key => PEM_file2key('key.pem'),
);
PEM_cert2file($made, 'copy.pem');
print join(' ', map { $_->[0] } @{ $read->{subjectAltNames} }), "\n";
PL
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # names, expected
    openssl req -x509 -key key.pem -out first.pem -days 9 -config <(printf '%s\n' '[req]' distinguished_name=d x509_extensions=x \
        '[d]' '[x]' "subjectAltName=$1" '[n]' CN=n) -subj /CN=x
    local told
    told=$(perl copy.pl 2>/dev/null)
    told+=": $(openssl x509 -in copy.pem -noout -ext subjectAltName 2>/dev/null | sed -n 's/^ *\([A-Z]\)/\1/p' | sed 1d)"
    echo "$told"
    [ "$told" = "$2" ] || bad=1
}
check DNS:a.example,IP:10.0.0.1,URI:https://a.example/ \
    "DNS IP URI: DNS:a.example, IP Address:10.0.0.1, URI:https://a.example/"
check DNS:a.example,email:a@b.example "DNS EMAIL: "
check DNS:a.example,dirName:n "DNS DIRNAME: "
[ -z "$bad" ] || { echo "CHANGED: IO::Socket::SSL::Utils copies other names" >&2; exit 1; }
