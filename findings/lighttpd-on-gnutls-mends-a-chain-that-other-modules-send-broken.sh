#!/usr/bin/env bash
# Serve a full chain in a wrong order by lighttpd, with four of its TLS modules.
#
# Package: lighttpd 1.4.69 with mod_openssl, -gnutls, -mbedtls, -wolfssl (Debian 12); OpenSSL 3.0.19, GnuTLS 3.7.9
# Guessed: what is in `ssl.pemfile` goes out as it stands, whichever library does the TLS, a repeated leaf and a stranger
#   included; none of them sorts certificates on the way to the client.
# Behaviour: GnuTLS sorts them when they are loaded. Under mod_gnutls a swapped order is put right, a second copy of the
#   leaf vanishes, and of a chain with a hole or a stranger in it everything after the gap is dropped, so that also a
#   certificate that did help some clients is gone. The others send every block. A bundle that works for years on the
#   one module shows its fault on a change of module that "only" changes the library, and a look at the handshake
#   cannot tell what is in the file.
# Output seen: leaf issuing sub: gnutls: leaf sub issuing; openssl, mbedtls, wolfssl: leaf issuing sub; leaf leaf sub:
#   gnutls: leaf sub; leaf stranger sub issuing: gnutls: leaf sub issuing; leaf issuing (a hole): gnutls: leaf
set -euo pipefail

modules="openssl gnutls mbedtls wolfssl"
for module in $modules; do
    [ -e "/usr/lib/lighttpd/mod_$module.so" ] && continue
    apt-get update -qq
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends lighttpd \
        lighttpd-mod-{openssl,gnutls,mbedtls,wolfssl} >/dev/null
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
for name in root stranger; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout $name.key -out $name.pem -subj /CN=$name -days 60 2>/dev/null
done
sign root issuing 2 "$ca"
sign issuing sub 3 "$ca"
sign sub leaf 4 'subjectAltName=IP:127.0.0.1\n'

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bad=
check() { # module, the certificates in the order of the file, expected
    local name names=
    for name in $2; do cat "$name.pem"; done >bundle.pem
    cat >lighttpd.conf <<CONF
server.document-root = "$work"
server.bind = "127.0.0.1"
server.port = $port
server.modules = ("mod_$1")
server.errorlog = "$work/log"
ssl.engine = "enable"
ssl.pemfile = "$work/bundle.pem"
ssl.privkey = "$work/leaf.key"
CONF
    lighttpd -D -f lighttpd.conf >out 2>&1 &
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
    echo "mod_$1, in the file: $2; sent: ${names:-nothing}"
    [ "$names" = "$3" ] || bad=1
}
for file in "leaf issuing sub" "leaf leaf sub" "leaf stranger sub issuing" "leaf issuing"; do
    for module in openssl mbedtls wolfssl; do check $module "$file" "$file"; done
done
check gnutls "leaf issuing sub" "leaf sub issuing"
check gnutls "leaf leaf sub" "leaf sub"
check gnutls "leaf stranger sub issuing" "leaf sub issuing"
check gnutls "leaf issuing" "leaf"
[ -z "$bad" ] || { echo "CHANGED: lighttpd's modules send other certificates" >&2; exit 1; }
