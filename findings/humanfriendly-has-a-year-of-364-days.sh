#!/usr/bin/env bash
# Tell how long a certificate lasts, and read how long one shall last, by humanfriendly.
#
# Package: humanfriendly 10.0, durationpy 0.11 (PyPI), OpenSSL 3.0.19 for the certificate
# Guessed: format_timespan() of 365 days is "1 year", and parse_timespan("1 year") is 365 days, or 365.25, as other
#   packages have it.
# Behaviour: a year is 52 weeks, 364 days. A certificate of 365 days lasts "1 year and 1 day", one of 398 days "1
#   year, 4 weeks and 6 days", and ten years are "10 years, 1 week and 3 days". Who asks for one "1y" long gets it for
#   364 days, and for ten years ten days less.
# Output seen: 364 days: 1 year; 365 days: 1 year and 1 day; "1y": 364 days, durationpy 365 days; "10y": 3640 days
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check humanfriendly==10.0 durationpy==0.11
openssl genpkey -algorithm ed25519 -out key.pem
bad=
check() { # days of the certificate, expected
    local told
    openssl req -x509 -key key.pem -subj /CN=a.example -days "$1" -out cert.pem
    told=$(openssl x509 -in cert.pem -noout -dates | cut -d= -f2 | venv/bin/python -c '
import ssl, sys
from humanfriendly import format_timespan
start, end = [ssl.cert_time_to_seconds(line.strip()) for line in sys.stdin]
print(format_timespan(end - start))')
    echo "$1 days: $told"
    [ "$told" = "$2" ] || bad=1
}
check 364 "1 year"
check 365 "1 year and 1 day"
check 398 "1 year, 4 weeks and 6 days"
check 3650 "10 years, 1 week and 3 days"
read_as() { # text, days by humanfriendly, days by durationpy
    local told
    told=$(venv/bin/python -c '
import sys
import durationpy
from humanfriendly import parse_timespan
print(round(parse_timespan(sys.argv[1]) / 86400), durationpy.from_str(sys.argv[1]).days)' "$1")
    echo "$1: humanfriendly, durationpy: $told days"
    [ "$told" = "$2 $3" ] || bad=1
}
read_as 90d 90 90
read_as 1y 364 365
read_as 10y 3640 3650
[ -z "$bad" ] || { echo "CHANGED: the year has another length" >&2; exit 1; }
