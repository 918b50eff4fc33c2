#!/usr/bin/env bash
# Start npm's serve with an encrypted key whose passphrase stands in a file.
#
# Package: serve 14.2.7 (npm) on Node.js v20.20.2, OpenSSL 3.0.19
# Guessed: `--ssl-pass FILE` reads the file's first line, as `openssl -passin file:FILE` does,
#   or at least the text without the line end that every editor and `echo` put there.
# Behaviour: the line end is part of the passphrase. The file that opens the key in openssl
#   stops serve, for a PEM key and for a PKCS#12 archive, and the message does not help: for
#   the PEM key, which has nothing to do with an archive, it names a PKCS12 routine, and for
#   the archive "mac verify failure" sounds like damage. A whole key thus looks broken.
#   `printf` in place of `echo` helps.
# Output seen: openssl opens both with either file; serve without line end: both served; with
#   it: "PKCS12 routines::pkcs12 cipherfinal error" and "mac verify failure"
set -euo pipefail

work=$(mktemp -d)
pid=
cleanup() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts serve@14.2.7 >/dev/null

openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=www.example.com -days 30 2>/dev/null
openssl pkcs8 -topk8 -in key.pem -passout pass:test -out locked.pem
openssl pkcs12 -export -in cert.pem -inkey key.pem -passout pass:test -out site.p12
printf test >bare.txt
echo test >line.txt
for file in bare line; do
    openssl pkey -in locked.pem -passin "file:$file.txt" -noout
    openssl pkcs12 -in site.p12 -passin "file:$file.txt" -noout
done
echo "openssl opens the key and the archive with both files"

mkdir www
bad=
check() { # label, expected, options
    local label=$1 expected=$2 told="" port
    shift 2
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    node node_modules/serve/build/main.js -L --no-port-switching -l "tcp://127.0.0.1:$port" "$@" www >log 2>&1 &
    pid=$!
    for _ in $(seq 75); do
        if timeout 10 openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null | grep -q '^ *0 s:CN = www'; then
            told=served
            break
        fi
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.2
    done
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
    [ -n "$told" ] || told=$(grep -oE 'PKCS12 routines::pkcs12 cipherfinal error|mac verify failure' log | head -1 || true)
    echo "$label: ${told:-another failure}"
    [ "$told" = "$expected" ] || bad=1
}
check "key, no line end    " served --ssl-cert cert.pem --ssl-key locked.pem --ssl-pass bare.txt
check "key, line end       " "PKCS12 routines::pkcs12 cipherfinal error" --ssl-cert cert.pem --ssl-key locked.pem --ssl-pass line.txt
check "archive, no line end" served --ssl-cert site.p12 --ssl-pass bare.txt
check "archive, line end   " "mac verify failure" --ssl-cert site.p12 --ssl-pass line.txt
[ -z "$bad" ] || { echo "CHANGED: serve reads the passphrase in another way" >&2; exit 1; }
