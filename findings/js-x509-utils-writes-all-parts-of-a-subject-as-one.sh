#!/usr/bin/env bash
# Make a self-signed certificate out of a JSON Web Key by js-x509-utils.
#
# Package: js-x509-utils 1.0.7 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 and cryptography 50.0.2 (PyPI) for the
#   reading
# Guessed: a subject of countryName, organizationName and commonName is three parts of a name, one after the other, as
#   each authority and each other library writes them: C=DE, O=Example, CN=a.example.
# Behaviour: the three are one part with three values, C=DE + O=Example + CN=a.example, which is another name: a
#   subject that openssl was given as /C=DE/O=Example/CN=a.example is not equal to it, and a chain by that name is not
#   found. The values of such a part must be sorted in DER, and are as they came.
# Output seen: openssl req: 3 parts, CN=a.example,O=Example,C=DE; js-x509-utils: 1 part, C=DE + O=Example +
#   CN=a.example
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund js-x509-utils@1.0.7
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
cat >make.cjs <<'JS'
const crypto = require("crypto"), fs = require("fs"), x509 = require("js-x509-utils");
const pair = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
const [open, secret] = [pair.publicKey, pair.privateKey].map((key) => key.export({ format: "jwk" }));
const name = { countryName: "DE", organizationName: "Example", commonName: "a.example" };
x509.fromJwk(open, secret, "pem", { signature: "sha256WithRSAEncryption", days: 90, issuer: name, subject: name })
  .then((pem) => fs.writeFileSync("made.pem", pem + "\n"));
JS
node make.cjs
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out openssl.pem -days 90 -subj /C=DE/O=Example/CN=a.example \
    2>/dev/null
bad=
check() { # file, number of parts, subject as openssl prints it
    local parts subject
    parts=$(venv/bin/python -W ignore -c 'import sys
from cryptography import x509
print(len(x509.load_pem_x509_certificate(open(sys.argv[1], "rb").read()).subject.rdns))' "$1")
    subject=$(openssl x509 -in "$1" -noout -subject -nameopt oneline | sed 's/^subject=//')
    echo "$1: $parts: $subject; $(openssl verify -CAfile "$1" "$1" | cut -d' ' -f2)"
    [ "$parts $subject" = "$2 $3" ] || bad=1
}
check openssl.pem 3 "C = DE, O = Example, CN = a.example"
check made.pem 1 "C = DE + O = Example + CN = a.example"
[ -z "$bad" ] || { echo "CHANGED: js-x509-utils writes another name" >&2; exit 1; }
