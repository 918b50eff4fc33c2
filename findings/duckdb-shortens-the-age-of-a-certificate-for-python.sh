#!/usr/bin/env bash
# Take the life of a certificate in DuckDB by age() and by a subtraction, and fetch both.
#
# Package: duckdb 2.0.1, pandas 3.1.1, pyarrow 26.0.1 (PyPI)
# Guessed: age(not_after, not_before) is an interval of the time between; fetched into Python, the timedelta spans the same
#   398 days as the subtraction's, or there is an error since a timedelta knows no months.
# Behaviour: age() counts whole months, and on the way into a timedelta each becomes 30 days: 392 of 398, and 1,800 of
#   the 1,826 days of five years. fetchall() and pandas agree on it, Arrow gives months and days apart. No one of
#   them warns. A limit of days then lets longer certificates pass: ask with date_diff or subtract.
# Output seen: 398 days: age() 392 in fetchall and pandas, 13 months 2 days in Arrow, subtraction 398; five years: 1800
#   and 1826
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 pandas==3.1.1 pyarrow==26.0.1
cat >try.py <<'PY'
import duckdb

seen = {}
for start, end in (("2026-11-30", "2028-01-02"), ("2026-11-30", "2031-11-30")):
    relation = duckdb.sql(f"SELECT age(TIMESTAMP '{end}', TIMESTAMP '{start}') AS life, "
                          f"TIMESTAMP '{end}' - TIMESTAMP '{start}' AS difference")
    life, difference = relation.fetchall()[0]
    in_arrow = relation.to_arrow_table()["life"][0].as_py()
    seen[start, end] = (life.days, relation.df()["life"][0].days, difference.days, in_arrow.months, in_arrow.days)
    print(f"{start} to {end}: age() in fetchall {life.days}, in pandas {seen[start, end][1]}; subtraction "
          f"{difference.days}; Arrow {in_arrow.months} months {in_arrow.days} days")
assert list(seen.values()) == [(392, 392, 398, 13, 2), (1800, 1800, 1826, 60, 0)], f"CHANGED: {seen}"
PY
venv/bin/python try.py
