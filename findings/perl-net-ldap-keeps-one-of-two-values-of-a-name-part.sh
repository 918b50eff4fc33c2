#!/usr/bin/env bash
# Keep a list of certificates by the canonical form of their subjects, as Perl's Net::LDAP gives it.
#
# Package: libnet-ldap-perl 0.6800 with Perl 5.36 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: canonical_dn, "the given DN in a canonical form", puts the values of a part with several into one order, so
#   that two spellings of one name are equal and two names are not.
# Behaviour: a part is a hash by the kind of value, so of two values of one kind the last is left: OU=two+OU=one is
#   OU=one, and OU=one+OU=two is OU=two. Two spellings of one name differ, and OU=two+OU=one, OU=three+OU=one and a
#   plain OU=one are one name; ldap_explode_dn gives the same hash. Different kinds, CN=x+serialNumber=1, are right.
#   Go's libraries write each name with two units in this way, so such names are no rarity in what one compares.
# Output seen: OU=two+OU=one,CN=x, OU=three+OU=one,CN=x, OU=one,CN=x: OU=one,CN=x; serialNumber=1+CN=y:
#   CN=y+SERIALNUMBER=1
set -euo pipefail

perl -MNet::LDAP::Util -e1 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libnet-ldap-perl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
perl -MNet::LDAP -e 'print "Net::LDAP $Net::LDAP::VERSION\n"'
name() { # subject: as OpenSSL prints it
    openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -subj "$1" -multivalue-rdn -days 30 2>/dev/null |
        openssl x509 -noout -subject -nameopt RFC2253 | cut -c9-
}
{
    name '/C=DE/O=A, B/CN=x'
    name '/CN=x/serialNumber=1+CN=y'
    name '/CN=x/OU=one+OU=two'
    name '/CN=x/OU=one+OU=three'
    name '/CN=x/OU=one'
} >names
perl -MNet::LDAP::Util=canonical_dn -nle 'print "$_ -> ", canonical_dn($_)' names | tee out
grep -qxF 'CN=x,O=A\, B,C=DE -> CN=x,O=A\2c B,C=DE' out
grep -q -- '-> CN=y+SERIALNUMBER=1,CN=x$' out
[ "$(grep -c -- '-> OU=one,CN=x$' out)" = 3 ] || { echo "CHANGED: Net::LDAP gives other names" >&2; exit 1; }
