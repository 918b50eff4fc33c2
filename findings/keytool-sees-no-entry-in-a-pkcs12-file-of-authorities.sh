#!/usr/bin/env bash
# Give Java a PKCS#12 file of authorities that OpenSSL or cryptography made, as a truststore.
#
# Package: openjdk-17-jre-headless (Debian 12), OpenSSL 3.0.19 and cryptography 50.0.2 (PyPI) for the files
# Guessed: PKCS#12 is Java's own default format since 9 and "an industry standard format", as keytool says: a file with
#   two certificates and no key is a truststore with two trusted entries, with names or without.
# Behaviour: keytool lists 0 entries, with exit code 0, and a TLS client with this truststore trusts nobody. Java takes a
#   certificate for trusted only if it carries an attribute of Oracle's, 2.16.840.1.113894.746875.1.1, which its own
#   files have and which those of others lack: OpenSSL has an option for it from 3.2 on only (-jdktrust). OpenSSL reads
#   either file.
# Output seen: OpenSSL's file with friendly names: 0 entries; cryptography's: 0; keytool's own: 2; certificates for
#   OpenSSL: 2
set -euo pipefail

command -v keytool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
for name in one two; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -keyout /dev/null -out $name.pem -days 30 -subj /CN=$name 2>/dev/null
    keytool -importcert -noprompt -alias $name -file $name.pem -keystore keytool.p12 -storepass changeit 2>/dev/null
done
cat one.pem two.pem >both.pem
openssl pkcs12 -export -nokeys -in both.pem -caname one -caname two -passout pass:changeit -out openssl.p12
cat >make.py <<'PY'
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509 import load_pem_x509_certificates

with open("both.pem", "rb") as source:
    cas = [pkcs12.PKCS12Certificate(cert, name) for cert, name in zip(load_pem_x509_certificates(source.read()), (b"one", b"two"))]
with open("cryptography.p12", "wb") as target:
    target.write(pkcs12.serialize_key_and_certificates(None, None, None, cas, BestAvailableEncryption(b"changeit")))
PY
venv/bin/python make.py
for file in openssl cryptography keytool; do
    keytool -list -keystore $file.p12 -storepass changeit >list
    echo "$file: $(sed -n 's/^Your keystore contains \([0-9]*\) entr.*/\1/p' list) entries;" \
        "OpenSSL reads $(openssl pkcs12 -in $file.p12 -passin pass:changeit -nokeys | grep -c BEGIN)"
done | tee out
diff out - <<'TEXT' || { echo "CHANGED: Java sees other entries" >&2; exit 1; }
openssl: 0 entries; OpenSSL reads 2
cryptography: 0 entries; OpenSSL reads 2
keytool: 2 entries; OpenSSL reads 2
TEXT
