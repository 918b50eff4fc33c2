#!/usr/bin/env bash
# Read the expiry of a certificate, in the forms of Node and OpenSSL, by two parsers of dates, in New York.
#
# Package: chrono-node 2.10.3, any-date-parser 2.2.4 (npm) on Node.js v20.20.2
# Guessed: a text that says GMT, or ends in Z, is one moment in all time zones, and what a parser of free text
#   understands it understands to the second.
# Behaviour: chrono reads a zone right behind the time only. In "Jan  9 02:01:15 2027 GMT", which is Node's validTo and
#   OpenSSL's own form, the year stands between, so the time is taken as local and the expiry is five hours late. In
#   "2027-01-09 02:01:15Z", OpenSSL's -dateopt iso_8601, the Z is not read and takes the number before it away: local
#   time again, and 02:01:00. With a T between all is right. any-date-parser takes each form as local, that with T and Z
#   included. On a server that runs in UTC no test sees the first of these.
# Output seen: New York, chrono: 07:01:15 for GMT, 07:01:00 for " Z", 02:01:15 for "T Z"; any-date-parser: 07:01:15 for
#   all
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts chrono-node@2.10.3 any-date-parser@2.2.4 >/dev/null
cat >ask.mjs <<'JS'
import * as chrono from 'chrono-node';
import parser from 'any-date-parser';

for (const text of ['Jan  9 02:01:15 2027 GMT', '2027-01-09 02:01:15Z', '2027-01-09T02:01:15Z', '9 Jan 2027 02:01:15 GMT']) {
  const [one, two] = [chrono.parseDate(text), parser.fromString(text)].map((date) => date.toISOString().slice(11, 19));
  console.log(`${text}: ${one} ${two}`);
}
JS
for zone in UTC America/New_York; do
    echo "$zone"
    TZ=$zone node ask.mjs
done | tee out
diff out - <<'TXT' || { echo "CHANGED: the parsers read other times" >&2; exit 1; }
UTC
Jan  9 02:01:15 2027 GMT: 02:01:15 02:01:15
2027-01-09 02:01:15Z: 02:01:00 02:01:15
2027-01-09T02:01:15Z: 02:01:15 02:01:15
9 Jan 2027 02:01:15 GMT: 02:01:15 02:01:15
America/New_York
Jan  9 02:01:15 2027 GMT: 07:01:15 07:01:15
2027-01-09 02:01:15Z: 07:01:00 07:01:15
2027-01-09T02:01:15Z: 02:01:15 07:01:15
9 Jan 2027 02:01:15 GMT: 02:01:15 07:01:15
TXT
