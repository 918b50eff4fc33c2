#!/usr/bin/env bash
# Write identifiers of certificates to YAML by three libraries, and read each file by all of them.
#
# Package: PyYAML 6.0.4, ruamel.yaml 0.19.1 (PyPI), yaml 2.9.1, js-yaml 5.5.0 (npm)
# Guessed: a text that looks like a number gets quotation marks, so every YAML reader gives the text back; that is what the
#   writers do for 123.
# Behaviour: each writer asks its own rules only. To PyYAML, YAML 1.1, 12E4 is no number for lack of a point, so it
#   writes it bare; the readers of YAML 1.2 make 120000 of it. To yaml and ruamel.yaml, YAML 1.2, 12:34:56 and yes are
#   text; PyYAML makes 45296, to the base of 60, and True of what they write bare. Only js-yaml marks what either version
#   would take for something else. A serial or a short fingerprint that goes from one program to another is
#   a number for those certificates whose digits happen to look so.
# Output seen: 12E4: bare from PyYAML only; 12:34:56 and yes: bare from yaml and ruamel.yaml, 45296 and True in PyYAML
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyyaml==6.0.4 ruamel.yaml==0.19.1
npm install --silent --no-audit --no-fund --ignore-scripts yaml@2.9.1 js-yaml@5.5.0 >/dev/null
cat >ask.py <<'PY'
import io
import json
import sys
import ruamel.yaml
import yaml

new = ruamel.yaml.YAML(typ="safe", pure=True)
what, library = sys.argv[1:3]
if what == "read":
    text = sys.stdin.read()
    print(json.dumps((yaml.safe_load(text) if library == "PyYAML" else new.load(text))["v"]))
elif library == "PyYAML":
    print(yaml.safe_dump({"v": sys.argv[3]}))
else:
    ruamel.yaml.YAML().dump({"v": sys.argv[3]}, sys.stdout)
PY
cat >ask.cjs <<'JS'
const [what, name, value] = process.argv.slice(2);
const library = require(name);
if (what === 'write') console.log((library.stringify ?? library.dump)({ v: value }));
else console.log(JSON.stringify((library.parse ?? library.load)(require('fs').readFileSync(0, 'utf8')).v));
JS
ask() { case $2 in PyYAML | ruamel.yaml) venv/bin/python ask.py "$@" ;; *) node ask.cjs "$@" ;; esac; }
libraries=(PyYAML ruamel.yaml yaml js-yaml)
for value in 12E4 12:34:56 yes; do
    for writer in "${libraries[@]}"; do
        ask write "$writer" "$value" >file.yaml
        line="$value, written by $writer as $(sed -n 's/^v: //p' file.yaml):"
        for reader in "${libraries[@]}"; do line+=" $reader $(ask read "$reader" <file.yaml)"; done
        echo "$line"
    done
done | tee seen
cat >expected <<'SEEN'
12E4, written by PyYAML as 12E4: PyYAML "12E4" ruamel.yaml 120000.0 yaml 120000 js-yaml 120000
12E4, written by ruamel.yaml as '12E4': PyYAML "12E4" ruamel.yaml "12E4" yaml "12E4" js-yaml "12E4"
12E4, written by yaml as "12E4": PyYAML "12E4" ruamel.yaml "12E4" yaml "12E4" js-yaml "12E4"
12E4, written by js-yaml as '12E4': PyYAML "12E4" ruamel.yaml "12E4" yaml "12E4" js-yaml "12E4"
12:34:56, written by PyYAML as '12:34:56': PyYAML "12:34:56" ruamel.yaml "12:34:56" yaml "12:34:56" js-yaml "12:34:56"
12:34:56, written by ruamel.yaml as 12:34:56: PyYAML 45296 ruamel.yaml "12:34:56" yaml "12:34:56" js-yaml "12:34:56"
12:34:56, written by yaml as 12:34:56: PyYAML 45296 ruamel.yaml "12:34:56" yaml "12:34:56" js-yaml "12:34:56"
12:34:56, written by js-yaml as '12:34:56': PyYAML "12:34:56" ruamel.yaml "12:34:56" yaml "12:34:56" js-yaml "12:34:56"
yes, written by PyYAML as 'yes': PyYAML "yes" ruamel.yaml "yes" yaml "yes" js-yaml "yes"
yes, written by ruamel.yaml as yes: PyYAML true ruamel.yaml "yes" yaml "yes" js-yaml "yes"
yes, written by yaml as yes: PyYAML true ruamel.yaml "yes" yaml "yes" js-yaml "yes"
yes, written by js-yaml as 'yes': PyYAML "yes" ruamel.yaml "yes" yaml "yes" js-yaml "yes"
SEEN
cmp -s seen expected || { echo "CHANGED: the libraries write or read otherwise" >&2; exit 1; }
