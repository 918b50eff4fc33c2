#!/usr/bin/env bash
# Log a service in to Azure by a certificate, from a file with the key and the whole chain, by azure-identity.
#
# Package: azure-identity 1.27.0, cryptography 50.0.2 (PyPI), OpenSSL for the certificates
# Guessed: of the certificates in the file CertificateCredential names the one that belongs to the key, by its thumbprint;
#   the order is free, as both a leaf and a root may come first, and a file in which none fits is an error.
# Behaviour: it is the first certificate of the file, and nothing looks at the key. With the root on top the thumbprint is
#   the root's, which Azure does not have; with the certificate of last year above this year's key it is the old one. The
#   credential is made without a word, and the error comes from the server at the first token.
# Output seen: leaf first: the leaf's thumbprint; root first: the root's; another leaf with this key: the other's
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check azure-identity==1.27.0 cryptography==50.0.2
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=root 2>/dev/null
for name in leaf old; do
    openssl req -new -newkey rsa:2048 -nodes -keyout $name.key -subj /CN=service 2>/dev/null |
        openssl x509 -req -CA root.pem -CAkey root.key -set_serial 7 -days 9 -out $name.pem 2>/dev/null
done
cat >ask.py <<'PY'
import sys

from azure.identity import CertificateCredential
from azure.identity._credentials.certificate import get_client_credential

CertificateCredential("tenant", "client", sys.argv[1])
print(get_client_credential(sys.argv[1])["thumbprint"].lower())
PY
bad=
check() { # files, whose thumbprint
    local told
    cat $1 >all.pem
    told=$(venv/bin/python ask.py all.pem)
    for name in root leaf old; do
        [ "$told" = "$(openssl x509 -in $name.pem -outform DER | sha1sum | cut -d' ' -f1)" ] && told=$name
    done
    echo "$1: the thumbprint of $told"
    [ "$told" = "$2" ] || bad=1
}
check "leaf.key leaf.pem root.pem" leaf
check "leaf.key root.pem leaf.pem" root
check "leaf.key old.pem root.pem" old
[ -z "$bad" ] || { echo "CHANGED: azure-identity names other certificates" >&2; exit 1; }
