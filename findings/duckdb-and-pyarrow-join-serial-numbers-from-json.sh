#!/usr/bin/env bash
# Read certificates' serial numbers, written by Python's json, with four dataframe libraries.
#
# Package: duckdb 2.0.1, polars 2.1.0, pyarrow 26.0.1, pandas 3.1.1 (PyPI)
# Guessed: an integer without a point or an exponent is read as an integer, or refused where
#   no column type is wide enough (DuckDB has HUGEINT, 128 bits). Python writes all digits.
# Behaviour: DuckDB from 2^64 on, pyarrow from 2^63 on, take the column for floating-point
#   numbers, without a word. Serial numbers have up to 159 bits, and
#   53 of them survive: certificates whose serials differ in the low bits, as those of CAs
#   that put a counter behind a prefix, have one and the same serial afterwards, and a
#   revocation list joined by it hits others. polars is exact to 127 bits and refuses
#   beyond, pandas refuses from 2^64 on. Write serials as hexadecimal text.
# Output seen: two serials of 64 bits: pyarrow one value; of 100: duckdb and pyarrow one,
#   polars two; of 150: duckdb and pyarrow one, polars and pandas an error
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1 pandas==3.1.1 cryptography==50.0.2

cat >try.py <<'PY'
import datetime
import json

import duckdb
import pandas
import polars
import pyarrow.json
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "ca")])


def serial_of_a_certificate(serial):
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(serial).not_valid_before(datetime.datetime(2026, 1, 1))
            .not_valid_after(datetime.datetime(2036, 1, 1)).sign(key, hashes.SHA256()))
    return made.serial_number


readers = {
    "duckdb": lambda path: [row[0] for row in duckdb.sql(f"SELECT serial FROM read_json('{path}')").fetchall()],
    "polars": lambda path: polars.read_ndjson(path)["serial"].to_list(),
    "pyarrow": lambda path: pyarrow.json.read_json(path)["serial"].to_pylist(),
    "pandas": lambda path: pandas.read_json(path, lines=True)["serial"].tolist(),
}
seen = {}
for bits in (64, 100, 150):
    serials = [serial_of_a_certificate((1 << (bits - 1)) + count) for count in (1, 2)]
    path = f"serials-{bits}.ndjson"
    with open(path, "w") as out:
        for serial in serials:
            out.write(json.dumps({"serial": serial}) + "\n")
    for reader, read in readers.items():
        try:
            got = read(path)
            seen[bits, reader] = "exact" if got == serials else f"{len(set(got))} {type(got[0]).__name__}"
            print(f"{bits:3} bits  {reader:8} {seen[bits, reader]:8} {got[0]}")
        except Exception as error:
            seen[bits, reader] = "error"
            print(f"{bits:3} bits  {reader:8} {type(error).__name__}")

expected = {
    (64, "duckdb"): "exact", (64, "polars"): "exact", (64, "pyarrow"): "1 float", (64, "pandas"): "exact",
    (100, "duckdb"): "1 float", (100, "polars"): "exact", (100, "pyarrow"): "1 float", (100, "pandas"): "error",
    (150, "duckdb"): "1 float", (150, "polars"): "error", (150, "pyarrow"): "1 float", (150, "pandas"): "error",
}
assert seen == expected, f"CHANGED: {seen}"
PY
venv/bin/python try.py
