#!/usr/bin/env bash
# Print revocation lists by certtool whose entries are not all plain revocations.
#
# Package: gnutls-bin 3.7.9 (Debian 12), cryptography 50.0.2 (PyPI) for the lists, OpenSSL 3.0.19 as the comparison
# Guessed: an entry is printed with what it says, as certtool prints certificates: the reason, and whose certificate it is.
# Behaviour: of an entry there is the serial number and the date, and none of its extensions. In a delta list a certificate
#   whose hold has ended (removeFromCRL) is under "Revoked certificates (1)" like one whose key was stolen; in an
#   indirect list the certificate of another authority stands below the issuer of the list as if it were its own. That
#   the list is a delta or an indirect one is an "Unknown extension" with hex. Three different lists look the same.
# Output seen: keyCompromise, removeFromCRL, entry of CN=Other: serial number 05 and the date; OpenSSL: all three
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin >/dev/null
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
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding


def name(value):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, value)])


key = ec.generate_private_key(ec.SECP256R1())
other = x509.CertificateIssuer([x509.DirectoryName(name("Other"))])
indirect = x509.IssuingDistributionPoint(None, None, False, False, None, True, False)
for file, of_list, of_entry in [
    ("stolen", None, x509.CRLReason(x509.ReasonFlags.key_compromise)),
    ("back", x509.DeltaCRLIndicator(3), x509.CRLReason(x509.ReasonFlags.remove_from_crl)),
    ("foreign", indirect, other),
]:
    entry = x509.RevokedCertificateBuilder().serial_number(5).revocation_date(datetime(2025, 6, 1))
    entry = entry.add_extension(of_entry, file == "foreign").build()
    made = x509.CertificateRevocationListBuilder().issuer_name(name("CA")).add_revoked_certificate(entry)
    made = made.last_update(datetime(2026, 1, 1)).next_update(datetime(2040, 1, 1))
    if of_list:
        made = made.add_extension(of_list, True)
    open(f"{file}.pem", "wb").write(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
PY
venv/bin/python -W ignore make.py
for list in stolen back foreign; do
    echo "$list"
    certtool --crl-info --infile "$list.pem" | sed -n '/^\tRevoked/,/^\tSignature/{/Signature/d; s/^\t*//; p}'
    openssl crl -in "$list.pem" -noout -text |
        grep -E -A1 'X509v3 (CRL Reason Code|Certificate Issuer|Delta)|CRL entry.*Issuer' | grep -v -e '^--' | sed 's/^ */    OpenSSL: /; s/ *$//'
done | tee seen
entry='Revoked certificates (1):
Serial Number (hex): 05
Revoked at: Sun Jun 01 00:00:00 UTC 2025'
[ "$(grep -v OpenSSL seen)" = "stolen
$entry
back
$entry
foreign
$entry" ] || { echo "CHANGED: certtool prints more of an entry" >&2; exit 1; }
