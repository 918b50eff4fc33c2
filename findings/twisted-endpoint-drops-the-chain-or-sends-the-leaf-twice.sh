#!/usr/bin/env bash
# Serve a leaf and its issuer by Twisted's endpoint strings, as daphne takes them too.
#
# Package: Twisted 26.10.0, daphne 4.2.3, pyOpenSSL 26.4.0, service-identity 26.1.0 (PyPI)
# Guessed: `ssl:PORT:certKey=fullchain.pem` sends what is in the file; and for a setup that
#   names the chain apart, `extraCertChain=` takes the same file, as proftpd and
#   cheroot do for their chain settings, where a leaf in it does no harm.
# Behaviour: neither of ACME's files fits both. Of `certKey` only the first block is used,
#   so the issuer is missing and clients without it refuse. `extraCertChain` is sent as it
#   stands: with fullchain.pem the leaf goes out twice. Right is only the leaf in the one
#   and the issuers without the leaf in the other (cert.pem and chain.pem). No log line.
# Output seen: certKey=full: leaf (in daphne too); certKey=full, extraCertChain=full: leaf
#   leaf issuing; certKey=full, extraCertChain=issuing: leaf issuing
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
venv/bin/pip install --quiet --disable-pip-version-check \
    twisted==26.10.0 daphne==4.2.3 pyopenssl==26.4.0 service-identity==26.1.0

openssl req -x509 -newkey rsa:2048 -nodes -keyout issuing.key -out issuing.pem -subj /CN=issuing -days 60 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA issuing.pem -CAkey issuing.key -set_serial 3 -days 40 \
    -extfile <(printf 'subjectAltName=IP:127.0.0.1\n') -out leaf.pem 2>/dev/null
cat leaf.pem issuing.pem >full.pem
mkdir www
cat >app.py <<'PY'
async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})
PY
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
bad=
check() { # program, end of the endpoint string, expected names
    local port names="" endpoint
    port=$(free_port)
    endpoint="ssl:$port:interface=127.0.0.1:privateKey=leaf.key:$2"
    if [ "$1" = daphne ]; then
        venv/bin/daphne -e "$endpoint" app:app >log 2>&1 &
    else
        venv/bin/twist web --listen "$endpoint" --path www >log 2>&1 &
    fi
    pids+=($!)
    for _ in $(seq 50); do
        names=$(timeout 10 openssl s_client -connect "127.0.0.1:$port" -showcerts </dev/null 2>/dev/null |
            sed -n 's/^ *[0-9]* s:CN = //p' | paste -sd' ' || true)
        [ -z "$names" ] || break
        sleep 0.2
    done
    kill "${pids[-1]}"
    wait "${pids[-1]}" 2>/dev/null || true
    printf '%-7s %-45s %s\n' "$1" "$2" "$names"
    [ "$names" = "$3" ] || bad=1
}
check twist certKey=full.pem "leaf"
check daphne certKey=full.pem "leaf"
check twist certKey=full.pem:extraCertChain=full.pem "leaf leaf issuing"
check twist certKey=full.pem:extraCertChain=issuing.pem "leaf issuing"
[ -z "$bad" ] || { echo "CHANGED: another chain is sent" >&2; exit 1; }
