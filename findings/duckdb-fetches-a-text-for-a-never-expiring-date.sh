#!/usr/bin/env bash
# Fetch a certificate's "no expiration" date from DuckDB in three time zones.
#
# Package: duckdb 2.0.1, pandas 3.1.1, polars 2.1.0, pyarrow 26.0.1 (PyPI)
# Guessed: a TIMESTAMPTZ is a moment; fetchall() gives an aware datetime of it, whatever zone the session has (that of the
#   machine, unless it is set).
# Behaviour: east of Greenwich 9999-12-31 23:59:59 UTC falls into the year 10000, which Python's datetime lacks. fetchall()
#   then returns a str in place of a datetime, still in UTC, while the other rows of the column stay datetimes:
#   the first comparison or sort over them is a TypeError. df() succeeds, and so do comparisons in it; printing the frame
#   or to_csv() raises OverflowError. In UTC or New York the same code works, as in most CI. SET TimeZone = 'UTC' helps.
# Output seen: UTC, America/New_York: datetime, printed; Europe/Amsterdam: str "9999-12-31 23:59:59+00" beside a datetime,
#   OverflowError
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1 tzdata==2026.6
cat >try.py <<'PY'
import duckdb

query = "SELECT unnest([TIMESTAMPTZ '2027-01-09 01:19:36+00', TIMESTAMPTZ '9999-12-31 23:59:59+00']) AS not_after"
seen = {}
for zone in ("UTC", "America/New_York", "Europe/Amsterdam"):
    connection = duckdb.connect()
    connection.execute(f"SET TimeZone = '{zone}'")
    values = [row[0] for row in connection.sql(query).fetchall()]
    frame = connection.sql(query).df()
    try:
        frame.to_csv()
        written = "written"
    except OverflowError:
        written = "OverflowError"
    try:
        sorted(values)
        order = "sorted"
    except TypeError:
        order = "TypeError"
    seen[zone] = (*(type(value).__name__ for value in values), order, str(frame["not_after"].dtype), written)
    print(f"{zone:17} {values[1]!s:27}", *seen[zone])
usual = ("datetime", "datetime", "sorted")
assert seen == {
    "UTC": (*usual, "datetime64[us, UTC]", "written"),
    "America/New_York": (*usual, "datetime64[us, America/New_York]", "written"),
    "Europe/Amsterdam": ("datetime", "str", "TypeError", "datetime64[us, Europe/Amsterdam]", "OverflowError"),
}, f"CHANGED: {seen}"
PY
venv/bin/python try.py
