#!/usr/bin/env bash
# Convert an inventory of certificates from CSV to JSON by Miller, and read it by Python.
#
# Package: miller 6.6.0 (Debian 12)
# Guessed: `mlr --icsv --ojson cat` writes JSON. Serial numbers in hex are text there; should
#   one be taken for a number, it is written as one that JSON has.
# Behaviour: what looks like a number of 64 bits is written without quotation marks exactly
#   as it stood, and `0x12AB` or `0b11` is no JSON. Serials of authorities have 16 to 20
#   bytes, do not fit and stay quoted text, so the conversion works for years, until a
#   small private authority with short serials comes in and the whole file is unreadable.
#   Without the `0x`, `5E10` passes as valid JSON and is the number 50000000000 from then on,
#   next to `4F10`, which is text. `mlr -S` keeps all of them text.
# Output seen: 20 bytes: text; 0x12AB: JSONDecodeError; 5E10: the number 50000000000.0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! command -v mlr >/dev/null; then
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends miller >/dev/null
fi
mlr --version

# The serial as OpenSSL tells it, with and without 0x before it.
serial() {
    openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -subj /CN=leaf.example \
        -days 30 -set_serial "0x$1" 2>/dev/null | openssl x509 -noout -serial | cut -d = -f 2
}
long=$(serial 43F5C9A1EE421E4AD049E73504D4BB7EDB103D2A)
printf 'host,serial\na.example,0x%s\n' "$long" >long.csv
printf 'host,serial\na.example,0x%s\nb.example,0x%s\n' "$long" "$(serial 12AB)" >short.csv
printf 'host,serial\na.example,%s\nb.example,%s\n' "$(serial 5E10)" "$(serial 4F10)" >bare.csv

cat >read.py <<'PY'
import json, sys
try:
    print([row["serial"] for row in json.load(sys.stdin)])
except json.JSONDecodeError as error:
    print("JSONDecodeError:", error)
PY
seen() { mlr "${@:2}" --icsv --ojson cat "$1" | python3 read.py; }
bad=0
expect() { # pattern, told
    echo "$2"
    [[ $2 == *$1* ]] || bad=1
}
expect "['0x$long']" "$(seen long.csv)"
expect JSONDecodeError "$(seen short.csv)"
expect "'0x12AB'" "with -S: $(seen short.csv -S)"
expect "[50000000000.0, '4F10']" "$(seen bare.csv)"
expect "['5E10', '4F10']" "with -S: $(seen bare.csv -S)"
((bad == 0)) || { echo "CHANGED: see above" >&2; exit 1; }
