#!/usr/bin/env bash
# Read LDAP filters that ask for entries with a certificate by the clients of Node.
#
# Package: ldapts 8.2.0, ldapjs 2.3.3 (npm) on Node.js v20.20.2, libnet-ldap-perl 0.68 (Debian 12), ldap3 2.9.1 (PyPI)
# Guessed: (userCertificate;binary=*) finds each entry that has a certificate. RFC 4523 asks for ";binary" wherever a
#   certificate is fetched or stored, RFC 4515 has options of an attribute in its grammar, and ldapts itself fetches
#   "userCertificate;binary" as bytes by its name.
# Behaviour: "Invalid expression", for any option, ";lang-de" as well, and for an attribute named by its identifier,
#   2.5.4.36, too. The same attribute without option is read, and so is what must be equal to the certificate by a
#   rule, which is the longer form.
# Output seen: (userCertificate=*): all four; (userCertificate;binary=*), (2.5.4.36=*): Net::LDAP and ldap3; ldapts,
#   ldapjs: error
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
npm install --silent --no-audit --no-fund ldapts@8.2.0 ldapjs@2.3.3 2>/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ldap3==2.9.1
cat >ask.cjs <<'JS'
const filter = process.argv[2];
for (const parse of [(text) => require("ldapts").FilterParser.parseString(text), require("ldapjs").parseFilter]) {
  try {
    parse(filter);
    console.log("read");
  } catch (error) {
    console.log(error.message.toLowerCase().startsWith("invalid expression") ? "invalid" : error.message);
  }
}
JS
cat >ask.py <<'PY'
import sys

from ldap3.operation.search import parse_filter

parse_filter(sys.argv[1], None, False, False, None, False)
print("read")
PY
bad=
check() { # filter, what ldapts and ldapjs say
    local told
    told="$(perl -MNet::LDAP::Filter -e 'print Net::LDAP::Filter->new($ARGV[0]) ? "read" : "invalid"' "$1")"
    told+=" $(venv/bin/python ask.py "$1") $(node ask.cjs "$1" | paste -sd' ')"
    echo "$1: Net::LDAP, ldap3, ldapts, ldapjs: $told"
    [ "$told" = "read read $2" ] || bad=1
}
check '(userCertificate=*)' 'read read'
check '(userCertificate:2.5.13.34:={ serialNumber 7, issuer rdnSequence:"CN=root" })' 'read read'
check '(userCertificate;binary=*)' 'invalid invalid'
check '(2.5.4.36=*)' 'invalid invalid'
check '(description;lang-de=*)' 'invalid invalid'
[ -z "$bad" ] || { echo "CHANGED: other filters are read" >&2; exit 1; }
