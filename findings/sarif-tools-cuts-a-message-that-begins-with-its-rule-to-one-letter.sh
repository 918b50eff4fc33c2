#!/usr/bin/env bash
# List a log by sarif-tools whose messages begin with the rule, or name their text by id.
#
# Package: sarif-tools 3.0.5 (PyPI)
# Guessed: the description is the message's text; a rule in front of it may be cut off, since it has a column of its own. A
#   message by {"id": ..., "arguments": [...]}, with which SARIF keeps logs small, is shown with the rule's text of that id.
# Behaviour: of a text that begins with the rule only the one character two places behind it is left: nothing of
#   "PEM101: CN=a expired", "C" of "PEM101 CN=a expired". That is the way in which many linters write, for those who read
#   the log as it is. Of a message by id the id is shown, and arguments are never filled in. The counts are right, so a
#   gate works, but the list has 40 lines without a certificate's name. A linter should write the whole text into each
#   result, without its rule in front.
# Output seen: "CN=a expired": whole; "PEM101: CN=a expired": ""; "PEM101 CN=a expired": "C"; by id: "expired-on"; "{0}
#   expired" with arguments: "{0} expired"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sarif-tools==3.0.5
cat >make.py <<'PY'
import json
rule = {"id": "PEM101", "messageStrings": {"expired-on": {"text": "{0} expired"}}}
messages = {
    "plain": {"text": "CN=a expired"},
    "colon": {"text": "PEM101: CN=a expired"},
    "blank": {"text": "PEM101 CN=a expired"},
    "id": {"id": "expired-on", "arguments": ["CN=a"]},
    "arguments": {"text": "{0} expired", "arguments": ["CN=a"]},
}
for name, message in messages.items():
    location = {"physicalLocation": {"artifactLocation": {"uri": "certs/a.pem"}, "region": {"startLine": 3}}}
    result = {"ruleId": "PEM101", "ruleIndex": 0, "level": "error", "message": message, "locations": [location]}
    run = {"tool": {"driver": {"name": "lint", "rules": [rule]}}, "results": [result]}
    with open(name + ".sarif", "w") as file:
        json.dump({"version": "2.1.0", "runs": [run]}, file)
PY
python3 make.py
for name in plain colon blank id arguments; do
    venv/bin/sarif csv $name.sarif -o $name.csv >/dev/null
    echo "$name: $(tail -1 $name.csv)"
done | tee out
grep -qx 'plain: lint,error,PEM101,CN=a expired,certs/a.pem,3' out
grep -qx 'colon: lint,error,PEM101,,certs/a.pem,3' out && grep -qx 'blank: lint,error,PEM101,C,certs/a.pem,3' out &&
    grep -qx 'id: lint,error,PEM101,expired-on,certs/a.pem,3' out &&
    grep -qx 'arguments: lint,error,PEM101,{0} expired,certs/a.pem,3' out ||
    { echo "CHANGED: sarif-tools shows such messages otherwise" >&2; exit 1; }
