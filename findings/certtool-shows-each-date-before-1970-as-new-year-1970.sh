#!/usr/bin/env bash
# Print certificates whose validity begins before 1970 by certtool.
#
# Package: gnutls-bin 3.7.9 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: certtool prints the date that is in the certificate; where it cannot, it says so, as it does for other
#   fields ("error: ..."), since UTCTime goes back to 1950 and that year stands for "always" here and there.
# Behaviour: each earlier date is Thu Jan 01 00:00:00 UTC 1970, as beginning and as end, with nothing beside it. The
#   same two certificates that OpenSSL shows with 1950 and 1969 look equal, and one that ended in 1965 looks like a
#   device that never knew the time.
# Output seen: 1950-01-01, 1969-12-31 23:59:59: Thu Jan 01 00:00:00 UTC 1970; 1970-01-02: right
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
certtool --version | sed -n 1p
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
check() { # begin, end, expected
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate "$1" -enddate "$2" \
        -out cert.pem -notext 2>/dev/null
    openssl x509 -in cert.pem -noout -startdate -enddate | paste -sd' '
    local seen
    seen=$(certtool -i --infile cert.pem | sed -n 's/^\t\tNot \(Before\|After\): //p' | paste -sd'|')
    echo "    certtool: $seen"
    [ "$seen" = "$3" ] || bad=1
}
epoch="Thu Jan 01 00:00:00 UTC 1970"
check 19700102000000Z 20370101000000Z "Fri Jan 02 00:00:00 UTC 1970|Thu Jan 01 00:00:00 UTC 2037"
check 19691231235959Z 20370101000000Z "$epoch|Thu Jan 01 00:00:00 UTC 2037"
check 19500101000000Z 19650101000000Z "$epoch|$epoch"
[ -z "$bad" ] || { echo "CHANGED: certtool prints other dates" >&2; exit 1; }
