#!/usr/bin/env bash
# Sign a document with a chain of three certificates in each order, and verify it against the root by signxml.
#
# Package: signxml 5.2.0, cryptography 50.0.2 (PyPI)
# Guessed: the order of certificates in X509Data means nothing (XML Signature, 4.5.4: "No ordering is implied"), and the
#   library, which verifies the chain, finds the one that the others lead to.
# Behaviour: of six orders the four are taken that have the leaf first or last, root in front and leaf behind too. With
#   the leaf in the middle, as where two lists were joined, a CA certificate is taken for the signer: "certificate
#   KeyUsage does not allow digitalSignature", about a certificate that signed nothing here. With x509_cert, which names the
#   signer's certificate, all six are taken.
# Output seen: leaf first or last: verified; leaf between the other two: InvalidCertificate
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check signxml==5.2.0 cryptography==50.0.2
cat >ask.py <<'PY'
import datetime
from itertools import permutations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml import XMLSigner, XMLVerifier
from signxml.exceptions import InvalidCertificate


def certificate(name, issuer=None, issuer_key=None):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    ca = name != "leaf"
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer or subject).serial_number(7)
               .public_key(key.public_key())
               .not_valid_before(datetime.datetime(2025, 1, 1)).not_valid_after(datetime.datetime(2045, 1, 1))
               .add_extension(x509.BasicConstraints(ca, None), True)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
               .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key((issuer_key or key).public_key()), False)
               .add_extension(x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False), True))
    if not ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("leaf.example")]), False)
    made = builder.sign(issuer_key or key, hashes.SHA256())
    return made.public_bytes(Encoding.PEM).decode(), subject, key


root = certificate("root")
issuing = certificate("issuing", *root[1:])
leaf = certificate("leaf", *issuing[1:])
open("root.pem", "w").write(root[0])
for order in permutations(["leaf", "issuing", "root"]):
    chain = "".join(dict(leaf=leaf, issuing=issuing, root=root)[name][0] for name in order)
    signer = XMLSigner(signature_algorithm="ecdsa-sha256")
    signed = etree.tostring(signer.sign(etree.fromstring("<a/>"), key=leaf[2], cert=chain))
    XMLVerifier().verify(signed, x509_cert=leaf[0])
    try:
        XMLVerifier().verify(signed, ca_pem_file="root.pem")
        print(*order, "verified")
    except InvalidCertificate as error:
        print(*order, "digitalSignature missing" if "does not allow digitalSignature" in str(error) else error)
PY
venv/bin/python -W ignore ask.py | tee seen
cat >expected <<'SEEN'
leaf issuing root verified
leaf root issuing verified
issuing leaf root digitalSignature missing
issuing root leaf verified
root leaf issuing digitalSignature missing
root issuing leaf verified
SEEN
cmp -s seen expected || { echo "CHANGED: signxml finds other signers" >&2; exit 1; }
