#!/usr/bin/env bash
# Set a part of a name in pyOpenSSL and read it again.
#
# Package: pyOpenSSL 26.4.0 (PyPI), OpenSSL 3.0.19 for the certificate
# Guessed: `name.OU = "c"` replaces the organizational unit where it stands, and `name.OU` is "c" afterwards, as for any
#   attribute in Python.
# Behaviour: the first part of that kind is removed and the new one is put at the end of the name. Of two units the
#   second remains, and reading gives the first of those that are left: not what was just written. In a name with one
#   organization, setting it moves it behind the common name, so "the same request with another organization" has its
#   parts in another order, and an issuer made so no longer matches.
# Output seen: OU=a, OU=b, CN=x; OU set to c: reads b, name OU=b, CN=x, OU=c; O set in C, O, CN: C, CN, O
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyOpenSSL==26.4.0
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout /dev/null -out units.pem -subj /OU=a/OU=b/CN=x -days 30 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout /dev/null -out one.pem -subj /C=NL/O=Old/CN=x -days 30 2>/dev/null
cat >ask.py <<'PY'
from OpenSSL import crypto


def subject(file):
    with open(file, "rb") as source:
        return crypto.load_certificate(crypto.FILETYPE_PEM, source.read()).get_subject()


def text(name):
    return ", ".join(f"{kind.decode()}={value.decode()}" for kind, value in name.get_components())


units = subject("units.pem")
print("before:", text(units), "| OU reads", units.OU)
units.OU = "c"
print("after OU = c:", text(units), "| OU reads", units.OU)
one = subject("one.pem")
print("before:", text(one))
one.O = "New"
print("after O = New:", text(one))
if (units.OU, text(units), text(one)) != ("b", "OU=b, CN=x, OU=c", "C=NL, CN=x, O=New"):
    raise SystemExit("CHANGED: pyOpenSSL sets the parts of a name otherwise")
PY
venv/bin/python ask.py
