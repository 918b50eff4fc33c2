#!/usr/bin/env bash
# Read serial numbers from JSON in Nim.
#
# Package: nim 1.6.10 (Debian 12)
# Guessed: parseJson fails for an integer beyond 64 bits, or makes a float of it as it does for 1e30; the kinds of node
#   are those of JSON, and a number is a number.
# Behaviour: it makes a node of the kind JString, which equals the same digits in quotation marks, but prints without
#   them. getInt and getFloat, which give a default for a node of another kind, give 0 for it, so all serials above
#   9223372036854775807 are 0 in a program that asks for numbers, without an error, and a test for JInt takes the
#   longest serials for malformed input. That getStr would have the digits is seen by trial only.
# Output seen: 9223372036854775807: JInt; one more, and 160 bits: JString, getInt 0, getFloat 0.0, printed as numbers
set -euo pipefail

command -v nim >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nim gcc libc6-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
nim --version | sed -n 1p
cat >ask.nim <<'NIM'
import json

for digits in ["9223372036854775807", "9223372036854775808", "361144291027324992986591780290150892970071011871"]:
  let node = parseJson("{\"serial\":" & digits & "}")["serial"]
  echo node, " ", node.kind, " ", node.getInt, " ", node.getFloat, " ", node == %digits
NIM
nim compile --hints:off --verbosity:0 --nimcache:cache --run ask.nim | tee out
grep -q '^9223372036854775807 JInt 9223372036854775807 .* false$' out
grep -qx '9223372036854775808 JString 0 0.0 true' out &&
    grep -qx '361144291027324992986591780290150892970071011871 JString 0 0.0 true' out ||
    { echo "CHANGED: Nim reads long numbers otherwise" >&2; exit 1; }
