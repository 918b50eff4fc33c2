#!/usr/bin/env bash
# Compute far expiry dates in chDB, ClickHouse as a library.
#
# Package: chdb 4.4.0 (PyPI)
# Guessed: a DateTime has 32 bits of seconds and ends in February 2106; what lies beyond is an error, or the last date, in
#   whatever way one gets there.
# Behaviour: reading a text stops at the end, "2106-02-07 06:28:15", but arithmetic runs over it: a hundred years after
#   2026 is 1990, with addYears() and with INTERVAL. "How many outlive the next hundred years?" then counts all. A
#   date column is a third case: toDate() ends in 2149. None of them says anything; DateTime64 and Date32 are right to
#   9999.
# Output seen: toDateTime('9999-12-31 23:59:59'): 2106-02-07 06:28:15; addYears(2026-11-30, 100): 1990-10-23 17:31:44;
#   toDate('2150-01-01'): 2149-06-06; DateTime64: 2126-11-30, 9999-12-31
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check chdb==4.4.0
cat >try.py <<'PY'
import chdb

expected = {
    "toDateTime('9999-12-31 23:59:59', 'UTC')": "2106-02-07 06:28:15",
    "addYears(toDateTime('2026-11-30 00:00:00', 'UTC'), 100)": "1990-10-23 17:31:44",
    "toDateTime('2026-11-30 00:00:00', 'UTC') + INTERVAL 100 YEAR": "1990-10-23 17:31:44",
    "toDate('2150-01-01')": "2149-06-06",
    "addYears(toDateTime64('2026-11-30 00:00:00', 0, 'UTC'), 100)": "2126-11-30 00:00:00",
    "toDateTime64('9999-12-31 23:59:59', 0, 'UTC')": "9999-12-31 23:59:59",
}
seen = {query: str(chdb.query(f"SELECT {query}", "TabSeparated")).strip() for query in expected}
for query, value in seen.items():
    print(f"{query:62} {value}")
assert seen == expected, f"CHANGED: {seen}"
PY
venv/bin/python try.py
