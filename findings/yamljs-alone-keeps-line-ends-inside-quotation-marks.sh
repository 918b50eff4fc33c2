#!/usr/bin/env bash
# Read quoted YAML values that go over several lines by four YAML readers.
#
# Package: yamljs 0.3.0, js-yaml 5.5.0, yaml 2.9.1 (npm), PyYAML 6.0.4 (PyPI)
# Guessed: a line end inside quotation marks becomes a blank in each reader, so a PEM that
#   was pasted between them is broken everywhere and its author notices at the first start.
# Behaviour: yamljs hands the line ends through. The pasted certificate works with it and
#   is unread in every other reader, so the fault shows only on a change of library. The
#   reverse bites as well: the npm package yaml writes a long subject over two lines, and
#   yamljs reads a line end in the middle of the name.
# Output seen: pasted PEM: yamljs 1 certificate, the others 0; long subject written by yaml:
#   yamljs reads it with a line end, the others as it was
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4
npm init -y >/dev/null
npm install --silent --no-audit --no-fund yamljs@0.3.0 js-yaml@5.5.0 yaml@2.9.1

openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out ca.pem \
    -subj /CN=ca.example -days 30 2>/dev/null
subject='C=NL, O=Example Certification Services, OU=Department of Long Names and Places, CN=ca.example'
{
    echo 'ca: "'
    sed 's/^/  /' ca.pem
    echo '  "'
} >pasted.yaml
node -e 'process.stdout.write(require("yaml").stringify({ subject: process.argv[1] }))' "$subject" >written.yaml
cat written.yaml

cat >try.cjs <<'JS'
const fs = require('node:fs');
const [reader, file, key] = process.argv.slice(2);
const lib = require(reader);
process.stdout.write((lib.parse ?? lib.load)(fs.readFileSync(file, 'utf8'))[key]);
JS
get() { # reader, file, key
    if [[ $1 == pyyaml ]]; then
        venv/bin/python -c 'import sys, yaml; sys.stdout.write(yaml.safe_load(open(sys.argv[1]))[sys.argv[2]])' "$2" "$3"
    else
        node try.cjs "$@"
    fi
}
bad=0
for reader in yamljs js-yaml yaml pyyaml; do
    found=$(get "$reader" pasted.yaml ca | openssl x509 -noout -subject 2>/dev/null | grep -c . || true)
    name=$(get "$reader" written.yaml subject)
    same=no
    [[ $name == "$subject" ]] && same=yes
    echo "$reader: certificates in the pasted value: $found; subject as written: $same"
    if [[ $reader == yamljs ]]; then
        [[ $found == 1 && $same == no && $name == *$'\n'* ]] || bad=1
    else
        [[ $found == 0 && $same == yes ]] || bad=1
    fi
done
((bad == 0)) || { echo "CHANGED: see above" >&2; exit 1; }
