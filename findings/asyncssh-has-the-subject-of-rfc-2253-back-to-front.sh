#!/usr/bin/env bash
# Let a certificate into asyncssh by its subject, as OpenSSL prints that for RFC 2253.
#
# Package: asyncssh 2.24.1 with pyOpenSSL 26.4.0 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: names in authorized_keys are of the form that asyncssh itself prints, CN=x,O=y with commas and backslashes: the
#   form of RFC 2253 and 4514, with the last part of the name in front; and all short names that the RFC lists are known.
# Behaviour: the parts stand in the order of the file, so that an entry with the text of `openssl x509 -nameopt RFC2253`
#   is taken without a word and never fits, and a name that is built from that text is turned round. OpenSSL's own default
#   order, CN last, fits if its blanks are taken out. Seven short names are known, in capital letters: UID, which the RFC
#   lists too, and street are "Unknown X.509 attribute", and the numbers have to be written for them.
# Output seen: RFC 2253: no match; order of the file: match; built from it: CN=u, OU=b, O=a; UID: unknown
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asyncssh==2.24.1 pyOpenSSL==26.4.0
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /O=a/OU=b/CN=u 2>/dev/null
cat >ask.py <<'PY'
import sys

import asyncssh

certificate = asyncssh.read_certificate("cert.pem")
print("printed:", certificate.subject)
for name in sys.argv[1:]:
    try:
        keys = asyncssh.import_authorized_keys(f'x509v3-sign-rsa subject={name}\n')
        told = "match" if keys.validate_x509(certificate, "", "")[0] is not None else "no match"
    except ValueError as error:
        told = str(error)
    print(f"{name}: {told}")
key = asyncssh.read_private_key("key.pem")
open("built.pem", "wb").write(key.generate_x509_user_certificate(key, sys.argv[1]).export_certificate("pem"))
try:
    key.generate_x509_user_certificate(key, "UID=u,CN=x")
except ValueError as error:
    print("UID:", error)
PY
venv/bin/python ask.py "$(openssl x509 -in cert.pem -noout -subject -nameopt RFC2253 | sed 's/^subject=//')" O=a,OU=b,CN=u | tee seen
openssl x509 -in built.pem -noout -subject | tee -a seen
cat >expected <<'SEEN'
printed: O=a,OU=b,CN=u
CN=u,OU=b,O=a: no match
O=a,OU=b,CN=u: match
UID: Unknown X.509 attribute: UID
subject=CN = u, OU = b, O = a
SEEN
cmp -s seen expected || { echo "CHANGED: asyncssh reads subjects otherwise" >&2; exit 1; }
