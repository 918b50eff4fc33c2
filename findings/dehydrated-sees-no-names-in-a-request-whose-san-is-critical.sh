#!/usr/bin/env bash
# Have dehydrated and acme-tiny order certificates for requests whose alternative names are critical.
#
# Package: dehydrated 0.7.0, acme-tiny 5.0.1 (Debian 12), OpenSSL 3.0.19 for the requests; an ACME server on the
#   loopback that writes down what is ordered, and refuses
# Guessed: `dehydrated --signcsr` orders for the names that the request has. That they are marked critical changes
#   nothing: where the subject is empty, as it is more and more, RFC 5280 4.2.1.6 demands the mark.
# Behaviour: dehydrated looks for the heading of the names with nothing behind it; "critical" there makes it take the
#   common name instead. A request for two names is ordered for one, and one without a subject for the name "Subject:".
#   The authority then speaks of an invalid identifier, or of a request that does not fit the order, which nobody has
#   written. acme-tiny, which reads the same text by OpenSSL, orders for both names each time.
# Output seen: dehydrated, not critical: a.example b.example; critical: a.example; critical, no subject: Subject:;
#   acme-tiny: a.example b.example each time
set -euo pipefail

command -v dehydrated >/dev/null && command -v acme-tiny >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dehydrated acme-tiny curl >/dev/null
}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' dehydrated acme-tiny
cat >acme.py <<'PY'
import base64
import http.server
import json
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Replay-Nonce", "nonce")
        self.send_header("Location", self.base() + "/account/1")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def base(self):
        return "http://" + self.headers["Host"]

    def do_GET(self):
        paths = {"newNonce": "/nonce", "newAccount": "/account", "newOrder": "/order", "revokeCert": "/revoke", "keyChange": "/key"}
        self.answer(200, {name: self.base() + path for name, path in paths.items()} | {"meta": {}})

    do_HEAD = do_GET

    def do_POST(self):
        payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["payload"]
        if self.path != "/order":
            return self.answer(201 if self.path == "/account" else 200, {"status": "valid"})
        order = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        with open("order", "w") as file:
            print(*sorted(name["value"] for name in order["identifiers"]), file=file)
        self.answer(400, {"type": "urn:ietf:params:acme:error:malformed", "detail": "written down"})

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 acme.py >port &
server=$!
for _ in $(seq 50); do [ -s port ] && break || sleep 0.1; done
directory="http://127.0.0.1:$(cat port)/directory"
mkdir answers
printf 'CA="%s"\nBASEDIR="%s"\nWELLKNOWN="%s"\n' "$directory" "$work" "$work/answers" >config
dehydrated -f config --register --accept-terms >/dev/null 2>&1
openssl genrsa -out account.key 2048 2>/dev/null
bad=
check() { # what, expected of dehydrated, subject, names
    local by_dehydrated by_tiny
    openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj "$3" -addext "subjectAltName=$4" 2>/dev/null
    dehydrated -f config --signcsr request.csr >/dev/null 2>&1 || true
    by_dehydrated=$(cat order)
    acme-tiny --quiet --account-key account.key --csr request.csr --acme-dir answers --directory-url "$directory" >/dev/null 2>&1 || true
    by_tiny=$(cat order)
    echo "$1: dehydrated: $by_dehydrated; acme-tiny: $by_tiny"
    [ "$by_dehydrated" = "$2" ] && [ "$by_tiny" = "a.example b.example" ] || bad=1
}
check "not critical" "a.example b.example" /CN=a.example DNS:a.example,DNS:b.example
check critical a.example /CN=a.example critical,DNS:a.example,DNS:b.example
check "critical, no subject" Subject: / critical,DNS:a.example,DNS:b.example
[ -z "$bad" ] || { echo "CHANGED: other names are ordered" >&2; exit 1; }
