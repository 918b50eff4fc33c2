#!/usr/bin/env bash
# Put times and serial numbers as BigInt into a table of Polars for JavaScript.
#
# Package: nodejs-polars 0.26.1 with nodejs-polars-linux-x64-gnu (npm) on Node.js v20.20.2
# Guessed: a BigInt becomes a signed integer of 64 bits, as in Arrow and in Polars for Python, or of 128 where it needs
#   them; what has no room is an error.
# Behaviour: the column is UInt64, and each value is the lowest 64 bits of its amount: the minus sign is dropped. The
#   seconds of 1960-01-01, -315619200, become 315619200, which is in 1980, and a serial of 160 bits another number. No
#   error, and what comes out is a BigInt again.
# Output seen: -315619200n: 315619200n; 361...871n: 7637441402115699231n; 1780315200n: right
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts nodejs-polars@0.26.1 nodejs-polars-linux-x64-gnu@0.26.1 >/dev/null
cat >ask.cjs <<'JS'
const pl = require('nodejs-polars');
const times = pl.DataFrame({ seconds: [-315619200n, 1780315200n] }).toRecords().map((row) => row.seconds);
const [{ serial }] = pl.DataFrame({ serial: [361144291027324992986591780290150892970071011871n] }).toRecords();
console.log(times, serial);
if (times[0] !== 315619200n || times[1] !== 1780315200n || serial !== 7637441402115699231n) {
  console.error('CHANGED: nodejs-polars takes long numbers otherwise');
  process.exit(1);
}
JS
node ask.cjs
