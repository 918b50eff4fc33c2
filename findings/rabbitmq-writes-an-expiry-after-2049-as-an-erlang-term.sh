#!/usr/bin/env bash
# Show the validity of certificates as RabbitMQ does, in its list of connections and of trusted certificates.
#
# Package: rabbitmq-server 3.10.8 with Erlang 25 (Debian 12), only unpacked; OpenSSL 3.0.19 for the certificates
# Guessed: the column peer_cert_validity has two dates in one form, ISO 8601 as it is for most certificates.
# Behaviour: rabbit_cert_info puts "20" in front of the two digits of each UTCTime, so a beginning of 1999 is in 2099,
#   long behind the end. A GeneralizedTime, which each date from 2050 on has, is not written at all: the text has
#   Erlang's tuple in it, {generalTime,"20500101000000Z"}. Who takes the column apart at " - " and compares has to be
#   ready for both; devices' certificates that never expire are all of the second kind.
# Output seen: 2026 to 2049: "2026-01-01T00:00:00Z - 2049-12-31T23:59:59Z"; from 1999: "2099-..."; to 2050:
#   "2026-01-01T00:00:00Z - {generalTime,"20500101000000Z"}"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
erl -noshell -eval 'public_key:module_info(), halt().' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends erlang-base erlang-public-key >/dev/null
}
chmod 755 .
apt-get download -qq rabbitmq-server >/dev/null 2>&1 || { apt-get update -qq && apt-get download -qq rabbitmq-server >/dev/null; }
dpkg -x rabbitmq-server_*.deb server
common=$(echo server/usr/lib/rabbitmq/lib/rabbitmq_server-*/plugins/rabbit_common-*/ebin)
cat >ask.erl <<'ERL'
-module(ask).
-export([main/0]).

main() ->
    {ok, Pem} = file:read_file("cert.pem"),
    [{'Certificate', Der, _}] = public_key:pem_decode(Pem),
    io:format("~ts", [rabbit_cert_info:validity(Der)]),
    halt().
ERL
erlc ask.erl
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
openssl req -new -key key.pem -out req.pem -subj /CN=a
: >index.txt
echo '[ca]
default_ca = x
[x]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = p
[p]
commonName = supplied' >ca.cnf
bad=
check() { # first day, last day, expected
    local told
    rm -f index.txt*; : >index.txt
    openssl ca -batch -config ca.cnf -selfsign -keyfile key.pem -in req.pem -out cert.pem -notext \
        -startdate "$1" -enddate "$2" 2>/dev/null
    told=$(erl -noshell -pa "$common" -run ask main)
    echo "$1 $2: $told"
    [ "$told" = "$3" ] || bad=1
}
check 20260101000000Z 20491231235959Z "2026-01-01T00:00:00Z - 2049-12-31T23:59:59Z"
check 19990101000000Z 20300101000000Z "2099-01-01T00:00:00Z - 2030-01-01T00:00:00Z"
check 20260101000000Z 20500101000000Z '2026-01-01T00:00:00Z - {generalTime,"20500101000000Z"}'
check 20260101000000Z 99991231235959Z '2026-01-01T00:00:00Z - {generalTime,"99991231235959Z"}'
[ -z "$bad" ] || { echo "CHANGED: RabbitMQ writes these dates otherwise" >&2; exit 1; }
