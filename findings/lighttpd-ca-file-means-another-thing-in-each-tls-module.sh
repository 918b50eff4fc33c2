#!/usr/bin/env bash
# Give lighttpd a lone leaf and its issuers in `ssl.ca-file`, under each of its five TLS modules.
#
# Package: lighttpd 1.4.69 with mod_openssl, -gnutls, -mbedtls, -nss, -wolfssl (Debian 12); OpenSSL 3.0.19 as the client
# Guessed: the modules take the same directives for the same purpose, so one line in server.modules changes the library
#   and not what a client gets. `ssl.ca-file` beside a lone leaf completes the chain, or it does so nowhere.
# Behaviour: five outcomes for one configuration. openssl and mbedtls pick the issuers out, whatever their order, and
#   leave the root out. gnutls sends the file as it stands, so with the root first the client gets "leaf root" and no
#   intermediate. wolfssl sends the leaf alone. nss does not start, and its reason is "Success". Where the file holds
#   only the root (somebody took "ca-file" at its word), openssl says "server started" and then fails EVERY handshake,
#   the others send a leaf. A full chain in `ssl.pemfile` and no ca-file is the same in all five.
# Output seen: sub issuing root: openssl, mbedtls: leaf sub issuing; gnutls: leaf sub issuing root; wolfssl: leaf; nss:
#   no start; root issuing sub: gnutls: leaf root; root: openssl: no handshake, gnutls: leaf root
set -euo pipefail

for module in openssl gnutls mbedtls nss wolfssl; do
    [ -e "/usr/lib/lighttpd/mod_$module.so" ] && continue
    apt-get update -qq
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends lighttpd \
        lighttpd-mod-{openssl,gnutls,mbedtls,nss,wolfssl} >/dev/null
    break
done
work=$(mktemp -d)
pid=
cleanup() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
lighttpd -v | head -1

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
cat leaf.pem sub.pem issuing.pem >full.pem

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
served() { # module, ssl.pemfile, ssl.ca-file: the names that a client gets
    local ca_file=
    [ -z "$3" ] || ca_file="ssl.ca-file = \"$work/$3\""
    cat >lighttpd.conf <<CONF
server.document-root = "$work"
server.bind = "127.0.0.1"
server.port = $port
server.modules = ("mod_$1")
server.errorlog = "$work/log"
ssl.engine = "enable"
ssl.pemfile = "$work/$2"
ssl.privkey = "$work/leaf.key"
$ca_file
CONF
    rm -f log
    lighttpd -D -f lighttpd.conf >out 2>&1 &
    pid=$!
    local names=
    for _ in $(seq 50); do
        sleep 0.1
        names=$(timeout 10 openssl s_client -connect "127.0.0.1:$port" -showcerts </dev/null 2>/dev/null |
            sed -n 's/^ *[0-9]* s:CN = //p' | paste -sd' ' || true)
        [ -z "$names" ] || break
        kill -0 "$pid" 2>/dev/null || { names="no start"; break; }
        if grep -qs 'cert cb error' log out; then names="started, no handshake"; break; fi
    done
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
    echo "${names:-nothing}" >names
}
bad=
check() { # module, pemfile, the certificates in the order of ca-file, expected
    local name
    : >issuers.pem
    for name in $3; do cat "$name.pem" >>issuers.pem; done
    served "$1" "$2" "${3:+issuers.pem}"
    echo "mod_$1, pemfile $2, ca-file: ${3:-none}: $(<names)"
    [ "$(<names)" = "$4" ] || bad=1
}
for module in openssl gnutls mbedtls nss wolfssl; do check $module full.pem "" "leaf sub issuing"; done
check openssl leaf.pem "sub issuing root" "leaf sub issuing"
check mbedtls leaf.pem "sub issuing root" "leaf sub issuing"
check gnutls leaf.pem "sub issuing root" "leaf sub issuing root"
check wolfssl leaf.pem "sub issuing root" "leaf"
check nss leaf.pem "sub issuing root" "no start"
grep -h 'CERT_ImportCAChainTrusted' log out 2>/dev/null | sed 's/^.*CERT_Import.*: /its reason: /' || true
check openssl leaf.pem "root issuing sub" "leaf sub issuing"
check gnutls leaf.pem "root issuing sub" "leaf root"
check openssl leaf.pem "root" "started, no handshake"
check gnutls leaf.pem "root" "leaf root"
check mbedtls leaf.pem "root" "leaf"
[ -z "$bad" ] || { echo "CHANGED: lighttpd's modules treat ssl.ca-file otherwise" >&2; exit 1; }
