#!/usr/bin/env bash
# Connect to Redis by a URL of redis-py that says no to each option for TLS.
#
# Package: redis 8.1.0 (PyPI), redis-server 7.0.15 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: no and false in a URL's query are false for each option that is a yes or no, as for ssl_check_hostname, and
#   saying no to both options for OCSP changes nothing, since no is their default.
# Behaviour: ssl_check_hostname is converted; ssl_validate_ocsp_stapled and ssl_validate_ocsp stay texts, and a text is
#   true. With both of them false the connection is refused: "Either an OCSP staple or pure OCSP connection must be
#   validated - not both". With the stapled one false a second connection is made, for which pyOpenSSL and a certificate of
#   the client are needed: ModuleNotFoundError. Left out or given with nothing behind the equals sign, both are off. As
#   arguments of Redis(), False is False.
# Output seen: none, check_hostname=false, stapled= : PONG; stapled=false: ModuleNotFoundError; both false: RedisError
set -euo pipefail

command -v redis-server >/dev/null || {
    apt-get update -qq
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server >/dev/null
}
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
redis-server --version | cut -d' ' -f3
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redis==8.1.0
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost 2>/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
redis-server --port 0 --tls-port "$port" --bind 127.0.0.1 --tls-cert-file cert.pem --tls-key-file key.pem \
    --tls-ca-cert-file cert.pem --tls-auth-clients no --save '' --dir "$work" >log &
server=$!
sleep 2
cat >ask.py <<'PY'
import sys

import redis

for options in ["", "&ssl_check_hostname=false", "&ssl_validate_ocsp_stapled=", "&ssl_validate_ocsp_stapled=false",
                "&ssl_validate_ocsp=false&ssl_validate_ocsp_stapled=false"]:
    try:
        client = redis.Redis.from_url(f"rediss://localhost:{sys.argv[1]}/0?ssl_ca_certs=cert.pem{options}")
        told = "PONG" if client.ping() else "no answer"
    except Exception as error:
        told = f"{type(error).__name__} {error}"
    print(f"{options or 'none'}: {told}")
PY
venv/bin/python ask.py "$port" | tee seen
cat >expected <<'SEEN'
none: PONG
&ssl_check_hostname=false: PONG
&ssl_validate_ocsp_stapled=: PONG
&ssl_validate_ocsp_stapled=false: ModuleNotFoundError No module named 'OpenSSL'
&ssl_validate_ocsp=false&ssl_validate_ocsp_stapled=false: RedisError Either an OCSP staple or pure OCSP connection must be validated - not both.
SEEN
cmp -s seen expected || { echo "CHANGED: redis-py reads other options" >&2; exit 1; }
