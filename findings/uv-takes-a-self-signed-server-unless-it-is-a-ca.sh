#!/usr/bin/env bash
# Point uv and pip to a package index whose self-signed certificate is the trusted one.
#
# Package: uv 0.13.9 (PyPI), pip 26.0.1 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: with the certificate itself in SSL_CERT_FILE both take the server; if one is strict, then it wants CA:TRUE of
#   a certificate that is trusted as an authority.
# Behaviour: the other way round. uv refuses just the certificate with CA:TRUE, "CaUsedAsEndEntity", and that is what
#   `openssl req -x509` makes by default. With CA:FALSE, or without any basic constraints, the same key and name are
#   taken: a trust anchor is nothing but a name and a key to uv's library, and the rule is only that a server is no
#   authority. pip takes all three. So a test server that worked for years with pip is refused after the change to uv,
#   and CA:FALSE repairs it.
# Output seen: CA:TRUE: uv CaUsedAsEndEntity, pip reads the index; CA:FALSE and no constraints: both read the index
set -euo pipefail

work=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check uv==0.13.9 pip==26.0.1
unset REQUESTS_CA_BUNDLE CURL_CA_BUNDLE PIP_CERT PIP_FIND_LINKS SSL_CERT_DIR
cat >serve.py <<'PY'
import http.server
import ssl
import sys


class Index(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        page = b"<!DOCTYPE html><html><body></body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)
        open(sys.argv[1] + ".read", "a").close()

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], "key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
PY
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
printf '[req]\ndistinguished_name = dn\n[dn]\n' >bare.cnf
openssl req -x509 -config bare.cnf -key key.pem -out none.pem -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost
openssl req -x509 -config bare.cnf -key key.pem -out false.pem -days 30 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE
openssl req -x509 -key key.pem -out true.pem -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost
seen=
for name in none false true; do
    python3 serve.py $name.pem >port &
    servers+=($!)
    for _ in $(seq 20); do [ ! -s port ] || break; sleep 0.5; done
    url=https://localhost:$(cat port)/simple/
    for tool in uv pip; do
        rm -f $name.pem.read
        if [ $tool = uv ]; then
            echo some-package | SSL_CERT_FILE=$name.pem UV_CACHE_DIR=$work/cache venv/bin/uv pip compile --no-config --index-url "$url" - >log 2>&1 || true
        else
            venv/bin/pip --isolated download --retries 0 --cert $name.pem --index-url "$url" some-package >log 2>&1 || true
        fi
        told=$(grep -o CaUsedAsEndEntity log | head -1 || true)
        [ ! -e $name.pem.read ] || told=read
        seen+="$name $tool ${told:-other}"$'\n'
    done
    rm -rf cache port
done
echo -n "$seen"
[ "$seen" = "none uv read
none pip read
false uv read
false pip read
true uv CaUsedAsEndEntity
true pip read
" ] || { echo "CHANGED: uv or pip takes other certificates" >&2; exit 1; }
