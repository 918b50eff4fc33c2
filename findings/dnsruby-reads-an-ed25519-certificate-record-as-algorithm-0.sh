#!/usr/bin/env bash
# Read CERT records, certificates in the DNS, by Ruby's dnsruby, and give what it writes to BIND.
#
# Package: ruby-dnsruby 1.61.5 with Ruby 3.1, bind9-utils 9.18 (Debian 12)
# Guessed: a name of an algorithm that the library does not know is an error, and a number that it does not know is kept
#   as a number, as BIND writes it; each line that it writes is a line of a zone.
# Behaviour: ED25519 and ED448 are read as algorithm 0, without a word: in the message that leaves, the record has another
#   algorithm than in the file. The number 15 stays 15 in a message, and as text there is nothing in its place: "PKIX 0
#   AQID". And 0, which the RFC has for an algorithm that DNSSEC does not know, is written as "RESERVED",
#   which no other software has. BIND takes neither line.
# Output seen: ED25519 -> code 0, "PKIX 0 RESERVED AQID"; 15 -> code 15, "PKIX 0  AQID"; 0 -> "PKIX 0 RESERVED AQID"; BIND
#   reads the three that went in and none that came out; 13: same
set -euo pipefail

{ ruby -e 'require "dnsruby"' 2>/dev/null && command -v named-checkzone >/dev/null; } || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby ruby-dnsruby bind9-utils >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' ruby-dnsruby bind9-utils
cat >ask.rb <<'RB'
require "dnsruby"

record = Dnsruby::RR.create(ARGV[0])
message = Dnsruby::Message.new("a.example.", "CERT")
message.add_answer(record)
puts "#{message.encode[-8..].unpack("nnC")[2]} #{record.rdata_to_string}"
RB
bind() { # rdata
    printf '@ 300 IN SOA ns h 1 2 3 4 5\n@ 300 IN NS ns\nns 300 IN A 192.0.2.1\na 300 IN CERT %s\n' "$1" >zone
    named-checkzone -q example zone >/dev/null 2>&1 && echo yes || echo no
}
bad=
check() { # rdata, expected code and text, BIND before and after
    local told
    told=$(ruby ask.rb "a.example. 300 IN CERT $1" 2>/dev/null)
    echo "$1 -> $told; BIND reads it: $(bind "$1"), then: $(bind "${told#* }")"
    [ "$told" = "$2" ] && [ "$(bind "$1") $(bind "${told#* }")" = "$3" ] || bad=1
}
check "PKIX 0 13 AQID" "13 PKIX 0 ECDSAP256SHA256 AQID" "yes yes"
check "PKIX 0 ED25519 AQID" "0 PKIX 0 RESERVED AQID" "yes no"
check "PKIX 0 15 AQID" "15 PKIX 0  AQID" "yes no"
check "PKIX 0 0 AQID" "0 PKIX 0 RESERVED AQID" "yes no"
[ -z "$bad" ] || { echo "CHANGED: dnsruby writes other records" >&2; exit 1; }
