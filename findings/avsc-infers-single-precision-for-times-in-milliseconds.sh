#!/usr/bin/env bash
# Let avsc infer the type of a record with an expiry and a serial, and write the record by it.
#
# Package: avsc 5.7.9 (npm)
# Guessed: Type.forValue gives a type that holds the value from which it was made: long for whole numbers beyond 32
#   bits, which Avro has and which avsc reads and writes.
# Behaviour: whole numbers beyond 32 bits become "float", of 24 bits, and beyond 2^53 "double"; long is never inferred.
#   A time in milliseconds comes back some seconds off, up to a minute: an expiry at the last second of 2026 is in 2027,
#   and a serial of 45 bits is another serial. Type.isValid says that the value fits. The schema is stored in the file,
#   so every reader gets these numbers. A schema has to be written by hand, or a typeHook has to answer for numbers.
# Output seen: 2026-12-31T23:59:59.000Z -> 2027-01-01T00:00:11.264Z; 20015998341291 -> 20015998828544; isValid: true
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts avsc@5.7.9 >/dev/null
cat >try.cjs <<'JS'
const { Type } = require('avsc');
const record = { notAfter: Date.parse('2026-12-31T23:59:59Z'), serial: 0x1234567890ab };
const type = Type.forValue(record);
const read = type.fromBuffer(type.toBuffer(record));
const kinds = type.schema().fields.map((field) => field.type).join(' ');
console.log('inferred:', kinds, 'isValid:', type.isValid(record));
console.log(new Date(record.notAfter).toISOString(), '->', new Date(read.notAfter).toISOString());
console.log(record.serial, '->', read.serial);
const long = Type.forSchema('long');
if (long.fromBuffer(long.toBuffer(record.serial)) !== record.serial) throw new Error('a long does not hold it either');
if (kinds !== 'float float' || !type.isValid(record) || read.notAfter !== 1798761611264 || read.serial !== 20015998828544) {
  console.error('CHANGED: another type is inferred');
  process.exit(1);
}
JS
node try.cjs
