#!/usr/bin/env bash
# Print serial numbers, stored as decimals by pyarrow, with Apache Arrow's JavaScript library.
#
# Package: apache-arrow 21.2.0 (npm), pyarrow 26.0.1 (PyPI)
# Guessed: a serial number has up to 159 bits, which only decimal256 holds; the reader of the same project gives all its
#   digits as text, as it does for decimal128, or refuses the type.
# Behaviour: from 2^64 on String(value), for one, gives the lowest digits alone: "1" for
#   18446744073709551621, "5581438651" for a number of 48 digits. It looks like a short serial number and is one that
#   no certificate has. Below 2^64 all is right, so a try with 1, 2, 3 shows nothing. decimal128 prints in full.
# Output seen: decimal256: 5 -> 5; 18446744073709551621 -> 1; 48 digits -> their last 10; decimal128 of 38 digits: in full
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1
npm install --silent --no-audit --no-fund --ignore-scripts apache-arrow@21.2.0 >/dev/null
cat >make.py <<'PY'
import decimal

import pyarrow

wide = [5, 18446744073709551621, 779849631841143230256331984448558208035581438651]
narrow = [5, 18446744073709551621, 10**38 - 1]
table = pyarrow.table({
    "wide": pyarrow.array([decimal.Decimal(serial) for serial in wide], pyarrow.decimal256(76)),
    "narrow": pyarrow.array([decimal.Decimal(serial) for serial in narrow], pyarrow.decimal128(38)),
})
with pyarrow.OSFile("serials.arrow", "wb") as out, pyarrow.ipc.new_file(out, table.schema) as writer:
    writer.write_table(table)
for kind in ("wide", "narrow"):
    print("pyarrow,", table[kind].type, [str(value) for value in table[kind].to_pylist()])
PY
venv/bin/python make.py
cat >ask.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { tableFromIPC } from 'apache-arrow';
const table = tableFromIPC(readFileSync('serials.arrow'));
const read = (column) => table.toArray().map((row) => String(row[column]));
console.log('JavaScript, decimal256:', read('wide'));
console.log('JavaScript, decimal128:', read('narrow'));
if (read('wide').join() !== '5,1,5581438651' || read('narrow').join() !== `5,18446744073709551621,${'9'.repeat(38)}`) {
  console.error('CHANGED: the decimals are printed otherwise');
  process.exit(1);
}
JS
node ask.mjs
