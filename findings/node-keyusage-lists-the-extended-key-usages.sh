#!/usr/bin/env bash
# Ask Node for the key usage of certificates.
#
# Package: Node.js v20.20.2, cryptography 50.0.2 (PyPI) as the comparison, OpenSSL 3.0.19 for the certificates
# Guessed: X509Certificate.keyUsage is the extension keyUsage: digitalSignature, keyCertSign and so on, by name or by
#   number.
# Behaviour: it is the other extension, extendedKeyUsage, as dotted numbers. What is in keyUsage cannot be asked for at
#   all. So a check `cert.keyUsage === undefined` finds a certificate without the one while it looks for the other: an
#   authority with keyCertSign has none, and a server certificate without keyUsage seems to have one. The old form of a
#   peer's certificate calls the same list ext_key_usage.
# Output seen: keyUsage alone: undefined; extendedKeyUsage alone: 1.3.6.1.5.5.7.3.1; both: 1.3.6.1.5.5.7.3.1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
printf '[req]\ndistinguished_name = dn\n[dn]\n' >bare.cnf
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
cat >ask.cjs <<'JS'
const { X509Certificate } = require('crypto');
const cert = new X509Certificate(require('fs').readFileSync('cert.pem'));
console.log(String(cert.keyUsage), String(cert.toLegacyObject().ext_key_usage));
JS
cat >ask.py <<'PY'
from cryptography import x509

cert = x509.load_pem_x509_certificate(open("cert.pem", "rb").read())
print([extension.oid._name for extension in cert.extensions if extension.oid._name in ("keyUsage", "extendedKeyUsage")])
PY
bad=
check() { # expected, extensions
    local told
    openssl req -x509 -config bare.cnf -key key.pem -out cert.pem -days 30 -subj /CN=a "${@:2}"
    told=$(node ask.cjs)
    echo "$(venv/bin/python ask.py): $told"
    [ "$told" = "$1" ] || bad=1
}
server=1.3.6.1.5.5.7.3.1
check "undefined undefined"
check "undefined undefined" -addext keyUsage=critical,keyCertSign,cRLSign
check "$server $server" -addext extendedKeyUsage=serverAuth
check "$server $server" -addext keyUsage=critical,digitalSignature -addext extendedKeyUsage=serverAuth
[ -z "$bad" ] || { echo "CHANGED: Node shows other usages" >&2; exit 1; }
