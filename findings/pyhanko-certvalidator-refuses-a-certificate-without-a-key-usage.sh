#!/usr/bin/env bash
# Validate certificates for signing by pyhanko-certvalidator, with and without the extensions for usage.
#
# Package: pyhanko-certvalidator 0.33.0 (PyPI), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: a certificate without keyUsage is good for each usage, as RFC 5280 (4.2.1.3) has it for what is absent and as
#   OpenSSL does; extendedKeyUsage has an option of its own here (extended_optional), since that is where opinions differ.
# Behaviour: without keyUsage it is good for none: "The X.509 certificate provided is not valid for the purpose of digital
#   signature", the words for one that says keyEncipherment only. There is no option for it. So a leaf of `openssl x509
#   -req` without an extension file, whose path is validated right, cannot be used for anything.
# Output seen: digitalSignature: valid; keyEncipherment, none: not valid; path alone: valid; OpenSSL smimesign: OK, fails,
#   OK
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyhanko-certvalidator==0.33.0
cat >ask.py <<'PY'
import asyncio

from asn1crypto import pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InvalidCertificateError


def read(name):
    return x509.Certificate.load(pem.unarmor(open(name, "rb").read())[2])


def ask(call):
    try:
        asyncio.run(call(CertificateValidator(read("leaf.pem"), validation_context=ValidationContext(trust_roots=[read("root.pem")]))))
        return "valid"
    except InvalidCertificateError as error:
        return str(error).split("provided is ")[-1]


print(ask(lambda one: one.async_validate_path()), ask(lambda one: one.async_validate_usage({"digital_signature"})), sep=", ")
PY
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=root 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
bad=
check() { # extension, expected
    local told openssl
    openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -set_serial 7 -days 9 -extfile <(echo "$1") -out leaf.pem 2>/dev/null
    openssl=$(openssl verify -CAfile root.pem -purpose smimesign leaf.pem 2>&1 | sed -nE 's/.*: OK/OK/p; s/.*lookup: //p' || true)
    told=$(venv/bin/python -W ignore ask.py)
    echo "${1:-no keyUsage}: $told; OpenSSL: $openssl"
    [ "$told; $openssl" = "$2" ] || bad=1
}
check keyUsage=digitalSignature "valid, valid; OK"
check keyUsage=keyEncipherment \
    "valid, not valid for the purpose of digital signature; unsuitable certificate purpose"
check "" "valid, not valid for the purpose of digital signature; OK"
[ -z "$bad" ] || { echo "CHANGED: pyhanko-certvalidator validates other certificates" >&2; exit 1; }
