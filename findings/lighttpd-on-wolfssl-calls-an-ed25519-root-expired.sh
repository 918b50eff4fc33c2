#!/usr/bin/env bash
# Name a CA file with an RSA and an Ed25519 root in lighttpd, under four of its TLS modules.
#
# Package: lighttpd 1.4.69 with mod_openssl, -gnutls, -mbedtls, -wolfssl (Debian 12), OpenSSL 3.0.19
# Guessed: a list of CAs may hold roots of kinds that a library cannot use; they are passed over, since nobody has to use
#   each CA of a bundle, or the message says which kind is not supported.
# Behaviour: openssl and gnutls take the file. wolfssl does not start: "inactive/expired X509 certificate" where the Ed25519
#   root stands first, though it was made a moment ago, and "couldn't read X509 certificates" where it stands behind
#   others. mbedtls does not start either, "Generic error (-0xffffffff)". Neither says which certificate it was, so
#   one new root of a private CA, added to a bundle of a hundred, keeps the server down and sends its owner to look for
#   dates. An Ed448 root does the same.
# Output seen: RSA only: all serve; with Ed25519 or Ed448: openssl, gnutls serve; wolfssl: inactive/expired (first),
#   couldn't read (second); mbedtls: Generic error
set -euo pipefail

for module in openssl gnutls mbedtls wolfssl; do
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
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out rsa.pem -subj /CN=rsa -days 60 2>/dev/null
for kind in ed25519 ed448; do
    openssl req -x509 -newkey $kind -nodes -keyout /dev/null -out $kind.pem -subj /CN=$kind -days 60 2>/dev/null
done
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA rsa.pem -CAkey root.key -set_serial 2 -days 40 -out leaf.pem 2>/dev/null
cat leaf.pem rsa.pem >full.pem

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bad=
check() { # module, roots, expected: serves, or words of the log
    local root got=
    for root in $2; do cat "$root.pem"; done >cas.pem
    cat >lighttpd.conf <<CONF
server.document-root = "$work"
server.bind = "127.0.0.1"
server.port = $port
server.modules = ("mod_$1")
server.errorlog = "$work/log"
ssl.engine = "enable"
ssl.pemfile = "$work/full.pem"
ssl.privkey = "$work/leaf.key"
ssl.ca-file = "$work/cas.pem"
CONF
    rm -f log
    lighttpd -D -f lighttpd.conf >out 2>&1 &
    pid=$!
    for _ in $(seq 50); do
        sleep 0.1
        if timeout 10 openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null | grep -q 'CN = leaf'; then
            got=serves
            break
        fi
        kill -0 "$pid" 2>/dev/null || {
            got="does not start: $(cat out log 2>/dev/null |
                grep -m1 -oE "inactive/expired X509 certificate|couldn't read X509 certificates|ERROR - Generic error" || true)"
            break
        }
    done
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
    echo "mod_$1, roots $2: ${got:-neither}"
    [[ $got == *"$3" ]] && [ -n "$got" ] || bad=1
}
for module in openssl gnutls mbedtls wolfssl; do check $module rsa serves; done
for kind in ed25519 ed448; do
    check openssl "rsa $kind" serves
    check gnutls "rsa $kind" serves
    check wolfssl "$kind rsa" "inactive/expired X509 certificate"
    check wolfssl "rsa $kind" "couldn't read X509 certificates"
    check mbedtls "rsa $kind" "Generic error"
done
[ -z "$bad" ] || { echo "CHANGED: lighttpd's modules treat such roots otherwise" >&2; exit 1; }
