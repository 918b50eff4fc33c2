#!/usr/bin/env bash
# Give puma one fullchain.pem, by its path and by its text.
#
# Package: puma 5.6.5 (Debian 12), OpenSSL 3.0.19 for the certificates and the client
# Guessed: `cert_pem: File.read(path)` is `cert: path` for those who keep the certificate in
#   a secret store: the same bytes, the same chain.
# Behaviour: of the text only the first certificate is used; the issuers behind it are
#   dropped without a word. By its path the same file is sent whole. Moving a certificate
#   from a file to an environment variable leaves the server with an incomplete chain, and
#   browsers that know or fetch the issuer hide it from its owner.
# Output seen: cert: leaf issuing, verify code 0; cert_pem: leaf, verify code 21
set -euo pipefail

command -v puma >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends puma >/dev/null
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
puma --version

ca='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout issuing.key -out issuing.csr -subj /CN=issuing 2>/dev/null
openssl x509 -req -in issuing.csr -CA root.pem -CAkey root.key -set_serial 2 -days 50 \
    -extfile <(printf "$ca") -out issuing.pem 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA issuing.pem -CAkey issuing.key -set_serial 3 -days 40 \
    -extfile <(printf 'subjectAltName=IP:127.0.0.1\n') -out leaf.pem 2>/dev/null
cat leaf.pem issuing.pem >full.pem

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
echo 'run lambda { |env| [200, {"Content-Type" => "text/plain"}, ["ok"]] }' >config.ru
cat >path.rb <<RB
ssl_bind "127.0.0.1", "$port", cert: "full.pem", key: "leaf.key", verify_mode: "none"
RB
cat >text.rb <<RB
ssl_bind "127.0.0.1", "$port", cert_pem: File.read("full.pem"), key_pem: File.read("leaf.key"), verify_mode: "none"
RB
bad=
check() { # configuration, label, expected
    local shown names="" code
    puma -C "$1.rb" config.ru >"$1.log" 2>&1 &
    pid=$!
    for _ in $(seq 75); do
        shown=$(timeout 10 openssl s_client -connect "127.0.0.1:$port" -showcerts -CAfile root.pem </dev/null 2>/dev/null || true)
        names=$(sed -n 's/^ *[0-9]* s:CN = //p' <<<"$shown" | paste -sd' ')
        [ -z "$names" ] || break
        sleep 0.2
    done
    kill -INT "$pid"
    for _ in $(seq 50); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.2
    done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
    code=$(sed -n 's/^.*Verify return code: \([0-9]*\).*/\1/p' <<<"$shown" | head -1)
    echo "$2: $names, verify code $code"
    [ "$names, $code" = "$3" ] || bad=1
}
check path "cert (path)    " "leaf issuing, 0"
check text "cert_pem (text)" "leaf, 21"
[ -z "$bad" ] || { echo "CHANGED: puma sends another chain" >&2; exit 1; }
