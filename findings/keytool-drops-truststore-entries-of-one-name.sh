#!/usr/bin/env bash
# keytool shows one certificate of a PKCS#12 truststore that holds two under the same friendly name.
# Package: openjdk-17-jdk-headless 17.0.15 (Debian), cryptography 50.0.2 (PyPI); checked with OpenSSL 3.0.19
# Guessed: a friendly name is a label, not a key: keytool lists both certificates, gives the second a numbered alias
#   as it does for certificates without a name, or reports the clash.
# Behaviour: the name in lower case is the alias, and the later entry replaces the earlier one without a word, also
#   for "Root" and "root". A truststore with the old and the new CA under one label, as a CA roll-over makes it,
#   gives Java only the last of them, though OpenSSL sees both, and copying it with -importkeystore
#   makes the loss permanent.
# Output seen: OpenSSL: 2 certificates / keytool: 1 entry (CA two) for root+root and for Root+root; 2 entries without
#   names
set -euo pipefail
export LC_ALL=C
command -v keytool >/dev/null || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jdk-headless >/dev/null; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java -version 2>&1 | head -1
python3 -m venv env
env/bin/pip install -q cryptography==50.0.2
cat > make.py <<'PY'
import datetime
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12


def ca(common_name):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
    start = datetime.datetime(2026, 1, 1)
    return (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(start).not_valid_after(start + datetime.timedelta(days=3650))
            .add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256()))


one, two = ca("CA one"), ca("CA two")
for file, first, second in (("same.p12", b"root", b"root"), ("case.p12", b"Root", b"root"), ("none.p12", None, None)):
    entries = [pkcs12.PKCS12Certificate(one, first), pkcs12.PKCS12Certificate(two, second)]
    with open(file, "wb") as out:
        out.write(pkcs12.serialize_java_truststore(entries, BestAvailableEncryption(b"changeit")))
PY
env/bin/python make.py
java_sees() { keytool -list -v -keystore "$1" -storepass changeit 2>/dev/null | sed -n 's/^Owner: //p' | paste -sd' '; }
openssl_sees() { openssl pkcs12 -in "$1" -passin pass:changeit -nokeys | grep -c 'BEGIN CERTIFICATE'; }
for file in same.p12 case.p12 none.p12; do
  echo "$file: OpenSSL finds $(openssl_sees $file) certificates, keytool lists: $(java_sees $file)"
done
keytool -importkeystore -srckeystore same.p12 -srcstorepass changeit -destkeystore copy.p12 -deststorepass changeit 2>/dev/null
echo "copy.p12 (same.p12 through -importkeystore): OpenSSL finds $(openssl_sees copy.p12) certificate"
[ "$(openssl_sees same.p12)$(openssl_sees case.p12)" = 22 ] || { echo "CHANGED: the files do not hold two certificates" >&2; exit 1; }
if [ "$(java_sees same.p12)" != "CN=CA two" ] || [ "$(java_sees case.p12)" != "CN=CA two" ] || [ "$(java_sees none.p12 | grep -o 'CN=' | wc -l)" != 2 ] || [ "$(openssl_sees copy.p12)" != 1 ]; then
  echo "CHANGED: keytool keeps both entries" >&2
  exit 1
fi
