#!/usr/bin/env bash
# Write integers of 101 bits from DuckDB to Parquet, CSV, Arrow and pandas, and read them back.
#
# Package: duckdb 2.0.1, pyarrow 26.0.1, pandas 3.1.1 (PyPI)
# Guessed: HUGEINT is an exact integer of 128 bits and Parquet has decimals for it, which DuckDB writes for a column of
#   DECIMAL(38,0) with the same values; what DuckDB stored in Parquet it reads back equal.
# Behaviour: the column becomes DOUBLE in the file, without a word, and is one when it is read again: serial numbers that
#   differ below the 53rd bit are one number. So it goes to pandas too, while Arrow gets an exact decimal and CSV all
#   digits. As HUGEINT is also what sum() of BIGINT gives, few would look twice. Cast to DECIMAL(38,0), or to text, which
#   has room for the 159 bits of a serial number as well.
# Output seen: two serials: Parquet 1 distinct DOUBLE; pandas 1; Arrow 2, decimal128(38, 0); CSV 2; cast to DECIMAL: 2
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 pyarrow==26.0.1 pandas==3.1.1
cat >try.py <<'PY'
import duckdb

connection = duckdb.connect()
connection.execute("CREATE TABLE certs (serial HUGEINT)")
connection.executemany("INSERT INTO certs VALUES (?)", [[(1 << 100) + 1], [(1 << 100) + 2]])


def read_back(path, kind):
    return connection.sql(f"SELECT count(DISTINCT serial), any_value(typeof(serial)) FROM {kind}('{path}')").fetchall()[0]


connection.execute("COPY certs TO 'serials.parquet'")
connection.execute("COPY (SELECT serial::DECIMAL(38,0) AS serial FROM certs) TO 'decimals.parquet'")
connection.execute("COPY certs TO 'serials.csv'")
frame = connection.sql("FROM certs").df()
arrow = connection.sql("FROM certs").to_arrow_table()
seen = {
    "in the table": (connection.sql("SELECT count(DISTINCT serial) FROM certs").fetchall()[0][0], "HUGEINT"),
    "Parquet": read_back("serials.parquet", "read_parquet"),
    "Parquet, cast to DECIMAL": read_back("decimals.parquet", "read_parquet"),
    "CSV": (len(set(open("serials.csv").read().split()[1:])), "text"),
    "pandas": (frame["serial"].nunique(), str(frame["serial"].dtype)),
    "Arrow": (len(set(arrow["serial"].to_pylist())), str(arrow["serial"].type)),
}
for way, (count, kind) in seen.items():
    print(f"{way:25} {count} distinct, {kind}")
assert seen == {"in the table": (2, "HUGEINT"), "Parquet": (1, "DOUBLE"), "Parquet, cast to DECIMAL": (2, "DECIMAL(38,0)"),
                "CSV": (2, "text"), "pandas": (1, "float64"), "Arrow": (2, "decimal128(38, 0)")}, f"CHANGED: {seen}"
PY
venv/bin/python try.py
