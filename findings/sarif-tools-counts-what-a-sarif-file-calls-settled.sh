#!/usr/bin/env bash
# Let sarif-tools decide about a log whose only errors are suppressed, absent or passed.
#
# Package: sarif-tools 3.0.5 (PyPI)
# Guessed: `sarif --check error summary` fails on errors that stand. SARIF itself says which
#   do not: an accepted suppression, `baselineState` "absent" (the result was there in the
#   last run and is gone), and a `kind` such as "pass".
# Behaviour: only the kind is looked at. A finding that the linter's own baseline has
#   accepted, and one that has been REPAIRED since, count as errors and fail the build. A
#   linter for certificate bundles that writes its baseline into the log, as the format
#   wants, thus gets a red build for each certificate that was renewed. Filter first, or
#   leave such results out.
# Output seen: suppressed: error: 1, status 1; absent: error: 1, status 1; pass: error: 0,
#   status 0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sarif-tools==3.0.5

python3 - <<'PY'
import json

ways = {
    "suppressed": {"level": "error", "suppressions": [{"kind": "external", "status": "accepted"}]},
    "absent": {"level": "error", "baselineState": "absent"},
    "pass": {"kind": "pass"},
}
for name, way in ways.items():
    result = {
        "ruleId": "expired", "message": {"text": "the certificate has expired"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "bundle.pem"}, "region": {"startLine": 1}}}],
        **way,
    }
    run = {"tool": {"driver": {"name": "linter", "rules": [{"id": "expired"}]}}, "results": [result]}
    log = {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}
    with open(name + ".sarif", "w") as out:
        json.dump(log, out)
PY
bad=
check() { # name, expected line, expected status
    local status=0 told
    venv/bin/sarif --check error summary "$1.sarif" >out 2>&1 || status=$?
    told=$(grep -m1 '^error: ' out)
    echo "$1: $told, status $status"
    [ "$told, $status" = "$2, $3" ] || bad=1
}
check suppressed "error: 1" 1
check absent "error: 1" 1
check pass "error: 0" 0
[ -z "$bad" ] || { echo "CHANGED: other results are counted" >&2; exit 1; }
