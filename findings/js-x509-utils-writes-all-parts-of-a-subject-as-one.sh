#!/usr/bin/env bash
# Make a self-signed certificate out of a JSON Web Key by js-x509-utils.
#
# Package: js-x509-utils 1.0.7 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 and cryptography 50.0.2 (PyPI) for the
#   reading
# Guessed: a subject of countryName, organizationName and commonName is three parts of a name, one after the other, as
#   each authority and `openssl req -subj` write them: C=DE, O=Example, CN=a.example.
# Behaviour: the three are one part with three values, C=DE + O=Example + CN=a.example, which is another name: openssl
#   req with the same words is not equal to it, and who looks for an issuer by its name does not find it. The values
#   of such a part must be sorted in DER and stand as they came, so that it depends on their length whether
#   cryptography reads the certificate: O=Example Ltd, longer than the common name, is InvalidSetOrdering.
# Output seen: openssl req: 3 parts; js-x509-utils: 1 part, C=DE + O=Example + CN=a.example; Example Ltd:
#   InvalidSetOrdering
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
const name = { countryName: "DE", organizationName: process.argv[2], commonName: "a.example" };
x509.fromJwk(open, secret, "pem", { signature: "sha256WithRSAEncryption", days: 90, issuer: name, subject: name })
  .then((pem) => fs.writeFileSync("js-x509-utils.pem", pem + "\n"));
JS
cat >count.py <<'PY'
import sys

from cryptography import x509

try:
    print(len(x509.load_pem_x509_certificate(open(sys.argv[1], "rb").read()).subject.rdns))
except ValueError as error:
    print("InvalidSetOrdering" if "InvalidSetOrdering" in str(error) else error)
PY
bad=
check() { # file, number of parts by cryptography, subject as openssl prints it
    local parts subject
    parts=$(venv/bin/python -W ignore count.py "$1.pem")
    subject=$(openssl x509 -in "$1.pem" -noout -subject -nameopt oneline | sed 's/^subject=//')
    echo "$1: cryptography $parts; openssl $subject, $(openssl verify -CAfile "$1.pem" "$1.pem" | cut -d' ' -f2)"
    [ "$parts $subject" = "$2 $3" ] || bad=1
}
for organization in Example "Example Ltd"; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out openssl.pem -days 90 \
        -subj "/C=DE/O=$organization/CN=a.example" 2>/dev/null
    node make.cjs "$organization"
    check openssl 3 "C = DE, O = $organization, CN = a.example"
    [ "$organization" = Example ] && expected=1 || expected=InvalidSetOrdering
    check js-x509-utils $expected "C = DE + O = $organization + CN = a.example"
done
[ -z "$bad" ] || { echo "CHANGED: js-x509-utils writes another name" >&2; exit 1; }
