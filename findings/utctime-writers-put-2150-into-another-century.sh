#!/usr/bin/env bash
# Write the year 2150 as UTCTime, and read the year 1950 from one, by six ASN.1 libraries.
#
# Package: asn1tools 0.169.0, pyasn1 0.6.5, asn1crypto 1.5.1 (PyPI); asn1.js 5.4.1, node-forge 1.4.3, asn1js 4.0.0 (npm)
# Guessed: UTCTime has two digits for the year and RFC 5280 gives them a meaning from 1950 to 2049; whoever hands a
#   later date to a UTCTime has forgotten to choose GeneralizedTime, and is told so.
# Behaviour: asn1crypto and asn1js say so. The other four write "50" and what is read back is another date: 2050 in
#   asn1tools, pyasn1 and asn1.js, 1950 in node-forge. So the CA that was to live until 2150 expires a
#   century early, or has expired before it was made, according to who reads it; and the three of 2050 also take a
#   certificate's "500101000000Z" for a hundred years later than RFC 5280 does.
# Output seen: asn1tools, pyasn1, asn1.js: 500101000000Z, read as 2050; node-forge: the same, read as 1950; asn1crypto,
#   asn1js: refused
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asn1tools==0.169.0 pyasn1==0.6.5 asn1crypto==1.5.1
npm install --silent --no-audit --no-fund --ignore-scripts asn1.js@5.4.1 node-forge@1.4.3 asn1js@4.0.0 >/dev/null
cat >try.py <<'PY'
import datetime

import asn1tools
from asn1crypto.core import UTCTime
from pyasn1.codec.der import decoder, encoder
from pyasn1.type import useful

date = datetime.datetime(2150, 1, 1, tzinfo=datetime.timezone.utc)
schema = asn1tools.compile_string("M DEFINITIONS ::= BEGIN T ::= UTCTime END", "der")


def by_asn1crypto():
    encoded = UTCTime(date).dump()
    return encoded, UTCTime.load(encoded).native.year


def by_asn1tools():
    encoded = schema.encode("T", date)
    return encoded, schema.decode("T", encoded).year


def by_pyasn1():
    encoded = encoder.encode(useful.UTCTime.fromDateTime(date))
    return encoded, decoder.decode(encoded)[0].asDateTime.year


for name, way in (("asn1tools", by_asn1tools), ("pyasn1", by_pyasn1), ("asn1crypto", by_asn1crypto)):
    try:
        encoded, year = way()
        print(f"{name} {encoded[2:].decode()} {year}")
    except ValueError:
        print(f"{name} refused")
PY
cat >try.cjs <<'JS'
const date = new Date('2150-01-01T00:00:00Z');
const asn1 = require('asn1.js');
const { asn1: forge } = require('node-forge');
const asn1js = require('asn1js');
const Time = asn1.define('Time', function () { this.utctime(); });
const ways = {
  'asn1.js': () => {
    const encoded = Time.encode(date.getTime(), 'der');
    return [encoded.subarray(2).toString(), new Date(Time.decode(encoded, 'der')).getUTCFullYear()];
  },
  'node-forge': () => {
    const text = forge.dateToUtcTime(date);
    return [text, forge.utcTimeToDate(text).getUTCFullYear()];
  },
  asn1js: () => {
    const encoded = Buffer.from(new asn1js.UTCTime({ valueDate: date }).toBER());
    return [encoded.subarray(2).toString(), asn1js.fromBER(encoded).result.toDate().getUTCFullYear()];
  },
};
for (const [name, way] of Object.entries(ways)) {
  let outcome;
  try {
    outcome = way().join(' ');
  } catch {
    outcome = 'refused';
  }
  console.log(name, outcome);
}
JS
{ venv/bin/python try.py; node try.cjs; } | tee seen
diff seen - <<'SEEN' || { echo "CHANGED: the libraries write 2150 otherwise" >&2; exit 1; }
asn1tools 500101000000Z 2050
pyasn1 500101000000Z 2050
asn1crypto refused
asn1.js 500101000000Z 2050
node-forge 500101000000Z 1950
asn1js refused
SEEN
