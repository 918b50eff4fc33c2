#!/usr/bin/env bash
# Let nDPI tell the subject of a certificate from recorded packets.
#
# Package: libndpi-bin 4.2, tcpdump 4.99.3 (Debian 12), OpenSSL 3.0.19 for the certificates and the handshake
# Guessed: "Subject" is the subject of the certificate. Names elsewhere in it, such as a directoryName among the
#   alternative names, may be shown or not.
# Behaviour: the certificate is searched for the identifiers of name parts, not taken apart. Each name found after the
#   issuer counts as subject, those of extensions too, and what is no plain ASCII is dropped whole. A leaf with
#   CN=Müller and a directoryName CN=mail in its SAN thus has the subject CN=mail, which no field of it says, and one
#   with CN=www gets CN=www, CN=mail. In an inventory by listening two certificates go by names that are not theirs.
# Output seen: CN=www: CN=www; with dirName CN=mail: CN=www, CN=mail; CN=Müller with dirName: CN=mail; without: no CN
set -euo pipefail

need=
command -v ndpiReader >/dev/null || need="$need libndpi-bin"
command -v tcpdump >/dev/null || need="$need tcpdump"
[ -z "$need" ] || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
}
work=$(mktemp -d)
server=
dump=
stop() {
    for pid in $server $dump; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done
    server=
    dump=
}
trap 'stop; rm -rf "$work"' EXIT
cd "$work"
ndpiReader --help 2>&1 | grep -m1 -o 'nDPI [0-9.]*' || true
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj /O=Example -days 60 2>/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bad=
check() { # what, expected, common name, alternative names
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.key -out leaf.csr -utf8 \
        -subj "/O=Acme/CN=$3" 2>/dev/null
    openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 40 -out leaf.pem \
        -extfile <(printf 'subjectAltName=%s\n[d]\nCN=mail\n' "$4") 2>/dev/null
    tcpdump -i lo -U -w "$1.pcap" "tcp port $port" 2>dump.log &
    dump=$!
    openssl s_server -accept "$port" -cert leaf.pem -key leaf.key -tls1_2 -quiet >/dev/null 2>&1 &
    server=$!
    for _ in $(seq 50); do grep -q 'listening on' dump.log && break; sleep 0.1; done
    for _ in $(seq 50); do
        timeout 5 openssl s_client -connect "127.0.0.1:$port" </dev/null >/dev/null 2>&1 && break
        sleep 0.1
    done
    sleep 1.5
    stop
    local seen
    seen=$(ndpiReader -i "$1.pcap" -v 2 2>/dev/null | grep -o '\[Subject: [^]]*' | head -1 | cut -c11-)
    echo "$1: $(openssl x509 -in leaf.pem -noout -subject -nameopt utf8,sep_comma_plus_space), nDPI: $seen"
    [ "$seen" = "$2" ] || bad=1
}
check plain "O=Acme, CN=www" www DNS:www.example.com
check directory "O=Acme, CN=www, CN=mail" www DNS:www.example.com,dirName:d
check umlaut "O=Acme" Müller DNS:www.example.com
check both "O=Acme, CN=mail" Müller DNS:www.example.com,dirName:d
[ -z "$bad" ] || { echo "CHANGED: nDPI shows other subjects" >&2; exit 1; }
