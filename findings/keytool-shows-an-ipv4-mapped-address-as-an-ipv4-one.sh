#!/usr/bin/env bash
# Print a certificate whose only name is an IPv4-mapped IPv6 address, as dual-stack servers report their own addresses.
#
# Package: openjdk-17-jre-headless 17, gnutls-bin 3.7.9 (Debian 12), OpenSSL 3.0.19, Node.js v20.20.2
# Guessed: the 16 bytes of ::ffff:192.0.2.1 in the alternative names are shown as an IPv6 address, in whatever spelling.
# Behaviour: keytool -printcert shows "IPAddress: 192.0.2.1", as it shows the four bytes of the IPv4 address, so the two
#   certificates look the same in each listing that Java makes; OpenSSL, GnuTLS and Node show ::ffff. A client on
#   OpenSSL that connects to 192.0.2.1 refuses the one and takes the other, and whoever looks for the reason by keytool
#   finds the address there. Such names come from tools that ask the socket for its address.
# Output seen: IPv6-mapped: keytool 192.0.2.1, OpenSSL 0:0:0:0:0:FFFF:C000:201 and mismatch; IPv4: keytool 192.0.2.1, OK
set -euo pipefail

command -v keytool >/dev/null && command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
seen=
for address in ::ffff:192.0.2.1 192.0.2.1; do
    openssl req -x509 -key key.pem -out cert.pem -days 30 -subj /CN=server -addext "subjectAltName=IP:$address"
    java=$(keytool -printcert -file cert.pem | sed -n 's/^ *IPAddress: //p')
    gnutls=$(certtool -i --infile cert.pem | sed -n 's/^\s*IPAddress: //p')
    node=$(node -p 'new (require("crypto").X509Certificate)(require("fs").readFileSync("cert.pem")).subjectAltName')
    check=$(openssl verify -CAfile cert.pem -verify_ip 192.0.2.1 cert.pem >/dev/null 2>&1 && echo OK || echo mismatch)
    echo "$address: keytool $java, certtool $gnutls, Node $node, openssl verify -verify_ip 192.0.2.1: $check"
    seen+="$java $gnutls $node $check;"
done
[ "$seen" = "192.0.2.1 ::ffff:192.0.2.1 IP Address:0:0:0:0:0:FFFF:C000:201 mismatch;192.0.2.1 192.0.2.1 IP Address:192.0.2.1 OK;" ] ||
    { echo "CHANGED: other addresses are shown" >&2; exit 1; }
