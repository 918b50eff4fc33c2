#!/usr/bin/env bash
# Write expiry dates to CBOR by Python's cbor2, and read them by cbor-x.
#
# Package: cbor2 6.3.0 (PyPI), cbor-x 1.6.9 (npm)
# Guessed: tag 1, a date as seconds since 1970, is read whether the seconds are a whole number or a float, and for each
#   year that a Date of JavaScript can hold.
# Behaviour: seconds that need more than 32 bits, from February 2106 on, end in "Cannot mix BigInt and other types" when
#   they are whole: cbor-x reads such numbers as BigInt and multiplies by 1000. cbor-x itself writes floats, so a test
#   by its own encoder passes. 99991231235959Z, and what other encoders with datetime_as_timestamp make of any far date,
#   breaks off the decoding of the whole document; the option int64AsNumber avoids it. Dates as text, tag 0, are read.
# Output seen: 2105: 2105-12-31; 2106: TypeError; 9999: TypeError; 9999 by cbor-x: 9999-12-31; with int64AsNumber:
#   9999-12-31
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cbor2==6.3.0
npm install --silent --no-audit --no-fund cbor-x@1.6.9 >/dev/null
cat >write.py <<'PY'
import datetime

import cbor2

for year in (2105, 2106, 9999):
    date = datetime.datetime(year, 12, 31, 23, 59, 59, tzinfo=datetime.timezone.utc)
    with open(f"{year}.cbor", "wb") as file:
        cbor2.dump({"notAfter": date}, file, datetime_as_timestamp=True)
PY
venv/bin/python write.py
cat >read.cjs <<'JS'
const fs = require('fs');
const { Decoder, encode } = require('cbor-x');
function read(bytes, options) {
  try {
    return new Decoder({ mapsAsObjects: true, ...options }).decode(bytes).notAfter.toISOString().slice(0, 10);
  } catch (err) {
    return `${err.name}: ${err.message}`;
  }
}
const file = (year) => fs.readFileSync(`${year}.cbor`);
const seen = {
  2105: read(file(2105)),
  2106: read(file(2106)),
  9999: read(file(9999)),
  '9999 by cbor-x': read(encode({ notAfter: new Date('9999-12-31T23:59:59Z') })),
  'with int64AsNumber': read(file(9999), { int64AsNumber: true }),
};
for (const [what, date] of Object.entries(seen)) console.log(`${what}: ${date}`);
const mixed = (text) => text.startsWith('TypeError: Cannot mix BigInt');
if (seen['9999 by cbor-x'] !== '9999-12-31' || seen[2105] !== '2105-12-31') throw new Error('it reads no such dates at all');
if (!mixed(seen[2106]) || !mixed(seen[9999]) || seen['with int64AsNumber'] !== '9999-12-31') {
  console.error('CHANGED: cbor-x reads whole seconds otherwise');
  process.exit(1);
}
JS
node read.cjs
