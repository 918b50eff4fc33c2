#!/usr/bin/env bash
# Make revocation lists with a date of their own by certtool's template.
#
# Package: gnutls-bin 3.7.9 (Debian 12), OpenSSL 3.0.19 for the certificate and the reading
# Guessed: crl_next_update is the number of days from one list to the next, so that with crl_this_update_date, which says
#   when the list is from, the next one is due that many days later.
# Behaviour: the days count from the moment of the call. A list for next month with 10 days has its nextUpdate before its
#   thisUpdate, and is written without a word: no client takes it on any day. One that is dated back to 2020, as for an
#   archive, is valid for years. With crl_next_update_date both are as said.
# Output seen: this update in 40 days, 10 days: next update in 10 days; in 2020: in 10 days; none given: in 10 days
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out ca.pem -days 90 -subj /CN=CA \
    -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
day() { date -u -d "$1" +%Y-%m-%d; }
bad=
check() { # date of the list or nothing, expected days of this and of the next update
    printf '%s\n' 'crl_number = 1' 'crl_next_update = 10' ${1:+"crl_this_update_date = \"$(day "$1") 00:00:00\""} >template
    certtool --generate-crl --load-ca-privkey key.pem --load-ca-certificate ca.pem --template template --outfile list.pem 2>/dev/null
    openssl crl -in list.pem -CAfile ca.pem -noout 2>/dev/null
    local told
    told="$(day "$(openssl crl -in list.pem -noout -lastupdate | sed 's/.*=//')")"
    told+=" $(day "$(openssl crl -in list.pem -noout -nextupdate | sed 's/.*=//')")"
    echo "list of ${1:-today}, 10 days: ${told% *} to ${told#* }"
    [ "$told" = "$(day "${1:-now}") $(day "10 days")" ] || bad=1
}
check ""
check "40 days"
check 2020-01-01
[ -z "$bad" ] || { echo "CHANGED: certtool counts from another day" >&2; exit 1; }
