#!/usr/bin/env bash
# Bring RFC 5280's "no expiration", 99991231235959Z, to nanoseconds in four dataframe libraries.
#
# Package: polars 2.1.0, pandas 3.1.1, pyarrow 26.0.1, duckdb 2.0.1 (PyPI)
# Guessed: 64 bits of nanoseconds end in 2262, so each of them refuses the date, as polars
#   itself does when a column is converted (`cast`, `cast_time_unit`).
# Behaviour: polars' `str.to_datetime(time_unit="ns")`, strict as it is by default, wraps
#   around: the certificate that never expires has expired in March 1816. With "us", the
#   default, the date is right. Nanoseconds come in as soon as somebody joins with data from
#   an older pandas or matches a Parquet schema, and a test with a usual certificate shows
#   nothing. Filter on the text first, or parse to "us" and cast, which raises an error.
# Output seen: polars us: 9999-12-31 23:59:59; polars ns: 1816-03-30 05:56:07.066277376;
#   polars cast, pandas, pyarrow and duckdb: an error each
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    polars==2.1.0 pandas==3.1.1 pyarrow==26.0.1 duckdb==2.0.1 cryptography==50.0.2

cat >try.py <<'PY'
import datetime

import duckdb
import pandas
import polars
import pyarrow
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

never = datetime.datetime(9999, 12, 31, 23, 59, 59)
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "device")])
cert = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(datetime.datetime(2026, 1, 1)).not_valid_after(never)
        .sign(key, hashes.SHA256()))
text = cert.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%S")
print("the certificate:", text)

ways = {
    "polars to_datetime us": lambda: polars.Series([text]).str.to_datetime(time_unit="us")[0],
    "polars to_datetime ns": lambda: polars.Series([text]).str.to_datetime(time_unit="ns").cast(polars.String)[0],
    "polars us, then cast": lambda: polars.Series([text]).str.to_datetime().cast(polars.Datetime("ns"))[0],
    "pandas": lambda: pandas.Series([text]).astype("datetime64[ns]")[0],
    "pyarrow": lambda: pyarrow.array([text]).cast(pyarrow.timestamp("ns"))[0].as_py(),
    "duckdb": lambda: duckdb.execute("SELECT (?::TIMESTAMP)::TIMESTAMP_NS::VARCHAR", [text]).fetchone()[0],
}
seen = {}
for way, run in ways.items():
    try:
        seen[way] = str(run())
        print(f"{way:22} {seen[way]}")
    except Exception as error:
        seen[way] = "error"
        print(f"{way:22} {type(error).__name__}")
expected = dict.fromkeys(ways, "error")
expected["polars to_datetime us"] = "9999-12-31 23:59:59"
expected["polars to_datetime ns"] = "1816-03-30 05:56:07.066277376"
assert seen == expected, f"CHANGED: {seen}"
PY
venv/bin/python try.py
