#!/usr/bin/env bash
# Show certificates with far expiry dates by the `botan` program.
#
# Package: botan 2.19.3 (Debian 12), cryptography 50.0.2 (PyPI) for the certificates, OpenSSL as the comparison
# Guessed: 99991231235959Z is the date that RFC 5280 (4.1.2.5) prescribes for a certificate without a well-defined
#   expiry, as in factory-made device identities; a reader shows it, or says "never".
# Behaviour: a year above 3100 is "not valid", so the whole certificate cannot be read, and no other field of it either.
#   Everything to the end of 3100 is shown, though no document names that year, and 2049/2050, where one would look, is
#   not the line. OpenSSL shows all of them.
# Output seen: 2050 and 3100: Expires: 3100/12/31 23:59:59 UTC; 3101 and 9999: "Time 99991231235959Z does not seem to be
#   valid"
set -euo pipefail

command -v botan >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends botan >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
cat >make.py <<'PY'
import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "device-7")])
for year in (2050, 3100, 3101, 9999):
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
            .not_valid_before(datetime.datetime(2026, 1, 1))
            .not_valid_after(datetime.datetime(year, 12, 31, 23, 59, 59)).sign(key, hashes.SHA256()))
    with open(f"{year}.pem", "wb") as out:
        out.write(made.public_bytes(serialization.Encoding.PEM))
PY
venv/bin/python make.py
botan version
bad=
for year in 2050 3100 3101 9999; do
    echo "$year, OpenSSL: $(openssl x509 -in $year.pem -noout -enddate)"
    botan cert_info $year.pem >out 2>&1 || true
    echo "$year, botan:   $(grep -E '^Expires|not seem' out)"
    case $year in
    2050 | 3100) grep -q "^Expires: $year/12/31 23:59:59 UTC" out || bad=1 ;;
    *) grep -q "Time ${year}1231235959Z does not seem to be valid" out && ! grep -q '^Subject' out || bad=1 ;;
    esac
done
[ -z "$bad" ] || { echo "CHANGED: botan draws the line elsewhere" >&2; exit 1; }
