#!/usr/bin/env bash
# Bring the host names of certificates into their ASCII form by Python's idna, the library that requests and cryptography's
# users reach for.
#
# Package: idna 3.20 (PyPI); libidn2's idn2 2.3.3 (Debian 12), Node.js v20.20.2 and Python's own codec as the comparison
# Guessed: idna.encode() turns the labels with other letters into xn-- and leaves those of ASCII as they are, also "*" and
#   those that begin with an underscore, since both stand in certificates and in the DNS.
# Behaviour: both are InvalidCodepoint, also in a name without any other letter: "*.example.org" cannot be encoded. uts46
#   and std3_rules=False, its default, do not help. idn2, Node and Python's codec encode all of them. Who needs the ASCII
#   form of a subject alternative name has to take the first label off by hand.
# Output seen: *.bücher.example: idna InvalidCodepoint, others *.xn--bcher-kva.example; *.example.org and _dmarc.example.org:
#   idna InvalidCodepoint, others as given; bücher.example: all the same
set -euo pipefail

command -v idn2 >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends idn2 >/dev/null
}
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check idna==3.20
cat >ask.py <<'PY'
import sys

import idna

host = sys.argv[1]
seen = []
for options in ({}, {"uts46": True}, {"uts46": True, "std3_rules": False, "transitional": False}):
    try:
        seen.append(idna.encode(host, **options).decode())
    except idna.IDNAError as error:
        seen.append(type(error).__name__)
print(*sorted(set(seen)), host.encode("idna").decode())
PY
bad=
check() { # host, ASCII, what idna says
    local told others
    read -r told others < <(venv/bin/python -W ignore ask.py "$1")
    others="$others $(idn2 "$1") $(node -p 'require("url").domainToASCII(process.argv[1])' "$1")"
    echo "$1: idna $told; codec, idn2, Node: $others"
    [ "$told" = "$3" ] && [ "$others" = "$2 $2 $2" ] || bad=1
}
check bücher.example xn--bcher-kva.example xn--bcher-kva.example
check "*.bücher.example" "*.xn--bcher-kva.example" InvalidCodepoint
check "*.example.org" "*.example.org" InvalidCodepoint
check _dmarc.example.org _dmarc.example.org InvalidCodepoint
[ -z "$bad" ] || { echo "CHANGED: idna encodes other names" >&2; exit 1; }
