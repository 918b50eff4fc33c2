#!/usr/bin/env bash
# Read times in asn1.js that have an offset or a fraction of a second.
#
# Package: asn1.js 5.4.1 (npm)
# Guessed: gentime() and utctime() read the forms of X.680, or refuse what DER does not have. The two digits of a year
#   are 1950 to 2049 (RFC 5280), as the certificate schema beside it wants.
# Behaviour: the first 14 (12) digits are taken and whatever follows is passed over: 12:00 with the offset +0500 is 12:00
#   UTC, five hours late, and half a second is dropped, so that two ends of a time stamp can be equal. The years 50 to 69
#   of a UTCTime are 2050 to 2069, as for no other reader of certificates: "valid since 1960" begins in the future.
# Output seen: 20300101120000+0500 -> 12:00:00Z, .5Z -> .000Z; 500101 -> 2050, 691231 -> 2069, 700101 -> 1970
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts asn1.js@5.4.1 >/dev/null
cat >ask.cjs <<'JS'
const asn1 = require('asn1.js');

const kinds = { 0x17: asn1.define('Utc', function () { this.utctime(); }), 0x18: asn1.define('General', function () { this.gentime(); }) };
const read = (tag, text) => {
  const bytes = Buffer.concat([Buffer.from([tag, text.length]), Buffer.from(text)]);
  console.log(`${text} -> ${new Date(kinds[tag].decode(bytes, 'der')).toISOString()}`);
};
for (const text of ['20300101120000Z', '20300101120000+0500', '20300101120000.5Z']) read(0x18, text);
for (const text of ['300101120000+0500', '490101000000Z', '500101000000Z', '691231000000Z', '700101000000Z']) read(0x17, text);
JS
node ask.cjs | tee out
diff out - <<'TEXT' || { echo "CHANGED: asn1.js reads these times otherwise" >&2; exit 1; }
20300101120000Z -> 2030-01-01T12:00:00.000Z
20300101120000+0500 -> 2030-01-01T12:00:00.000Z
20300101120000.5Z -> 2030-01-01T12:00:00.000Z
300101120000+0500 -> 2030-01-01T12:00:00.000Z
490101000000Z -> 2049-01-01T00:00:00.000Z
500101000000Z -> 2050-01-01T00:00:00.000Z
691231000000Z -> 2069-12-31T00:00:00.000Z
700101000000Z -> 1970-01-01T00:00:00.000Z
TEXT
