#!/usr/bin/env bash
# ldap3 refuses a distinguished name that cryptography printed by RFC 4514, because of one dotted number.
# Package: ldap3 2.9.1 and cryptography 50.0.2 (PyPI)
# Guessed: the RFC 4514 string of a certificate subject can be handed to ldap3's parse_dn(), both following the same
#   RFC, which allows an attribute type to be a name or a dotted number.
# Behaviour: cryptography prints every type outside RFC 4514's short table as a number, so a serialNumber or e-mail
#   address in the subject becomes "2.5.4.5=..." (only nine short names are known). ldap3 accepts no "." in a type and
#   raises LDAPInvalidDnError. Looking up the owner of a client certificate in LDAP works until the CA adds a
#   serialNumber.
# Output seen: CN=www.example.com,O=Example -> parsed; 2.5.4.5=42,CN=... -> character '.' not allowed in attribute
#   type
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install -q ldap3==2.9.1 cryptography==50.0.2
cat > ask.py <<'PY'
from cryptography import x509
from cryptography.x509.oid import NameOID
from ldap3.core.exceptions import LDAPInvalidDnError
from ldap3.utils.dn import parse_dn


def name(*pairs):
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs]).rfc4514_string()


plain = name((NameOID.ORGANIZATION_NAME, "Example"), (NameOID.COMMON_NAME, "www.example.com"))
serial = name((NameOID.ORGANIZATION_NAME, "Example"), (NameOID.COMMON_NAME, "www.example.com"), (NameOID.SERIAL_NUMBER, "42"))
print(plain, "->", parse_dn(plain))
try:
    print(serial, "->", parse_dn(serial))
except LDAPInvalidDnError as err:
    print(serial, "->", err)
else:
    raise SystemExit("CHANGED: ldap3 takes a dotted type, or cryptography no longer prints one")
PY
env/bin/python -W ignore ask.py
