#!/usr/bin/env bash
# Log in at two brokers with one client certificate whose subject has two common names.
#
# Package: mosquitto 2.0.11, rabbitmq-server 3.10.8 (only unpacked) with Erlang 25, certinfo 1.0.6 for Go's crypto/x509
#   (Debian 12); OpenSSL 3.0.19 for the certificates
# Guessed: CN=shop,CN=4711, as directories write it that keep a number beside the name, is one user: all take the last
#   one, the most specific part of a name, or all take the first one that they find.
# Behaviour: mosquitto (use_identity_as_username) takes the first, RabbitMQ (ssl_cert_login_from = common_name) joins
#   both with a comma to a user "shop,4711", and Go's Subject.CommonName, from which etcd and NATS take theirs, is the
#   last; the first is in no field and in no printed subject. So whoever moves from one broker to another has new users,
#   and a permission for "shop" fits nobody.
# Output seen: mosquitto: shop; RabbitMQ: shop,4711; Go: CN=4711,O=E
set -euo pipefail

command -v mosquitto_pub >/dev/null && command -v certinfo >/dev/null && command -v erlc >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mosquitto mosquitto-clients certinfo \
        erlang-base erlang-public-key >/dev/null
}
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
chmod 755 .
apt-get download -qq rabbitmq-server >/dev/null 2>&1 || { apt-get update -qq && apt-get download -qq rabbitmq-server >/dev/null; }
dpkg -x rabbitmq-server_*.deb server
plugins=$(echo server/usr/lib/rabbitmq/lib/rabbitmq_server-*/plugins)
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out server.pem -days 30 -subj /CN=localhost 2>/dev/null
openssl req -x509 -key key.pem -out client.pem -days 30 -subj /O=E/CN=shop/CN=4711

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >broker.conf <<CONF
listener $port 127.0.0.1
cafile client.pem
certfile server.pem
keyfile key.pem
require_certificate true
use_identity_as_username true
log_dest stderr
user root
CONF
mosquitto -c broker.conf >broker.log 2>&1 &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
    mosquitto_pub -h localhost -p "$port" --cafile server.pem --cert client.pem --key key.pem -i c1 -t a -m b 2>/dev/null && break
    sleep 1
done
mosquitto_user=$(grep -a 'New client connected' broker.log | sed -n "1s/.*u'\(.*\)').*/\1/p")

cat >ask.erl <<'ERL'
-module(ask).
-export([main/0]).

main() ->
    {ok, Pem} = file:read_file("client.pem"),
    [{'Certificate', Der, _}] = public_key:pem_decode(Pem),
    application:set_env(rabbit, ssl_options, [{verify, verify_peer}]),
    application:set_env(rabbit, ssl_cert_login_from, common_name),
    io:format("~ts", [rabbit_ssl:peer_cert_auth_name(Der)]),
    halt().
ERL
erlc ask.erl
rabbit_user=$(erl -noshell -pa "$plugins"/rabbit-3*/ebin "$plugins"/rabbit_common-*/ebin -run ask main)
go_name=$(certinfo client.pem | sed -n 's/^Subject: //p')
echo "mosquitto: $mosquitto_user"
echo "RabbitMQ:  $rabbit_user"
echo "Go:        $go_name"
[ "$mosquitto_user|$rabbit_user|$go_name" = "shop|shop,4711|CN=4711,O=E" ] ||
    { echo "CHANGED: other users are taken from two common names" >&2; exit 1; }
