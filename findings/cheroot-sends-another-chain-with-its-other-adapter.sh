#!/usr/bin/env bash
# Start one cheroot server (CherryPy's) with its two TLS adapters and the same files.
#
# Package: cheroot 11.1.2, pyOpenSSL 26.4.0 (PyPI)
# Guessed: `ssl_module` "builtin" and "pyopenssl" are two ways to the same OpenSSL, with the
#   same arguments, so both send the chain in `certificate`; and `certificate_chain`, "CA's
#   intermediate certificate bundle", is sent as it stands after the leaf.
# Behaviour: pyopenssl takes the first block of `certificate` and drops the issuers, so the
#   same fullchain.pem works with the one adapter and is incomplete with the other. And
#   `certificate_chain` is no chain but a set of trusted CAs, from which OpenSSL builds the
#   chain up: order and strangers in it do not matter, a root in it is sent as well.
# Output seen: full.pem: builtin leaf issuing, pyopenssl leaf; leaf.pem with chain "root,
#   stranger, issuing": both leaf issuing root
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cheroot==11.1.2 pyopenssl==26.4.0

ca='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
for name in root stranger; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$name.key" -out "$name.pem" -subj "/CN=$name" -days 60 2>/dev/null
done
openssl req -new -newkey rsa:2048 -nodes -keyout issuing.key -out issuing.csr -subj /CN=issuing 2>/dev/null
openssl x509 -req -in issuing.csr -CA root.pem -CAkey root.key -set_serial 2 -days 50 \
    -extfile <(printf "$ca") -out issuing.pem 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA issuing.pem -CAkey issuing.key -set_serial 3 -days 40 \
    -extfile <(printf 'subjectAltName=IP:127.0.0.1\n') -out leaf.pem 2>/dev/null
cat leaf.pem issuing.pem >full.pem
cat root.pem stranger.pem issuing.pem >mixed.pem

cat >try.py <<'PY'
import re
import subprocess
import threading

from cheroot.server import get_ssl_adapter_class
from cheroot.wsgi import Server


def app(environ, start_response):
    start_response("200 OK", [])
    return [b"ok"]


def sent(adapter, certificate, chain):
    server = Server(("127.0.0.1", 0), app)
    server.ssl_adapter = get_ssl_adapter_class(adapter)(certificate, "leaf.key", chain)
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        shown = subprocess.run(
            ["openssl", "s_client", "-showcerts", "-connect", "127.0.0.1:%d" % server.bind_addr[1]],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20).stdout
    finally:
        server.stop()
    return " ".join(re.findall(r"^ *\d+ s:CN = (\S+)", shown, re.M))


expected = {("builtin", "full.pem", None): "leaf issuing",
            ("pyopenssl", "full.pem", None): "leaf",
            ("builtin", "leaf.pem", "mixed.pem"): "leaf issuing root",
            ("pyopenssl", "leaf.pem", "mixed.pem"): "leaf issuing root"}
seen = {case: sent(*case) for case in expected}
for (adapter, certificate, chain), names in seen.items():
    print(f"{adapter:9} certificate={certificate} certificate_chain={chain}: {names}")
assert seen == expected, "CHANGED: another chain is sent"
PY
venv/bin/python try.py
