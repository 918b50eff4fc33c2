#!/usr/bin/env bash
# Read keys for COSE out of PEM files by Python's cwt.
#
# Package: cwt 3.3.0, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19 for the files
# Guessed: COSEKey.from_pem() reads the older form of private keys for RSA (BEGIN RSA PRIVATE KEY) if it does for EC
#   (BEGIN EC PRIVATE KEY), as cryptography below does; and a file that begins with a private key is a private key,
#   whatever comes behind it, as it is for everybody who serves TLS from one file.
# Behaviour: the old form of EC is read, that of RSA is "Failed to decode PEM.". And the word CERTIFICATE anywhere in
#   the file decides: a private key with its certificate behind it is a public key, which signs nothing, and nothing
#   says that the private one was left out.
# Output seen: EC, RSA new: private; EC old: private; RSA old: Failed to decode PEM.; key and certificate behind it:
#   public
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cwt==3.3.0 cryptography==50.0.2
openssl genpkey -algorithm RSA -out rsa-new.pem 2>/dev/null
openssl rsa -in rsa-new.pem -traditional -out rsa-old.pem 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out ec-new.pem
openssl ec -in ec-new.pem -out ec-old.pem 2>/dev/null
for kind in rsa ec; do
    openssl req -x509 -key $kind-new.pem -subj /CN=a.example -days 9 -out cert.pem
    cat $kind-new.pem cert.pem >$kind-with-certificate.pem
done
cat >ask.py <<'PY'
import sys

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cwt import COSEKey

name = sys.argv[1]
data = open(name, "rb").read()
load_pem_private_key(data, None)
try:
    parts = COSEKey.from_pem(data, alg="PS256" if "rsa" in name else "ES256").to_dict()
    print("private" if (-3 if "rsa" in name else -4) in parts else "public")
except ValueError as error:
    print(error)
PY
bad=
check() { # file, expected
    local told
    told=$(venv/bin/python ask.py "$1.pem")
    echo "$1: cryptography: private; cwt: $told"
    [ "$told" = "$2" ] || bad=1
}
check ec-new private
check rsa-new private
check ec-old private
check rsa-old "Failed to decode PEM."
check ec-with-certificate public
check rsa-with-certificate public
[ -z "$bad" ] || { echo "CHANGED: cwt reads other keys" >&2; exit 1; }
