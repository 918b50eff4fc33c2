#!/usr/bin/env bash
# Turn private JSON Web Keys on a curve into PEM by jwk-to-pem.
#
# Package: jwk-to-pem 2.0.7 (npm) on Node.js v20.20.2, cryptography 50.0.2 (PyPI) and OpenSSL 3.0.19 for the reading
# Guessed: the PEM text holds the key as RFC 5915 writes it, 32 bytes for P-256 whatever the number is, as "d" of the
#   JSON Web Key holds it (RFC 7518); Node, which can write PEM out of such a key too, gives the same.
# Behaviour: the number is written without its zeros, so that each key whose first byte is 0, one in 256, has 31
#   bytes. OpenSSL takes it; cryptography, and what stands on it, says "private key value is too short" and asks who
#   made the key. Where each client gets a key of its own, one in 256 has a key that nobody in Python reads.
# Output seen: d begins with 01: 32 bytes, read; 00: 31 bytes, OpenSSL reads it, cryptography: private key value is
#   too short
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jwk-to-pem@2.0.7
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
cat >make.cjs <<'JS'
const crypto = require("crypto"), fs = require("fs"), jwkToPem = require("jwk-to-pem");
for (const first of [0, 1]) {
  const ecdh = crypto.createECDH("prime256v1");
  const d = Buffer.concat([Buffer.from([first]), crypto.randomBytes(31)]);
  d[1] |= 1;
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey(), part = (from) => point.subarray(from, from + 32).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", x: part(1), y: part(33), d: d.toString("base64url") };
  fs.writeFileSync(`jwk-to-pem-0${first}.pem`, jwkToPem(jwk, { private: true }));
  const key = crypto.createPrivateKey({ key: jwk, format: "jwk" });
  fs.writeFileSync(`node-0${first}.pem`, key.export({ type: "pkcs8", format: "pem" }));
}
JS
node make.cjs
cat >read.py <<'PY'
import sys

from cryptography.hazmat.primitives.serialization import load_pem_private_key

try:
    load_pem_private_key(open(sys.argv[1], "rb").read(), None)
    print("read")
except ValueError as error:
    print("too short" if "too short" in str(error) else error)
PY
bad=
check() { # file, bytes of the key, what cryptography says
    local inner length told
    openssl pkey -in "$1" -noout
    inner=$(openssl asn1parse -in "$1" | sed -n 's/^ *\([0-9]*\):.*OCTET STRING.*/\1/p')
    length=$(openssl asn1parse -in "$1" -strparse "$inner" | sed -n 's/.*l= *\([0-9]*\) prim: *OCTET STRING.*/\1/p')
    told=$(venv/bin/python read.py "$1")
    echo "$1: $length bytes; openssl: read; cryptography: $told"
    [ "$length $told" = "$2 $3" ] || bad=1
}
check node-01.pem 32 read
check node-00.pem 32 read
check jwk-to-pem-01.pem 32 read
check jwk-to-pem-00.pem 31 "too short"
[ -z "$bad" ] || { echo "CHANGED: jwk-to-pem writes other keys" >&2; exit 1; }
