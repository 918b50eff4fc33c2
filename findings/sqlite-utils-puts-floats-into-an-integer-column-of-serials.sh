#!/usr/bin/env bash
# Load an inventory of certificates into SQLite by sqlite-utils, once as CSV and once as JSON.
#
# Package: sqlite-utils 4.2.1 (PyPI)
# Guessed: the type of a column is chosen so that it holds its values. Serial numbers of more than 64 bits, for which SQLite
#   has no integer, become text or are refused.
# Behaviour: refused they are from JSON. From CSV each cell that Python's int() takes makes an INTEGER column, whatever its
#   length; SQLite then stores what does not fit as a float, in this column all the same. Two serials that differ in
#   their last digits become equal and nothing is said. Hex serials such as 12E4 make a REAL column, and 0012 becomes
#   12. `--type serial text` or --no-detect-types keeps the text.
# Output seen: CSV: INTEGER, 1.2345678901234568e+29 twice, REAL 120000.0, 12; JSON: OverflowError; --no-detect-types: text
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sqlite-utils==4.2.1
cat >list.csv <<'CSV'
serial,short,hex
123456789012345678901234567890,0012,12E4
123456789012345678901234567891,0007,34E1
CSV
venv/bin/sqlite-utils insert a.db list list.csv --csv
venv/bin/sqlite-utils insert a.db plain list.csv --csv --no-detect-types
echo '[{"serial": 123456789012345678901234567890}]' >list.json
json=taken
venv/bin/sqlite-utils insert a.db other list.json >error 2>&1 || json=$(grep -o 'int too large' error)
ask() { venv/bin/sqlite-utils query a.db "select $1" --no-headers --csv | tr -d '\r'; }
types=$(ask "group_concat(type) from pragma_table_info('list')")
first=$(ask "group_concat(distinct serial) || ' ' || typeof(serial) || ' ' || min(hex) || ' ' || max(short) from list")
plain=$(ask "typeof(serial) || ' ' || count(distinct serial) from plain")
echo "CSV: $types: $first"
echo "CSV without types: $plain"
echo "JSON: $json"
[ "$types|$first|$plain|$json" = \
    '"INTEGER,INTEGER,REAL"|1.23456789012346e+29 real 340.0 12|text 2|int too large' ] || {
    echo "CHANGED: sqlite-utils stores serial numbers otherwise" >&2
    exit 1
}
