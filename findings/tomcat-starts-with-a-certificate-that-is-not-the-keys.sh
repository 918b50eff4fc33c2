#!/usr/bin/env bash
# Start Tomcat's https connector with PEM files whose first certificate is not that of the key.
#
# Package: tomcat10-common 10.1 with openjdk-17-jre-headless 17 (Debian 12), nginx-light 1.22.1, OpenSSL 3.0.19
# Guessed: a key that does not belong to the first certificate of `certificateFile` stops the start or at least the
#   connector, with a line in the log, as it does in nginx and wherever OpenSSL loads the two.
# Behaviour: the connector starts and its log has no warning: key and certificates are put into a keystore in
#   memory, and nobody compares them. The first block is sent as the server's own certificate, whatever it is, and
#   the handshake breaks at each client, with a message about a signature and not about the order of a file. A check
#   that the port is open, or that Tomcat came up, passes. And a leaf that `openssl x509 -trustout` wrote (BEGIN
#   TRUSTED CERTIFICATE) is passed over in silence, so that of a whole and right chain the issuers alone are served.
# Output seen: leaf sub: sent leaf sub, verified; sub leaf: started, sent sub leaf, not verified; trusted leaf, sub:
#   started, sent sub, not verified; another key: started, not verified; nginx: key values mismatch for sub leaf and
#   another key, trusted leaf, sub: accepted
set -euo pipefail

[ -e /usr/share/tomcat10/bin/bootstrap.jar ] && command -v java >/dev/null && command -v nginx >/dev/null || {
    apt-get update -qq
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tomcat10-common \
        openjdk-17-jre-headless nginx-light >/dev/null
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
dpkg-query -W -f '${Package} ${Version}\n' tomcat10-common nginx

sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root sub 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
sign sub leaf 3 'subjectAltName=IP:127.0.0.1\n'
openssl genrsa -out other.key 2048 2>/dev/null
cat leaf.pem sub.pem >right
cat sub.pem leaf.pem >turned
{ openssl x509 -in leaf.pem -trustout; cat sub.pem; } >trusted

mkdir -p tomcat/{conf,logs,temp}
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
client() { timeout 10 openssl s_client -connect "127.0.0.1:$port" -CAfile root.pem -verify_return_error "$@" </dev/null 2>&1; }
bad=
for_tomcat() { # file, key, expected
    local sent= verified warned
    cat >tomcat/conf/server.xml <<XML
<Server port="-1"><Service name="Catalina">
<Connector port="$port" address="127.0.0.1" SSLEnabled="true"
  sslImplementationName="org.apache.tomcat.util.net.jsse.JSSEImplementation">
<SSLHostConfig><Certificate certificateFile="$work/$1" certificateKeyFile="$work/$2.key"/></SSLHostConfig>
</Connector><Engine name="Catalina" defaultHost="localhost"><Host name="localhost"/></Engine></Service></Server>
XML
    java -Dcatalina.home=/usr/share/tomcat10 -Dcatalina.base="$work/tomcat" -Djava.io.tmpdir="$work/tomcat/temp" \
        -cp /usr/share/tomcat10/bin/bootstrap.jar:/usr/share/tomcat10/bin/tomcat-juli.jar \
        org.apache.catalina.startup.Bootstrap start >log 2>&1 &
    pid=$!
    for _ in $(seq 100); do
        sleep 0.2
        grep -q 'Server startup' log || continue
        sent=$(timeout 10 openssl s_client -connect "127.0.0.1:$port" -showcerts </dev/null 2>/dev/null |
            sed -n 's/^ *[0-9]* s:CN = //p' | paste -sd' ' || true)
        [ -z "$sent" ] || break
    done
    verified=no
    if client | grep -q 'Verify return code: 0'; then verified=yes; fi
    warned=$(grep -cE 'SEVERE|WARNING.*(key|cert)' log || true)
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
    echo "tomcat: $1, $2.key: sent: ${sent:-nothing}; verified: $verified; lines of warning: $warned"
    [ "$sent; $verified; $warned" = "$3" ] || bad=1
}
for_nginx() { # file, key, expected
    local told
    printf 'pid %s/nginx.pid;\nerror_log stderr;\nevents {}\nhttp { access_log off; server { listen 127.0.0.1:%s ssl; ssl_certificate %s; ssl_certificate_key %s; } }\n' \
        "$work" "$port" "$work/$1" "$work/$2.key" >nginx.conf
    told=$(nginx -t -c "$work/nginx.conf" 2>&1 || true)
    if grep -q 'key values mismatch' <<<"$told"; then told="key values mismatch"; fi
    if grep -q 'test is successful' <<<"$told"; then told="accepted"; fi
    echo "nginx: $1, $2.key: $told"
    [ "$told" = "$3" ] || bad=1
}
for_tomcat right leaf "leaf sub; yes; 0"
for_tomcat turned leaf "sub leaf; no; 0"
for_tomcat trusted leaf "sub; no; 0"
for_tomcat right other "leaf sub; no; 0"
for_nginx right leaf accepted
for_nginx turned leaf "key values mismatch"
for_nginx trusted leaf accepted
for_nginx right other "key values mismatch"
[ -z "$bad" ] || { echo "CHANGED: Tomcat or nginx compares keys and certificates otherwise" >&2; exit 1; }
