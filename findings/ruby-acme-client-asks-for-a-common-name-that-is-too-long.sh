#!/usr/bin/env bash
# Make the request for a long host name by Ruby's acme-client.
#
# Package: ruby-acme-client 2.0.9 with Ruby 3.1 (Debian 12), OpenSSL 3.0.19 for the reading and the comparison
# Guessed: a common name has 64 characters at most (RFC 5280, ub-common-name), a host name 253; so for a long one the
#   library leaves the common name out, as certbot does for all, takes a shorter name of the list, or says that it cannot.
# Behaviour: the first name becomes the common name whatever its length, with a shorter one behind it in the list too. The
#   request is one that an authority may refuse and that OpenSSL would not have made ("string too long"); what helps is to
#   have the short name in front. Names are not compared either: one given twice stands in the request twice.
# Output seen: 25 letters: common name; 89 letters: common name of 89; long and short: the long one; OpenSSL: refused
set -euo pipefail

ruby -e 'require "acme-client"' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby ruby-acme-client >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' ruby-acme-client
cat >make.rb <<'RB'
require 'acme-client'

File.write('request.pem', Acme::Client::CertificateRequest.new(names: ARGV).csr.to_pem)
RB
long=$(printf 'b%.0s' {1..50}).$(printf 'c%.0s' {1..30}).example
bad=
check() { # expected length of the common name and count of the names, names
    local told
    ruby -W0 make.rb "${@:2}"
    openssl req -in request.pem -noout -verify 2>/dev/null
    told="$(openssl req -in request.pem -noout -subject -nameopt multiline | sed -n 's/^ *commonName *= //p' | tr -d '\n' | wc -c)"
    told+=" $(openssl req -in request.pem -noout -text | grep -o 'DNS:' | wc -l)"
    echo "${*:2}: common name of ${told% *} letters, ${told#* } names"
    [ "$told" = "$1" ] || bad=1
}
check "9 1" a.example
check "89 1" "$long"
check "89 2" "$long" a.example
check "9 2" a.example "$long"
check "9 2" a.example a.example
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -subj "/CN=$long" -out refused.pem 2>error || true
sed -n 's/.*:string too long:.*/OpenSSL: string too long/p' error | tee seen
[ -s seen ] || bad=1
[ -z "$bad" ] || { echo "CHANGED: acme-client makes other requests" >&2; exit 1; }
