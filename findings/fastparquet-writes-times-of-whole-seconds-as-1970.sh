#!/usr/bin/env bash
# Write an expiry date to Parquet by fastparquet, from pandas columns of four resolutions.
#
# Package: fastparquet 2026.9.0, pandas 3.1.1, duckdb 2.0.1, polars 2.1.0 (PyPI)
# Guessed: Parquet has milliseconds as its coarsest unit, so a column of seconds is multiplied by 1000 when it is
#   written, as pyarrow does, or refused.
# Behaviour: the number of seconds is divided by 1000 and then labelled milliseconds. Each reader finds the first hour of
#   1970: every certificate has expired, without an error on either side. X.509 times have whole seconds, so
#   datetime64[s] is a natural column for them, and what DuckDB's TIMESTAMP_S or Arrow's timestamp[s] give. ms, us and
#   ns are right. Convert with dt.as_unit("us") first.
# Output seen: written 2027-01-09 01:19:36: from s 1970-01-01 00:29:59.457 in duckdb and polars; from ms, us, ns as
#   written
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fastparquet==2026.9.0 pandas==3.1.1 duckdb==2.0.1 polars==2.1.0
cat >try.py <<'PY'
import datetime

import duckdb
import fastparquet
import pandas
import polars

column = pandas.Series([datetime.datetime(2027, 1, 9, 1, 19, 36)])
seen = {}
for unit in ("s", "ms", "us", "ns"):
    frame = pandas.DataFrame({"not_after": column.dt.as_unit(unit)})
    path = f"{unit}.parquet"
    fastparquet.write(path, frame)
    by_duckdb = duckdb.sql(f"SELECT not_after::VARCHAR FROM '{path}'").fetchall()[0][0]
    by_polars = str(polars.read_parquet(path)["not_after"][0])
    seen[unit] = by_duckdb
    print(f"datetime64[{unit:2}] holds {frame['not_after'][0]}; duckdb {by_duckdb}; polars {by_polars}")
    assert by_polars.startswith(by_duckdb), f"CHANGED: {by_polars}"
right = "2027-01-09 01:19:36"
assert seen == {"s": "1970-01-01 00:29:59.457", "ms": right, "us": right, "ns": right}, f"CHANGED: {seen}"
PY
venv/bin/python try.py
