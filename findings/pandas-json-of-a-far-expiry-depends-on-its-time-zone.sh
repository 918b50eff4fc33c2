#!/usr/bin/env bash
# Write certificates' expiry dates to JSON by pandas, with and without a time zone.
#
# Package: pandas 3.1.1, cryptography 50.0.2 (PyPI)
# Guessed: to_json() writes milliseconds since 1970, for which any date that a column holds has room; whether the column
#   says UTC changes no number.
# Behaviour: a column of datetime64[us] writes the year 9999; the same column as datetime64[us, UTC] raises OverflowError
#   from 2262-04-12 on, as times with a zone are still brought to nanoseconds. cryptography's not_valid_after_utc has
#   the zone, its deprecated not_valid_after has not, so heeding the deprecation breaks a report as soon as one
#   device certificate is among those listed. `date_format="iso"`, or dt.tz_localize(None) before it, works.
# Output seen: naive: 253402300799000; with UTC: 2262-04-11 written, 2262-04-12 and 9999-12-31 OverflowError; with iso:
#   9999-12-31T23:59:59.000Z
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 cryptography==50.0.2
cat >try.py <<'PY'
import datetime
import json
import warnings

import pandas
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

warnings.simplefilter("ignore")
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "device-7")])


def made(*date):
    return (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
            .not_valid_before(datetime.datetime(2026, 1, 1)).not_valid_after(datetime.datetime(*date))
            .sign(key, hashes.SHA256()))


def written(value, **options):
    try:
        return json.loads(pandas.DataFrame({"not_after": [value]}).to_json(**options))["not_after"]["0"]
    except OverflowError:
        return "OverflowError"


never = made(9999, 12, 31, 23, 59, 59)
seen = {
    "naive, 9999-12-31": written(never.not_valid_after),
    "UTC, 2262-04-11": written(made(2262, 4, 11).not_valid_after_utc),
    "UTC, 2262-04-12": written(made(2262, 4, 12).not_valid_after_utc),
    "UTC, 9999-12-31": written(never.not_valid_after_utc),
    "UTC, 9999-12-31, iso": written(never.not_valid_after_utc, date_format="iso"),
}
for case, value in seen.items():
    print(f"{case:22} {value}")
assert list(seen.values()) == [253402300799000, 9223286400000, "OverflowError", "OverflowError",
                               "9999-12-31T23:59:59.000Z"], f"CHANGED: {seen}"
PY
venv/bin/python try.py
