#!/usr/bin/env bash
# Ask grid-proxy-info how long a credential is valid.
#
# Package: globus-proxy-utils 7.3 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: the time left is the time until the expiry, as the same toolkit's grid-cert-info -enddate prints it.
# Behaviour: from 2050 on, where a certificate has four digits for the year, it is 0:00:00: the time is not read and 0
#   is taken for it, without an error. With -exists the exit code is that of an expired credential, so a script that
#   renews on it does so each time. One day before, in 2049, there are more than 8000 days left.
# Output seen: until 2049-12-31: more than 200000 hours, exists 0; until 2050-06-01 and 9999-12-31: 0:00:00, exists 1
set -euo pipefail

command -v grid-proxy-info >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends globus-proxy-utils >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work
dpkg-query -W -f 'globus-proxy-utils ${Version}\n' globus-proxy-utils
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
check() { # end, expected hours left (pattern), expected exit code
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20200101000000Z -enddate "$1" \
        -out cert.pem -notext 2>/dev/null
    cat cert.pem key.pem >both.pem
    chmod 600 both.pem
    local left code=0
    left=$(grid-proxy-info -file "$work/both.pem" 2>/dev/null | sed -n 's/^timeleft : \([0-9:]*\).*/\1/p')
    grid-proxy-info -file "$work/both.pem" -exists -valid 0:1 >/dev/null 2>&1 || code=$?
    echo "$(openssl x509 -in cert.pem -noout -enddate), left: $left, exists: $code"
    [[ $left =~ ^$2$ && $code = "$3" ]] || bad=1
}
check 20491231235959Z '[12][0-9]{5}:.*' 0
check 20500601000000Z 0:00:00 1
check 99991231235959Z 0:00:00 1
[ -z "$bad" ] || { echo "CHANGED: grid-proxy-info has other times" >&2; exit 1; }
