#!/usr/bin/env bash
# Create MariaDB users for client certificates with `REQUIRE SUBJECT`, and log in with these.
#
# Package: mariadb-server 10.11 with its client (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: the subject is text like any other in a database in UTF-8: O=Müller is required as '/O=Müller/CN=client',
#   and a subject without an umlaut shows how it is done.
# Behaviour: the text is compared byte for byte with an old spelling of OpenSSL, which writes each byte beyond ASCII
#   as \x and two capital hex digits; that is what has to stand in the column. And as the backslash escapes inside
#   an SQL text too, a spelling copied from `openssl x509 -nameopt compat` is stored without its backslashes and
#   does not match either: they have to be doubled. Each of the wrong ones is accepted by CREATE USER, and the
#   log-in fails with "Access denied", as with a wrong password.
# Output seen: ASCII: in; umlaut as such: denied; \xC3\xBC: denied; \\xC3\\xBC: in; \\xc3\\xbc: denied
set -euo pipefail

command -v mariadbd >/dev/null && command -v mariadb >/dev/null || {
    apt-get update -qq
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mariadb-server mariadb-client >/dev/null
}
work=$(mktemp -d)
pid=
cleanup() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
mariadbd --version

openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
make() { # name, subject
    openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -utf8 -subj "$2" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA root.pem -CAkey root.key -set_serial 2 -days 40 -out "$1.pem" 2>/dev/null
}
make server /CN=localhost
make ascii /O=Mueller/CN=client
make umlaut /O=Müller/CN=client
openssl x509 -in umlaut.pem -noout -subject -nameopt compat

mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$work/data" >/dev/null 2>&1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mariadbd --no-defaults --user="$(id -un)" --datadir="$work/data" --port="$port" --bind-address=127.0.0.1 \
    --socket="$work/socket" --pid-file="$work/pid" --ssl-cert="$work/server.pem" --ssl-key="$work/server.key" \
    --ssl-ca="$work/root.pem" --character-set-server=utf8mb4 >log 2>&1 &
pid=$!
local_sql() { mariadb --no-defaults --default-character-set=utf8mb4 -S "$work/socket" -Ne "$1" 2>/dev/null; }
for _ in $(seq 100); do
    ! local_sql 'SELECT 1' >/dev/null || break
    sleep 0.2
done
bad=
check() { # certificate, the subject as it stands in the SQL text, expected
    local told=denied
    local_sql "CREATE OR REPLACE USER client@'127.0.0.1' REQUIRE SUBJECT '$2'; CREATE OR REPLACE USER client@localhost REQUIRE SUBJECT '$2'"
    if mariadb --no-defaults -h 127.0.0.1 -P "$port" -u client --ssl-ca="$work/root.pem" --ssl-cert="$1.pem" \
        --ssl-key="$1.key" -Ne "SELECT 1" >out 2>&1; then
        told=in
    elif ! grep -q 'Access denied' out; then
        told=$(cat out)
    fi
    echo "$1, REQUIRE SUBJECT '$2': $told"
    [ "$told" = "$3" ] || bad=1
}
check ascii '/O=Mueller/CN=client' in
check umlaut '/O=Müller/CN=client' denied
check umlaut '/O=M\xC3\xBCller/CN=client' denied
check umlaut '/O=M\\xC3\\xBCller/CN=client' in
check umlaut '/O=M\\xc3\\xbcller/CN=client' denied
[ -z "$bad" ] || { echo "CHANGED: MariaDB compares subjects otherwise" >&2; exit 1; }
