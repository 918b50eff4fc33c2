#!/usr/bin/env bash
# Let Microsoft's sarif-multitool rewrite a log whose rule is an error by default.
#
# Package: @microsoft/sarif-multitool-linux 5.7.0 (npm, a program of its own)
# Guessed: `rewrite`, which sorts and formats a log and adds to it, leaves level and kind of each result as they are, or
#   writes the same in another way.
# Behaviour: "level": "warning" is left out, as it is the default of the property in the schema. But a result without a level
#   has the one of its rule (SARIF 3.27.10), here "error": a finding that was lowered to a warning comes out as an error. And
#   a result of the kind "pass" that names no level loses its kind, so that it is a failure. `merge` does
#   the same. Where the rule has no level of its own, or results name "error" or "note", nothing changes.
# Output seen: warning: no level, so error; error: error; note: note; pass: neither kind nor level, so a failure
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @microsoft/sarif-multitool-linux@5.7.0 >/dev/null
tool=node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
chmod +x "$tool"
export DOTNET_BUNDLE_EXTRACT_BASE_DIR=$work/net DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
python3 - <<'PY'
import json

results = [{"ruleId": "expiry", "ruleIndex": 0, "message": {"text": text}, **more} for text, more in {
    "warning": {"level": "warning"}, "error": {"level": "error"}, "note": {"level": "note"}, "pass": {"kind": "pass"}}.items()]
rules = [{"id": "expiry", "defaultConfiguration": {"level": "error"}}]
with open("log.sarif", "w") as out:
    json.dump({"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [
        {"tool": {"driver": {"name": "linter", "rules": rules}}, "results": results}]}, out)
PY
"$tool" rewrite log.sarif -o told.sarif >/dev/null
"$tool" merge log.sarif -o . --output-file merged.sarif >/dev/null
cat >ask.py <<'ASK'
import json
import sys

for path in sys.argv[1:]:
    run = json.load(open(path))["runs"][0]
    level = run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"]
    told = [f"{one['message']['text']}: {one.get('kind', 'no kind')}, {one.get('level', 'no level')}" for one in run["results"]]
    print(f"{path}: rule {level}; {', '.join(told)}")
ASK
python3 ask.py told.sarif merged.sarif | tee seen
cat >expected <<'SEEN'
told.sarif: rule error; warning: no kind, no level, error: no kind, error, note: no kind, note, pass: no kind, no level
merged.sarif: rule error; warning: no kind, no level, error: no kind, error, note: no kind, note, pass: no kind, no level
SEEN
cmp -s seen expected || { echo "CHANGED: the log is rewritten otherwise" >&2; exit 1; }
