#!/usr/bin/env bash
# Read hex serial numbers from CSV by four JavaScript readers that find out the types themselves.
#
# Package: csv-parse 7.0.3, papaparse 5.7.1, csvtojson 2.0.14, d3-dsv 3.0.2 (npm) on Node.js v20.20.2
# Guessed: 0x3FA4 is either text or the number 16292; the readers differ in that. It is not another number.
# Behaviour: with `cast: true` csv-parse says 0, for each serial with 0x. It asks whether the text minus the number that
#   parseFloat finds in it is a number, which it is as JavaScript converts hex in a subtraction, and then gives what
#   parseFloat found, which stops at the x. d3's autoType says 16292, and the other two keep the text. An inventory in which
#   some tool wrote 0x before its hex has one serial for all certificates, and a lookup by it finds the first.
# Output seen: 0x3FA4: csv-parse 0, papaparse "0x3FA4", csvtojson "0x3FA4", d3-dsv 16292; 3FA4: "3FA4" four times
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts csv-parse@7.0.3 papaparse@5.7.1 csvtojson@2.0.14 d3-dsv@3.0.2 >/dev/null
cat >ask.mjs <<'JS'
import { parse } from 'csv-parse/sync';
import Papa from 'papaparse';
import csvtojson from 'csvtojson';
import { autoType, csvParse } from 'd3-dsv';

const text = 'host,serial\na.example.com,0x3FA4\nb.example.com,0xDEADBEEF\nc.example.com,3FA4\n';
const seen = {
  'csv-parse': parse(text, { columns: true, cast: true }),
  papaparse: Papa.parse(text, { header: true, dynamicTyping: true, skipEmptyLines: true }).data,
  csvtojson: await csvtojson({ checkType: true }).fromString(text),
  'd3-dsv': [...csvParse(text, autoType)],
};
for (const [name, rows] of Object.entries(seen)) console.log(`${name}: ${JSON.stringify(rows.map(row => row.serial))}`);
JS
node ask.mjs | tee seen
cat >expected <<'SEEN'
csv-parse: [0,0,"3FA4"]
papaparse: ["0x3FA4","0xDEADBEEF","3FA4"]
csvtojson: ["0x3FA4","0xDEADBEEF","3FA4"]
d3-dsv: [16292,3735928559,"3FA4"]
SEEN
cmp -s seen expected || { echo "CHANGED: the readers give other values" >&2; exit 1; }
