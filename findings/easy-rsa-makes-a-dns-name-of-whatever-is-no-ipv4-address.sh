#!/usr/bin/env bash
# Make server certificates by easy-rsa without a list of alternative names, for names of several kinds.
#
# Package: easy-rsa 3.1.0 (Debian 12), OpenSSL 3.0.19 for reading
# Guessed: build-server-full NAME puts NAME into the alternative names in the form that fits: an address of either kind
#   as an address, a host as a DNS name in ASCII, and nothing where NAME is no host, or it refuses it.
# Behaviour: an IPv4 address is one, all else is a DNS name: 2001:db8::1, so that no client matches it; "Web server 7"
#   with its blanks; münchen in Latin-1. And since the name goes through a file for OpenSSL, its signs work there: a#b
#   is the DNS name "a", O'Neil is ONeil, and a"b is ab, while the common name keeps them. No word of it is printed.
#   Strict readers refuse the whole certificate for such a name. --subject-alt-name=IP:... is the way for an IPv6
#   address.
# Output seen: 192.0.2.1: IP Address; 2001:db8::1: DNS:2001:db8::1; Web server 7: DNS:Web server 7; a#b: DNS:a
set -euo pipefail

[ -x /usr/share/easy-rsa/easyrsa ] || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends easy-rsa >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export EASYRSA_BATCH=1 EASYRSA_PKI=$work/pki LC_ALL=C.UTF-8
easyrsa() { /usr/share/easy-rsa/easyrsa "$@" >log 2>&1 || { cat log >&2; exit 1; }; }
easyrsa init-pki
EASYRSA_REQ_CN="Some CA" easyrsa build-ca nopass
bad=
check() { # name, expected
    local told
    easyrsa build-server-full "$1" nopass
    told=$(openssl x509 -in "pki/issued/$1.crt" -noout -ext subjectAltName | iconv -f latin1 -t utf-8 | sed -n 's/^ *//; 2p')
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check www.example.com DNS:www.example.com
check 192.0.2.1 "IP Address:192.0.2.1"
check 2001:db8::1 DNS:2001:db8::1
check "Web server 7" "DNS:Web server 7"
check münchen DNS:münchen
check "a#b" DNS:a
check "O'Neil" DNS:ONeil
check 'a"b' DNS:ab
[ -z "$bad" ] || { echo "CHANGED: easy-rsa makes other names" >&2; exit 1; }
