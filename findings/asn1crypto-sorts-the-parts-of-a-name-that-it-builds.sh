#!/usr/bin/env bash
# Build a subject in a certain order with asn1crypto.
#
# Package: asn1crypto 1.5.1 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: Name.build() takes a dict, which has an order in Python, and writes the parts in that order; an OrderedDict at
#   least says that the order matters.
# Behaviour: the parts are put into an order of the library's own, the country first and the common name behind the
#   organization, whatever came in. A name is its parts in their order (RFC 5280 7.1), so an issuer or a search key
#   rebuilt from a certificate whose common name stands first is another name. And two parts of one kind cannot be given
#   at all: a list is a TypeError, although .native, the other way, gives such a list. What helps is RDNSequence by hand.
# Output seen: CN, O, C in: C, O, CN out; rebuilt from .native: not equal; list of two units: TypeError
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asn1crypto==1.5.1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout /dev/null -out cert.pem -days 30 -subj /CN=x/O=y/C=NL 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout /dev/null -out units.pem -days 30 -subj /CN=x/OU=a/OU=b 2>/dev/null
cat >ask.py <<'PY'
from asn1crypto import pem, x509


def subject(file):
    with open(file, "rb") as source:
        return x509.Certificate.load(pem.unarmor(source.read())[2]).subject


def kinds(name):
    return [part[0]["type"].native for part in name.chosen]


given = subject("cert.pem")
built = x509.Name.build(given.native)
print("in the certificate:", kinds(given))
print("in the dict:       ", list(given.native))
print("built from it:     ", kinds(built), "| equal:", built == given)
units = subject("units.pem").native
try:
    x509.Name.build(units)
    told = "a name"
except TypeError:
    told = "TypeError"
print("built from", dict(units), "->", told)
order = ["common_name", "organization_name", "country_name"]
if (kinds(given), list(given.native), kinds(built), built == given, told) != (order, order, order[::-1], False, "TypeError"):
    raise SystemExit("CHANGED: asn1crypto builds names otherwise")
PY
venv/bin/python ask.py
