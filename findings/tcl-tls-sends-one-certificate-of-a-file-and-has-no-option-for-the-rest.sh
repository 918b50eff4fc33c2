#!/usr/bin/env bash
# Serve by Tcl, with leaf and intermediate in the file of -certfile.
#
# Package: tcl-tls 1.7.22 with Tcl 8.6 (Debian 12), OpenSSL 3.0.19 for the files and the client
# Guessed: tls::socket -server takes a file with leaf and intermediate and sends both, as other servers on OpenSSL do.
# Behaviour: the first certificate is sent, the rest is passed over: clients that know only the root fail with code 21.
#   The package has no option for a chain. What works is to name the intermediate in -cafile, where clients' authorities
#   belong: OpenSSL then completes the chain, and adds the root too if it is in there. So the same program with the same
#   certificate works or not by what it trusts.
# Output seen: chain in -certfile: leaf, code 21; leaf, and issuing in -cafile: leaf issuing, code 0
set -euo pipefail

echo 'puts [package require tls]' | tclsh 2>/dev/null | grep -q . || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tcl tcl-tls >/dev/null
}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
sign issuing leaf 3 'subjectAltName=DNS:localhost\n'
cat leaf.pem issuing.pem >chain.pem
cat >serve.tcl <<'TCL'
package require tls
puts stderr "Tcl [info patchlevel], tls [package require tls]"
lassign $argv port certificate authorities
proc greet {channel host port} {
    catch {tls::handshake $channel}
    after 500 [list close $channel]
}
set options [list -server greet -certfile $certificate -keyfile leaf.key]
if {$authorities ne ""} {lappend options -cafile $authorities}
tls::socket {*}$options -myaddr 127.0.0.1 $port
vwait forever
TCL
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bad=
check() { # what, expected, certificate file, file of authorities
    tclsh serve.tcl "$port" "$3" "$4" 2>version &
    server=$!
    local shown="" names code
    for _ in $(seq 20); do
        shown=$(timeout 5 openssl s_client -connect "127.0.0.1:$port" -showcerts -CAfile root.pem </dev/null 2>/dev/null || true)
        ! grep -q 'Verify return code' <<<"$shown" || break
        sleep 0.2
    done
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
    names=$(sed -n 's/^ *[0-9]* s:CN = //p' <<<"$shown" | paste -sd' ')
    code=$(sed -n 's/^.*Verify return code: \([0-9]*\).*/\1/p' <<<"$shown" | head -1)
    echo "$1: $names, code $code"
    [ "$names, code $code" = "$2" ] || bad=1
}
check "chain in -certfile" "leaf, code 21" chain.pem ""
check "leaf in -certfile, issuing in -cafile" "leaf issuing, code 0" leaf.pem issuing.pem
cat version
[ -z "$bad" ] || { echo "CHANGED: other certificates were sent" >&2; exit 1; }
