#!/usr/bin/env bash
# cryptography reads the "#hex" values of a distinguished name with the DER tag and length as part of the text.
# Package: cryptography 50.0.2 (PyPI); OpenSSL 3.0.19
# Guessed: Name.from_rfc4514_string() decodes "#" + hex as RFC 4514 (2.4) says, the hex being the BER encoding of the
#   value, so that a subject printed by "openssl x509 -nameopt RFC2253" gives the name of the certificate again.
# Behaviour: the bytes are taken as characters. OpenSSL prints the value of every attribute type that it has no name
#   for in this form, so for "device-7" the parsed value is "\x0c\x08device-7", tag and length first, without an
#   error. A request built from it carries the two control characters, and the name never equals the certificate's.
# Output seen: 1.3.6.1.4.1.99999.1=#0C086465766963652D37 -> '\x0c\x08device-7'; equal to the subject: False
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install -q cryptography==50.0.2
cat > req.cnf <<'CNF'
[req]
distinguished_name = dn
prompt = no
[dn]
O = Example
0.1.3.6.1.4.1.99999.1 = device-7
CN = www.example.com
CNF
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 30 -config req.cnf 2>/dev/null
printed=$(openssl x509 -in cert.pem -noout -subject -nameopt RFC2253)
printed=${printed#subject=}
echo "OpenSSL prints: $printed"
cat > ask.py <<'PY'
import sys
from cryptography import x509

with open("cert.pem", "rb") as file:
    subject = x509.load_pem_x509_certificate(file.read()).subject
parsed = x509.Name.from_rfc4514_string(sys.argv[1])
oid = x509.ObjectIdentifier("1.3.6.1.4.1.99999.1")
in_cert = subject.get_attributes_for_oid(oid)[0].value
from_text = parsed.get_attributes_for_oid(oid)[0].value
print("in the certificate:", repr(in_cert))
print("from the text     :", repr(from_text), "- equal names:", parsed == subject)
if in_cert != "device-7" or from_text != "\x0c\x08device-7":
    raise SystemExit("CHANGED: the hex is decoded as an encoded value")
PY
env/bin/python ask.py "$printed"
