#!/usr/bin/env bash
# Run two spelling checkers over a bundle of certificates, and let them write their corrections.
#
# Package: codespell 2.4.3, typos 1.52.0, cryptography 50.0.2 (PyPI)
# Guessed: a spelling checker for source code leaves base64 alone, since PEM files lie in many repositories; and what stands
#   in the middle of it is no word anyway.
# Behaviour: codespell takes what is between two "/", "+" or line ends for a word, whatever its letters' case. In about one
#   certificate of a thousand that is a known misspelling with one correction, such as Adn or tEy, and with -w it is
#   replaced; the certificate is then another one, or none. A bundle of some dozens of certificates is as a rule
#   untouched, so the hook runs well until some renewal. typos knows base64 and reports nothing. Leave *.pem and *.crt
#   out by `skip`.
# Output seen: 10000 certificates: -w changes 8 of them, none of which has a good signature afterwards; typos changes none
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check codespell==2.4.3 typos==1.52.0 cryptography==50.0.2
cat >make.py <<'PY'
import datetime
import hashlib
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.example.com")])
start = datetime.datetime(2026, 1, 1)
with open("bundle.pem", "wb") as out:
    for number in range(10000):  # the same ones at each run
        serial = int.from_bytes(hashlib.sha256(str(number).encode()).digest()[:19], "big")
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        builder = builder.not_valid_before(start).not_valid_after(start + datetime.timedelta(90)).serial_number(serial)
        out.write(builder.sign(key, None).public_bytes(serialization.Encoding.PEM))
PY
cat >count.py <<'PY'
import sys
from cryptography import x509

old, new = (open(path).read().split("-----END CERTIFICATE-----\n")[:-1] for path in sys.argv[1:])
changed = bad = 0
for before, after in zip(old, new, strict=True):
    if before == after:
        continue
    changed += 1
    try:
        certificate = x509.load_pem_x509_certificate((after + "-----END CERTIFICATE-----\n").encode())
        certificate.verify_directly_issued_by(certificate)
    except Exception:
        bad += 1
print(changed, bad)
PY
venv/bin/python make.py
cp bundle.pem fixed.pem
venv/bin/typos --write-changes fixed.pem || true
typos=$(venv/bin/python count.py bundle.pem fixed.pem)
venv/bin/codespell --write-changes fixed.pem 2>&1 | sed -n 1,3p || true
codespell=$(venv/bin/python count.py bundle.pem fixed.pem)
echo "changed, and broken of these: codespell $codespell, typos $typos"
read -r changed broken <<<"$codespell"
[ "$typos" = "0 0" ] && [ "$changed" -gt 0 ] && [ "$changed" = "$broken" ] || {
    echo "CHANGED: the spelling checkers treat base64 otherwise" >&2
    exit 1
}
