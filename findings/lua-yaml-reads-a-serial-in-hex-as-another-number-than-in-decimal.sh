#!/usr/bin/env bash
# Read a certificate's serial number from YAML in Lua, in hex with 0x and in decimal.
#
# Package: lua-yaml 6.2.8 with Lua 5.4 (Debian 12)
# Guessed: both spellings of one number give one value; beyond 64 bits, where Lua has no integer, that is a float for
#   either, as it is in decimal, or the text.
# Behaviour: lyaml hands the text to Lua's tonumber, in which an integer in hex wraps around: the lowest 64 bits are left,
#   with a sign, and it is an integer that looks like any other. In decimal the number becomes a float. So 0x and the digits
#   that `openssl x509 -serial` prints are a wrong number without a trace, negative in half of the cases, and all serials
#   that end alike are equal. Quotation marks keep the text.
# Output seen: 255: integer 255 twice; 2^64-1: hex -1, decimal 1.8446744073709552e+19; 96 bits: hex integer, decimal float
set -euo pipefail

echo 'require "lyaml"' | lua5.4 - 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends lua5.4 lua-yaml >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >ask.lua <<'LUA'
local number = require("lyaml").load(io.read("a")).serial
print(math.type(number) .. " " .. string.format(math.type(number) == "integer" and "%d" or "%.17g", number))
LUA
bad=
check() { # serial in hex, expected from hex, expected from decimal
    local hex decimal
    hex=$(echo "serial: 0x$1" | lua5.4 ask.lua)
    decimal=$(echo "serial: $(python3 -c 'import sys; print(int(sys.argv[1], 16))' "$1")" | lua5.4 ask.lua)
    echo "$1: hex $hex, decimal $decimal"
    [ "$hex, $decimal" = "$2, $3" ] || bad=1
}
check FF "integer 255" "integer 255"
check 7FFFFFFFFFFFFFFF "integer 9223372036854775807" "integer 9223372036854775807"
check FFFFFFFFFFFFFFFF "integer -1" "float 1.8446744073709552e+19"
check 7899AABBCCDDEEFF00112233 "integer -3684526141134003661" "float 3.7323973095567895e+28"
[ -z "$bad" ] || { echo "CHANGED: lyaml reads other numbers" >&2; exit 1; }
