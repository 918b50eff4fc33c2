#!/usr/bin/env bash
# Write a certificate's "no expiration" date to Parquet in Spark's flavor, and read it.
#
# Package: pyarrow 26.0.1, pandas 3.1.1, polars 2.1.0, duckdb 2.0.1 (PyPI)
# Guessed: what pyarrow writes it reads back, or it refuses to write it. If an old format
#   cannot hold the year 9999, then no reader gets it from there.
# Behaviour: `flavor="spark"` stores times as INT96, a day number and the nanoseconds of the
#   day, which has room for it: DuckDB and polars read 9999-12-31 from the file. pyarrow,
#   which wrote it, and pandas with it, bring it to 64 bits of nanoseconds, wrap around and
#   give March 1816 without an error, though pyarrow's own `cast` refuses the same step. A
#   table of certificates from Spark then shows devices' certificates as long expired. The
#   reader's option `coerce_int96_timestamp_unit="us"` helps.
# Output seen: duckdb and polars 9999-12-31 23:59:59; pyarrow and pandas 1816-03-30
#   05:56:07.066277376; pyarrow with the option 9999-12-31 23:59:59
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    pyarrow==26.0.1 pandas==3.1.1 polars==2.1.0 duckdb==2.0.1

cat >try.py <<'PY'
import datetime

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet

never = datetime.datetime(9999, 12, 31, 23, 59, 59)
table = pyarrow.table({"not_after": pyarrow.array([never], pyarrow.timestamp("us"))})
pyarrow.parquet.write_table(table, "certs.parquet", flavor="spark")
print("stored as:", pyarrow.parquet.ParquetFile("certs.parquet").schema.column(0).physical_type)

seen = {
    "duckdb": duckdb.sql("SELECT not_after::VARCHAR FROM 'certs.parquet'").fetchall()[0][0],
    "polars": str(polars.read_parquet("certs.parquet")["not_after"][0]),
    "pyarrow": str(pyarrow.parquet.read_table("certs.parquet")["not_after"][0]),
    "pandas": str(pandas.read_parquet("certs.parquet")["not_after"][0]),
    "pyarrow, us": str(pyarrow.parquet.read_table("certs.parquet", coerce_int96_timestamp_unit="us")["not_after"][0]),
}
for reader, value in seen.items():
    print(f"{reader:12} {value}")
try:
    table["not_after"].cast(pyarrow.timestamp("ns"))
    refused = False
except pyarrow.ArrowInvalid as error:
    refused = True
print("pyarrow's cast to nanoseconds:", "refused" if refused else "taken")

right, wrong = "9999-12-31 23:59:59", "1816-03-30 05:56:07.066277376"
assert refused and seen == {"duckdb": right, "polars": right, "pyarrow": wrong, "pandas": wrong,
                            "pyarrow, us": right}, f"CHANGED: {seen}"
PY
venv/bin/python try.py
