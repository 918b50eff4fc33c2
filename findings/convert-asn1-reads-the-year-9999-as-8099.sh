#!/usr/bin/env bash
# Read far expiry dates by Perl's Crypt::X509, which reads them by Convert::ASN1.
#
# Package: libcrypt-x509-perl 0.55, libconvert-asn1-perl 0.33 with Perl 5.36 (Debian 12), OpenSSL 3.0.19
# Guessed: a GeneralizedTime has four digits for its year, so there is nothing to guess; 99991231235959Z, RFC 5280's
#   "never", is in 9999, or out of range.
# Behaviour: from 2900 on the year is 1900 too small: 9999 becomes 8099, and 2900 becomes 1000. Convert::ASN1 hands the
#   year less 1900 to timegm, which takes numbers below 1000 for that, and numbers from 1000 on for the year itself. A
#   search for "never expires" by its value finds none, and the same certificate has another expiry than in OpenSSL's
#   list.
# Output seen: 2899: 2899; 2900: 1000; 9999: 8099
set -euo pipefail

perl -MCrypt::X509 -e 1 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libcrypt-x509-perl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
touch index
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = .
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
for year in 2899 2900 9999; do
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20200101000000Z \
        -enddate ${year}1231235959Z -out cert.pem -notext 2>/dev/null
    openssl x509 -in cert.pem -outform der -out $year.der
done
cat >ask.pl <<'PL'
use strict;
use warnings;
use Crypt::X509;

printf "Crypt::X509 %s, Convert::ASN1 %s\n", Crypt::X509->VERSION, Convert::ASN1->VERSION;
for my $year (@ARGV) {
    open my $file, '<:raw', "$year.der" or die;
    my $cert = Crypt::X509->new(cert => do { local $/; <$file> });
    die $cert->error if $cert->error;
    my @time = gmtime $cert->not_after;
    printf "%s: %d-%02d-%02d\n", $year, $time[5] + 1900, $time[4] + 1, $time[3];
}
PL
perl ask.pl 2899 2900 9999 | tee out
grep -qx '2899: 2899-12-31' out
grep -qx '2900: 1000-12-31' out && grep -qx '9999: 8099-12-31' out || { echo "CHANGED: the years are read otherwise" >&2; exit 1; }
