#!/usr/bin/env bash
# Make certificate requests by @root/csr, by which @root/acme asks for certificates.
#
# Package: @root/csr 0.8.1 with @root/keypairs 0.10.3 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the checks
# Guessed: each request is signed by the key in it, so that openssl req -verify says OK, for each kind of key that is
#   taken; P-521 is refused by name, so that P-384, which is not, works.
# Behaviour: a key on P-384 is signed with by SHA-384, and the request says ecdsa-with-SHA256, a fixed text for all
#   curves. No authority can verify it: "signature verify failure" each time. RSA and P-256 are right.
# Output seen: RSA: OK; P-256: OK; P-384: ecdsa-with-SHA256, failure, and OK once the request says ecdsa-with-SHA384
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @root/csr@0.8.1 @root/keypairs@0.10.3
cat >make.cjs <<'JS'
const crypto = require("crypto"), fs = require("fs"), CSR = require("@root/csr");
const kinds = {
  RSA: ["rsa", { modulusLength: 2048 }],
  "P-256": ["ec", { namedCurve: "P-256" }],
  "P-384": ["ec", { namedCurve: "P-384" }],
};
(async () => {
  for (const [name, [type, options]] of Object.entries(kinds)) {
    const jwk = crypto.generateKeyPairSync(type, options).privateKey.export({ format: "jwk" });
    fs.writeFileSync(`${name}.pem`, await CSR.csr({ jwk, domains: ["a.example", "b.example"] }));
  }
})();
JS
node make.cjs
# The identifier of ecdsa-with-SHA256 ends with 2, that of ecdsa-with-SHA384 with 3; what is signed stays as it is.
openssl req -in P-384.pem -outform DER | python3 -c '
import sys
der = sys.stdin.buffer.read()
at = der.rindex(bytes.fromhex("06082a8648ce3d040302")) + 9
sys.stdout.buffer.write(der[:at] + b"\3" + der[at + 1:])' | openssl req -inform DER -out renamed.pem
bad=
check() { # file, name of the algorithm, verdict
    local algorithm verdict
    algorithm=$(openssl req -in "$1.pem" -noout -text | sed -n 's/.*Signature Algorithm: //p' | head -1)
    verdict=$(openssl req -in "$1.pem" -verify -noout 2>&1 | grep -oE 'verify (OK|failure)' | head -1 || true)
    echo "$1: $algorithm, $verdict"
    [ "$algorithm, $verdict" = "$2, verify $3" ] || bad=1
}
check RSA sha256WithRSAEncryption OK
check P-256 ecdsa-with-SHA256 OK
check P-384 ecdsa-with-SHA256 failure
check renamed ecdsa-with-SHA384 OK
[ -z "$bad" ] || { echo "CHANGED: @root/csr signs otherwise" >&2; exit 1; }
