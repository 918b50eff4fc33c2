#!/usr/bin/env bash
# Convert a HOCON configuration with a certificate to YAML and to .properties.
#
# Package: pyhocon 0.3.63, PyYAML 6.0.4, javaproperties 0.8.2 (PyPI)
# Guessed: HOCONConverter, also the command `pyhocon`, escapes or indents a value over
#   several lines as the target asks for: the YAML and the .properties hold the same PEM.
# Behaviour: for YAML it writes `|` and then pads each line to a WIDTH instead of putting
#   blanks before it. Lines of one or two letters come out indented, so a small trial
#   works; lines of a PEM are longer than the width and land at the margin: no YAML. For
#   .properties each line end becomes a backslash and a line end, which is a continuation:
#   the certificate is read back as one line, without an error.
# Output seen: "a\nb" whole in YAML; the PEM: ScannerError; .properties: 1 line, not 9
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    pyhocon==0.3.63 PyYAML==6.0.4 javaproperties==0.8.2

openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out ca.pem \
    -subj /CN=ca.example -days 30 2>/dev/null
{ printf 'tls { ca = """'; cat ca.pem; printf '""" }\n'; } >app.conf

cat >try.py <<'PY'
import sys
import javaproperties, yaml
from pyhocon import ConfigFactory, HOCONConverter

pem = open("ca.pem").read()
small = HOCONConverter.convert(ConfigFactory.from_dict({"a": {"b": {"c": "x\ny"}}}), "yaml")
print("small trial in YAML:", yaml.safe_load(small))
if yaml.safe_load(small) != {"a": {"b": {"c": "x\ny"}}}:
    sys.exit("CHANGED: the small trial is no longer whole")

config = ConfigFactory.parse_file("app.conf")
assert config["tls.ca"] == pem
written = HOCONConverter.convert(config, "yaml")
print("\n".join(written.split("\n")[:4]))
try:
    value = yaml.safe_load(written)
except yaml.YAMLError as error:
    print("the certificate in YAML:", type(error).__name__, "at line", error.problem_mark.line + 1)
else:
    sys.exit(f"CHANGED: the YAML can be read: {str(value)[:60]}")

back = javaproperties.loads(HOCONConverter.convert(config, "properties"))["tls.ca"]
print(f"the certificate in .properties: {len(back.splitlines())} line, not {len(pem.splitlines())}")
if back != pem.replace("\n", ""):
    sys.exit("CHANGED: the .properties hold something else")
PY
venv/bin/python try.py
