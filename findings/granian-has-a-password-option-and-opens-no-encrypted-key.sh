#!/usr/bin/env bash
# Start granian with an encrypted key and its password.
#
# Package: granian 2.8.9, cryptography 50.0.2 (PyPI), Python's ssl as the comparison, OpenSSL 3.0.19 for the keys
# Guessed: --ssl-keyfile takes PKCS#8, says the help, and --ssl-keyfile-password opens it where it is encrypted: with
#   AES at least, the default of OpenSSL and of cryptography.
# Behaviour: no form of an encrypted key is opened. The check that granian makes first, by Python's ssl, passes; then
#   each worker ends by "Invalid key: Asn1(...)", the server shuts down, and it looks as if the file were damaged. So it
#   is with AES-256, AES-128 and scrypt; with 3DES the words are others. The same key without encryption starts the
#   server, in the traditional form too, though the help says PKCS#8 only.
# Output seen: PKCS#8 and traditional, not encrypted: listens; AES-256, AES-128, scrypt, 3DES, cryptography's: ends
set -euo pipefail

work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check granian==2.8.9 cryptography==50.0.2
cat >app.py <<'PY'
async def app(scope, receive, send):
    pass
PY
openssl req -x509 -newkey rsa:2048 -nodes -keyout plain.pem -out cert.pem -subj /CN=localhost -days 30 2>/dev/null
bad=
check() { # what, expected, options; the key is in key.pem
    local told=nothing port
    python3 -c 'import ssl; ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain("cert.pem", "key.pem", "secret")'
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    venv/bin/granian --interface asgi --host 127.0.0.1 --port "$port" --ssl-certificate cert.pem --ssl-keyfile key.pem \
        "${@:3}" app:app >log 2>&1 &
    pid=$!
    for _ in $(seq 60); do
        if openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null | grep -q 'BEGIN CERT'; then
            told=listens
            break
        fi
        kill -0 "$pid" 2>/dev/null || { told=ends; break; }
        sleep 0.5
    done
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
    echo "$1: Python's ssl reads it, granian $told $(grep -o 'Invalid key: [A-Za-z0-9]*' log | head -1 || true)"
    [ "$told" = "$2" ] || bad=1
}
cp plain.pem key.pem
check "PKCS#8, not encrypted" listens
openssl rsa -traditional -in plain.pem -out key.pem 2>/dev/null
check "traditional, not encrypted" listens
for how in "-v2 aes-256-cbc" "-v2 aes-128-cbc" -scrypt "-v2 des3"; do
    # shellcheck disable=SC2086 # options
    openssl pkcs8 -topk8 $how -in plain.pem -passout pass:secret -out key.pem
    check "openssl pkcs8 -topk8 $how" ends --ssl-keyfile-password secret
done
venv/bin/python - <<'PY'
from cryptography.hazmat.primitives import serialization as s

key = s.load_pem_private_key(open("plain.pem", "rb").read(), None)
with open("key.pem", "wb") as file:
    file.write(key.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.BestAvailableEncryption(b"secret")))
PY
check "cryptography, BestAvailableEncryption" ends --ssl-keyfile-password secret
[ -z "$bad" ] || { echo "CHANGED: granian opens other keys" >&2; exit 1; }
