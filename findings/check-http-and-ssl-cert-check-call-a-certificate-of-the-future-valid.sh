#!/usr/bin/env bash
# Let two watchers look at a certificate that becomes valid next month only.
#
# Package: monitoring-plugins-basic 2.3.3 (check_http, check_tcp), ssl-cert-check 4.14 (Debian 12), OpenSSL 3.0.19 for the
#   certificates and the server
# Guessed: a check of a certificate's dates looks at both; a renewed certificate that is installed before its day, or on a
#   machine with a wrong clock, breaks each client now and is what an alarm is for.
# Behaviour: both look at the end only. check_http -C and check_tcp -D answer OK with status 0, "will expire on", and
#   ssl-cert-check lists it as "Valid" with its days, while every client refuses to connect. On one certificate that is
#   valid they differ by a day: whole days of 24 hours in one, days of the calendar in the other.
# Output seen: begins next month: check_http OK, check_tcp OK, ssl-cert-check Valid; OpenSSL: certificate is not yet valid
set -euo pipefail

{ command -v ssl-cert-check && [ -x /usr/lib/nagios/plugins/check_http ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends monitoring-plugins-basic ssl-cert-check >/dev/null
}
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj /CN=localhost 2>/dev/null
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
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bad=
check() { # begin and end in days, expected of the watchers, of OpenSSL
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -out cert.pem -notext \
        -startdate "$(date -u -d "$1 days" +%Y%m%d%H%M%SZ)" -enddate "$(date -u -d "$2 days" +%Y%m%d%H%M%SZ)" 2>/dev/null
    openssl s_server -accept "$port" -cert cert.pem -key key.pem -www -quiet >/dev/null 2>&1 &
    server=$!
    sleep 1
    local told
    told="$(/usr/lib/nagios/plugins/check_http -H localhost -p "$port" -S -C 10 | sed -n '1s/ .*//p' || true),"
    told+=" $(/usr/lib/nagios/plugins/check_tcp -H localhost -p "$port" -S -D 10 | sed -n '1s/ .*//p' || true),"
    told+=" $(ssl-cert-check -c cert.pem | tail -1 | awk '{print $2}' || true);"
    told+=" $(openssl verify -CAfile cert.pem cert.pem 2>&1 | sed -nE 's/.*depth lookup: //p; s/.*: OK/OK/p' || true)"
    kill "$server"
    wait "$server" 2>/dev/null || true
    echo "from $1 to $2 days: $told"
    [ "$told" = "$3" ] || bad=1
}
check -30 300 "OK, OK, Valid; OK"
check -300 -30 "CRITICAL, CRITICAL, Expired; certificate has expired"
check 30 300 "OK, OK, Valid; certificate is not yet valid"
[ -z "$bad" ] || { echo "CHANGED: the watchers call it otherwise" >&2; exit 1; }
