#!/usr/bin/env bash
# Read small serial numbers as numbers in asn1js.
#
# Package: asn1js 4.0.0 (npm)
# Guessed: valueBlock.valueDec of an INTEGER is its value as long as a number of JavaScript holds it, up to 2^53; beyond,
#   an error or undefined. So a serial number or a version can be compared with it.
# Behaviour: from four bytes on it is 0, without an error: 8388607 is 8388607, 8388608 is 0. What was made from a number
#   with new Integer({ value }) has the right valueDec, so a test that makes and reads the object itself passes, and
#   after one round through the bytes the value is 0. A flag beside it, isHexOnly, tells; toBigInt() and toString() are
#   right.
# Output seen: 8388607: 8388607; 8388608: 0, toBigInt 8388608; made with 8388608: 8388608, after its bytes: 0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts asn1js@4.0.0 >/dev/null
cat >ask.mjs <<'JS'
import * as asn1js from 'asn1js';

for (const value of [127, 8388607, 8388608, 4294967296]) {
  const made = new asn1js.Integer({ value });
  const read = asn1js.fromBER(made.toBER()).result;
  console.log(`${value}: made ${made.valueBlock.valueDec}, read ${read.valueBlock.valueDec}, toBigInt ${read.toBigInt()}`);
}
JS
node ask.mjs | tee out
diff out - <<'TEXT' || { echo "CHANGED: asn1js reads these integers otherwise" >&2; exit 1; }
127: made 127, read 127, toBigInt 127
8388607: made 8388607, read 8388607, toBigInt 8388607
8388608: made 8388608, read 0, toBigInt 8388608
4294967296: made 4294967296, read 0, toBigInt 4294967296
TEXT
