#!/usr/bin/env bash
# Perl's Crypt::X509 gives one CRL address of two, and gives it once more at each further call.
#
# Package: libcrypt-x509-perl 0.55 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: CRLDistributionPoints(), "the extension CRLDistributionPoints as an array of strings", lists the addresses of
#   all points, and the same ones however often it is asked.
# Behaviour: only the first point is looked at, so the second CRL address (the usual form has one address a point) is
#   missing; put as two addresses into one point, both come. Each call appends to a list kept in the object: the second
#   call returns the address twice, the third three times, and the array handed out earlier grows as well. A job that
#   asks "has it any?" and then loops fetches each CRL twice. Its other lists do not grow.
# Output seen: two points: 1, 2, 3 entries in three calls, the second address in none; one point with two: 2, 4, 6;
#   SubjectAltName: 2, 2, 2
set -euo pipefail

perl -MCrypt::X509 -e1 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libcrypt-x509-perl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
perl -MCrypt::X509 -e 'print "Crypt::X509 $Crypt::X509::VERSION\n"'
one=URI:http://one.example/ca.crl
two=URI:http://two.example/ca.crl
make_cert() { # file, distribution points
    printf '[req]\ndistinguished_name=dn\n[dn]\n[point]\nfullname=%s,%s\n[v]\ncrlDistributionPoints=%s\n' \
        $one $two "$2" >cnf
    echo 'subjectAltName=DNS:a.example,DNS:b.example' >>cnf
    openssl req -x509 -config cnf -extensions v -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null \
        -outform DER -out "$1.der" -subj /CN=x -days 30 2>/dev/null
}
make_cert two-points $one,$two
make_cert one-point point
cat >ask.pl <<'PL'
use strict; use warnings; use Crypt::X509;
for my $name (qw(two-points one-point)) {
    local $/;
    open my $in, "<:raw", "$name.der" or die;
    my $cert = Crypt::X509->new(cert => <$in>);
    my (@crls, @names, $last);
    for (1 .. 3) {
        $last = $cert->CRLDistributionPoints;
        push @crls, scalar @$last;
        push @names, scalar @{ $cert->SubjectAltName };
    }
    my $second = grep { /two/ } @$last;
    print "$name: crls @crls, second address $second times, names @names\n";
}
PL
perl ask.pl | tee out
grep -qx 'two-points: crls 1 2 3, second address 0 times, names 2 2 2' out &&
    grep -qx 'one-point: crls 2 4 6, second address 3 times, names 2 2 2' out ||
    { echo "CHANGED: Crypt::X509 lists CRL addresses otherwise" >&2; exit 1; }
