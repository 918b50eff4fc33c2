#!/usr/bin/env bash
# Decode PKCS#12 files and turn them into PEM by Go's go-pkcs12.
#
# Package: golang-sslmate-src-go-pkcs12-dev 0.0~git20210415 with Go 1.19, openjdk-17-jre-headless 17 (Debian 12), OpenSSL
#   3.0.19
# Guessed: ToPEM, which "converts all safe bags" and returns attributes as headers, is the more general of the two: what
#   DecodeChain opens it opens too, and an attribute that it does not know is left out.
# Behaviour: an attribute that it does not know is an error for the whole file: keytool's mark of a trusted certificate,
#   which is there as soon as a CA was imported beside the key, and OpenSSL's -LMK, for the store of a Windows machine. So
#   is a key with Ed25519, which DecodeChain returns. The files are right, and come out complete by DecodeChain.
# Output seen: OpenSSL's, keytool's with a key: both; with an imported CA, with -LMK, Ed25519: DecodeChain only
set -euo pipefail

{ command -v go && command -v keytool && [ -d /usr/share/gocode/src/software.sslmate.com/src/go-pkcs12 ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-go openjdk-17-jre-headless \
        golang-sslmate-src-go-pkcs12-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' golang-sslmate-src-go-pkcs12-dev
cat >decode.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	"software.sslmate.com/src/go-pkcs12"
)

func main() {
	data, _ := os.ReadFile(os.Args[1])
	key, certificate, others, err := pkcs12.DecodeChain(data, "changeit")
	if err != nil {
		panic(err)
	}
	told := fmt.Sprintf("key %v, certificate %v, %d others", key != nil, certificate != nil, len(others))
	blocks, err := pkcs12.ToPEM(data, "changeit")
	if err != nil {
		told += "; ToPEM: " + strings.SplitN(strings.TrimPrefix(err.Error(), "pkcs12: "), " with OID", 2)[0]
	} else {
		told += fmt.Sprintf("; ToPEM: %d blocks", len(blocks))
	}
	fmt.Println(told)
}
GO
GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=${GOCACHE:-$HOME/.cache/go-build} go build -o decode decode.go
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=x 2>/dev/null
openssl req -x509 -newkey ed25519 -nodes -keyout ed25519.key -out ed25519.pem -days 9 -subj /CN=x 2>/dev/null
openssl pkcs12 -export -in cert.pem -inkey key.pem -name x -passout pass:changeit -out openssl.p12
openssl pkcs12 -export -in cert.pem -inkey key.pem -LMK -passout pass:changeit -out machine.p12
openssl pkcs12 -export -in ed25519.pem -inkey ed25519.key -passout pass:changeit -out ed25519.p12
store=(-keystore keytool.p12 -storetype PKCS12 -storepass changeit)
keytool -genkeypair -alias x -keyalg RSA -dname CN=x "${store[@]}" 2>/dev/null
cp keytool.p12 before.p12
keytool -importcert -noprompt -alias ca -file cert.pem "${store[@]}" 2>/dev/null
bad=
check() { # file, expected
    local told
    told=$(./decode "$1.p12")
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check openssl "key true, certificate true, 0 others; ToPEM: 2 blocks"
check before "key true, certificate true, 0 others; ToPEM: 2 blocks"
check keytool "key true, certificate true, 1 others; ToPEM: unknown attribute"
check machine "key true, certificate true, 0 others; ToPEM: unknown attribute"
check ed25519 "key true, certificate true, 0 others; ToPEM: found unknown private key type in PKCS#8 wrapping"
[ -z "$bad" ] || { echo "CHANGED: go-pkcs12 decodes other files" >&2; exit 1; }
