#!/usr/bin/env bash
# Serve a leaf and two intermediates by squid's https_port, in the right order and swapped.
#
# Package: squid-openssl 5.7 (Debian 12), OpenSSL 3.0.19 for the certificates and the client
# Guessed: squid sends the certificates behind the leaf as they stand in `tls-cert`, as nginx,
#   stunnel or HAProxy would; clients have long put up with another order among them.
# Behaviour: each one must have issued the last one taken; whatever stands too early is
#   thrown away. With the two intermediates swapped the upper one is not sent, and clients
#   that know only the root refuse. A root in the wrong place and a repeated leaf are
#   dropped in the same way, which does no harm. The start succeeds and cache.log, at its
#   usual level, has no word of it. A bundle in this order is thus an error, not a matter of taste.
# Output seen: leaf sub issuing root: all four, verify code 0; leaf issuing sub: leaf sub,
#   verify code 20; leaf root leaf sub issuing: leaf sub issuing, code 0
set -euo pipefail

if ! squid -v 2>/dev/null | grep -q -e --with-openssl; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends squid-openssl >/dev/null
fi
work=$(mktemp -d)
pid=
cleanup() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
squid -v | head -1

sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
ca='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 "$ca"
sign issuing sub 3 "$ca"
sign sub leaf 4 'subjectAltName=IP:127.0.0.1\n'

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >squid.conf <<CONF
https_port 127.0.0.1:$port accel defaultsite=localhost tls-cert=$work/bundle.pem tls-key=$work/leaf.key
cache_log $work/cache.log
access_log none
pid_filename $work/squid.pid
coredump_dir $work
visible_hostname localhost
pinger_enable off
CONF
bad=
check() { # expected verify code, expected names, then the certificates in the order of the file
    local code=$1 expected=$2 names="" shown name
    shift 2
    for name in "$@"; do cat "$name.pem"; done >bundle.pem
    rm -f cache.log
    chmod -R a+rX .
    chown -R proxy .
    squid -N -f "$work/squid.conf" >out 2>&1 &
    pid=$!
    for _ in $(seq 50); do
        shown=$(timeout 10 openssl s_client -connect "127.0.0.1:$port" -showcerts -CAfile root.pem </dev/null 2>/dev/null || true)
        names=$(sed -n 's/^ *[0-9]* s:CN = //p' <<<"$shown" | paste -sd' ')
        [ -z "$names" ] || break
        sleep 0.2
    done
    kill "$pid"
    wait "$pid" 2>/dev/null || true
    pid=
    local got
    got=$(sed -n 's/^.*Verify return code: \([0-9]*\).*/\1/p' <<<"$shown" | head -1)
    echo "in the file: $*; sent: $names; verify code: $got"
    [ "$names" = "$expected" ] && [ "$got" = "$code" ] || bad=1
    if grep -qiE 'issuer|chain' cache.log out; then echo "CHANGED: squid's log speaks of the chain" >&2; bad=1; fi
}
check 0 "leaf sub issuing root" leaf sub issuing root
check 20 "leaf sub" leaf issuing sub
check 0 "leaf sub issuing" leaf root leaf sub issuing
[ -z "$bad" ] || { echo "CHANGED: squid sends other certificates" >&2; exit 1; }
