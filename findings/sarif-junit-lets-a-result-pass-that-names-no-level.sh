#!/usr/bin/env bash
# Turn the findings of a linter into a JUnit report by sarif-junit.
#
# Package: sarif-junit 1.1.4 (npm) on Node.js v20.20.2
# Guessed: an error and a warning become failed tests, a note does not; a result without a level has the one that SARIF
#   gives it (3.27.10): that of its rule's defaultConfiguration, or "warning".
# Behaviour: what names no level is a test that passed, whatever its rule says. Linters leave out the level
#   where it is the default, since the format means it so; their report is green. Suppressed and repaired results
#   ("absent") that do name one are failures. And a result that has a place by its logical name only ends the program
#   with a TypeError.
# Output seen: error, warning: failed; note, no level with a rule of error: passed; suppressed, absent: failed; logical: TypeError
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts sarif-junit@1.1.4 >/dev/null
cat >make.py <<'PY'
import json
import sys

place = {"physicalLocation": {"artifactLocation": {"uri": "bundle.pem"}, "region": {"startLine": 1}}}
result = {"ruleId": "expired", "message": {"text": "the certificate has expired"}, "locations": [place], **json.loads(sys.argv[1])}
rules = [{"id": "expired", "defaultConfiguration": {"level": "error"}}]
print(json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "linter", "rules": rules}}, "results": [result]}]}))
PY
bad=
check() { # what, more about the result, expected
    local told
    python3 make.py "$2" >log.sarif
    rm -f out.xml
    if node_modules/.bin/sarif-junit -i log.sarif -o out.xml >error 2>&1; then
        told=passed
        grep -q '<failure' out.xml && told=failed
    else
        told=$(grep -o TypeError error | head -n 1)
    fi
    echo "$1: $told"
    [ "$told" = "$3" ] || bad=1
}
check error '{"level": "error"}' failed
check note '{"level": "note"}' passed
check "no level" '{}' passed
check suppressed '{"level": "error", "suppressions": [{"kind": "external", "status": "accepted"}]}' failed
check absent '{"level": "error", "baselineState": "absent"}' failed
check "logical place" '{"level": "error", "locations": [{"logicalLocations": [{"name": "block 2"}]}]}' TypeError
[ -z "$bad" ] || { echo "CHANGED: sarif-junit judges otherwise" >&2; exit 1; }
