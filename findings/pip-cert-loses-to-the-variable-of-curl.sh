#!/usr/bin/env bash
# Tell pip and a requests session which authorities to trust, on a machine that has CURL_CA_BUNDLE or
#   REQUESTS_CA_BUNDLE.
#
# Package: pip 26.0.1, requests 2.33.1 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: what is said on the command line, `pip --cert FILE`, or in the program, `session.verify = FILE`, comes before
#   what is in the environment, the more so as pip's --isolated promises to ignore its variables; CURL_CA_BUNDLE is
#   curl's business.
# Behaviour: the variables win, over both. requests looks into the environment for each call that has no `verify` of its
#   own, before it looks at the session, and pip sets the session's. So with CURL_CA_BUNDLE set, as images of companies
#   and CI have it for their proxy, --cert has no effect, with --isolated neither, and the error is "self-signed
#   certificate", as if the file were wrong. Only `verify=` in the call itself comes first. Unset the variables, or add
#   the authority to their file.
# Output seen: no variable: --cert and session.verify work; with either variable: refused; verify= in the call: works
set -euo pipefail

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pip==26.0.1 requests==2.33.1
unset REQUESTS_CA_BUNDLE CURL_CA_BUNDLE PIP_CERT PIP_FIND_LINKS
for name in server other; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout $name.key -out $name.pem -days 30 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE 2>/dev/null
done
cat >serve.py <<'PY'
import http.server
import ssl


class Index(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        page = b"<!DOCTYPE html><html><body></body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)
        open("read", "a").close()

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("server.pem", "server.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
PY
python3 serve.py >port &
server=$!
for _ in $(seq 20); do [ ! -s port ] || break; sleep 0.5; done
url=https://localhost:$(cat port)/simple/
cat >session.py <<'PY'
import sys

import requests

session = requests.Session()
session.verify = "server.pem"
session.get(sys.argv[1])
PY
cat >call.py <<'PY'
import sys

import requests

requests.Session().get(sys.argv[1], verify="server.pem")
PY
seen=
ask() { # name, command
    rm -f read
    "${@:2}" >log 2>&1 || true
    seen+="$1 $([ -e read ] && echo works || echo refused)"$'\n'
}
for variable in UNUSED CURL_CA_BUNDLE REQUESTS_CA_BUNDLE; do
    ask "$variable --cert" env "$variable=$work/other.pem" venv/bin/pip --isolated download --retries 0 --cert server.pem --index-url "$url" none
    ask "$variable session.verify" env "$variable=$work/other.pem" venv/bin/python session.py "$url"
    ask "$variable verify=" env "$variable=$work/other.pem" venv/bin/python call.py "$url"
done
echo -n "$seen"
[ "$seen" = "UNUSED --cert works
UNUSED session.verify works
UNUSED verify= works
CURL_CA_BUNDLE --cert refused
CURL_CA_BUNDLE session.verify refused
CURL_CA_BUNDLE verify= works
REQUESTS_CA_BUNDLE --cert refused
REQUESTS_CA_BUNDLE session.verify refused
REQUESTS_CA_BUNDLE verify= works
" ] || { echo "CHANGED: pip or requests takes other authorities" >&2; exit 1; }
