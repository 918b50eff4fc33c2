#!/usr/bin/env bash
# Write two certificates by Jsonnet's manifestYamlDoc, read them, and join them to a chain.
#
# Package: jsonnet 0.22.0, PyYAML 6.0.4, ruamel.yaml 0.19.1 (PyPI), yaml 2.9.1 (npm)
# Guessed: `|` without `-` keeps one line end after the last line, so each PEM comes back
#   as it went in, whatever its place in the document and whatever the reader.
# Behaviour: manifestYamlDoc ends its document without a line end. PyYAML and ruamel.yaml
#   then leave the line end out of a block scalar that stands last; npm's yaml adds it. So
#   of two equal values the one whose key sorts last comes back shorter, in Python only. A
#   program that joins leaf and issuer then writes END and BEGIN on one line, and OpenSSL
#   reads neither. It worked before, as long as a later key stood below in the document.
# Output seen: issuer ends in a line end in all, leaf in npm's yaml only; joined: JavaScript
#   2 certificates, Python 0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    jsonnet==0.22.0 PyYAML==6.0.4 ruamel.yaml==0.19.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund yaml@2.9.1

for name in issuer leaf; do
    openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out "$name.pem" \
        -subj "/CN=$name.example" -days 30 2>/dev/null
done
echo '{ tls: { issuer: importstr "issuer.pem", leaf: importstr "leaf.pem" } }' >values.jsonnet
venv/bin/python - <<'PY'
import json, _jsonnet
text = _jsonnet.evaluate_snippet("x", 'std.manifestYamlDoc(import "values.jsonnet")')
open("values.yaml", "w").write(json.loads(text))
PY

cat >read_by_pyyaml.py <<'PY'
import json, yaml
print(json.dumps(yaml.safe_load(open("values.yaml"))["tls"]))
PY
cat >read_by_ruamel.py <<'PY'
import json
from ruamel.yaml import YAML
print(json.dumps(YAML(typ="safe", pure=True).load(open("values.yaml"))["tls"]))
PY
cat >npm.cjs <<'JS'
const text = require('node:fs').readFileSync('values.yaml', 'utf8');
console.log(JSON.stringify(require('yaml').parse(text).tls));
JS
venv/bin/python read_by_pyyaml.py >pyyaml.json
venv/bin/python read_by_ruamel.py >ruamel.json
node npm.cjs >npm.json

cat >judge.py <<'PY'
import json, subprocess, sys
seen = {}
for reader in ("pyyaml", "ruamel", "npm"):
    tls = json.load(open(reader + ".json"))
    told = subprocess.run(["openssl", "crl2pkcs7", "-nocrl", "-certfile", "/dev/stdin"],
                          input=tls["leaf"] + tls["issuer"], capture_output=True, text=True)
    shown = subprocess.run(["openssl", "pkcs7", "-print_certs", "-noout"],
                           input=told.stdout, capture_output=True, text=True)
    count = shown.stdout.count("subject=")
    seen[reader] = (tls["issuer"].endswith("\n"), tls["leaf"].endswith("\n"), count)
    print(f"{reader}: issuer ends in a line end: {seen[reader][0]}, leaf: {seen[reader][1]}, joined: {count} certificates")
expected = {"pyyaml": (True, False, 0), "ruamel": (True, False, 0), "npm": (True, True, 2)}
if seen != expected:
    sys.exit(f"CHANGED: {seen}")
PY
venv/bin/python judge.py
