#!/usr/bin/env bash
# Read the names of a certificate by Qt's QSslCertificate, from Python.
#
# Package: PySide6-Essentials 6.12.0 (PyPI), OpenSSL for the certificate and the comparison
# Guessed: subjectAlternativeNames() and subjectInfo() give several values in the order of the certificate, as OpenSSL
#   shows them; the first DNS name is the one that the request put first.
# Behaviour: both give them from the last to the first. What takes `names[0]` as the title of a row, or the first OU as
#   the department, gets the other end of the list, and two tools over one certificate disagree. With one value, or
#   with a single look at a set, nothing is seen. Sorting does not bring the order back; read the DER where it matters.
# Output seen: OpenSSL: first.example, second.example, third.example; OU one, two; Qt: third, second, first; two, one
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PySide6-Essentials==6.12.0
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 30 \
    -subj /O=Example/OU=one/OU=two/CN=first.example \
    -addext 'subjectAltName=DNS:first.example,DNS:second.example,DNS:third.example' 2>/dev/null
echo "OpenSSL: $(openssl x509 -in cert.pem -noout -subject) $(openssl x509 -in cert.pem -noout -ext subjectAltName | tail -1)"
cat >try.py <<'PY'
from PySide6.QtCore import QByteArray
from PySide6.QtNetwork import QSsl, QSslCertificate

with open("cert.pem", "rb") as given:
    made = QSslCertificate.fromData(QByteArray(given.read()))[0]
names = made.subjectAlternativeNames()[QSsl.AlternativeNameEntryType.DnsEntry]
units = made.subjectInfo(QSslCertificate.SubjectInfo.OrganizationalUnitName)
print("Qt:", names, units)
assert names == ["third.example", "second.example", "first.example"] and units == ["two", "one"], f"CHANGED: {names} {units}"
PY
venv/bin/python try.py 2>errors || { cat errors >&2; exit 1; }
