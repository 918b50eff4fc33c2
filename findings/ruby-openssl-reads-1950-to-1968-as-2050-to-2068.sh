#!/usr/bin/env bash
# Read certificates that began before 1970 by Ruby's own openssl.
#
# Package: ruby 3.1.2 (Debian 12), OpenSSL 3.0.19 for the certificates; Python 3's ssl as the comparison
# Guessed: not_before goes through OpenSSL's reading of the time, or follows RFC 5280 4.1.2.5.1: two digits from 50 on
#   are in the 20th century. Devices with a clock that stood still, and tools that mean "always", write 1950 or 1960.
# Behaviour: Ruby reads the digits itself and draws the line at 69: 1950 to 1968 are 2050 to 2068, 1969 and later are
#   right. So a certificate that has always been valid is not valid before the middle of the century for a check that
#   compares not_before with Time.now, while OpenSSL, beneath the same program, takes it in each handshake. The dates of
#   CRLs and their entries are read in the same way.
# Output seen: 1950: 2050-01-01, 1968: 2068-12-31, 1969: 1969-01-01; Python: 1950, 1968, 1969
set -euo pipefail

command -v ruby >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf '%s\n' '[ca]' 'default_ca = x' '[x]' 'database = index.txt' 'new_certs_dir = .' 'rand_serial = yes' 'default_md = sha256' \
    'policy = p' '[p]' 'commonName = supplied' >ca.cnf
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out req.pem -subj /CN=a 2>/dev/null
bad=
check() { # first day, expected
    local told
    rm -f index.txt*
    : >index.txt
    openssl ca -batch -config ca.cnf -selfsign -keyfile key.pem -in req.pem -out cert.pem -notext \
        -startdate "$1" -enddate 20400101000000Z 2>/dev/null
    told=$(ruby -ropenssl -e 'puts OpenSSL::X509::Certificate.new(File.read("cert.pem")).not_before.strftime("%Y-%m-%d")')
    echo "$1: $told (Python: $(python3 -c 'import ssl; print(ssl._ssl._test_decode_cert("cert.pem")["notBefore"])'))"
    [ "$told" = "$2" ] || bad=1
}
check 19500101000000Z 2050-01-01
check 19600601000000Z 2060-06-01
check 19681231000000Z 2068-12-31
check 19690101000000Z 1969-01-01
check 19700101000000Z 1970-01-01
check 19990101000000Z 1999-01-01
[ -z "$bad" ] || { echo "CHANGED: Ruby reads other dates" >&2; exit 1; }
