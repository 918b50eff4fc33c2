#!/usr/bin/env bash
# Print and verify certificates that never expire by Heimdal's hxtool.
#
# Package: heimdal-clients 7.8 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: 9999-12-31 23:59:59, which RFC 5280 4.1.2.5 names for "no well-defined expiration", is printed as such and
#   is later than now; hxtool counts in 64 bits, and 2500 and 3900 are right.
# Behaviour: years above 3900 are no time, and what is no time is 0: hxtool prints 1970-01-01 00:00:00 as the end, with
#   nothing beside it, and verify says "Certificate used after it became invalid". The last second that works is that
#   of the year 3900, which is 2000 in C's count of years.
# Output seen: 3900-12-31: printed, path ok; 3901-01-01, 9999-12-31: 1970-01-01 00:00:00, used after it became invalid
set -euo pipefail

command -v hxtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends heimdal-clients >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f 'heimdal-clients ${Version}\n' heimdal-clients
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
x509_extensions = leaf
[p]
commonName = supplied
[leaf]
basicConstraints = critical,CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
CNF
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 \
    -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
bad=
check() { # end, what is printed, what verify says
    openssl ca -config ca.cnf -batch -cert root.pem -keyfile root.key -in leaf.csr -startdate 20200101000000Z -enddate "$1" \
        -out leaf.pem -notext 2>/dev/null
    openssl verify -CAfile root.pem leaf.pem >/dev/null
    local printed verified
    printed=$(hxtool print --content PEM-FILE:leaf.pem 2>&1 | sed -n 's/^\tnotAfter  //p')
    verified=$(hxtool verify --missing-revoke cert:FILE:leaf.pem anchor:FILE:root.pem 2>&1 | paste -sd' ' || true)
    echo "$1: $printed; $verified"
    [ "$printed" = "$2" ] && grep -q "$3" <<<"$verified" || bad=1
}
check 20370101000000Z "2037-01-01 00:00:00" "path ok"
check 39001231235959Z "3900-12-31 23:59:59" "path ok"
check 39010101000000Z "1970-01-01 00:00:00" "Certificate used after it became invalid"
check 99991231235959Z "1970-01-01 00:00:00" "Certificate used after it became invalid"
[ -z "$bad" ] || { echo "CHANGED: hxtool reads the end otherwise" >&2; exit 1; }
