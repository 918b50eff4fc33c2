#!/usr/bin/env bash
# Let lighttpd tell a program the name and serial number of a client's certificate, with each of its TLS modules.
#
# Package: lighttpd 1.4.69 with mod_openssl, -gnutls, -mbedtls, -wolfssl (Debian 12), OpenSSL 3.0.19, curl 7.88
# Guessed: SSL_CLIENT_S_DN and SSL_CLIENT_M_SERIAL, which have these names since Apache, do not change when the module
#   does, as the settings do not: the server fills them, not the TLS library.
# Behaviour: each module asks its library for a text. OpenSSL's has blanks around each = and quotation marks, Mbed
#   TLS's and wolfSSL's have neither, so that O "A, B" looks like two parts, and GnuTLS's runs from the last part to
#   the first, with backslashes. The serial has a leading 00 with GnuTLS where its first bit is set, for every second
#   certificate, and the variable for an e-mail address is S_DN_EMAIL there, not S_DN_EMAILADDRESS. A program that
#   looks up clients by their name knows none of them after a change of module; by serial, it loses half.
# Output seen: openssl: C = DE, O = "A, B", CN = x, AB12; mbedtls, wolfssl: C=DE, O=A, B, CN=x, AB12; gnutls:
#   CN=x,O=A\, B,C=DE, 00AB12
set -euo pipefail

need=
command -v curl >/dev/null || need=" curl"
for module in openssl gnutls mbedtls wolfssl; do
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
sign client 0xab12 "/C=DE/O=A, B/CN=x/emailAddress=me@example.com"
cat server.pem server.key >both.pem
cat >show.cgi <<'CGI'
echo "Content-type: text/plain"
echo
echo "$SSL_CLIENT_S_DN | $SSL_CLIENT_M_SERIAL | ${SSL_CLIENT_S_DN_EMAILADDRESS:-none} | ${SSL_CLIENT_S_DN_EMAIL:-none}"
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
check openssl 'C = DE, O = "A, B", CN = x, emailAddress = me@example.com | AB12 | me@example.com | none'
check mbedtls "C=DE, O=A, B, CN=x, emailAddress=me@example.com | AB12 | me@example.com | none"
check wolfssl "C=DE, O=A, B, CN=x, emailAddress=me@example.com | AB12 | me@example.com | none"
check gnutls 'EMAIL=me@example.com,CN=x,O=A\, B,C=DE | 00AB12 | none | me@example.com'
[ -z "$bad" ] || { echo "CHANGED: lighttpd gives other names" >&2; exit 1; }
