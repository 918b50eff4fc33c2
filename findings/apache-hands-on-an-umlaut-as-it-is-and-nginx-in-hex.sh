#!/usr/bin/env bash
# Hand the subject of a client's certificate on to an application, by Apache and by nginx.
#
# Package: apache2-bin 2.4, nginx-light 1.22.1 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: SSL_CLIENT_S_DN of Apache and $ssl_client_s_dn of nginx are both the subject by RFC 2253 and so the same text;
#   what an application has on file about a user holds when the server in front of it is another.
# Behaviour: they differ in each letter beyond ASCII. Apache hands on its UTF-8, nginx a backslash and hex for each byte: CN=
#   Müller is CN=M\C3\BCller there. And Apache has both forms in one request: SSL_CLIENT_CERT_RFC4523_CEA, made for a
#   search in a directory, is in hex. For a user in ASCII all are the same.
# Output seen: Apache: CN=Müller,O=x; its RFC4523_CEA and nginx: CN=M\C3\BCller,O=x; Mueller: the same three times
set -euo pipefail

{ command -v apache2 && command -v nginx && command -v curl; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends apache2-bin nginx-light curl >/dev/null
}
work=$(mktemp -d)
trap 'kill $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null || true; sleep 1; rm -rf "$work"' EXIT
cd "$work"
chmod 755 .
dpkg-query -W -f '${Package} ${Version}\n' apache2-bin nginx-light
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out server.pem -subj /CN=localhost -days 9 2>/dev/null
for name in Müller Mueller; do
    openssl req -x509 -key key.pem -out $name.pem -utf8 -subj "/O=x/CN=$name" -days 9
done
read -r one two < <(python3 -c 'import socket
both = [socket.create_server(("127.0.0.1", 0)) for _ in "ab"]
print(*[each.getsockname()[1] for each in both])')
modules=/usr/lib/apache2/modules
cat >apache.conf <<CONF
ServerRoot $work
PidFile $work/apache.pid
ErrorLog $work/apache.log
ServerName localhost
Listen 127.0.0.1:$one
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule ssl_module $modules/mod_ssl.so
LoadModule headers_module $modules/mod_headers.so
DocumentRoot $work
SSLEngine on
SSLCertificateFile $work/server.pem
SSLCertificateKeyFile $work/key.pem
SSLVerifyClient optional_no_ca
Header always set X-Subject "%{SSL_CLIENT_S_DN}s"
Header always set X-Issuer "%{SSL_CLIENT_CERT_RFC4523_CEA}s"
CONF
cat >nginx.conf <<CONF
pid $work/nginx.pid;
error_log $work/nginx.log;
events {}
http {
    access_log off;
    server {
        listen 127.0.0.1:$two ssl;
        ssl_certificate $work/server.pem;
        ssl_certificate_key $work/key.pem;
        ssl_verify_client optional_no_ca;
        add_header X-Subject "\$ssl_client_s_dn" always;
        return 204;
    }
}
CONF
apache2 -f "$work/apache.conf" -k start
nginx -c "$work/nginx.conf" 2>/dev/null
sleep 2
get() { # port, name
    curl -sk -o /dev/null -D - --cert "$2.pem" --key key.pem "https://127.0.0.1:$1/" | tr -d '\r'
}
for name in Müller Mueller; do
    echo "Apache: $(get "$one" $name | sed -n 's/^X-Subject: //p')"
    echo "Apache, RFC4523_CEA: $(get "$one" $name | sed -n 's/^X-Issuer: .*rdnSequence:"\(.*\)".*/\1/p')"
    echo "nginx: $(get "$two" $name | sed -n 's/^X-Subject: //p')"
done | tee seen
cat >expected <<'SEEN'
Apache: CN=Müller,O=x
Apache, RFC4523_CEA: CN=M\C3\BCller,O=x
nginx: CN=M\C3\BCller,O=x
Apache: CN=Mueller,O=x
Apache, RFC4523_CEA: CN=Mueller,O=x
nginx: CN=Mueller,O=x
SEEN
cmp -s seen expected || { echo "CHANGED: other subjects are handed on" >&2; exit 1; }
