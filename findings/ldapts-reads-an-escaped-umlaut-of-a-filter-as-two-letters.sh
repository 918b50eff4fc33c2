#!/usr/bin/env bash
# Read LDAP filters by the clients of Node, as for the entry of a certificate's subject.
#
# Package: ldapts 8.2.0, ldapjs 2.3.3, ldap-filter 0.3.3 (npm) on Node.js v20.20.2, libnet-ldap-perl 0.68 (Debian 12)
# Guessed: (cn=M\c3\bcller) and (cn=Müller) are one filter: RFC 4515 escapes the bytes of UTF-8, with this very kind
#   of example, and the two are the same bytes on the wire.
# Behaviour: each escape becomes a letter of its own, and the letters are then written as UTF-8: "Müller" goes out as
#   c3 83 c2 bc, and no server has such an entry. Who escapes each byte that is not ASCII, as `openssl x509 -nameopt
#   RFC2253` does, finds nobody with an umlaut in the name. An escaped comma or star is read right.
# Output seen: Net::LDAP: 4dc3bc6c6c6572 for both; ldapts, ldapjs: 4dc3bc6c6c6572 for the letter, 4dc383c2bc6c6c6572
#   for the escapes
set -euo pipefail

perl -MNet::LDAP::Filter -e1 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends \
        libnet-ldap-perl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ldapts@8.2.0 ldapjs@2.3.3 ldap-filter@0.3.3 2>/dev/null
cat >ask.cjs <<'JS'
const { BerWriter, FilterParser } = require("ldapts");
const asn1 = require("asn1");
const filter = process.argv[2];
const one = new BerWriter();
FilterParser.parseString(filter).write(one);
const two = new asn1.BerWriter();
require("ldapjs").parseFilter(filter).toBer(two);
for (const writer of [one, two]) console.log(writer.buffer.toString("hex"));
JS
bad=
check() { # filter, value of Net::LDAP, value of the others
    local told perl
    perl=$(perl -MNet::LDAP::Filter -MNet::LDAP::ASN=Filter \
        -e 'print unpack "H*", $Filter->encode(Net::LDAP::Filter->new($ARGV[0]))' "$1")
    told=$(node ask.cjs "$1" | paste -sd' ')
    echo "$1: Net::LDAP $perl; ldapts, ldapjs $told"
    [[ $perl == *"$2" && $told == *"$3 "*"$3" ]] || bad=1
}
check '(cn=Müller)' 4dc3bc6c6c6572 4dc3bc6c6c6572
check '(cn=M\c3\bcller)' 4dc3bc6c6c6572 4dc383c2bc6c6c6572
check '(o=Example\2c Inc)' 4578616d706c652c20496e63 4578616d706c652c20496e63
[ -z "$bad" ] || { echo "CHANGED: other values go out" >&2; exit 1; }
