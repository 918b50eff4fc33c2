#!/usr/bin/env bash
# Let two formatters for YAML rewrite a document that holds certificates and fingerprints.
#
# Package: yamlfmt 1.1.1, yamlfix 1.19.1, PyYAML 6.0.4 (PyPI), OpenSSL 3.0.19 for the certificate
# Guessed: a formatter changes how a document looks and never what it says; a pre-commit hook may run it.
# Behaviour: yamlfmt folds a long text in quotation marks without the backslash that YAML demands there, so each fold
#   behind a \n is a blank more in the text: half of a certificate's lines begin with one. OpenSSL, Go and Java read
#   such lines all the same; mbedTLS and Haskell's pem refuse the file, and each comparison fails. Both take the marks
#   off '12:34:56', a short fingerprint or a time, which is then the number 45296 to all readers of YAML 1.1; yamlfix
#   makes the lines of a folded text (>-) one line. Block texts (|) stay as they are.
# Output seen: yamlfmt: quoted PEM with blanks, fingerprint 45296; yamlfix: folded PEM on one line, fingerprint 45296
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for tool in yamlfmt==1.1.1 yamlfix==1.19.1; do
    python3 -m venv "${tool%==*}"
    "${tool%==*}/bin/pip" install --quiet --disable-pip-version-check "$tool" PyYAML==6.0.4
done
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=www.example.com -days 30 2>/dev/null
cat >make.py <<'PY'
with open("cert.pem") as file:
    pem = file.read()
lines = pem.splitlines()
with open("first.yaml", "w") as file:
    print("block: |", *("  " + line for line in lines), sep="\n", file=file)
    print('quoted: "' + pem.replace("\n", "\\n") + '"', file=file)
    print("folded: >-", *("  " + line + "\n" for line in lines), sep="\n", file=file)
    print("short: '12:34:56'", file=file)
PY
python3 make.py
cat >compare.py <<'PY'
import sys

import yaml

first, second = (yaml.safe_load(open(name)) for name in ("first.yaml", "second.yaml"))
told = []
for key, value in first.items():
    new = second[key]
    if new == value:
        told.append(f"{key} same")
    elif isinstance(new, int):
        told.append(f"{key} {new}")
    elif new.replace("\n ", "\n") == value:
        told.append(f"{key} with blanks")
    else:
        told.append(f"{key} on {len(new.splitlines())} line")
print(", ".join(told))
PY
cp first.yaml second.yaml
yamlfmt/bin/yamlfmt -w second.yaml >/dev/null 2>&1
one=$(yamlfmt/bin/python compare.py)
cp first.yaml second.yaml
yamlfix/bin/yamlfix second.yaml >/dev/null 2>&1
two=$(yamlfix/bin/python compare.py)
echo "yamlfmt: $one"
echo "yamlfix: $two"
[ "$one" = "block same, quoted with blanks, folded same, short 45296" ] &&
    [ "$two" = "block same, quoted same, folded on 1 line, short 45296" ] ||
    { echo "CHANGED: the formatters keep other values" >&2; exit 1; }
