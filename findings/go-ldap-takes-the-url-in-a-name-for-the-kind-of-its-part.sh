#!/usr/bin/env bash
# Read the subjects of certificates, as OpenSSL prints them by RFC 2253, by Go's library for LDAP.
#
# Package: golang-github-go-ldap-ldap-dev 3.4.4 with Go 1.19 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: ParseDN reads a "=" in a value as a part of the value, since RFC 4514 needs no escape for it and OpenSSL writes
#   none; otherwise there is an error. A part without a value is there, empty.
# Behaviour: each further "=" begins the value anew, and what stood before it is the kind of the part: CN=https://x/?id=7
#   is a part of the kind "https://x/?id" with the value "7", and no CN is left. And an empty part is kept, except as
#   the last one, where it is dropped. No error for either.
# Output seen: CN=https://x/?id=7 -> "https://x/?id": "7"; OU=a=b=c -> "b": "c"; CN=,O=x: two parts; O=x,CN=: one part
set -euo pipefail

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
apt-get update -qq
apt-get download -q golang-1.19-go golang-1.19-src golang-github-go-ldap-ldap-dev golang-gopkg-asn1-ber.v1-dev \
    golang-github-azure-go-ntlmssp-dev golang-golang-x-crypto-dev >/dev/null 2>&1
for file in *.deb; do dpkg -x "$file" .; done
export GOROOT=$work/usr/lib/go-1.19 GOPATH=$work/usr/share/gocode GOCACHE=$work/cache GO111MODULE=off
mkdir app
cat >app/main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/go-ldap/ldap"
)

func main() {
	for _, name := range os.Args[1:] {
		dn, err := ldap.ParseDN(name)
		if err != nil {
			panic(err)
		}
		fmt.Print(name, " ->")
		for _, part := range dn.RDNs {
			fmt.Printf(" %q: %q", part.Attributes[0].Type, part.Attributes[0].Value)
		}
		fmt.Println()
	}
}
GO
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
subject() {
    openssl req -x509 -key key.pem -subj "$1" -days 30 | openssl x509 -noout -subject -nameopt RFC2253 | sed 's/^subject=//'
}
"$GOROOT/bin/go" run ./app "$(subject '/O=x/CN=https:\/\/x\/?id=7')" "$(subject '/O=x/OU=a=b=c')" CN=,O=x O=x,CN= | tee seen
cat >expected <<'SEEN'
CN=https://x/?id=7,O=x -> "https://x/?id": "7" "O": "x"
OU=a=b=c,O=x -> "b": "c" "O": "x"
CN=,O=x -> "CN": "" "O": "x"
O=x,CN= -> "O": "x"
SEEN
cmp -s seen expected || { echo "CHANGED: go-ldap reads other names" >&2; exit 1; }
