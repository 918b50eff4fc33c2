#!/usr/bin/env bash
# Let HAProxy tell the dates of its certificate by ssl_f_notbefore and ssl_f_notafter.
#
# Package: haproxy 2.6.12 (Debian 12), OpenSSL 3.0.19 for the certificates, curl 7.88
# Guessed: the dates come in the form that the manual names, YYMMDDhhmmss and a Z, as in the certificate itself; from
#   2050 on, where a certificate has four digits for the year, these, since two digits cannot say it.
# Behaviour: two digits can only be 20xx here. What begins with 20 loses that: 2050-06-01 is 500601000000Z, which reads
#   as 1950 wherever RFC 5280's rule for two digits is known. Any other century is an empty text, which is what a
#   connection without a certificate has too: so 9999-12-31, and the beginning of each certificate from before 2000 or
#   from a clock at 1970. A log or an ACL by these dates takes the longest for none, and the next for long expired.
# Output seen: 2049-12-31: 491231235959Z; 2050-06-01: 500601000000Z; 9999-12-31: empty; beginning 1999, 1970: empty
set -euo pipefail

need=
command -v haproxy >/dev/null || [ -x /usr/sbin/haproxy ] || need="$need haproxy"
command -v curl >/dev/null || need="$need curl"
[ -z "$need" ] || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
}
PATH=$PATH:/usr/sbin
work=$(mktemp -d)
proxy=
trap '[ -z "$proxy" ] || kill "$proxy" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
haproxy -v | sed -n 1p
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
mkdir new
touch index
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = new
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >haproxy.cfg <<CFG
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend f
  bind 127.0.0.1:$port ssl crt $work/both.pem
  http-request return status 200 content-type text/plain lf-string "[%[ssl_f_notbefore]] [%[ssl_f_notafter]]"
CFG
bad=
check() { # begin, end, expected
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate "$1" -enddate "$2" \
        -out cert.pem -notext 2>/dev/null
    cat cert.pem key.pem >both.pem
    haproxy -f haproxy.cfg >log 2>&1 &
    proxy=$!
    local seen=""
    for _ in $(seq 50); do
        seen=$(curl -sk --max-time 5 "https://127.0.0.1:$port/" || true)
        [ -z "$seen" ] || break
        sleep 0.1
    done
    kill "$proxy"
    wait "$proxy" 2>/dev/null || true
    proxy=
    echo "$1 to $2: $seen"
    [ "$seen" = "$3" ] || bad=1
}
check 20200101000000Z 20491231235959Z "[200101000000Z] [491231235959Z]"
check 20200101000000Z 20500601000000Z "[200101000000Z] [500601000000Z]"
check 19991231235959Z 99991231235959Z "[] []"
check 19700101000000Z 20370101000000Z "[] [370101000000Z]"
[ -z "$bad" ] || { echo "CHANGED: HAProxy tells other dates" >&2; exit 1; }
