#!/usr/bin/env bash
# Store serial numbers as BigInt by MongoDB's BSON library.
#
# Package: bson 7.3.4 (npm) on Node.js v20.20.2
# Guessed: a BigInt that is too long for BSON's integer of 64 bits is an error, as it is in MongoDB's library for
#   Python ("MongoDB can only handle up to 8-byte ints") and for BigInt in most binary formats of JavaScript.
# Behaviour: serialize() keeps the lowest 64 bits and says nothing. A serial number of 160 bits comes back as another
#   number, negative for every second one, and two that differ in the bits above are equal, so a query or a unique
#   index finds one for the other.
# Output seen: 361144291027324992986591780290150892970071011871: 7637441402115699231; 5 * 2**64 + that: the same
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts bson@7.3.4 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pymongo==4.20.1
cat >ask.cjs <<'JS'
const { serialize, deserialize } = require('bson');
const serial = 361144291027324992986591780290150892970071011871n;
const other = (5n << 64n) | (serial & ((1n << 64n) - 1n));
const negative = 2n ** 64n - 2n;
const seen = deserialize(serialize({ serial, other, negative }), { useBigInt64: true });
console.log(`${serial}: ${seen.serial}\n${other}: ${seen.other}\n${negative}: ${seen.negative}`);
if (seen.serial !== 7637441402115699231n || seen.other !== seen.serial || seen.negative !== -2n) {
  console.error('CHANGED: bson stores long numbers otherwise');
  process.exit(1);
}
JS
node ask.cjs
venv/bin/python - <<'PY'
import bson

try:
    bson.encode({"serial": 361144291027324992986591780290150892970071011871})
except OverflowError as error:
    print("Python:", error)
PY
