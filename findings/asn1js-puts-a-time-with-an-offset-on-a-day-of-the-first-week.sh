#!/usr/bin/env bash
# Read times in asn1js that are not in UTC: with an offset, or local.
#
# Package: asn1js 4.0.0 (npm)
# Guessed: toDate() of a GeneralizedTime knows the three forms of X.680: 20300115120000Z, 20300115130000+0100, which is
#   the same moment, and the local one without either. Signatures and time stamps in BER have the second now and then.
# Behaviour: only the form with Z is right. In the other two the day of the month is replaced by the number of a weekday,
#   0 to 6 (that of the same day one month later): the 15th of January 2030 becomes the 5th, the 20th the 3rd, and a 0 is
#   the end of the month before. The offset counts the wrong way round, and the machine's own zone is added on top.
#   toString() has the wrong day too. Nothing is raised.
# Output seen: 2030-01-15 13:00 +0100 -> 2030-01-05T14:00Z, 2030-01-20 -> 2030-01-03; with Z: right
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts asn1js@4.0.0 >/dev/null
cat >ask.mjs <<'JS'
import * as asn1js from 'asn1js';

const read = (text) => {
  const bytes = Uint8Array.from([0x18, text.length, ...Buffer.from(text)]);
  return asn1js.fromBER(bytes.buffer).result.toDate().toISOString();
};
for (const text of ['20300115120000Z', '20300115130000+0100', '20300120130000+0100', '20300115120000']) console.log(`${text} -> ${read(text)}`);
JS
TZ=UTC node ask.mjs | tee out
diff out - <<'TEXT' || { echo "CHANGED: asn1js reads such times otherwise" >&2; exit 1; }
20300115120000Z -> 2030-01-15T12:00:00.000Z
20300115130000+0100 -> 2030-01-05T14:00:00.000Z
20300120130000+0100 -> 2030-01-03T14:00:00.000Z
20300115120000 -> 2030-01-05T12:00:00.000Z
TEXT
