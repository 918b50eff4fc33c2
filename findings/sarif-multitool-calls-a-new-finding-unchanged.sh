#!/usr/bin/env bash
# Compare the findings of two runs over a bundle that got a new certificate at its top, by Microsoft's sarif-multitool.
#
# Package: @microsoft/sarif-multitool-linux 5.7.0 (npm, a program of its own)
# Guessed: match-results-forward sets baselineState by what a result says and by its partialFingerprints, which the linter
#   writes so that a result is known again in another line (SARIF 3.27.17). The finding about the new certificate is
#   "new", the others are "unchanged".
# Behaviour: a result at the same line of the same file is taken for the same result, whatever its message
#   and fingerprint. The new finding in line 1 is "unchanged", and the finding that was there and is now in line 21 is
#   "new", with its old fingerprint. In a bundle each new certificate at the top does this, so a build that fails on
#   new results fails for an old one and names the wrong certificate.
# Output seen: before: x in 1, y in 20; after: w in 1 unchanged, x in 21 new, y in 40 updated
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @microsoft/sarif-multitool-linux@5.7.0 >/dev/null
tool=node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
chmod +x "$tool"
export DOTNET_BUNDLE_EXTRACT_BASE_DIR=$work/net DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat >make.py <<'PY'
import json
import sys

results = [{
    "ruleId": "expired", "level": "error", "message": {"text": f"{name} has expired"},
    "locations": [{"physicalLocation": {"artifactLocation": {"uri": "bundle.pem"}, "region": {"startLine": int(line)}}}],
    "partialFingerprints": {"certificate/v1": name},
} for name, line in (place.split(":") for place in sys.argv[1:])]
print(json.dumps({"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [
    {"tool": {"driver": {"name": "linter", "rules": [{"id": "expired"}]}}, "results": results}]}))
PY
python3 make.py x:1 y:20 >before.sarif
python3 make.py w:1 x:21 y:40 >after.sarif
"$tool" match-results-forward after.sarif --previous before.sarif -o told.sarif >/dev/null
told=$(python3 -c '
import json
for result in json.load(open("told.sarif"))["runs"][0]["results"]:
    print(result["partialFingerprints"]["certificate/v1"], result["baselineState"])' | paste -sd,)
echo "$told"
[ "$told" = "w unchanged,x new,y updated" ] || { echo "CHANGED: the results are matched otherwise" >&2; exit 1; }
