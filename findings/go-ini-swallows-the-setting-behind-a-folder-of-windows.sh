#!/usr/bin/env bash
# Save the folder and the file of a certificate by Go's ini, and load them again.
#
# Package: golang-gopkg-ini.v1-dev 1.66.2 with Go 1.19 (Debian 12)
# Guessed: what SaveTo writes, Load reads; the library knows quotation marks of three kinds and puts a value with a ; or
#   a # between backticks by itself.
# Behaviour: a backslash at the end of a value is written as it is, and read as "goes on in the next line". A folder of
#   Windows, C:\certs\, swallows the setting behind it, which is gone: its name and value are a part of the folder. As
#   the last value it loses its backslash only, so it is a matter of the order. And 'x' in quotation marks comes back
#   without them. None of this is an error.
# Output seen: folder last: C:\certs, fullchain.pem; folder first: C:\certsfile   = fullchain.pem, no file; 'x': x
set -euo pipefail

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
apt-get update -qq
apt-get download -q golang-1.19-go golang-1.19-src golang-gopkg-ini.v1-dev >/dev/null 2>&1
for file in *.deb; do dpkg -x "$file" .; done
export GOROOT=$work/usr/lib/go-1.19 GOPATH=$work/usr/share/gocode GOCACHE=$work/cache GO111MODULE=off
mkdir app
cat >app/main.go <<'GO'
package main

import (
	"fmt"

	"gopkg.in/ini.v1"
)

func show(settings ...string) {
	file := ini.Empty()
	for i := 0; i < len(settings); i += 2 {
		file.Section("tls").Key(settings[i]).SetValue(settings[i+1])
	}
	if err := file.SaveTo("app.ini"); err != nil {
		panic(err)
	}
	again, err := ini.Load("app.ini")
	if err != nil {
		panic(err)
	}
	fmt.Println(again.Section("tls").KeysHash())
}

func main() {
	show("file", "fullchain.pem", "folder", `C:\certs\`)
	show("folder", `C:\certs\`, "file", "fullchain.pem")
	show("subject", "CN=a; O=b # c", "pin", "'x'")
}
GO
"$GOROOT/bin/go" run ./app | tee seen
cat >expected <<'SEEN'
map[file:fullchain.pem folder:C:\certs]
map[folder:C:\certsfile   = fullchain.pem]
map[pin:x subject:CN=a; O=b # c]
SEEN
cmp -s seen expected || { echo "CHANGED: Go's ini reads what it wrote otherwise" >&2; exit 1; }
