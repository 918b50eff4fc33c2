#!/usr/bin/env bash
# Make certificates for two hosts by npm's node-easy-cert, and look at their serial numbers.
#
# Package: node-easy-cert 1.3.3 (npm) on Node.js v20.20.2, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19
# Guessed: a serial number is positive and another one for each certificate of an authority (RFC 5280 4.1.2.2), as each
#   library for certificates sees to.
# Behaviour: it is the MD5 hash of the host's name, handed on as it is. A new certificate for the same host has the number
#   of the old one, with the same authority, which Firefox and others refuse. And DER takes a first byte from 80 on for the
#   sign, so one host in two has a negative number, which OpenSSL prints with a minus and cryptography with a warning.
# Output seen: www.example.com: 7C17..., the hash of these letters; a.example.com: -028F..., negative
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts node-easy-cert@1.3.3 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
cat >make.cjs <<'JS'
const Manager = require('node-easy-cert');
const host = process.argv[2];
const manager = new Manager({ rootDirPath: 'ca', defaultCertAttrs: [{ name: 'countryName', value: 'DE' }] });
const make = () => manager.getCertificate(host, (error, key, certificate) => {
  if (error) throw error;
  require('fs').writeFileSync('cert.pem', certificate);
});
if (manager.isRootCAFileExists()) make();
else manager.generateRootCA({ commonName: 'Root' }, error => (error ? process.exit(1) : make()));
JS
cat >read.py <<'PY'
import warnings

warnings.simplefilter("ignore")
from cryptography import x509

number = x509.load_pem_x509_certificate(open("cert.pem", "rb").read()).serial_number
print("positive" if number > 0 else "negative")
PY
bad=
check() { # host, expected serial, expected of cryptography
    local serial told
    rm -f "ca/$1".*
    node make.cjs "$1" >/dev/null
    serial=$(openssl x509 -in cert.pem -noout -serial | cut -d= -f2)
    told=$(venv/bin/python read.py)
    echo "$1: $serial, cryptography: $told"
    [ "$serial" = "$2" ] && [[ $told == $3 ]] || bad=1
}
hash=$(printf www.example.com | md5sum | cut -c1-32 | tr a-f A-F)
check www.example.com "$hash" positive
check a.example.com -028F6C525599C97731A0B1F9F5E7CF36 negative
[ -z "$bad" ] || { echo "CHANGED: the serial numbers are others" >&2; exit 1; }
