#!/usr/bin/env bash
# Make certificates with everyday subjects by node-forge, and read them elsewhere.
#
# Package: node-forge 1.4.3 (npm) on Node.js v20.20.2; cryptography 50.0.2 (PyPI), Go 1.19 (Debian 12), gnutls-bin 3.7.9,
#   OpenSSL 3.0.19 for the reading
# Guessed: the kind of string follows from the text or from the kind of the name part: UTF8String where PrintableString
#   cannot hold it, and IA5String for an e-mail address, for which the standards leave no choice.
# Behaviour: each part is a PrintableString unless the caller sets valueTagClass, which the examples do not. That kind has
#   no @, &, _, * and no umlaut. OpenSSL, node and forge show them all the same; Go refuses to read a certificate with an
#   e-mail address, an underscore or an umlaut, but not one with & or *; cryptography refuses all five, a wildcard
#   included; certtool shows an e-mail address as hex.
# Output seen: x: read; *.example.com, A & B: cryptography refuses; a@b.example, a_b, Müller: Go too; EMAIL=#130b...
set -euo pipefail

command -v go >/dev/null && command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-go gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts node-forge@1.4.3 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
cat >make.cjs <<'JS'
const { pki, md } = require('node-forge');
const fs = require('fs');
const [kind, value] = process.argv.slice(2);
const key = pki.privateKeyFromPem(fs.readFileSync('key.pem', 'utf8'));
const certificate = pki.createCertificate();
certificate.publicKey = pki.setRsaPublicKey(key.n, key.e);
certificate.serialNumber = '01';
certificate.validity.notAfter = new Date('2040-01-01');
certificate.setSubject([{ name: kind, value }]);
certificate.setIssuer([{ name: kind, value }]);
certificate.sign(key, md.sha256.create());
console.log(pki.certificateToPem(certificate));
JS
cat >read.py <<'PY'
import sys

from cryptography import x509

try:
    x509.load_pem_x509_certificate(sys.stdin.buffer.read())
    print("read")
except ValueError:
    print("refused")
PY
cat >read.go <<'GO'
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"os"
)

func main() {
	text, _ := io.ReadAll(os.Stdin)
	block, _ := pem.Decode(text)
	if _, err := x509.ParseCertificate(block.Bytes); err != nil {
		fmt.Println("refused")
	} else {
		fmt.Println("read")
	}
}
GO
GOCACHE=${GOCACHE:-$HOME/.cache/go-build} go build -o read read.go
openssl genrsa -traditional -out key.pem 2048 2>/dev/null
bad=
check() { # name part, value, expected of cryptography and Go
    node make.cjs "$1" "$2" >cert.pem
    local told
    told="$(venv/bin/python read.py <cert.pem) $(./read <cert.pem)"
    echo "$1=$2: cryptography, Go: $told; $(openssl x509 -in cert.pem -noout -subject -nameopt utf8,show_type,sname)"
    [ "$told" = "$3" ] || bad=1
}
check commonName x "read read"
check commonName '*.example.com' "refused read"
check organizationName 'A & B' "refused read"
check organizationName 'a_b' "refused refused"
check organizationName Müller "refused refused"
check emailAddress a@b.example "refused refused"
certtool -i --infile cert.pem | sed -n 's/^\tSubject: /certtool: /p' | tee seen
grep -q 'EMAIL=#130b6140622e6578616d706c65$' seen || bad=1
[ -z "$bad" ] || { echo "CHANGED: node-forge writes other strings" >&2; exit 1; }
