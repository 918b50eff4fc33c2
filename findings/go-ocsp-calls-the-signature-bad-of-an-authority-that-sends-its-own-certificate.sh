#!/usr/bin/env bash
# Parse OCSP responses that an authority has signed itself, with and without its certificate in them, by Go's x/crypto/ocsp.
#
# Package: golang-golang-x-crypto-dev 0.4.0 with Go 1.19 (Debian 12), OpenSSL 3.0.19 as the responder and the comparison
# Guessed: ParseResponse, given the issuer, takes what the issuer has signed; that the response holds the signer's
#   certificate too, as RFC 6960 (4.2.1) allows and OpenSSL's responder does by default, makes no difference when it is the
#   issuer's.
# Behaviour: a certificate in the response has to be signed by the issuer, as that of a delegated responder is, and the
#   issuer's own is signed by somebody else unless it is a root. So the good response of an intermediate is "bad OCSP
#   signature", and with keys of two kinds "signature algorithm specifies an RSA public key". Without the certificate, or
#   directly under a root, it is parsed, which is what a trial has.
# Output seen: intermediate, no certificate: good; with it: bad OCSP signature; root with it: good; delegated: good
set -euo pipefail

{ command -v go && [ -d /usr/share/gocode/src/golang.org/x/crypto/ocsp ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-go golang-golang-x-crypto-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' golang-golang-x-crypto-dev
cat >parse.go <<'GO'
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"strings"

	"golang.org/x/crypto/ocsp"
)

func main() {
	text, _ := os.ReadFile(os.Args[1])
	block, _ := pem.Decode(text)
	issuer, _ := x509.ParseCertificate(block.Bytes)
	response, _ := os.ReadFile("response.der")
	parsed, err := ocsp.ParseResponse(response, issuer)
	if err != nil {
		fmt.Println(strings.SplitN(err.Error(), ":", 2)[0])
	} else if parsed.Status == ocsp.Good {
		fmt.Println("good")
	}
}
GO
GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=${GOCACHE:-$HOME/.cache/go-build} go build -o parse parse.go
sign() { # issuer, name, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -subj "/CN=$2" 2>/dev/null |
        openssl x509 -req -CA "$1.pem" -CAkey "$1.key" -set_serial 7 -days 30 -extfile <(echo "$3") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=root 2>/dev/null
sign root issuing basicConstraints=critical,CA:TRUE
sign issuing responder extendedKeyUsage=OCSPSigning
sign issuing leaf keyUsage=digitalSignature
sign root other keyUsage=digitalSignature
printf 'V\t400101000000Z\t\t07\tunknown\t/CN=x\n' >index
bad=
check() { # issuer, certificate asked for, signer, expected, options
    local told
    openssl ocsp -issuer "$1.pem" -cert "$2.pem" -no_nonce -reqout request.der
    openssl ocsp -index index -CA "$1.pem" -rsigner "$3.pem" -rkey "$3.key" -reqin request.der -respout response.der -ndays 3 \
        "${@:5}" 2>/dev/null
    openssl ocsp -issuer "$1.pem" -cert "$2.pem" -respin response.der -CAfile root.pem -verify_other issuing.pem 2>&1 |
        grep -q 'Response verify OK'
    told=$(./parse "$1.pem")
    echo "issuer $1, signed by $3${5:+ ($5)}: $told (OpenSSL: Response verify OK)"
    [ "$told" = "$4" ] || bad=1
}
check issuing leaf issuing good -resp_no_certs
check issuing leaf issuing "bad OCSP signature"
check issuing leaf responder good
check root other root good
[ -z "$bad" ] || { echo "CHANGED: x/crypto/ocsp parses other responses" >&2; exit 1; }
