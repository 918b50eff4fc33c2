#!/usr/bin/env bash
# Write a table of expiry dates to ORC by pyarrow, and read it again.
#
# Package: pyarrow 26.0.1, pyorc 0.12.0 (PyPI)
# Guessed: what pyarrow.orc writes it reads; a column of seconds stays one of seconds, as in Parquet and Arrow files, so
#   99991231235959Z, RFC 5280's date for "never", is within its range.
# Behaviour: writing succeeds, and the file is sound: pyorc reads the date. pyarrow makes each timestamp of ORC one of
#   nanoseconds, which end in 2262, and refuses: "out of range for nanosecond resolution". One certificate without an
#   expiry thus makes the whole column unreadable, for all rows, and the one who finds out is not the one who wrote. The
#   other columns can be read by name. A date32 column has no such limit.
# Output seen: pyorc: 2026, 9999; pyarrow: ArrowInvalid; without the column: 2 rows; as date32: 9999-12-31
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1 pyorc==0.12.0
cat >try.py <<'PY'
import datetime

import pyarrow
import pyarrow.orc
import pyorc

dates = [datetime.datetime(2026, 6, 1), datetime.datetime(9999, 12, 31, 23, 59, 59)]
table = pyarrow.table({
    "name": ["a", "b"],
    "not_after": pyarrow.array(dates, pyarrow.timestamp("s")),
    "day": pyarrow.array(dates, pyarrow.date32()),
})
pyarrow.orc.write_table(table, "certs.orc")
with open("certs.orc", "rb") as file:
    years = [row[1].year for row in pyorc.Reader(file)]


def read(**options):
    try:
        return pyarrow.orc.read_table("certs.orc", **options)
    except pyarrow.ArrowInvalid as err:
        return f"ArrowInvalid: {err}"


print("pyorc:", years)
print("pyarrow:", read())
print("name and day:", read(columns=["name", "day"]).to_pylist())
assert years == [2026, 9999]
assert "nanosecond" in str(read(columns=["not_after"])), "CHANGED: pyarrow reads the date"
assert read(columns=["day"])["day"][1].as_py() == datetime.date(9999, 12, 31)
PY
venv/bin/python try.py
