#!/usr/bin/env bash
# Print the validity of a server's certificate from recorded packets by tshark.
#
# Package: tshark 4.0.17, tcpdump 4.99.3 (Debian 12), OpenSSL 3.0.19 for the certificates and the handshake
# Guessed: the two times of a validity are printed alike, in UTC as they are in the certificate or both in local time,
#   and stand in one field, first the beginning, then the end.
# Behaviour: the two forms of time are two fields of two kinds. A UTCTime is a text in UTC, 2026-06-01 12:00:00 (UTC);
#   a GeneralizedTime, as from 2050 on, is a point in time and printed in the local zone and with the name of the
#   month, so in Tokyo the end is nine hours and one day off and in another form beside a beginning in UTC. In
#   x509af.utcTime the last value is then the beginning, and a list of what ends before today by it has these.
# Output seen: TZ=Asia/Tokyo: 2020-01-01 00:00:00 (UTC)|Jun  2, 2050 05:00:00.000000000 JST; until 2049: both in
#   utcTime
set -euo pipefail

need=
for program in tshark tcpdump; do command -v $program >/dev/null || need="$need $program"; done
[ -e /usr/share/zoneinfo/Asia/Tokyo ] || need="$need tzdata"
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
tshark --version 2>/dev/null | sed -n 1p
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
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bad=
check() { # end, expected
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20200101000000Z -enddate "$1" \
        -out cert.pem -notext 2>/dev/null
    tcpdump -i lo -U -w "$1.pcap" "tcp port $port" 2>dump.log &
    dump=$!
    openssl s_server -accept "$port" -cert cert.pem -key key.pem -tls1_2 -quiet >/dev/null 2>&1 &
    server=$!
    for _ in $(seq 50); do grep -q 'listening on' dump.log && break; sleep 0.1; done
    for _ in $(seq 50); do
        timeout 5 openssl s_client -connect "127.0.0.1:$port" </dev/null >/dev/null 2>&1 && break
        sleep 0.1
    done
    sleep 1.5
    stop
    local seen
    seen=$(TZ=Asia/Tokyo tshark -r "$1.pcap" -d "tcp.port==$port,tls" -Y tls.handshake.certificate -T fields -E 'separator=|' \
        -e x509af.utcTime -e x509af.generalizedTime 2>/dev/null | sed -n 1p)
    echo "$1: $seen"
    [ "$seen" = "$2" ] || bad=1
}
check 20490601200000Z "2020-01-01 00:00:00 (UTC),2049-06-01 20:00:00 (UTC)|"
check 20500601200000Z "2020-01-01 00:00:00 (UTC)|Jun  2, 2050 05:00:00.000000000 JST"
[ -z "$bad" ] || { echo "CHANGED: tshark prints other times" >&2; exit 1; }
