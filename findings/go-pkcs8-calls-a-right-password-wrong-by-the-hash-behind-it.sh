#!/usr/bin/env bash
# Open keys that OpenSSL has encrypted, with the right password, by Go's youmark/pkcs8.
#
# Package: golang-github-youmark-pkcs8-dev 1.1 with Go 1.19 (Debian 12), OpenSSL 3.0.19 for the keys
# Guessed: what the package cannot do it names, as it does for scrypt ("only PBKDF2 supported") and for ciphers; "incorrect
#   password" means that the password is not the right one.
# Behaviour: of the hash in PBKDF2 it does not read the name and takes HMAC-SHA1 where it is not SHA-256, so the key that
#   comes out is a wrong one: SHA-512 and SHA-384 with the right password give "pkcs8: incorrect password", the very words
#   for a wrong one. SHA-1 and SHA-256, which is OpenSSL's default, are opened.
# Output seen: hmacWithSHA256, hmacWithSHA1: opened; hmacWithSHA384, hmacWithSHA512: incorrect password; scrypt: named
set -euo pipefail

{ command -v go && [ -d /usr/share/gocode/src/github.com/youmark/pkcs8 ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-go golang-github-youmark-pkcs8-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' golang-github-youmark-pkcs8-dev
cat >open.go <<'GO'
package main

import (
	"encoding/pem"
	"fmt"
	"os"

	"github.com/youmark/pkcs8"
)

func main() {
	text, _ := os.ReadFile(os.Args[1])
	block, _ := pem.Decode(text)
	if _, err := pkcs8.ParsePKCS8PrivateKey(block.Bytes, []byte(os.Args[2])); err != nil {
		fmt.Println(err)
	} else {
		fmt.Println("opened")
	}
}
GO
GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=${GOCACHE:-$HOME/.cache/go-build} go build -o open open.go
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # password tried, expected, options
    local told
    openssl pkcs8 -topk8 -in key.pem -passout pass:right "${@:3}" -out encrypted.pem
    openssl pkey -in encrypted.pem -passin pass:right -noout
    told=$(./open encrypted.pem "$1")
    echo "${*:3}, $1 password: $told"
    [ "$told" = "$2" ] || bad=1
}
check right opened -v2prf hmacWithSHA1
check right opened -v2prf hmacWithSHA256
check wrong "pkcs8: incorrect password" -v2prf hmacWithSHA256
check right "pkcs8: incorrect password" -v2prf hmacWithSHA384
check right "pkcs8: incorrect password" -v2prf hmacWithSHA512
check right "pkcs8: only PBKDF2 supported" -scrypt
[ -z "$bad" ] || { echo "CHANGED: pkcs8 opens other keys" >&2; exit 1; }
