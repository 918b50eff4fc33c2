#!/usr/bin/env bash
# Perl's Crypt::OpenSSL::X509 gives no SAN at all if one of them is an otherName.
#
# Package: libcrypt-openssl-x509-perl 1.9.14, libcrypt-x509-perl 0.55 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: subjectaltname() lists what it can decode; a kind that it does not know is skipped or given as bytes. It
#   does that for a registeredID and a directory name, which are far rarer.
# Behaviour: it dies, "Unable to decode SubjectAltName: decode error". An otherName with a user principal name is in
#   the certificates that a Windows domain issues to its users. The DNS names beside it are then out of reach as well, and
#   the message sounds like broken DER. Crypt::X509, which decodes with the same Convert::ASN1, reads the same file.
# Output seen: DNS + registeredID: dNSName registeredID; DNS + directory name: dNSName directoryName; DNS + otherName:
#   decode error; Crypt::X509 with the last: dNSName otherName
set -euo pipefail

for module in Crypt::OpenSSL::X509 Crypt::X509; do
    perl -M$module -e1 2>/dev/null && continue
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        libcrypt-openssl-x509-perl libcrypt-x509-perl >/dev/null
    break
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
perl -MCrypt::OpenSSL::X509 -MCrypt::X509 -e 'print "Crypt::OpenSSL::X509 $Crypt::OpenSSL::X509::VERSION, Crypt::X509 $Crypt::X509::VERSION\n"'
make_cert() { # file, second name
    printf '[req]\ndistinguished_name=dn\n[dn]\n[dir]\nCN=dir\n[v]\nsubjectAltName=DNS:www.example.com,%s\n' "$2" >cnf
    openssl req -x509 -config cnf -extensions v -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null \
        -out "$1.pem" -subj /CN=x -days 30 2>/dev/null
    openssl x509 -in "$1.pem" -outform DER -out "$1.der"
}
make_cert registered RID:1.2.3.4
make_cert directory dirName:dir
make_cert other "otherName:1.3.6.1.4.1.311.20.2.3;UTF8:user@example.com"
cat >ask.pl <<'PL'
use strict; use warnings;
use Crypt::OpenSSL::X509; use Crypt::X509;
for my $name (qw(registered directory other)) {
    my $found = eval { Crypt::OpenSSL::X509->new_from_file("$name.pem")->subjectaltname };
    my $error = $@ =~ s/ at .*//sr;
    print "Crypt::OpenSSL::X509, $name: ", $found ? join(" ", map { keys %$_ } @$found) : $error, "\n";
    local $/;
    open my $in, "<:raw", "$name.der" or die;
    my $names = Crypt::X509->new(cert => <$in>)->SubjectAltName;
    print "Crypt::X509, $name: ", join(" ", map { s/=.*//sr } @$names), "\n";
}
PL
perl ask.pl | tee out
grep -qx 'Crypt::OpenSSL::X509, registered: dNSName registeredID' out
grep -qx 'Crypt::OpenSSL::X509, directory: dNSName directoryName' out
grep -qx 'Crypt::X509, other: dNSName otherName' out
grep -q '^Crypt::OpenSSL::X509, other: .*decode error' out ||
    { echo "CHANGED: Crypt::OpenSSL::X509 reads an otherName" >&2; exit 1; }
