#!/usr/bin/env bash
# Read certificates from a Terraform file by python-hcl2 and by npm's hcl2-parser.
#
# Package: python-hcl2 8.1.4 (PyPI), hcl2-parser 1.0.3 (npm, made from HashiCorp's own reader), OpenSSL 3.0.19
# Guessed: the value of a heredoc is the text between its markers with the last line end, and with `<<-` without the
#   indentation, as the language has it and as Terraform hands it to a resource.
# Behaviour: by default the value is source text: quotation mark, `<<EOT`, the lines, `EOT`, quotation mark. OpenSSL
#   passes over such lines, so a certificate from `<<EOT` works by accident, and the same one from `<<-EOT`, the form for
#   indented blocks, keeps its indentation and is unread. With `preserve_heredocs=False, strip_string_quotes=True` both
#   are whole but for the last line end: leaf and issuer joined have END and BEGIN on one line, and none is read. A hash
#   of the value differs from Terraform's filesha256() in each case.
# Output seen: default: << 1 certificate, <<- 0; with both options 1 and 1, but joined 0; hcl2-parser: 1, 1, joined 2
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-hcl2==8.1.4
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts hcl2-parser@1.0.3
for name in leaf issuer; do
    openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out $name.pem -subj /CN=$name -days 30 2>/dev/null
done
{
    printf 'leaf = <<EOT\n'
    cat leaf.pem
    printf 'EOT\nissuer = <<-EOT\n'
    sed 's/^/    /' issuer.pem
    printf '    EOT\n'
} >main.tf
cat >ask.cjs <<'JS'
const text = require('fs').readFileSync('main.tf', 'utf8');
console.log(JSON.stringify(require('hcl2-parser').parseToObject(text)[0]));
JS
node ask.cjs >parsed.json
cat >ask.py <<'PY'
import json
import subprocess
import hcl2
from hcl2.utils import SerializationOptions

def count(text):
    with open("bundle.pem", "w") as file:
        file.write(text)
    bag = subprocess.run(["openssl", "crl2pkcs7", "-nocrl", "-certfile", "bundle.pem"], capture_output=True)
    shown = subprocess.run(["openssl", "pkcs7", "-print_certs", "-noout"], input=bag.stdout, capture_output=True)
    return shown.stdout.count(b"subject=")

def show(label, values):
    leaf, issuer = values["leaf"], values["issuer"]
    print(f"{label}: << {count(leaf)}, <<- {count(issuer)}, joined {count(leaf + issuer)}; begins {leaf[:10]!r}, ends {leaf[-10:]!r}")

def read(**options):
    with open("main.tf") as file:
        return hcl2.load(file, serialization_options=SerializationOptions(**options)) if options else hcl2.load(file)

show("default", read())
show("both options", read(preserve_heredocs=False, strip_string_quotes=True))
with open("parsed.json") as file:
    show("hcl2-parser", json.load(file))
PY
venv/bin/python ask.py | tee out
grep -q '^hcl2-parser: << 1, <<- 1, joined 2;' out
grep -q '^default: << 1, <<- 0, joined .*EOT' out && grep -q '^both options: << 1, <<- 1, joined 0;' out ||
    { echo "CHANGED: python-hcl2 reads heredocs otherwise" >&2; exit 1; }
