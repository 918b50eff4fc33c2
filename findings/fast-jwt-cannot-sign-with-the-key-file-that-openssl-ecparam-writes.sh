#!/usr/bin/env bash
# Sign tokens by fast-jwt, which @fastify/jwt does, with keys as they lie in files.
#
# Package: fast-jwt 6.3.6, jsonwebtoken 9.0.3 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the keys
# Guessed: createSigner takes each PEM file with a private key that Node's crypto takes, on which it stands, with
#   whatever is before the key: the parameters of the curve, which `openssl ecparam -genkey` writes first, or the
#   certificate, as in the one file of HAProxy.
# Behaviour: the kind of the key is told by the first marker in the file: behind "BEGIN EC PARAMETERS" it is an
#   "Unsupported PEM private key", behind a certificate "Public keys are not supported for signing". Remarks before
#   the key, as openssl pkcs12 writes them, are no trouble. Node and jsonwebtoken sign with all of them.
# Output seen: key alone: signed; remarks: signed; EC PARAMETERS first: unsupported; certificate first: public keys
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fast-jwt@6.3.6 jsonwebtoken@9.0.3
openssl ecparam -name prime256v1 -genkey -out ecparam.pem
openssl ecparam -name prime256v1 -genkey -noout -out alone.pem
openssl req -x509 -key alone.pem -subj /CN=a.example -days 9 -out cert.pem
{ printf 'Bag Attributes\n    friendlyName: a\nKey Attributes: <No Attributes>\n' && cat alone.pem; } >remarks.pem
cat cert.pem alone.pem >certificate.pem
cat >sign.cjs <<'JS'
const key = require("fs").readFileSync(process.argv[2], "utf8");
require("jsonwebtoken").sign({ a: 1 }, key, { algorithm: "ES256" });
try {
  require("fast-jwt").createSigner({ key, algorithm: "ES256" })({ a: 1 });
  console.log("signed");
} catch (error) {
  console.log(error.message);
}
JS
bad=
check() { # file, expected
    local told
    told=$(node sign.cjs "$1.pem")
    echo "$1: jsonwebtoken: signed; fast-jwt: $told"
    [ "$told" = "$2" ] || bad=1
}
grep BEGIN ecparam.pem | paste -sd' '
check alone signed
check remarks signed
check ecparam "Unsupported PEM private key."
check certificate "Public keys are not supported for signing."
[ -z "$bad" ] || { echo "CHANGED: fast-jwt signs with other files" >&2; exit 1; }
