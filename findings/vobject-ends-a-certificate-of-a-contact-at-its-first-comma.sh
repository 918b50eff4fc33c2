#!/usr/bin/env bash
# Read the certificate of a contact from a vCard by vobject, and write it again.
#
# Package: vobject 0.9.9 (PyPI), Python 3.11
# Guessed: KEY holds what stands behind its colon: an embedded certificate, or the URL of one. What vobject has no own
#   type for it keeps as text.
# Behaviour: the value ends at its first comma. In a vCard 4 the certificate is a data: URL, in which a comma stands
#   between the type and the base64: "data:application/pkix-cert;base64" is left and no certificate. A URL of LDAP,
#   where a comma stands between the parts of the name, loses all but the first part. No warning, and serialize() writes
#   the rest of it, so that one pass through vobject empties the address book of its certificates. The form of vCard 3,
#   with ENCODING=b, is read.
# Output seen: vCard 3: same bytes; vCard 4: data:application/pkix-cert;base64; LDAP: ldap://d.example/cn=a
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check vobject==0.9.9
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -outform der -out cert.der -subj /CN=a -days 30 2>/dev/null
cat >try.py <<'PY'
import base64
import sys

import vobject

der = open("cert.der", "rb").read()
text = base64.b64encode(der).decode()


def read(version, line):
    return vobject.readOne(f"BEGIN:VCARD\r\nVERSION:{version}\r\nFN:a\r\nN:a;;;;\r\nKEY{line}\r\nEND:VCARD\r\n")


three = read("3.0", f";ENCODING=b;TYPE=X509:{text}").key.value
print("vCard 3, ENCODING=b: the same bytes", three == der)
url = f"data:application/pkix-cert;base64,{text}"
four = read("4.0", f":{url}")
print("vCard 4, data: URL:", four.key.value, "- the certificate in what it writes:", text[:40] in four.serialize(validate=False))
ldap = read("4.0", ":ldap://d.example/cn=a,o=b?userCertificate;binary").key.value
print("vCard 4, LDAP:", ldap)
seen = [three == der, four.key.value, text[:40] in four.serialize(validate=False), ldap]
sys.exit(seen != [True, "data:application/pkix-cert;base64", False, "ldap://d.example/cn=a"])
PY
venv/bin/python try.py || { echo "CHANGED: vobject keeps other values" >&2; exit 1; }
