#!/usr/bin/env bash
# Set a certificate in npm's properties-reader, save the file, and read it again.
#
# Package: properties-reader 3.0.1 (npm), javaproperties 0.8.2 (PyPI)
# Guessed: `save` escapes a value over several lines, or refuses it; what comes back is what
#   was set. And a file by a Java program, with `\n\` at line ends, is understood.
# Behaviour: `save` writes the line ends as they are. On reading, the value is the BEGIN
#   marker, and each line of base64 is a KEY of its own with an empty value, under the same
#   section. The other way round a backslash at the end of a line continues nothing: the
#   value is cut there and the next line is a key. Only `\n` on one line comes back whole.
#   No error in any case, so count the keys, or look at the value's end.
# Output seen: saved and read: 1 line of the certificate and 8 keys more; Java's spelling:
#   1 line; `\n` on one line: 9 lines
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check javaproperties==0.8.2
npm init -y >/dev/null
npm install --silent --no-audit --no-fund properties-reader@3.0.1

openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out ca.pem \
    -subj /CN=ca.example -days 30 2>/dev/null
pem=$(cat ca.pem)
{ printf 'tls.ca='; printf '%s' "${pem//$'\n'/'\n\'$'\n'  }"; printf '\ntls.port=8443\n'; } >java.properties
printf 'tls.ca=%s\ntls.port=8443\n' "${pem//$'\n'/\\n}" >line.properties
for name in java line; do
    venv/bin/python -c 'import sys, javaproperties
assert javaproperties.load(open(sys.argv[1], "rb"))["tls.ca"] == open("ca.pem").read().rstrip()' "$name.properties"
done
echo "javaproperties reads both spellings whole"

cat >try.cjs <<'JS'
const fs = require('node:fs');
const { propertiesReader } = require('properties-reader');
const pem = fs.readFileSync('ca.pem', 'utf8').trimEnd();
async function main() {
  const writer = propertiesReader({});
  writer.set('tls.ca', pem);
  writer.set('tls.port', 8443);
  await writer.save('saved.properties');
  const seen = {};
  for (const name of ['saved', 'java', 'line']) {
    const reader = propertiesReader({ sourceFile: `${name}.properties` });
    const keys = Object.keys(reader.getAllProperties());
    const value = String(reader.get('tls.ca'));
    seen[name] = [value === pem, keys.length];
    console.log(`${name}: whole: ${seen[name][0]}; keys: ${keys.length}; ${JSON.stringify(value.slice(0, 40))}; ${keys[1].slice(0, 30)}`);
  }
  const lines = pem.split('\n').length;
  const ok = !seen.saved[0] && seen.saved[1] === lines + 1 && !seen.java[0] && seen.java[1] > 2 && seen.line[0] && seen.line[1] === 2;
  if (!ok) { console.error('CHANGED: ' + JSON.stringify(seen)); process.exit(1); }
}
main();
JS
node try.cjs
