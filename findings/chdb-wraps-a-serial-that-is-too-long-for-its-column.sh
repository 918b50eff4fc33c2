#!/usr/bin/env bash
# Convert the text of serial numbers to integers in chDB, ClickHouse as a library.
#
# Package: chdb 4.4.0 (PyPI)
# Guessed: toUInt64() throws for a text with too many digits, as it throws for one with a letter in it; toUInt64OrNull()
#   gives NULL where toUInt64() throws.
# Behaviour: toUInt64() returns the lowest 64 bits: "18446744073709551617" is 1, a short serial number that no certificate
#   has. Only letters make it throw, while OrNull and OrZero see the size as well, so the strict function is
#   the lax one. A long number in the query itself is a float, though ClickHouse has UInt256: two serials that
#   differ in the last digit are equal. toUInt256('...') of a text is exact.
# Output seen: 2^64+1: toUInt64 1, OrNull NULL, OrZero 0; "12x": toUInt64 an error; two bare numbers of 48 digits: equal;
#   toUInt256 of both: not equal
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check chdb==4.4.0
cat >try.py <<'PY'
import chdb

one, other = "779849631841143230256331984448558208035581438651", "779849631841143230256331984448558208035581438650"
expected = {
    "toUInt64('18446744073709551617')": "1",
    "toUInt64OrNull('18446744073709551617')": "\\N",
    "toUInt64OrZero('18446744073709551617')": "0",
    "toUInt64('12x')": "error",
    f"toTypeName({one})": "Float64",
    f"{one} = {other}": "1",
    f"toUInt256('{one}') = toUInt256('{other}')": "0",
}
seen = {}
for query in expected:
    try:
        seen[query] = str(chdb.query(f"SELECT {query}", "TabSeparated")).strip()
    except Exception:
        seen[query] = "error"
    print(seen[query].ljust(8), query)
assert seen == expected, f"CHANGED: {seen}"
PY
venv/bin/python try.py
