#!/usr/bin/env bash
# Keep serial numbers of 64 bits in a Daft table, and look for one of them.
#
# Package: daft 0.7.26, pyarrow 25.0.1 (PyPI)
# Guessed: Daft has UInt64 and takes a lone 2^63+5 for one; a list of such numbers is a UInt64 column too, and a number of
#   that size in a query is compared exactly with it.
# Behaviour: twice no. As soon as a small number stands beside it in a list, the column is Float64, without a word.
#   And in SQL a number from 2^63 on is a float: asked for one serial of a true UInt64 column, Daft returns its
#   neighbours as well. The same condition written in Python, daft.col("serial") == n, finds one. Long serials are
#   the rule: 64 bits of randomness are what the CA/Browser Forum demands. Hold them as text.
# Output seen: [2^63+5]: UInt64; [2^63+5, 1]: Float64; column of two neighbours: in Python 1 hit, in SQL 2
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check daft==0.7.26 pyarrow==25.0.1
cat >try.py <<'PY'
import os

os.environ["DO_NOT_TRACK"] = "true"
import daft
import pyarrow


def kind(values):
    return str(daft.from_pydict({"serial": values}).schema()["serial"].dtype)


serials = [(1 << 63) + 5, (1 << 63) + 6]
certs = daft.from_arrow(pyarrow.table({"serial": pyarrow.array(serials, pyarrow.uint64())}))
seen = {
    "a lone serial": kind(serials[:1]),
    "beside a small one": kind([serials[0], 1]),
    "column from Arrow": str(certs.schema()["serial"].dtype),
    "hits in Python": certs.where(daft.col("serial") == serials[0]).count_rows(),
    "hits in SQL": daft.sql(f"SELECT * FROM certs WHERE serial = {serials[0]}", certs=certs).count_rows(),
}
for case, value in seen.items():
    print(f"{case:19} {value}")
assert list(seen.values()) == ["UInt64", "Float64", "UInt64", 1, 2], f"CHANGED: {seen}"
PY
venv/bin/python try.py
