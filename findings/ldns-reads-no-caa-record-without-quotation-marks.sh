#!/usr/bin/env bash
# Read the CAA records of a zone, who may issue certificates for it, by the tools of ldns.
#
# Package: ldnsutils 1.8.3, bind9-utils 9.18 as the comparison (Debian 12), dnspython 2.9.2 (PyPI)
# Guessed: the value is a <character-string>, as in TXT, and RFC 8659 has it with or without quotation marks, as long as no
#   blank and no semicolon is in it.
# Behaviour: without quotation marks it is a "Syntax error, could not parse the RR's rdata", and with it the whole zone is
#   not read; TXT takes both. BIND and dnspython take both for CAA too. So a zone that BIND serves cannot be signed or
#   checked by the tools of ldns.
# Output seen: CAA 0 issue "ca.example": BIND, dnspython and ldns; CAA 0 issue ca.example: not ldns; TXT abc: all three
set -euo pipefail

{ command -v ldns-read-zone && command -v named-checkzone; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ldnsutils bind9-utils >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' ldnsutils bind9-utils
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dnspython==2.9.2
bad=
check() { # record, expected
    local told=
    printf 'example. 300 IN SOA ns.example. h.example. 1 2 3 4 5\nexample. 300 IN NS ns.example.\n' >zone
    printf 'ns.example. 300 IN A 192.0.2.1\nexample. 300 IN %s\n' "$1" >>zone
    named-checkzone -q example zone >/dev/null 2>&1 && told+=" BIND"
    venv/bin/python -c 'import dns.zone; dns.zone.from_file("zone", "example")' 2>/dev/null && told+=" dnspython"
    ldns-read-zone zone >out 2>error && told+=" ldns"
    echo "$1:$told $(cat error)"
    [ "$told" = "$2" ] || bad=1
}
check 'CAA 0 issue "ca.example"' " BIND dnspython ldns"
check 'CAA 0 issue ca.example' " BIND dnspython"
check 'TXT "abc"' " BIND dnspython ldns"
check 'TXT abc' " BIND dnspython ldns"
[ -z "$bad" ] || { echo "CHANGED: ldns reads other records" >&2; exit 1; }
