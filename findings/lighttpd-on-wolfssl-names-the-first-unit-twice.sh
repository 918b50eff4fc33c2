#!/usr/bin/env bash
# Let lighttpd on wolfSSL tell a program the name of a client whose certificate has two organizational units.
#
# Package: lighttpd 1.4.69 with mod_openssl, mod_wolfssl and libwolfssl35 5.5.4 (Debian 12), OpenSSL 3.0.19, curl 7.88
# Guessed: SSL_CLIENT_S_DN is the whole name; that SSL_CLIENT_S_DN_OU has room for one unit only is the usual trouble.
# Behaviour: each part is looked up again by its kind, so the first of a kind stands in the name as often as there are
#   parts of that kind: OU=one, OU=two becomes OU=one, OU=one, and DC=example, DC=com becomes DC=example twice. The
#   length of the name is right and it looks complete. SSL_CLIENT_S_DN_OU of the same request has the other one, two:
#   the last of a kind. In a log two clients that differ in their second unit, as names from Active Directory do, are
#   one.
# Output seen: openssl: OU = one, OU = two, DC = example, DC = com; wolfssl: OU=one, OU=one, DC=example, DC=example;
#   OU: two
set -euo pipefail

need=
command -v curl >/dev/null || need=" curl"
for module in openssl wolfssl; do
    [ -e "/usr/lib/lighttpd/mod_$module.so" ] || need="$need lighttpd lighttpd-mod-$module"
done
[ -z "$need" ] || {
    apt-get update -qq
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
}
PATH=$PATH:/usr/sbin
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
lighttpd -v | sed -n 1p
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=ca -days 60 2>/dev/null
sign() { # name, serial, subject
    openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "$3" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -set_serial "$2" -days 40 -out "$1.pem" 2>/dev/null
}
sign server 2 /CN=localhost
sign client 0xab12 /OU=one/OU=two/DC=example/DC=com/CN=x
cat server.pem server.key >both.pem
cat >show.cgi <<'CGI'
echo "Content-type: text/plain"
echo
echo "$SSL_CLIENT_S_DN | $SSL_CLIENT_S_DN_OU"
CGI
bad=
check() { # module, expected
    local port seen=""
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cat >lighttpd.conf <<CONF
server.modules = ("mod_cgi", "mod_$1")
server.document-root = "$work"
server.bind = "127.0.0.1"
server.port = $port
cgi.assign = (".cgi" => "/bin/sh")
ssl.engine = "enable"
ssl.pemfile = "$work/both.pem"
ssl.verifyclient.ca-file = "$work/ca.pem"
ssl.verifyclient.activate = "enable"
ssl.verifyclient.enforce = "enable"
ssl.openssl.ssl-conf-cmd = ("MaxProtocol" => "TLSv1.2")
CONF
    lighttpd -D -f lighttpd.conf 2>log &
    server=$!
    for _ in $(seq 50); do
        seen=$(curl -sk --max-time 5 --cert client.pem --key client.key "https://127.0.0.1:$port/show.cgi" || true)
        [ -z "$seen" ] || break
        sleep 0.1
    done
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
    echo "$1: $seen"
    [ "$seen" = "$2" ] || bad=1
}
check openssl "OU = one, OU = two, DC = example, DC = com, CN = x | two"
check wolfssl "OU=one, OU=one, DC=example, DC=example, CN=x | two"
[ -z "$bad" ] || { echo "CHANGED: lighttpd gives other names" >&2; exit 1; }
