#!/usr/bin/env bash
# Make a certificate in a template of Helm's kind, with the number of days and the serial as texts, by Go's sprig.
#
# Package: golang-github-masterminds-sprig-dev 3.2.3 with Go 1.19 (Debian 12), OpenSSL 3.0.19 for the reading
# Guessed: `int "090"` is 90, as `atoi "090"` is; a text that is no number is an error, as elsewhere in a template.
# Behaviour: int, int64, add and mul read a text with a leading zero as octal, without leave: "0365" is 245, and "090",
#   which is not octal, is 0, without an error. genSelfSignedCert with it makes a certificate whose end is its beginning.
#   A serial of more than 64 bits and "443 " with a blank are 0 too. Helm's values are texts wherever somebody has put
#   quotation marks around them, which the zero asks for.
# Output seen: atoi 090: 90, 0365: 365; int 90: 90, 090: 0, 0365: 245, "443 ": 0, 2^64: 0; `int "090"`: no days
set -euo pipefail

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
apt-get update -qq
apt-get download -q golang-1.19-go golang-1.19-src golang-github-masterminds-sprig-dev golang-github-masterminds-goutils-dev \
    golang-github-masterminds-semver-dev golang-github-google-uuid-dev golang-github-huandu-xstrings-dev \
    golang-github-imdario-mergo-dev golang-github-mitchellh-copystructure-dev golang-github-mitchellh-reflectwalk-dev \
    golang-github-shopspring-decimal-dev golang-github-spf13-cast-dev golang-golang-x-crypto-dev >/dev/null 2>&1
for file in *.deb; do dpkg -x "$file" .; done
export GOROOT=$work/usr/lib/go-1.19 GOPATH=$work/usr/share/gocode GOCACHE=$work/cache GO111MODULE=off
mkdir app
cat >app/main.go <<'GO'
package main

import (
	"os"
	"text/template"

	"github.com/Masterminds/sprig"
)

func main() {
	if err := template.Must(template.New("").Funcs(sprig.TxtFuncMap()).Parse(os.Args[1])).Execute(os.Stdout, nil); err != nil {
		panic(err)
	}
}
GO
"$GOROOT/bin/go" build -o render ./app
bad=
check() { # expression, expected
    local told
    told=$(./render "{{ $1 }}")
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check 'atoi "090"' 90
check 'atoi "0365"' 365
check 'int "90"' 90
check 'int "090"' 0
check 'int "0365"' 245
check 'add "0365" 1' 246
check 'int "443 "' 0
check 'int64 "18446744073709551616"' 0
for days in 90 090; do
    ./render "{{ (genSelfSignedCert \"a.example\" nil (list \"a.example\") (int \"$days\")).Cert }}" >cert.pem
    told=$(openssl x509 -in cert.pem -noout -dates | python3 -c 'import ssl, sys
begin, end = (ssl.cert_time_to_seconds(line.strip().split("=")[1]) for line in sys.stdin)
print((end - begin) // 86400)')
    echo "genSelfSignedCert with int \"$days\": $told days"
    [ "$days=$told" = 90=90 ] || [ "$days=$told" = 090=0 ] || bad=1
done
[ -z "$bad" ] || { echo "CHANGED: sprig reads other numbers" >&2; exit 1; }
