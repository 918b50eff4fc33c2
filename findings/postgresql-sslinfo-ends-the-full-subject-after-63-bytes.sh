#!/usr/bin/env bash
# Connect to PostgreSQL with client certificates, and ask it for their subjects.
#
# Package: postgresql-15 with its extension sslinfo (Debian 12), psycopg2-binary 2.9.10 (PyPI), OpenSSL 3.0.19
# Guessed: ssl_client_dn() is "the full subject", as its page has it, of any length; a text from a database in UTF-8
#   is UTF-8.
# Behaviour: the subject ends after 63 bytes, the length of a table's name, with no mark that there was more. The CN
#   stands last in most subjects and is what goes: two clients of one department have the same subject in an audit
#   trail. The page of pg_stat_ssl says that it cuts; that of sslinfo does not, and its ssl_client_dn_field() does
#   give the whole part. The cut is made by bytes: where it falls into an umlaut, both hand out half of the letter,
#   psycopg2 raises UnicodeDecodeError, and for pg_stat_ssl so does a monitor's query over all connections, whoever
#   asks, while such a client is connected.
# Output seen: short: whole; long: 63 of 109 bytes, without CN; its field CN: client-a; umlaut at the cut:
#   UnicodeDecodeError from sslinfo, and from pg_stat_ssl for another client
set -euo pipefail

bin=/usr/lib/postgresql/15/bin
[ -x $bin/initdb ] || {
    apt-get update -qq
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-15 >/dev/null
}
work=$(mktemp -d)
as_user=
[ "$(id -u)" != 0 ] || as_user="runuser -u postgres --"
cleanup() {
    $as_user $bin/pg_ctl -D "$work/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
$bin/postgres --version
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check psycopg2-binary==2.9.10

openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
make() { # name, subject
    openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -utf8 -subj "$2" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA root.pem -CAkey root.key -set_serial 2 -days 40 -out "$1.pem" 2>/dev/null
    chmod 600 "$1.key"
}
o=$(printf 'o%.0s' $(seq 40))
make server /CN=localhost
make short /O=Example/CN=client-a
make long "/C=DE/O=$o/OU=$(printf 'u%.0s' $(seq 45))/CN=client-a"
make umlaut "/C=DE/O=$o/OU=$(printf 'u%.0s' $(seq 10))ü/CN=client-a"

[ -z "$as_user" ] || chown postgres "$work" server.key
$as_user $bin/initdb -D data -A trust -U auditor -E UTF8 --locale=C.UTF-8 >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >>data/postgresql.conf <<CONF
ssl = on
ssl_ca_file = '$work/root.pem'
ssl_cert_file = '$work/server.pem'
ssl_key_file = '$work/server.key'
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$work'
CONF
echo "local all all trust
hostssl all all 127.0.0.1/32 trust clientcert=verify-ca" >data/pg_hba.conf
$as_user $bin/pg_ctl -D data -l log -w start >/dev/null

cat >ask.py <<'PY'
import os
import subprocess
import sys
import psycopg2

port = sys.argv[1]
local = psycopg2.connect(host=os.getcwd(), port=port, user="auditor", dbname="postgres")
local.autocommit = True

def fetch(connection, query):
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()
    except UnicodeDecodeError as error:
        return type(error).__name__

local.cursor().execute("CREATE EXTENSION sslinfo")
seen = {}
for name in ("short", "long", "umlaut"):
    client = psycopg2.connect(host="127.0.0.1", port=port, user="auditor", dbname="postgres", sslmode="require",
                              sslcert=name + ".pem", sslkey=name + ".key")
    client.autocommit = True
    own = fetch(client, "SELECT ssl_client_dn(), octet_length(ssl_client_dn()), ssl_client_dn_field('CN')")
    others = fetch(local, f"SELECT client_dn FROM pg_stat_ssl WHERE pid = {client.info.backend_pid}")
    whole = subprocess.run(["openssl", "x509", "-in", name + ".pem", "-noout", "-subject", "-nameopt", "compat"],
                           capture_output=True, text=True, check=True).stdout.strip()
    print(f"{name}: certificate: {whole}\n  sslinfo: {own}\n  pg_stat_ssl, asked by another: {others}")
    seen[name] = own, others
    client.close()
full = "/O=Example/CN=client-a"
cut = ("/C=DE/O=" + "o" * 40 + "/OU=" + "u" * 45)[:63]
expected = {"short": ((full, len(full), "client-a"), (full,)), "long": ((cut, 63, "client-a"), (cut,)),
            "umlaut": ("UnicodeDecodeError", "UnicodeDecodeError")}
if seen != expected:
    sys.exit("CHANGED: PostgreSQL hands out other subjects")
PY
PYTHONUTF8=1 venv/bin/python ask.py "$port"
