#!/usr/bin/env bash
# Build the path of a server's chain, in the order of its file and in the opposite one, by PKI.js.
#
# Package: pkijs 4.0.0 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the certificates
# Guessed: CertificateChainValidationEngine finds the leaf among `certs`, as the one that has issued none of the others, or
#   takes the first, where a TLS server and a fullchain file have it.
# Behaviour: the last one of the array is the one whose path is built, and the others only help. With the list in the order
#   of a file the answer is about the intermediate: result true, and a certificatePath in which the leaf does not occur. Who
#   looks at the result alone does not notice. With the leaf last its path is built.
# Output seen: leaf last: leaf issuing root; leaf first: issuing root; leaf alone, without its issuer: false
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts pkijs@4.0.0 >/dev/null
sign() { # issuer, name, serial number, extension
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -subj "/CN=$2" 2>/dev/null |
        openssl x509 -req -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 30 -extfile <(echo "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=root \
    -addext keyUsage=keyCertSign,cRLSign 2>/dev/null
sign root issuing 2 $'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign'
sign issuing leaf 3 keyUsage=digitalSignature
openssl verify -CAfile root.pem -untrusted issuing.pem leaf.pem
for name in root issuing leaf; do openssl x509 -in $name.pem -outform DER -out $name.der; done
cat >build.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { Certificate, CertificateChainValidationEngine } from 'pkijs';

const read = name => Certificate.fromBER(readFileSync(`${name}.der`));
const name = certificate => certificate.subject.typesAndValues[0].value.valueBlock.value;
for (const list of [['issuing', 'leaf'], ['leaf', 'issuing'], ['leaf']]) {
  const engine = new CertificateChainValidationEngine({ trustedCerts: [read('root')], certs: list.map(read) });
  const { result, certificatePath } = await engine.verify();
  console.log(`${list.join(' ')}: ${result} ${(certificatePath ?? []).map(name).join(' ')}`.trim());
}
JS
node build.mjs | tee seen
cat >expected <<'SEEN'
issuing leaf: true leaf issuing root
leaf issuing: true issuing root
leaf: false
SEEN
cmp -s seen expected || { echo "CHANGED: PKI.js builds other paths" >&2; exit 1; }
