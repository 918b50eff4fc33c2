#!/usr/bin/env bash
# Read signed messages of `openssl cms`, whose signer is named in either of the two ways, by Go's pkcs7.
#
# Package: golang-github-fullsailor-pkcs7-dev 0.0~git20210826 with Go 1.19 (Debian 12), OpenSSL 3.0.19 for the messages
# Guessed: a message names its signer by issuer and serial or by the identifier of the key (`openssl cms -keyid`); Parse()
#   reads both, or gives an error for the one that it does not know.
# Behaviour: with the identifier Parse() succeeds, with content and certificate and no signer at all, as if nobody had
#   signed. Verify() then says "Message has no signers", which is not so; OpenSSL verifies the same file. Who lists the
#   signers of a folder of messages has a hole there.
# Output seen: by issuer: 1 signer, verified; by -keyid: certificate and content, 0 signers, Message has no signers
set -euo pipefail

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
apt-get update -qq
apt-get download -q golang-1.19-go golang-1.19-src golang-github-fullsailor-pkcs7-dev >/dev/null 2>&1
for file in *.deb; do dpkg -x "$file" .; done
export GOROOT=$work/usr/lib/go-1.19 GOPATH=$work/usr/share/gocode GOCACHE=$work/cache GO111MODULE=off
mkdir app
cat >app/main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/fullsailor/pkcs7"
)

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	message, err := pkcs7.Parse(data)
	if err != nil {
		fmt.Println("not read:", err)
		return
	}
	fmt.Printf("%d certificate, %d bytes, %d signers, %v\n", len(message.Certificates), len(message.Content), len(message.Signers), message.Verify())
}
GO
"$GOROOT/bin/go" build -o ask ./app
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=a -days 30 -addext extendedKeyUsage=emailProtection 2>/dev/null
echo hello >text
bad=
check() { # name, expected, more options
    local told
    openssl cms -sign -binary -nodetach -in text -signer cert.pem -inkey key.pem -outform DER -out "$1" "${@:3}"
    openssl cms -verify -inform DER -in "$1" -CAfile cert.pem -out /dev/null 2>/dev/null
    told=$(./ask "$1")
    echo "$1: OpenSSL verifies it; Go: $told"
    [ "$told" = "$2" ] || bad=1
}
check issuer "1 certificate, 6 bytes, 1 signers, <nil>"
check identifier "1 certificate, 6 bytes, 0 signers, pkcs7: Message has no signers" -keyid
[ -z "$bad" ] || { echo "CHANGED: pkcs7 reads other messages" >&2; exit 1; }
