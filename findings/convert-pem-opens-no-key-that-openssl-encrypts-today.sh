#!/usr/bin/env bash
# Read certificates and encrypted keys by Perl's Convert::PEM.
#
# Package: libconvert-pem-perl 0.08 with Perl 5.36 (Debian 12), OpenSSL 3.0.19 for the files
# Guessed: of a fullchain the first block is read, and a key that was encrypted by the openssl program in the old form of
#   PEM is opened, since the module reads and writes encrypted PEM.
# Behaviour: everything from the first BEGIN to the last END is one object, so a second certificate makes the file
#   unreadable, with an error about ASN.1, at two numbers of bytes. Of ciphers it has DES and Triple-DES; AES, which one
#   asks for today, is "Unrecognized cipher: 'AES-256-CBC'".
# Output seen: certificate: read; two: ASN decode failed; -des3: opened; -aes128, -aes256: Unrecognized cipher
set -euo pipefail

perl -MConvert::PEM -e 1 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libconvert-pem-perl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libconvert-pem-perl
cat >read.pl <<'PL'
use strict;
use warnings;
use Convert::PEM;

my ($name, $file) = @ARGV;
my $pem = Convert::PEM->new(Name => $name, ASN => 'Thing ANY');
my $read = $pem->read(Filename => $file, Password => 'secret');
print defined $read ? "read\n" : $pem->errstr =~ s/:.*//sr . "\n";
PL
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=x 2>/dev/null
cat cert.pem cert.pem >chain.pem
bad=
check() { # what, label, file, expected
    local told
    told=$(perl read.pl "$2" "$3")
    echo "$1: $told"
    [ "$told" = "$4" ] || bad=1
}
check "one certificate" CERTIFICATE cert.pem read
check "two certificates" CERTIFICATE chain.pem "ASN decode failed"
for cipher in des3 aes128 aes256; do
    openssl rsa -in key.pem -traditional -$cipher -passout pass:secret -out $cipher.pem 2>/dev/null
done
check -des3 "RSA PRIVATE KEY" des3.pem read
check -aes128 "RSA PRIVATE KEY" aes128.pem "Unrecognized cipher"
check -aes256 "RSA PRIVATE KEY" aes256.pem "Unrecognized cipher"
[ -z "$bad" ] || { echo "CHANGED: Convert::PEM reads other files" >&2; exit 1; }
