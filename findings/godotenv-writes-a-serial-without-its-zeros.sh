#!/usr/bin/env bash
# Write certificate settings to a .env file by godotenv, and read it again.
#
# Package: golang-github-joho-godotenv-dev 1.5.1 with Go 1.19 (Debian 12)
# Guessed: Marshal takes a map of texts and Unmarshal gives one; an environment knows nothing but text, so each value comes
#   back as it went in. Values over several lines do.
# Behaviour: a value that Go can read as an integer is written as that integer. A serial 00123 comes back as 123, +7 as 7 and
#   a PIN or passphrase 0007 as 7; 0x1F and 12E4, and what is beyond 64 bits, stay. So the short serials of a small
#   authority lose their zeros, and the long ones of random digits keep them.
# Output seen: 00123: 123; 0007: 7; +7: 7; 0x1F: 0x1F; 009223372036854775808: the same; PEM: the same
set -euo pipefail

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
apt-get update -qq
apt-get download -q golang-1.19-go golang-1.19-src golang-github-joho-godotenv-dev >/dev/null 2>&1
for file in *.deb; do dpkg -x "$file" .; done
export GOROOT=$work/usr/lib/go-1.19 GOPATH=$work/usr/share/gocode GOCACHE=$work/cache GO111MODULE=off
mkdir app
cat >app/main.go <<'GO'
package main

import (
	"fmt"

	"github.com/joho/godotenv"
)

func main() {
	pem := "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
	for _, value := range []string{"00123", "0007", "+7", "0x1F", "009223372036854775808", pem} {
		text, err := godotenv.Marshal(map[string]string{"VALUE": value})
		if err != nil {
			panic(err)
		}
		again, err := godotenv.Unmarshal(text)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%q: %q\n", value, again["VALUE"])
	}
}
GO
"$GOROOT/bin/go" run ./app | tee seen
cat >expected <<'SEEN'
"00123": "123"
"0007": "7"
"+7": "7"
"0x1F": "0x1F"
"009223372036854775808": "009223372036854775808"
"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
SEEN
cmp -s seen expected || { echo "CHANGED: godotenv writes other values" >&2; exit 1; }
