#!/usr/bin/env bash
# Give Node a .env with a certificate that somebody pasted without quotation marks.
#
# Package: Node.js v20.20.2 (--env-file and util.parseEnv), dotenv 18.0.10 (npm) and python-dotenv 1.2.2 (PyPI) as the
#   comparison
# Guessed: a line without "=" is skipped, with its number in a warning at best; the variable has the first line of the
#   certificate then, which is wrong and found at once, and all other variables are right.
# Behaviour: Node looks for the next "=", over the ends of lines: all lines up to there are the name of the next
#   variable. So the variable behind the certificate is gone, PORT here, since its name is now "MIIB...\n...\n-----END
#   CERTIFICATE-----\nPORT". The same goes for a comment that begins with ";" and for a forgotten "=". Nothing is said,
#   and a program that has a default port runs on that. dotenv and python-dotenv skip such lines and have PORT; Node 26
#   does so as well.
# Output seen: Node: no PORT, a name of several lines that ends in PORT; dotenv and python-dotenv: PORT 8443
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-dotenv==1.2.2
npm install --silent --no-audit --no-fund --ignore-scripts dotenv@18.0.10 >/dev/null
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
for name in a ab abc abcd; do # one whose base64 has no = at its end
    openssl req -x509 -key key.pem -out cert.pem -subj "/CN=$name" -days 30
    grep -q '=' cert.pem || break
done
{ echo "CERT=$(cat cert.pem)"; echo PORT=8443; echo "; the host"; echo HOST=www.example.com; echo MODE=test; } >.env
cat >ask.cjs <<'JS'
const { readFileSync } = require('fs');
const show = (reader, values) => {
  const names = Object.keys(values).filter((name) => /PORT|HOST/.test(name)).sort((a, b) => b.length - a.length);
  console.log(`${reader}: ${names.map((name) => (name.includes('\n') ? `${name.split('\n').length} lines to ${name.split('\n').at(-1)}` : name)).join(', ')}, PORT ${values.PORT}, MODE ${values.MODE}`);
};
show('Node parseEnv', require('util').parseEnv(readFileSync('.env', 'utf8')));
show('dotenv', require('dotenv').parse(readFileSync('.env')));
JS
{
    node ask.cjs
    node --env-file=.env -e 'console.log("Node --env-file: PORT", process.env.PORT)'
    venv/bin/python -c 'import dotenv; v = dotenv.dotenv_values(".env"); print("python-dotenv: PORT", v.get("PORT"), "HOST", v.get("HOST"))' 2>/dev/null
} | tee out
lines=$(wc -l <cert.pem)
diff out - <<TXT || { echo "CHANGED: the readers take other variables" >&2; exit 1; }
Node parseEnv: $lines lines to PORT, 2 lines to HOST, PORT undefined, MODE test
dotenv: PORT, HOST, PORT 8443, MODE test
Node --env-file: PORT undefined
python-dotenv: PORT 8443 HOST www.example.com
TXT
