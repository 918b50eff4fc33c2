#!/usr/bin/env bash
# Verify a certificate against its own TLSA record by Go's miekg/dns, with the hex written in each way.
#
# Package: golang-github-miekg-dns-dev 1.1.50 with Go 1.19 (Debian 12), OpenSSL 3.0.19 for the certificate and the hash
# Guessed: the record holds bytes; whether a zone writes them with capital letters, as some tools and tables do, is gone
#   once it is read (RFC 6698, 2.2, has hex of either case), and String() gives one form.
# Behaviour: the text stays as it was written, in String() too, and Verify() compares it with its own in small letters: the
#   right record is "dns: bad signature" with one capital. Blanks and brackets inside the hex are taken out. The same record
#   fetched by a query is right, since it comes as bytes there, so that the zone file fails and the server passes.
# Output seen: small letters, blank inside: right; capitals, one capital: bad signature; after Pack and Unpack: right
set -euo pipefail

{ command -v go && [ -d /usr/share/gocode/src/github.com/miekg/dns ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-go golang-github-miekg-dns-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' golang-github-miekg-dns-dev
cat >verify.go <<'GO'
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"

	"github.com/miekg/dns"
)

func main() {
	text, _ := os.ReadFile("cert.pem")
	block, _ := pem.Decode(text)
	certificate, _ := x509.ParseCertificate(block.Bytes)
	record, err := dns.NewRR("_443._tcp.a.example. 60 IN TLSA 3 1 1 " + os.Args[1])
	if err != nil {
		panic(err)
	}
	wire := make([]byte, 200)
	length, _ := dns.PackRR(record, wire, 0, nil, false)
	fetched, _, _ := dns.UnpackRR(wire[:length], 0)
	for _, one := range []dns.RR{record, fetched} {
		if err := one.(*dns.TLSA).Verify(certificate); err != nil {
			fmt.Print(err, "; ")
		} else {
			fmt.Print("right; ")
		}
	}
	fmt.Println()
}
GO
GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=${GOCACHE:-$HOME/.cache/go-build} go build -o verify verify.go
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=a.example 2>/dev/null
hash=$(openssl pkey -in key.pem -pubout -outform DER | openssl dgst -sha256 -r | cut -d' ' -f1)
bad=
check() { # what, hex, expected of the text and of what was fetched
    local told
    told=$(./verify "$2")
    echo "$1: $told"
    [ "$told" = "$3; right; " ] || bad=1
}
check "small letters" "$hash" right
check "a blank inside" "${hash:0:32} ${hash:32}" right
check "capital letters" "${hash^^}" "dns: bad signature"
check "one capital" "$(sed 's/[a-f]/\U&/' <<<"$hash")" "dns: bad signature"
[ -z "$bad" ] || { echo "CHANGED: miekg/dns compares TLSA records otherwise" >&2; exit 1; }
