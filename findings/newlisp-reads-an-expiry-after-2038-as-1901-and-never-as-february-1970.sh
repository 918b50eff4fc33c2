#!/usr/bin/env bash
# Read the expiry dates that openssl prints by newLISP's date-parse.
#
# Package: newlisp 10.7.5 (Debian 12) on 64 bits, GNU date for the comparison
# Guessed: date-parse gives the seconds since 1970 as an integer of 64 bits, which newLISP's integers are, and which
#   its (date) turns back into a text: (date 253402300799) is the last day of 9999.
# Behaviour: the seconds are counted in 32 bits: 2038-01-19 03:14:08 is in 1901, and 9999-12-31, which RFC 5280 has
#   for "never", is 1970-02-21. From 2100 on the days are counted as if that were a leap year, so that it is a day off
#   too. date-value, with the parts as numbers, does the same. Nothing is said.
# Output seen: 2037: right; Jan 19 03:14:08 2038: 1901-12-13; Jan 1 2110: 1973-11-25; Dec 31 9999: 1970-02-21
set -euo pipefail

command -v newlisp >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends newlisp >/dev/null
}
export TZ=UTC
dpkg-query -W -f '${Package} ${Version}\n' newlisp
bad=
check() { # date as openssl prints it, what newLISP has
    local told
    told=$(newlisp -n -e "(date (date-parse \"$1\" \"%b %d %H:%M:%S %Y GMT\") 0 \"%Y-%m-%d %H:%M:%S\")" | tr -d '"')
    echo "$1: GNU date $(date -ud "$1" '+%F %T'); newLISP $told"
    [ "$told" = "$2" ] || bad=1
}
check "Mar  1 13:37:46 2027 GMT" "2027-03-01 13:37:46"
check "Dec 31 23:59:59 2037 GMT" "2037-12-31 23:59:59"
check "Jan 19 03:14:08 2038 GMT" "1901-12-13 20:45:52"
check "Jan  1 00:00:00 2110 GMT" "1973-11-25 17:31:44"
check "Dec 31 23:59:59 9999 GMT" "1970-02-21 02:12:15"
echo "(date 253402300799): $(newlisp -n -e '(date 253402300799 0 "%Y-%m-%d %H:%M:%S")')"
[ "$(newlisp -n -e '(date 253402300799 0 "%Y")')" = '"9999"' ] || bad=1
[ -z "$bad" ] || { echo "CHANGED: newLISP has other dates" >&2; exit 1; }
