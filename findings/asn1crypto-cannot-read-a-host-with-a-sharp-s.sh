#!/usr/bin/env bash
# Read the host names of a certificate for a German domain with asn1crypto.
#
# Package: asn1crypto 1.5.1 (PyPI), OpenSSL 3.0.19 for the certificate
# Guessed: DNSName gives the name with its letters, by the IDNA of today (2008), or leaves xn--... as it is; and what it
#   writes for "straße.example" is the name that registries and browsers have for it.
# Behaviour: Python's old codec of 2003 is used, in which ß is ss and some labels do not exist. A certificate with
#   xn--strae-oqa.example, the right name, cannot be read: .native and cert.valid_domains raise UnicodeError, for the
#   list of all names with it, and so nothing that validates by them works either. Written, straße.example becomes
#   another host, strasse.example, without a word. Final sigma and joiners are hit in the same way; münchen.example is
#   right.
# Output seen: xn--mnchen-3ya.example: münchen.example; xn--strae-oqa.example: UnicodeError; straße written:
#   strasse.example
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asn1crypto==1.5.1
for host in xn--mnchen-3ya.example xn--strae-oqa.example; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -keyout /dev/null -out $host.pem -days 30 -subj /CN=x \
        -addext "subjectAltName=DNS:www.example.com,DNS:$host" 2>/dev/null
done
cat >ask.py <<'PY'
from asn1crypto import pem, x509

found = []
for host in "xn--mnchen-3ya.example", "xn--strae-oqa.example":
    with open(host + ".pem", "rb") as source:
        cert = x509.Certificate.load(pem.unarmor(source.read())[2])
    try:
        told = cert.valid_domains
    except UnicodeError as error:
        told = type(error).__name__
    print(host, "->", told)
    found.append(told)
for text in "münchen.example", "straße.example":
    written = x509.DNSName(text).dump()[2:].decode()
    print(text, "written as", written)
    found.append(written)
if found != [["www.example.com", "münchen.example"], "UnicodeError", "xn--mnchen-3ya.example", "strasse.example"]:
    raise SystemExit("CHANGED: asn1crypto treats such hosts otherwise")
PY
venv/bin/python ask.py
