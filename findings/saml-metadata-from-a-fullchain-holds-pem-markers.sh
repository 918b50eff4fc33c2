#!/usr/bin/env bash
# Make a service provider's SAML metadata from leaf.pem, from fullchain.pem, and from a leaf with a comment line below.
#
# Package: @node-saml/node-saml 5.1.0, samlify 2.13.1, xml-crypto 6.3.2 (npm), python3-saml 1.16.0 (PyPI)
# Guessed: <X509Certificate> is one certificate in base64. From a PEM file with more in it a library takes the first
#   certificate, or writes one element for each, or refuses the file.
# Behaviour: three libraries strip text instead of reading PEM. node-saml and samlify take off the first BEGIN and the
#   last or a lone END, so the element holds "-----END CERTIFICATE-----" and the next BEGIN in the middle; python3-saml
#   joins the base64 of both certificates to one text. A comment ends up in the element, without its blanks.
#   Nothing fails here: the metadata is handed over, and the identity provider at the other end refuses it or its first
#   signature. xml-crypto, on which node-saml itself is built, makes two sound elements of the same file.
# Output seen: leaf: base64 in all; fullchain: node-saml, samlify no base64, python3-saml base64 of both in one, xml-crypto
#   two elements; comment: no base64 in the first three
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python3-saml==1.16.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @node-saml/node-saml@5.1.0 samlify@2.13.1 xml-crypto@6.3.2
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=issuing -days 30 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=sp.example 2>/dev/null
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 30 -out leaf.pem 2>/dev/null
cat leaf.pem ca.pem >fullchain.pem
{ cat leaf.pem; echo '# renewed by acme'; } >comment.pem
cat >ask.cjs <<'JS'
const fs = require('fs');
const { generateServiceProviderMetadata } = require('@node-saml/node-saml');
const { ServiceProvider } = require('samlify');
const { SignedXml } = require('xml-crypto');
const privateKey = fs.readFileSync('leaf.key', 'utf8');
const callbackUrl = 'https://sp.example/acs';
const makers = {
  'node-saml': (pem) => generateServiceProviderMetadata({
    issuer: 'sp', callbackUrl, publicCerts: pem, privateKey, identifierFormat: null, wantAssertionsSigned: true,
    generateUniqueId: () => '_1',
  }),
  samlify: (pem) => ServiceProvider({
    entityID: 'sp', signingCert: pem,
    assertionConsumerService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', Location: callbackUrl }],
  }).getMetadata(),
  'xml-crypto': (pem) => SignedXml.getKeyInfoContent({ publicCert: pem }),
};
for (const [library, make] of Object.entries(makers)) {
  for (const name of ['leaf', 'fullchain', 'comment']) {
    fs.writeFileSync(`${library}.${name}.xml`, make(fs.readFileSync(`${name}.pem`, 'utf8')));
  }
}
JS
node ask.cjs
cat >ask.py <<'PY'
import base64
import re
from onelogin.saml2.settings import OneLogin_Saml2_Settings

sizes = {}
for name in ("leaf", "ca"):
    with open(name + ".pem") as file:
        sizes[name] = len(base64.b64decode("".join(file.read().split("-----")[2].split())))
for name in ("leaf", "fullchain", "comment"):
    with open(name + ".pem") as file:
        settings = {
            "strict": False,
            "sp": {"entityId": "sp", "assertionConsumerService": {"url": "https://sp.example/acs"}, "x509cert": file.read(), "privateKey": ""},
        }
    data = OneLogin_Saml2_Settings(settings, sp_validation_only=True).get_sp_metadata()
    with open(f"python3-saml.{name}.xml", "w") as file:
        file.write(data if isinstance(data, str) else data.decode())
for library in ("node-saml", "samlify", "python3-saml", "xml-crypto"):
    for name in ("leaf", "fullchain", "comment"):
        with open(f"{library}.{name}.xml") as file:
            found = [text.strip() for text in re.findall(r"X509Certificate>([^<]*)</", file.read()) if text.strip()]
        kinds = []
        for text in dict.fromkeys(found):
            text = "".join(text.split())
            if not re.fullmatch(r"[A-Za-z0-9+/=]*", text):
                kinds.append("no base64 (" + ("marker" if "-----" in text else "comment") + " inside)")
            else:
                whole = len(text) > 4 * (sizes["leaf"] + sizes["ca"]) / 3 - 4
                kinds.append("both in one" if whole else "one certificate")
        print(f"{library}, {name}: {', '.join(kinds)}")
PY
venv/bin/python ask.py | tee out
for library in node-saml samlify python3-saml xml-crypto; do grep -qx "$library, leaf: one certificate" out; done
grep -qx 'xml-crypto, fullchain: one certificate, one certificate' out
grep -qx 'node-saml, fullchain: no base64 (marker inside)' out &&
    grep -qx 'samlify, fullchain: no base64 (marker inside)' out &&
    grep -qx 'python3-saml, fullchain: both in one' out &&
    [ "$(grep -c 'comment: no base64 (comment inside)' out)" = 3 ] ||
    { echo "CHANGED: the metadata are made otherwise" >&2; exit 1; }
