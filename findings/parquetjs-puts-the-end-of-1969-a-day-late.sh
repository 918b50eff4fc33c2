#!/usr/bin/env bash
# Write certificates' dates and serial numbers of 64 bits to Parquet by JavaScript.
#
# Package: @dsnp/parquetjs 1.8.8 (npm) on Node.js v20.20.2, pyarrow 26.0.1 (PyPI) for reading
# Guessed: a column of type DATE takes the day of a Date, in UTC, before 1970 as after; UINT_64 takes what has room in
#   64 bits, which is the difference to INT64.
# Behaviour: the quotient by the length of a day is cut towards zero, so a time of day before 1970 goes to the next
#   day: 1969-12-31 23:59:59, where a device begins whose clock stood one second before its epoch, is 1970-01-01. From
#   1970 on the day is right. The upper half of UINT_64, every second serial of 64 bits, is a RangeError of Node's
#   Buffer, "must be < 2n ** 63n".
# Output seen: 1969-12-31T23:59:59Z: 1970-01-01; 1960-06-01T12:00:00Z: 1960-06-02; 2026-06-01T12:00:00Z: right; 2**63:
#   out of range
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @dsnp/parquetjs@1.8.8 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1
cat >write.cjs <<'JS'
const { ParquetSchema, ParquetWriter } = require('@dsnp/parquetjs');
const write = async (file, row) => {
  const types = { day: { type: 'DATE' }, time: { type: 'TIMESTAMP_MILLIS' }, serial: { type: 'UINT_64' } };
  const writer = await ParquetWriter.openFile(new ParquetSchema(types), file);
  for (const [time, serial] of row) await writer.appendRow({ day: new Date(time), time: new Date(time), serial });
  await writer.close();
};
(async () => {
  await write('days.parquet', [
    ['1960-06-01T12:00:00Z', 1n], ['1969-12-31T23:59:59Z', 2n ** 63n - 1n], ['2026-06-01T12:00:00Z', 2n],
  ]);
  await write('long.parquet', [['2026-06-01T12:00:00Z', 2n ** 63n]]).then(
    () => console.log('2**63: written'), (e) => console.log(`2**63: ${e.name}, ${e.code}`));
})();
JS
node write.cjs | tee out
cat >read.py <<'PY'
import pyarrow.parquet

for row in pyarrow.parquet.read_table("days.parquet").to_pylist():
    print(row["time"], "->", row["day"], row["serial"])
PY
venv/bin/python read.py | tee -a out
grep -q '^1969-12-31 23:59:59+00:00 -> 1970-01-01 9223372036854775807$' out && grep -q '^2026.* -> 2026-06-01' out
grep -q '^1960-06-01 .* -> 1960-06-02' out && grep -qx '2\*\*63: RangeError, ERR_OUT_OF_RANGE' out ||
    { echo "CHANGED: parquetjs writes other days or longer numbers" >&2; exit 1; }
