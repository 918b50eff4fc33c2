#!/usr/bin/env bash
# Renew the certificate of a running gunicorn, first the one file and then the other.
#
# Package: gunicorn 27.0.1 (PyPI) on Python's ssl module, OpenSSL 3.0.19 for the certificates
# Guessed: as in other servers: both files are read once, a broken one stops the start, and
#   new files count only after a reload.
# Behaviour: nothing is read at the start but whether the files exist; each connection reads
#   both anew. So gunicorn "listens" with a file that holds no certificate. A renewed file
#   is served at once, without a signal, and between the writing of the two files every
#   client is cut off. The log then blames the client: "Invalid request from ip=...: key
#   values mismatch", at the level of a warning. Replace both by one rename (a symbolic
#   link to a folder), and vet the files yourself before a start that says nothing.
# Output seen: old.example; only the certificate renewed: nothing served; key too:
#   new.example, all in one process; started on a text file: "Listening at: https://"
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
export HOME=$work
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check gunicorn==27.0.1

for name in old new; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$name.key" -out "$name.pem" \
        -subj "/CN=$name.example" -days 30 2>/dev/null
done
cat >app.py <<'PY'
def app(environ, start_response):
    start_response("200 OK", [])
    return [b"ok"]
PY
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
start() { # log, certificate
    port=$(free_port)
    venv/bin/gunicorn --bind "127.0.0.1:$port" --certfile "$2" --keyfile live.key app:app >"$1" 2>&1 &
    pids+=($!)
    for _ in $(seq 50); do
        ! grep -q 'Booting worker' "$1" || return 0
        sleep 0.2
    done
    echo "gunicorn did not start" >&2
    exit 1
}
served() {
    timeout 10 openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null | sed -n 's/^ *0 s:CN = //p' || true
}

cp old.key live.key
cp old.pem live.pem
start log live.pem
before=$(served)
cp new.pem live.pem
half=$(served)
cp new.key live.key
after=$(served)
told=$(grep -o 'WARNING.*Invalid request.*key values mismatch' log | head -1 || true)
echo "before the renewal:       $before"
echo "certificate renewed:      ${half:-nothing served}"
echo "key renewed:              $after"
echo "log:                      $told"

echo "no certificate in here" >text.pem
start log2 text.pem
listening=$(grep -o 'Listening at: https://' log2 || true)
echo "started on a text file:   $listening"

[ "$before" = old.example ] && [ -z "$half" ] && [ "$after" = new.example ] && [ -n "$told" ] && [ -n "$listening" ] ||
    { echo "CHANGED: gunicorn no longer reads the files at each connection" >&2; exit 1; }
