#!/usr/bin/env bash
# Give three Python servers a lone leaf, and by another option a file of CA certificates for clients.
#
# Package: uvicorn 0.54.0, hypercorn 0.18.0, granian 2.8.9 (PyPI); Python's OpenSSL 3.0.19
# Guessed: `--ssl-ca-certs` and `--ca-certs` name the CAs that client certificates are held
#   against. What the server sends is the certificate file, here without its issuer.
# Behaviour: where the certificate file has no chain, OpenSSL completes it from those CAs,
#   the root included, even though no client is asked for a certificate. A file without its
#   intermediate looks sound from outside, until somebody removes or renews the list of
#   client CAs, which is a quite different file. granian, on rustls, sends the leaf alone
#   with the same two files. So a look at the handshake does not replace one at the file.
# Output seen: without the option: leaf; with it uvicorn and hypercorn: leaf, issuing,
#   root; granian with `--ssl-ca`: leaf
set -euo pipefail

work=$(mktemp -d)
pids=()
cleanup() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check uvicorn==0.54.0 hypercorn==0.18.0 granian==2.8.9

ca='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout issuing.key -out issuing.csr -subj /CN=issuing 2>/dev/null
openssl x509 -req -in issuing.csr -CA root.pem -CAkey root.key -set_serial 2 -days 50 \
    -extfile <(printf "$ca") -out issuing.pem 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA issuing.pem -CAkey issuing.key -set_serial 3 -days 40 \
    -extfile <(printf 'subjectAltName=IP:127.0.0.1\n') -out leaf.pem 2>/dev/null
cat issuing.pem root.pem >cas.pem

cat >app.py <<'PY'
async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})
PY
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
served() { # program and options; PORT stands for the port
    local port names="" command
    port=$(free_port)
    command=("${@//PORT/$port}")
    "venv/bin/${command[0]}" "${command[@]:1}" >log 2>&1 &
    pids+=($!)
    for _ in $(seq 50); do
        names=$(timeout 10 openssl s_client -connect "127.0.0.1:$port" -showcerts </dev/null 2>/dev/null |
            sed -n 's/^ *[0-9]* s:CN = //p' | paste -sd' ' || true)
        [ -z "$names" ] || break
        sleep 0.2
    done
    kill "${pids[-1]}"
    wait "${pids[-1]}" 2>/dev/null || true
    seen=$names
}
uvicorn=(uvicorn --host 127.0.0.1 --port PORT --ssl-certfile leaf.pem --ssl-keyfile leaf.key)
hypercorn=(hypercorn --bind 127.0.0.1:PORT --certfile leaf.pem --keyfile leaf.key)
granian=(granian --interface asgi --host 127.0.0.1 --port PORT --ssl-certificate leaf.pem --ssl-keyfile leaf.key)
bad=
check() { # label, expected
    echo "$1: $seen"
    [ "$seen" = "$2" ] || bad=1
}
served "${uvicorn[@]}" app:app
check "uvicorn                    " "leaf"
served "${uvicorn[@]}" --ssl-ca-certs cas.pem app:app
check "uvicorn   --ssl-ca-certs   " "leaf issuing root"
served "${hypercorn[@]}" app:app
check "hypercorn                  " "leaf"
served "${hypercorn[@]}" --ca-certs cas.pem app:app
check "hypercorn --ca-certs       " "leaf issuing root"
served "${granian[@]}" --ssl-ca cas.pem app:app
check "granian   --ssl-ca         " "leaf"
[ -z "$bad" ] || { echo "CHANGED: another chain is sent" >&2; exit 1; }
