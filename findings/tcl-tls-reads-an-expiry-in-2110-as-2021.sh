#!/usr/bin/env bash
# Ask Tcl's tls when the certificate of a server expires.
#
# Package: tcl-tls 1.7.22 with Tcl 8.6 (Debian 12), OpenSSL 3.0.19 for the certificates and the server
# Guessed: notAfter of tls::status is the date as OpenSSL prints it, since it has that form and OpenSSL is what reads
#   it.
# Behaviour: the package reads the digits itself and knows two of them for the year only. With four, from 2050 on, the
#   first two are the year, 20, and the next two the month: no month has the number 50, so the text is "Bad time
#   value". From 2101 to 2112 there is such a month, and 2110-06-15 becomes the 6th of October 2021, a right-looking
#   date in the past. And two digits below 70 are 20xx, so what began in 1960 begins in 2060.
# Output seen: 2049-12-31: right; 2050-06-15, 9999-12-31: Bad time value; 2110-06-15: Oct  6 2021
set -euo pipefail

echo 'puts [package require tls]' | tclsh 2>/dev/null | grep -q . || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tcl tcl-tls >/dev/null
}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
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
cat >ask.tcl <<'TCL'
package require tls
set channel [tls::socket 127.0.0.1 [lindex $argv 0]]
tls::handshake $channel
puts [dict get [tls::status $channel] notAfter]
TCL
bad=
check() { # end, expected
    local port seen=""
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20200101000000Z -enddate "$1" \
        -out cert.pem -notext 2>/dev/null
    openssl s_server -accept "$port" -cert cert.pem -key key.pem -quiet >/dev/null 2>&1 &
    server=$!
    for _ in $(seq 50); do
        seen=$(timeout 5 tclsh ask.tcl "$port" 2>/dev/null || true)
        [ -z "$seen" ] || break
        sleep 0.1
    done
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
    echo "$(openssl x509 -in cert.pem -noout -enddate | cut -d= -f2): $seen"
    [ "$seen" = "$2" ] || bad=1
}
check 20491231235959Z "Dec 31 23:59:59 2049 GMT"
check 20500615000000Z "Bad time value"
check 99991231235959Z "Bad time value"
check 21100615203000Z "Oct  6 15:20:30 2021 GMT"
[ -z "$bad" ] || { echo "CHANGED: Tcl's tls reads other dates" >&2; exit 1; }
