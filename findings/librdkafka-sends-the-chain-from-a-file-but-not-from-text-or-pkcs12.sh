#!/usr/bin/env bash
# Give librdkafka one client certificate with its chain in the three ways that it knows.
#
# Package: kcat 1.7.1 with librdkafka1 2.0.2 (Debian 12), OpenSSL 3.0.19 for the files and the server
# Guessed: ssl.certificate.location (a file), ssl.certificate.pem (the text of that file) and ssl.keystore.location
#   (PKCS#12 with the same certificates) are three ways to say one thing: the choice is one of convenience.
# Behaviour: only the file is sent whole. Of the text, which is the way of Kubernetes secrets and of most bindings, and
#   of the archive the leaf alone is sent; a broker that knows the root says "unknown ca", and kcat tells of a failed
#   transport. librdkafka 2.16, in PyPI's confluent-kafka 2.16.1, sends the chain each time, so one configuration works
#   or not by which library a program found.
# Output seen: location: leaf issuing; pem: leaf; keystore: leaf
set -euo pipefail

command -v kcat >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends kcat >/dev/null
}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' kcat librdkafka1
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
sign issuing leaf 3 'extendedKeyUsage=clientAuth\n'
sign root server 4 'subjectAltName=DNS:localhost\n'
cat leaf.pem issuing.pem >chain.pem
openssl pkcs12 -export -in chain.pem -inkey leaf.key -out chain.p12 -passout pass:x
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
bad=
check() { # what, expected names (those that the server could verify), settings
    local what=$1 expected=$2 got
    shift 2
    openssl s_server -accept "localhost:$port" -cert server.pem -key server.key -Verify 5 -CAfile root.pem -verify_return_error -www >log 2>&1 &
    server=$!
    sleep 0.5
    timeout 10 kcat -L -m 1 -b "localhost:$port" -X security.protocol=ssl -X ssl.ca.location=root.pem "$@" >/dev/null 2>kcat.log || true
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
    got=$(sed -n 's/^depth=\([0-9]*\) CN = \(.*\)/\1 \2/p' log | sort -u | cut -d' ' -f2 | grep -vx root | paste -sd' ')
    echo "$what: $got$(grep -q 'unknown ca' kcat.log && echo ', unknown ca')"
    [ "$got" = "$expected" ] || bad=1
}
check location "leaf issuing" -X ssl.certificate.location=chain.pem -X ssl.key.location=leaf.key
check pem leaf -X "ssl.certificate.pem=$(cat chain.pem)" -X "ssl.key.pem=$(cat leaf.key)"
check keystore leaf -X ssl.keystore.location=chain.p12 -X ssl.keystore.password=x
[ -z "$bad" ] || { echo "CHANGED: other certificates were sent" >&2; exit 1; }
