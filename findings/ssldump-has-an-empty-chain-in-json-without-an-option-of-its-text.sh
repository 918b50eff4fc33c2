#!/usr/bin/env bash
# Get the certificates of recorded connections as JSON by ssldump.
#
# Package: ssldump 1.5, tcpdump 4.99.3 (Debian 12), OpenSSL 3.0.19 for the connection
# Guessed: -j is the JSON of what is there; the record of the message Certificate has the certificates, or no field for them.
# Behaviour: it has the field, and the list in it is empty: "cert_chain": [ ]. The certificates come with -N, which the
#   manual has for the text form, "attempt to parse ASN.1 when it appears". So a look at the JSON says that the server sent
#   a Certificate message with no certificate in it, which TLS has as well, for clients without one. With -A, "all fields",
#   it stays empty.
# Output seen: -j: 0 certificates; -j -A: 0; -j -N: 2
set -euo pipefail

{ command -v ssldump && command -v tcpdump; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ssldump tcpdump >/dev/null
}
work=$(mktemp -d)
server= dump=
trap 'kill $server $dump 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' ssldump
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=ca 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -subj /CN=leaf 2>/dev/null |
    openssl x509 -req -CA ca.pem -CAkey ca.key -set_serial 7 -days 9 -out leaf.pem 2>/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
tcpdump -i lo -U -w seen.pcap "port $port" >/dev/null 2>&1 &
dump=$!
openssl s_server -accept "127.0.0.1:$port" -cert leaf.pem -key leaf.key -cert_chain ca.pem -tls1_2 -www >/dev/null 2>&1 &
server=$!
sleep 2
openssl s_client -connect "127.0.0.1:$port" -tls1_2 </dev/null >/dev/null 2>&1
sleep 1
kill $dump
wait $dump || true
bad=
check() { # expected, options
    local told
    told=$(ssldump -r seen.pcap "${@:2}" 2>/dev/null | python3 -c 'import json, sys
print(*[len(record["cert_chain"]) for record in map(json.loads, sys.stdin) if record.get("handshake_type") == "Certificate"])')
    echo "${*:2}: $told certificates"
    [ "$told" = "$1" ] || bad=1
}
check 0 -j
check 0 -j -A
check 2 -j -N
[ -z "$bad" ] || { echo "CHANGED: ssldump lists other certificates" >&2; exit 1; }
