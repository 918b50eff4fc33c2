#!/usr/bin/env bash
# Let nDPI tell the names in a certificate that is valid beyond 2049.
#
# Package: libndpi-bin 4.2, tcpdump 4.99.3 (Debian 12), OpenSSL 3.0.19 for the certificates and the handshake
# Guessed: the date of expiry has no bearing on how the names are read. At worst a GeneralizedTime, which RFC 5280
#   demands from 2050 on, is not shown.
# Behaviour: the validity is what divides issuer from subject for nDPI, and it knows two times of the short form only.
#   Where the second is a long one, the validity is not found and everything before and behind it is the subject: the
#   parts of the issuer first, then its own. No issuer and no dates are shown. Devices and private CAs come with 9999
#   or fifty years, so just their certificates get a subject that begins with the name of the CA.
# Output seen: until 2049: issuer O=Example CA, subject CN=www; until 2050: no issuer, subject O=Example CA, CN=www
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
mkdir new
touch index
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = new
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj "/O=Example CA" \
    -days 60 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.key -out leaf.csr -subj /CN=www 2>/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bad=
check() { # expiry, expected
    openssl ca -config ca.cnf -batch -cert ca.pem -keyfile ca.key -in leaf.csr -startdate 20200101000000Z -enddate "$1" \
        -out leaf.pem -notext 2>/dev/null
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
    seen=$(ndpiReader -i "$1.pcap" -v 2 2>/dev/null | grep -oE '\[(Issuer|Subject|Validity): [^]]*\]' | head -3 | paste -sd' ')
    echo "$1: $seen"
    [ "$seen" = "$2" ] || bad=1
}
check 20491231235959Z "[Issuer: O=Example CA] [Subject: CN=www] [Validity: 2020-01-01 00:00:00 - 2049-12-31 23:59:59]"
check 20500101000000Z "[Subject: O=Example CA, CN=www]"
check 99991231235959Z "[Subject: O=Example CA, CN=www]"
[ -z "$bad" ] || { echo "CHANGED: nDPI reads such certificates otherwise" >&2; exit 1; }
