#!/usr/bin/env bash
# Leave the "DNS:" out of a subject alternative name in Salt, in a text and in a list.
#
# Package: salt 3008.4, cryptography 50.0.2 (PyPI); OpenSSL 3.0.19 for the key
# Guessed: subjectAltName takes a text with commas or a list, both documented, and both are judged alike: a name without
#   its type is an error, as it is in OpenSSL.
# Behaviour: in a text it is one ("GeneralName type www.example.com is invalid"). From a list the name is dropped
#   without a word: ["www.example.com", "DNS:b.example.com"] gives a certificate for b.example.com, and a list of
#   nothing but such names gives one with an empty alternative name, which RFC 5280 4.2.1.6 forbids. Lists are what YAML
#   states have, and a list is how read_certificate returns names: what it could not name, such as an otherName, is lost
#   in a renewal.
# Output seen: text: CommandExecutionError; list: b.example.com; list of one: no name
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check salt==3008.4 cryptography==50.0.2
openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out key.pem 2>/dev/null
cat >try.py <<'PY'
import salt.modules.x509_v2 as module
from cryptography import x509
from salt.exceptions import CommandExecutionError

module.__opts__, module.__salt__ = {"fips_mode": False}, {}
with open("key.pem") as file:
    key = file.read()


def names(value):
    try:
        pem = module.create_certificate(signing_private_key=key, days_valid=30, CN="x", subjectAltName=value)
    except CommandExecutionError as err:
        return f"error: {err}"
    extension = x509.load_pem_x509_certificate(pem.encode()).extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return [name.value for name in extension.value]


seen = {}
for value in ("www.example.com, DNS:b.example.com", ["www.example.com", "DNS:b.example.com"], ["www.example.com"]):
    seen[str(value)] = names(value)
    print(f"{value}: {seen[str(value)]}")
text, two, one = seen.values()
assert str(text).startswith("error: GeneralName type www.example.com"), "CHANGED: a text is read otherwise"
assert two == ["b.example.com"] and one == [], "CHANGED: a list is read otherwise"
PY
venv/bin/python try.py
