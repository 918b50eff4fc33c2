#!/usr/bin/env bash
# keytool takes an address range as a SAN and writes an entry of eight bytes that other tools cannot read.
# Package: openjdk-17-jdk-headless 17.0.15 (Debian), cryptography 50.0.2 (PyPI), OpenSSL 3.0.19
# Guessed: -ext san=ip:10.0.0.0/24 is refused, as keytool refuses bad DNS names and URIs without a scheme in the same
#   option.
# Behaviour: the range is written the way name constraints have it, address and mask, which a SAN must not hold (RFC
#   5280 4.2.1.6: four or 16 bytes), and the "/24" is moreover taken as the mask 0.0.0.24. The command succeeds and
#   keytool shows the entry as 10.0.0.0/0.0.0.24. OpenSSL says "invalid length=8", and cryptography cannot read any
#   extension of the certificate.
# Output seen: keytool: IPAddress: 10.0.0.0/0.0.0.24 / OpenSSL: <invalid length=8> / cryptography: ValueError: Invalid
#   netmask
set -euo pipefail
export LC_ALL=C
command -v keytool >/dev/null || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jdk-headless >/dev/null; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java -version 2>&1 | head -1
python3 -m venv env
env/bin/pip install -q cryptography==50.0.2
make_cert() { # file, alias, san
  keytool -genkeypair -alias "$2" -keyalg EC -groupname secp256r1 -dname CN=www.example.com -keystore store.p12 -storepass changeit -ext "san=$3" 2>/dev/null
  keytool -exportcert -rfc -alias "$2" -keystore store.p12 -storepass changeit -file "$1" 2>/dev/null
}
make_cert range.pem range ip:10.0.0.0/24
if make_cert bad.pem bad uri:www.example.com; then echo "uri without scheme: accepted"; else echo "uri without scheme: refused"; fi
keytool_says=$(keytool -printcert -file range.pem | grep IPAddress)
openssl_says=$(openssl x509 -in range.pem -noout -ext subjectAltName | tail -1)
cat > ask.py <<'PY'
from cryptography import x509

with open("range.pem", "rb") as file:
    cert = x509.load_pem_x509_certificate(file.read())
try:
    print(len(cert.extensions), "extensions")
except ValueError as err:
    print("ValueError:", err)
PY
python_says=$(env/bin/python ask.py)
echo "keytool:      $keytool_says"
echo "OpenSSL:      $openssl_says"
echo "cryptography: $python_says"
if [[ "$keytool_says" != *10.0.0.0/0.0.0.24* || "$openssl_says" != *"invalid length=8"* || "$python_says" != ValueError* ]]; then
  echo "CHANGED: the range is refused, or written and read in another way" >&2
  exit 1
fi
