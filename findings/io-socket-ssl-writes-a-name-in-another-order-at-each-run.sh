#!/usr/bin/env bash
# Make a CA certificate with the same subject several times by Perl's IO::Socket::SSL::Utils.
#
# Package: libio-socket-ssl-perl 2.081 (Debian 12); OpenSSL for reading
# Guessed: CERT_create(subject => {...}) writes the parts of the name in one order, be it that of the standard, of the
#   alphabet or of writing; a CA made again from the same script and key has the same subject.
# Behaviour: the order is that of a Perl hash, which is drawn anew in each process. A certificate's name is compared
#   part by part in order, so the CA that a cron job renewed has another name than the issuer in the leaves of the
#   last run, though both show the same three parts; whether a chain holds is a matter of luck, and a rerun heals
#   or breaks it.
# Output seen: 24 runs: C, O and CN in all six orders; a leaf made from one run does not verify under the CA of
#   another
set -euo pipefail
perl -MIO::Socket::SSL::Utils -e1 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libio-socket-ssl-perl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset PERL_HASH_SEED PERL_PERTURB_KEYS
openssl genrsa -out ca.key 2048 2>/dev/null
cat >make.pl <<'PL'
use strict;
use warnings;
use IO::Socket::SSL::Utils;
my $name = shift;
my $key = PEM_file2key('ca.key');
my ($ca) = CERT_create(CA => 1, key => $key, serial => 7,
    subject => { countryName => 'NL', organizationName => 'Example', commonName => 'Example CA' });
PEM_cert2file($ca, "$name.pem");
my ($leaf) = CERT_create(issuer => [ $ca, $key ], subject => { commonName => 'leaf.example' });
PEM_cert2file($leaf, "$name.leaf.pem");
PL
for run in $(seq 24); do
    perl make.pl "$run"
    openssl x509 -in "$run.pem" -noout -subject -nameopt RFC2253 >>subjects
done
sort subjects | uniq -c
[ "$(sort -u subjects | wc -l)" -gt 1 ] || { echo "CHANGED: the subjects are the same in 24 runs" >&2; exit 1; }
first=$(sed -n 1p subjects)
other=$(grep -nvxF "$first" subjects | head -1 | cut -d: -f1)
echo "leaf of run 1 under the CA of run 1: $(openssl verify -CAfile 1.pem 1.leaf.pem 2>&1 | tail -1)"
if openssl verify -CAfile "$other.pem" 1.leaf.pem >out 2>&1; then
    echo "CHANGED: the order of the name no longer matters" >&2
    exit 1
fi
echo "leaf of run 1 under the CA of run $other: $(grep -o 'unable to get local issuer certificate' out)"
