#!/usr/bin/env bash
# Give QEMU's TLS credentials a server certificate with its intermediate behind it.
#
# Package: qemu-utils 7.2.22 and 10.0.2 (qemu-nbd, on GnuTLS; Debian 12 and its backports), OpenSSL 3.0.19 for the
#   certificates
# Guessed: server-cert.pem may be a fullchain, as in other servers, and ca-cert.pem beside it has the root; GnuTLS,
#   which reads the file afterwards, sends such a chain.
# Behaviour: at its start QEMU checks its own certificate, and for that it reads the first one of the file and the
#   authorities only. The intermediate in the same file does not count: "The certificate hasn't got a known issuer",
#   and it does not start. What starts is the intermediate as a further authority in ca-cert.pem, whether it is in
#   server-cert.pem or not, so clients' certificates by it are taken as well. A leaf right below the root starts, so
#   the usual trial with one's own CA shows nothing. The check belongs to the credentials, which VNC and migration take
#   too.
# Output seen: leaf issuing, root: no known issuer; leaf issuing, root issuing: starts; leaf, root issuing: starts
set -euo pipefail

command -v qemu-nbd >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends qemu-utils >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
qemu-nbd --version | sed -n 1p
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
server='basicConstraints=critical,CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth\n'
sign issuing leaf 3 "$server"
sign root direct 4 "$server"
truncate -s 1M disk
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bad=
check() { # expected, certificates, authorities
    local seen name
    rm -rf pki
    mkdir pki
    for name in $2; do cat "$name.pem"; done >pki/server-cert.pem
    for name in $3; do cat "$name.pem"; done >pki/ca-cert.pem
    cp "${2%% *}.key" pki/server-key.pem
    seen=$(timeout 2 qemu-nbd --object "tls-creds-x509,id=tls,endpoint=server,dir=$work/pki,verify-peer=off" \
        --tls-creds tls --format raw --bind 127.0.0.1 --port "$port" --persistent disk 2>&1) && seen=ended ||
        { [ $? != 124 ] || seen=starts; }
    seen=${seen##*: }
    echo "server-cert.pem: $2; ca-cert.pem: $3: $seen"
    [ "$seen" = "$1" ] || bad=1
}
check starts direct root
check "The certificate hasn't got a known issuer" "leaf issuing" root
check starts "leaf issuing" "root issuing"
check starts leaf "root issuing"
[ -z "$bad" ] || { echo "CHANGED: QEMU takes other files" >&2; exit 1; }
