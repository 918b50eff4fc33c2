#!/usr/bin/env bash
# Read certificates' serial numbers and a time, as Python's json writes them, by npm's json-bigint.
#
# Package: json-bigint 1.0.0 (npm) on Node.js v20.20.2, Python's json for writing
# Guessed: with useNativeBigInt an integer that is too long for a number becomes a BigInt, and all else is what JSON.parse
#   makes of it. Serial numbers are why one takes the library.
# Behaviour: a number of more than 15 characters counts as a large integer, the point and what is behind it included. BigInt
#   cannot have a fraction, so the document cannot be read at all: "Cannot convert 1785000000.1234567 to a BigInt". Python
#   writes time.time() with up to 17 digits, so nearly each such time makes its file unreadable; one of whole seconds, or of
#   hundredths, as in a trial by hand, is short enough. Without the option the time is a BigNumber, an object.
# Output seen: 1785000000.25: number; 1785000000.1234567: SyntaxError, and without the option an object; serial: bigint
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts json-bigint@1.0.0 >/dev/null
cat >ask.cjs <<'JS'
const JsonBigint = require('json-bigint');
const text = require('fs').readFileSync(0, 'utf8');
const kinds = [{ useNativeBigInt: true }, {}].map(options => {
  try {
    const { serial, time } = JsonBigint(options).parse(text);
    return `serial ${typeof serial}, time ${typeof time}`;
  } catch (error) {
    return `${error.name} ${error.message}`;
  }
});
console.log(kinds.join('; '));
JS
bad=
check() { # time, expected
    local told
    told=$(python3 -c 'import json, sys; print(json.dumps({"serial": 0x7899AABBCCDDEEFF0011, "time": float(sys.argv[1])}))' "$1" |
        node ask.cjs)
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check 1785000000 "serial bigint, time number; serial object, time number"
check 1785000000.25 "serial bigint, time number; serial object, time number"
check 1785000000.1234567 "SyntaxError Cannot convert 1785000000.1234567 to a BigInt; serial object, time object"
[ -z "$bad" ] || { echo "CHANGED: json-bigint reads otherwise" >&2; exit 1; }
