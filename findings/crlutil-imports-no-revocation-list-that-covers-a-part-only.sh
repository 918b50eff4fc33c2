#!/usr/bin/env bash
# Import revocation lists into a database of NSS.
#
# Package: libnss3-tools 3.87.1 (Debian 12), cryptography 50.0.2 (PyPI) for the lists, OpenSSL 3.0.19 as the comparison
# Guessed: NSS knows the extensions that RFC 5280 has for lists. Large public authorities, Let's Encrypt among them, split
#   theirs and mark each part with an issuingDistributionPoint, which has to be critical (5.2.5).
# Behaviour: each list with that extension is refused as one with "an unknown critical extension", be it only for
#   certificates of users or with no more than its own address in it; so is a delta list. What can be imported is a full
#   list without either. OpenSSL reads all and names the extensions.
# Output seen: full, with a number: imported; with its address, users only, delta: SEC_ERROR_CRL_UNKNOWN_CRITICAL_EXTENSION
set -euo pipefail

command -v crlutil >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libnss3-tools >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
cat >make.py <<'PY'
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

key = load_pem_private_key(open("key.pem", "rb").read(), None)
ca = x509.load_pem_x509_certificate(open("ca.pem", "rb").read())
address = [x509.UniformResourceIdentifier("http://ca.example/1.crl")]
for name, extension in [
    ("full", x509.CRLNumber(7)),
    ("with its address", x509.IssuingDistributionPoint(address, None, False, False, None, False, False)),
    ("users only", x509.IssuingDistributionPoint(None, None, True, False, None, False, False)),
    ("delta", x509.DeltaCRLIndicator(3)),
]:
    made = x509.CertificateRevocationListBuilder().issuer_name(ca.subject)
    made = made.last_update(datetime(2026, 1, 1)).next_update(datetime(2040, 1, 1))
    made = made.add_extension(extension, name != "full").sign(key, hashes.SHA256())
    open(f"{name}.crl", "wb").write(made.public_bytes(Encoding.DER))
PY
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out ca.pem -days 30 -subj /CN=CA 2>/dev/null
venv/bin/python -W ignore make.py
bad=
check() { # list, expected
    local told
    rm -rf base
    mkdir base
    certutil -N -d sql:base --empty-password
    certutil -A -d sql:base -n ca -t C,, -i ca.pem
    openssl crl -inform DER -in "$1.crl" -CAfile ca.pem -noout 2>/dev/null
    told=$(crlutil -I -d sql:base -i "$1.crl" 2>&1 | sed -n 's/.*unable to import CRL: \([A-Z_]*\).*/\1/p' || true)
    [ -n "$told" ] || told=$(crlutil -L -d sql:base -n ca | sed -n 's/^CRL Info:/imported/p')
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check full imported
check "with its address" SEC_ERROR_CRL_UNKNOWN_CRITICAL_EXTENSION
check "users only" SEC_ERROR_CRL_UNKNOWN_CRITICAL_EXTENSION
check delta SEC_ERROR_CRL_UNKNOWN_CRITICAL_EXTENSION
[ -z "$bad" ] || { echo "CHANGED: crlutil imports other lists" >&2; exit 1; }
