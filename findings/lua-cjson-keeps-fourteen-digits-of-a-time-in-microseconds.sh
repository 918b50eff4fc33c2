#!/usr/bin/env bash
# Write the times of certificates, counted since 1970, as JSON by Lua's cjson.
#
# Package: lua-cjson 2.1.0 with Lua 5.4 (Debian 12), jq 1.6 and Python's json for the comparison
# Guessed: a whole number up to 2 to the power of 53, which a double holds without loss, is written with all its
#   digits; Lua 5.4 even has integers, and its own tostring() gives 1827500000123456.
# Behaviour: fourteen digits are written and the rest is rounded off, as an exponent: 1.8275000001235e+15. A time in
#   microseconds is up to 50 microseconds off, a serial number of 48 bits is another one, and a reader that wants an
#   integer finds a number with a point. Milliseconds, with their thirteen digits, look fine;
#   encode_number_precision() takes no more than 14.
# Output seen: 1827500000123: whole; 123456789012345: 1.2345678901234e+14; 1827500000123456: 1.8275000001235e+15
set -euo pipefail

lua5.4 -e 'require "cjson"' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends \
        lua5.4 lua-cjson >/dev/null
}
dpkg-query -W -f '${Package} ${Version}\n' lua-cjson lua5.4
bad=
check() { # number, what cjson writes for it
    local told
    told=$(lua5.4 -e "print(require('cjson').encode({$1}))")
    echo "Lua: $(lua5.4 -e "print($1)"); jq: $(jq -c . <<<"[$1]"); Python: $(python3 -c "print([$1])"); cjson: $told"
    [ "$told" = "[$2]" ] || bad=1
}
check 1827500000123 1827500000123
check 123456789012345 1.2345678901234e+14
check 1827500000123456 1.8275000001235e+15
lua5.4 -e 'os.exit(not pcall(require("cjson").encode_number_precision, 15))' || bad=1
[ -z "$bad" ] || { echo "CHANGED: cjson writes other digits" >&2; exit 1; }
