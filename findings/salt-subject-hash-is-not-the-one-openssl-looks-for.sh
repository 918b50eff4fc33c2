#!/usr/bin/env bash
# Name a file after Salt's subject_hash, in a folder of authorities for OpenSSL.
#
# Package: salt 3008.4 (PyPI), OpenSSL 3.0.19
# Guessed: subject_hash of x509.read_certificate is the number under which OpenSSL looks for an authority in a folder,
#   for it is called "the OpenSSL name hash" in the code, and it is written for no other purpose.
# Behaviour: it is another. OpenSSL does not hash the name as it is encoded, but a canonical form, in lower case and
#   without the outer header; Salt hashes the encoding. The two have nothing in common, and it is not the old MD5 hash
#   of OpenSSL either. A state that writes <subject_hash>.0 into a folder for -CApath has written a file that nothing
#   ever opens, and the chain is refused with code 20.
# Output seen: CN=root: Salt E0:0C:2A:69; OpenSSL dcaaf7f0, before 1.0 5198cade; verify by Salt's name: code 20
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check salt==3008.4
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -set_serial 2 -days 40 -out leaf.pem 2>/dev/null
cat >try.py <<'PY'
import salt.modules.x509_v2 as module

module.__opts__, module.__salt__ = {"fips_mode": False}, {}
print(module.read_certificate("root.pem")["subject_hash"])
PY
hash=$(venv/bin/python try.py)
new=$(openssl x509 -in root.pem -noout -subject_hash)
old=$(openssl x509 -in root.pem -noout -subject_hash_old)
echo "Salt: $hash; OpenSSL: $new; before 1.0: $old"
verify() { # name of the file
    rm -rf folder
    mkdir folder
    cp root.pem "folder/$1.0"
    openssl verify -no-CAfile -no-CAstore -CApath folder leaf.pem 2>&1 | grep -oE 'error [0-9]+|OK' | head -1 || true
}
salts=$(tr -d : <<<"$hash" | tr A-F a-f)
by_salt=$(verify "$salts")
by_openssl=$(verify "$new")
echo "verify by Salt's name: $by_salt; by OpenSSL's: $by_openssl"
[ "$by_openssl" = OK ]
[ "$salts" != "$new" ] && [ "$salts" != "$old" ] && [ "$by_salt" = "error 20" ] ||
    { echo "CHANGED: Salt's hash is OpenSSL's" >&2; exit 1; }
