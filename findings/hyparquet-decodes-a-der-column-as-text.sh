#!/usr/bin/env bash
# Read a Parquet file with certificates in DER and serial numbers as decimals by npm's hyparquet.
#
# Package: hyparquet 1.33.0 (npm), pyarrow 26.0.1, cryptography 50.0.2 (PyPI)
# Guessed: the schema says which columns are text: a binary column without that mark comes as Uint8Array, a decimal as
#   a text or a BigInt, as its 64-bit integers do.
# Behaviour: plain binary is decoded as UTF-8, what is no UTF-8 becomes U+FFFD, and the DER cannot be had back. The same
#   bytes in a column of fixed size (a hash) stay bytes, so half of a table looks right. Decimals become numbers, of
#   which 53 bits hold: two serial numbers are one. The option `utf8: false` rescues the DER, but then asks more of
#   columns written by others without the mark; for serials use text.
# Output seen: der: a string with U+FFFD, fingerprint: Uint8Array, serial: 1 distinct number of 2; with utf8: false the
#   DER is equal
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1 cryptography==50.0.2
npm install --silent --no-audit --no-fund --ignore-scripts hyparquet@1.33.0 >/dev/null
cat >make.py <<'PY'
import datetime
import decimal
import hashlib

import pyarrow
import pyarrow.parquet
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "ca")])
serials = [(1 << 120) + 1, (1 << 120) + 2]
ders = [(x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
         .serial_number(serial).not_valid_before(datetime.datetime(2026, 1, 1))
         .not_valid_after(datetime.datetime(2036, 1, 1)).sign(key, hashes.SHA256())
         .public_bytes(serialization.Encoding.DER)) for serial in serials]
pyarrow.parquet.write_table(pyarrow.table({
    "der": pyarrow.array(ders, pyarrow.binary()),
    "fingerprint": pyarrow.array([hashlib.sha256(der).digest() for der in ders], pyarrow.binary(32)),
    "serial": pyarrow.array([decimal.Decimal(serial) for serial in serials], pyarrow.decimal128(38)),
}), "certs.parquet")
open("first.der", "wb").write(ders[0])
PY
venv/bin/python make.py
cat >ask.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
const der = readFileSync('first.der');
const file = await asyncBufferFromFile('certs.parquet');
const kind = (value) => (typeof value === 'object' ? value.constructor.name : typeof value);
const rows = await parquetReadObjects({ file });
const raw = await parquetReadObjects({ file, utf8: false });
const seen = [
  kind(rows[0].der), String(rows[0].der).includes('\ufffd'), kind(rows[0].fingerprint), kind(rows[0].serial),
  new Set(rows.map((row) => row.serial)).size, kind(raw[0].der), Buffer.compare(Buffer.from(raw[0].der), der) === 0,
];
console.log(`der: ${seen[0]}, U+FFFD in it: ${seen[1]}; fingerprint: ${seen[2]}; serial: ${seen[3]}, ${seen[4]} distinct of 2`);
console.log(`utf8: false: der: ${seen[5]}, equal: ${seen[6]}`);
if (seen.join() !== 'string,true,Uint8Array,number,1,Uint8Array,true') {
  console.error('CHANGED: the columns come otherwise');
  process.exit(1);
}
JS
node ask.mjs
