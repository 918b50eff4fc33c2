#!/usr/bin/env bash
# Give stunnel the same chain as PEM and as PKCS#12, and look at what it sends.
#
# Package: stunnel4 5.68 (Debian 12), OpenSSL 3.0.19 for the files and the client
# Guessed: `cert` names "the whole certificate chain", in PEM or P12 format, as the manual has it: one chain in two
#   formats, and the client gets the same certificates.
# Behaviour: of a PKCS#12 file the leaf alone is sent; the log, at the level debug too, says that certificate and key
#   were loaded and nothing of the others. The chain in the file is not used for anything: it does not help either
#   when `CAfile` is set to the root only. A move from PEM to P12 thus breaks the clients that do not fetch or know
#   the issuer, while browsers that know it go on. What helps is `CAfile` with the issuers, from which OpenSSL
#   completes the chain, root included.
# Output seen: PEM: leaf sub issuing; P12: leaf; P12 with CAfile root: leaf; P12 with CAfile of all: leaf sub
#   issuing root
set -euo pipefail

command -v stunnel4 >/dev/null || {
    apt-get update -qq
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends stunnel4 >/dev/null
}
work=$(mktemp -d)
pid=
cleanup() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' stunnel4

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
cat sub.pem issuing.pem >chain.pem
cat leaf.pem chain.pem leaf.key >file.pem
cat chain.pem root.pem >all.pem
openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile chain.pem -passout pass: -out file.p12
echo "in file.p12: $(openssl pkcs12 -in file.p12 -passin pass: -nokeys | sed -n 's/^subject=CN = //p' | paste -sd' ')"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bad=
check() { # file, further line of the service, expected
    local names=
    printf 'foreground = yes\npid =\ndebug = debug\n[web]\naccept = 127.0.0.1:%s\nconnect = 127.0.0.1:9\ncert = %s\n%s\n' \
        "$port" "$work/$1" "$2" >stunnel.conf
    stunnel4 stunnel.conf >log 2>&1 &
    pid=$!
    for _ in $(seq 50); do
        sleep 0.1
        names=$(timeout 10 openssl s_client -connect "127.0.0.1:$port" -showcerts </dev/null 2>/dev/null |
            sed -n 's/^ *[0-9]* s:CN = //p' | paste -sd' ' || true)
        [ -z "$names" ] || break
    done
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
    echo "$1${2:+ with $2}: ${names:-nothing}"
    [ "$names" = "$3" ] || bad=1
}
check file.pem "" "leaf sub issuing"
check file.p12 "" "leaf"
check file.p12 "CAfile = $work/root.pem" "leaf"
check file.p12 "CAfile = $work/all.pem" "leaf sub issuing root"
[ -z "$bad" ] || { echo "CHANGED: stunnel sends other certificates" >&2; exit 1; }
