#!/usr/bin/env bash
# Look up the subjects of certificates in a directory by Ruby's net-ldap.
#
# Package: ruby-net-ldap 0.17.0 with Ruby 3.1 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: Net::LDAP::DN reads what `openssl x509 -nameopt RFC2253` writes, since both are the text form of LDAP, and
#   #to_s after #to_a gives the same name again.
# Behaviour: a part whose kind has no name in OpenSSL comes as 1.2.3.4=#0C0378797A, as the RFC demands, and a value
#   that begins with # comes as \#x. For both new() fails with "no implicit conversion of nil into String", a
#   TypeError, not the library's own "DN badly formed" that a caller waits for. And of OU=two+OU=one, one part with two
#   values, it makes one value "two+OU=one", which it writes as OU=two\+OU=one: another name, for which the directory
#   has no entry.
# Output seen: plain: read; 1.2.3.4=#0C0378797A and CN=\#x: TypeError; OU=two+OU=one: OU=two\+OU=one
set -euo pipefail

ruby -e 'require "net/ldap"' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby ruby-net-ldap >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >cnf <<'CNF'
oid_section = oids
[oids]
some = 1.2.3.4
[req]
distinguished_name = none
[none]
CNF
name() { # subject: as OpenSSL prints it
    openssl req -x509 -config cnf -newkey ed25519 -nodes -keyout /dev/null -subj "$1" -multivalue-rdn -days 30 2>/dev/null |
        openssl x509 -noout -subject -nameopt RFC2253 | cut -c9-
}
cat >ask.rb <<'RB'
require "net/ldap"
require "net/ldap/dn"

ARGF.each_line(chomp: true) do |line|
  puts "#{line} -> #{Net::LDAP::DN.new(*Net::LDAP::DN.new(line).to_a)}"
rescue StandardError => e
  puts "#{line} -> #{e.class}: #{e.message}"
end
RB
{
    name '/C=DE/O=A, B/CN=x'
    name '/CN=x/some=xyz'
    name '/CN=#x'
    name '/CN=x/OU=one+OU=two'
} | ruby ask.rb | tee out
grep -qxF 'CN=x,O=A\, B,C=DE -> CN=x,O=A\, B,C=DE' out
grep -q '^1.2.3.4=#.* -> TypeError: no implicit' out && grep -q '^CN=\\#x -> TypeError: no implicit' out &&
    grep -qF ' -> OU=two\+OU=one,CN=x' out || { echo "CHANGED: net-ldap reads names otherwise" >&2; exit 1; }
