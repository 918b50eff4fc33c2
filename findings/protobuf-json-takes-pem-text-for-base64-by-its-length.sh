#!/usr/bin/env bash
# Put the text of a PEM certificate where the JSON form of a protobuf message wants base64.
#
# Package: protobuf 7.36.2 (PyPI), @bufbuild/protobuf 2.17.0 (npm)
# Guessed: a `bytes` field is base64 in JSON, and PEM text with its dashes, blanks and line
#   ends is not base64, so both readers refuse it.
# Behaviour: the dashes of the markers are letters of the URL alphabet, and blanks and line
#   ends are passed over. The JavaScript reader takes every PEM file and returns bytes that
#   are no certificate. The Python reader takes or refuses it by the length of the
#   certificate alone: of three that differ in the common name only, some pass. A mistake
#   that a test with one certificate does not show then waits in the configuration (the
#   field may be called `inline_bytes`) until somebody parses the bytes.
# Output seen: of six certificates Python takes four and refuses two; JavaScript takes six
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check protobuf==7.36.2
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @bufbuild/protobuf@2.17.0

name=a
for n in 1 2 3 4 5 6; do
    openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out "$n.pem" \
        -subj "/CN=$name" -set_serial 4660 -days 30 2>/dev/null
    name=${name}a
done

cat >try.py <<'PY'
import json, ssl
from google.protobuf import json_format
from google.protobuf.wrappers_pb2 import BytesValue

taken = refused = 0
for n in range(1, 7):
    pem = open(f"{n}.pem").read()
    der = ssl.PEM_cert_to_DER_cert(pem)
    try:
        value = json_format.Parse(json.dumps(pem), BytesValue()).value
    except json_format.ParseError as error:
        refused += 1
        print(f"Python, CN of {n}: refused: {str(error).splitlines()[0][:90]}")
    else:
        assert value != der
        taken += 1
        print(f"Python, CN of {n}: taken, {len(value)} bytes from {value[:4].hex()} (DER: {len(der)} from {der[:4].hex()})")
assert taken and refused, f"CHANGED: Python takes {taken} and refuses {refused}"
PY
venv/bin/python try.py

cat >try.mjs <<'JS'
import fs from 'node:fs';
import { fromJsonString } from '@bufbuild/protobuf';
import { BytesValueSchema } from '@bufbuild/protobuf/wkt';
for (let n = 1; n < 7; n++) {
  const pem = fs.readFileSync(`${n}.pem`, 'utf8');
  let value;
  try { value = fromJsonString(BytesValueSchema, JSON.stringify(pem)).value; }
  catch (e) { console.error('CHANGED: JavaScript refuses: ' + e.message); process.exit(1); }
  console.log(`JavaScript, CN of ${n}: taken, ${value.length} bytes from ${Buffer.from(value.slice(0, 4)).toString('hex')}`);
}
JS
node try.mjs
