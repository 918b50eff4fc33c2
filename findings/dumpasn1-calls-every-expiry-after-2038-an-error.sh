#!/usr/bin/env bash
# dumpasn1 reports an error in each certificate that is valid past January 2038.
#
# Package: dumpasn1 20210212-3 (Debian 12), on 64 bits; OpenSSL 3.0.19 for the certificates
# Guessed: a time is an error if it is malformed. The program's return code is the number of errors found, so 0 means
#   sound DER, and a machine with 64-bit times knows the year 2040.
# Behaviour: a date that does not fit into 32 bits of seconds counts as an error, on every machine and in both time
#   types: "Time value cannot be represented in a 32-bit time_t", and the program fails. A check of a bundle's DER by
#   this return code thus fails for the long-lived CAs and passes for the leaves, and a real error in the same file has to
#   be found among these. Even "no expiration", 99991231235959Z, which RFC 5280 prescribes, is an error, and two of them.
# Output seen: 2037: 0 errors, status 0; 2040 (UTCTime): 1 error, status 1; 2054 (GeneralizedTime): 1 error, status 1;
#   99991231235959Z alone: 2 errors, status 2
set -euo pipefail

command -v dumpasn1 >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dumpasn1 >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}, ${Architecture}\n' dumpasn1
bad=
check() { # year, expected status
    local days status=0
    days=$((($(date -u -d "$1-06-01" +%s) - $(date +%s)) / 86400))
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -outform DER -out root.der \
        -subj "/CN=Example Root CA" -days "$days" 2>/dev/null
    dumpasn1 root.der >out 2>err || status=$?
    echo "valid until $1: $(cat out err | grep -E '[0-9] errors?\.' | tail -1) Status $status."
    sed -n 's/^ *: *\(Error: .*\)/  \1/p' out
    [ "$status" = "$2" ] || bad=1
    [ "$status" = 0 ] || grep -q 'cannot be represented in a 32-bit' out || bad=1
}
check 2037 0
check 2040 1
check 2054 1
openssl asn1parse -genstr GENERALIZEDTIME:99991231235959Z -noout -out time.der
status=0
dumpasn1 time.der >out 2>err || status=$?
echo "no expiration: status $status"
[ "$status" = 2 ] || bad=1
[ -z "$bad" ] || { echo "CHANGED: dumpasn1 takes dates otherwise" >&2; exit 1; }
