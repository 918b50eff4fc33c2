#!/usr/bin/env bash
# Turn the dates that OpenSSL prints into seconds by jq and by gojq.
#
# Package: jq 1.6, gojq 0.12.11 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: strptime("%b %d %H:%M:%S %Y %Z") reads each notAfter, as in jq, whose language gojq implements; a trial with one
#   certificate shows whether it does.
# Behaviour: OpenSSL pads a day of one digit with a blank, "Jun  5", which C's strptime passes over. gojq has a strptime of
#   its own that wants a digit there, so it fails for the first nine days of each month and works for the others. A trial
#   on the tenth is as good as none. `gsub("  "; " ")` before it makes gojq read all.
# Output seen: Jun 15: 2538901230 from both; Jun  5: jq 2538037230, gojq: cannot parse %d
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get update -qq
apt-get download -q jq libjq1 libonig5 gojq >/dev/null 2>&1
for file in *.deb; do dpkg -x "$file" .; done
export LD_LIBRARY_PATH=$(dirname "$(find "$work" -name 'libjq.so.1')")
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
openssl req -new -key key.pem -subj /CN=x -out request.csr
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = .
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
touch index
bad=
ask() { "usr/bin/$1" -R 'strptime("%b %d %H:%M:%S %Y %Z") | mktime' 2>&1 <<<"$2" | grep -oE '^[0-9]+$|cannot parse.*' || true; }
check() { # end, expected of jq, expected of gojq
    local date jq gojq
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20200101000000Z -enddate "$1" \
        -out cert.pem -notext 2>/dev/null
    date=$(openssl x509 -in cert.pem -noout -enddate | cut -d= -f2)
    jq=$(ask jq "$date")
    gojq=$(ask gojq "$date")
    echo "$date: jq $jq, gojq $gojq"
    [ "$jq|$gojq" = "$2|$3" ] || bad=1
}
check 20500615102030Z 2538901230 2538901230
check 20500605102030Z 2538037230 "cannot parse %d"
[ -z "$bad" ] || { echo "CHANGED: jq or gojq reads other dates" >&2; exit 1; }
