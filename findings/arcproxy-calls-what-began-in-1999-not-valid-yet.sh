#!/usr/bin/env bash
# Ask arcproxy how long a credential is valid.
#
# Package: nordugrid-arc-client 6.17.0 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: a beginning of long ago makes no difference: the credential is valid until its end. Two digits of the year
#   are read as RFC 5280 says, from 50 on as 19xx.
# Behaviour: "20" is put before any two digits. What began on 31 December 1999 begins in 2099, and what began on
#   1970-01-01, as certificates do that a device makes without a clock, begins in 2070: "Proxy not valid yet", and
#   validityStart, in seconds, is that far ahead too, behind validityEnd. One second later, from 2000 on, all is right.
# Output seen: 1970-01-01: 3155760000, not valid yet; 1999-12-31 23:59:59: 4102444799, not valid yet; 2000-01-01:
#   946684800
set -euo pipefail

command -v arcproxy >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nordugrid-arc-client >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work
arcproxy --version 2>/dev/null | sed -n 1p
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
bad=
check() { # begin, expected seconds, expected words
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate "$1" -enddate 20370101000000Z \
        -out cert.pem -notext 2>/dev/null
    cat cert.pem key.pem >both.pem
    chmod 600 both.pem
    local start left
    start=$(arcproxy -P "$work/both.pem" -i validityStart 2>/dev/null | tail -1)
    left=$(arcproxy -P "$work/both.pem" -I 2>/dev/null | sed -n 's/^Time left for proxy: //p')
    echo "$(openssl x509 -in cert.pem -noout -startdate): $start, $left"
    [ "$start" = "$2" ] && [[ $left == $3 ]] || bad=1
}
check 19700101000000Z 3155760000 "Proxy not valid yet"
check 19991231235959Z 4102444799 "Proxy not valid yet"
check 20000101000000Z 946684800 "*hours*"
[ -z "$bad" ] || { echo "CHANGED: arcproxy reads the beginning otherwise" >&2; exit 1; }
