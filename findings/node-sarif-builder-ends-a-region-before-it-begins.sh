#!/usr/bin/env bash
# Report a finding on a line of a bundle by node-sarif-builder, with and without a column.
#
# Package: node-sarif-builder 4.1.0 (npm) on Node.js v20.20.2
# Guessed: a result with a startLine has a region with this startLine, which in SARIF (3.30.2) is the whole line; one with
#   startLine and startColumn goes from there to the end of the line. Nothing is added that was not said.
# Behaviour: the other three are filled in as line of the start and column 1. A whole line becomes the empty region from
#   column 1 to column 1, which a viewer shows as a point or not at all, and a region that starts in column 5 ends in column
#   1, before its beginning. And the file's name stands in "uri" as it was: a blank, "#" and "%" are not escaped, so
#   "old#1.pem" is the fragment "1.pem" of a file "old" to who reads it as a URI.
# Output seen: line 3: 3:1 to 3:1; line 3, column 5: 3:5 to 3:1; uri: old#1.pem
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts node-sarif-builder@4.1.0 >/dev/null
cat >ask.cjs <<'JS'
const { SarifBuilder, SarifRunBuilder, SarifResultBuilder } = require('node-sarif-builder');
const builder = new SarifBuilder();
const run = new SarifRunBuilder().initSimple({ toolDriverName: 'linter', toolDriverVersion: '1', url: 'https://example.com' });
for (const place of [{ startLine: 3 }, { startLine: 3, startColumn: 5 }]) {
  run.addResult(new SarifResultBuilder().initSimple({
    level: 'warning', messageText: 'expired', ruleId: 'expired', fileUri: 'old#1.pem', ...place,
  }));
}
builder.addRun(run);
for (const { locations } of JSON.parse(builder.buildSarifJsonString()).runs[0].results) {
  const { region, artifactLocation } = locations[0].physicalLocation;
  console.log(`${region.startLine}:${region.startColumn} to ${region.endLine}:${region.endColumn} of ${artifactLocation.uri}`);
}
JS
node ask.cjs | tee seen
cat >expected <<'SEEN'
3:1 to 3:1 of old#1.pem
3:5 to 3:1 of old#1.pem
SEEN
cmp -s seen expected || { echo "CHANGED: the builder writes other regions" >&2; exit 1; }
