#!/usr/bin/env bash
# Have Salt append a file of two intermediates to a new certificate.
#
# Package: salt 3008.4, cryptography 50.0.2 (PyPI); OpenSSL 3.0.19 for the files
# Guessed: append_certs, "a list of additional certificates to append to the new one, e.g. to create a CA chain",
#   appends what is in the file or text that it is given: chain files are what authorities hand out.
# Behaviour: of each entry the first certificate is taken, and the rest is passed over without a word. With the chain as
#   one file the new bundle ends at the lower intermediate, and clients that know only the root refuse it. Each
#   certificate has to be an entry of its own. encode_certificate does the same to the certificate itself: given a
#   fullchain it returns the leaf, which makes of a conversion a loss.
# Output seen: one file of two: leaf sub; two files: leaf sub issuing; encode_certificate of the three: leaf
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check salt==3008.4 cryptography==50.0.2
sign() { # issuer, name, serial
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n') -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2
sign issuing sub 3
openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out leaf.key 2>/dev/null
cat sub.pem issuing.pem >chain.pem
cat >try.py <<'PY'
import salt.modules.x509_v2 as module
from cryptography import x509

module.__opts__, module.__salt__ = {"fips_mode": False}, {}


def names(pem):
    return " ".join(cert.subject.rfc4514_string()[3:] for cert in x509.load_pem_x509_certificates(pem.encode()))


def create(append):
    return module.create_certificate(
        signing_cert="sub.pem", signing_private_key="sub.key", private_key="leaf.key", CN="leaf", days_valid=30, append_certs=append
    )


fullchain = create(["sub.pem", "issuing.pem"])
seen = {
    "one file of two": names(create(["chain.pem"])),
    "two files": names(fullchain),
    "encode_certificate of the three": names(module.encode_certificate(fullchain)),
}
for case, value in seen.items():
    print(f"{case}: {value}")
assert list(seen.values()) == ["leaf sub", "leaf sub issuing", "leaf"], f"CHANGED: {seen}"
PY
venv/bin/python try.py
