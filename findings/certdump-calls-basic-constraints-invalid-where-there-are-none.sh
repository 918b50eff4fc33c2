#!/usr/bin/env bash
# Look at certificates by certdump, of kisom's tools for certificates.
#
# Package: golang-github-kisom-goutils-dev 0.0~git20161101.0.858c9cb with Go 1.19 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: a certificate without the extension basicConstraints, which RFC 5280 does not ask of a server's, has no line about
#   it, or one that says so; the alternative names are listed, all of them.
# Behaviour: without the extension the line is "Basic constraints: invalid", in a sound certificate; with it, "valid" and what
#   it says. The word stands for a field of Go's, which is false if there is nothing to be valid. And URLs are left out of
#   the names and of their number: a certificate for a SPIFFE id alone has "SANs (0)". An Ed25519 key is "Unknown".
# Output seen: no basicConstraints: invalid; CA:FALSE: valid; DNS and URI: SANs (1); URI alone: SANs (0); ed25519: Unknown
set -euo pipefail

{ [ -e /usr/share/gocode/src/github.com/kisom/goutils/cmd/certdump ] && [ -x /usr/lib/go-1.19/bin/go ] &&
    [ -e /usr/share/gocode/src/github.com/cloudflare/cfssl/helpers ]; } || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-1.19-go golang-github-kisom-goutils-dev \
        golang-github-cloudflare-cfssl-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' golang-github-kisom-goutils-dev
GOROOT=/usr/lib/go-1.19 GOPATH=/usr/share/gocode GO111MODULE=off GOCACHE=$work/cache \
    /usr/lib/go-1.19/bin/go build -o certdump github.com/kisom/goutils/cmd/certdump
printf '[req]\ndistinguished_name = none\n[none]\n' >cnf
openssl genpkey -algorithm RSA -out rsa.pem 2>/dev/null
openssl genpkey -algorithm ed25519 -out ed.pem
bad=
check() { # expected, key, extensions
    local told options=()
    for extension in "${@:3}"; do options+=(-addext "$extension"); done
    openssl req -x509 -config cnf -key "$2" -subj /CN=x -days 9 -out cert.pem "${options[@]}"
    told=$(./certdump cert.pem | grep -oE '(Public key|Basic constraints|SANs).*' | cut -d: -f1-2 | paste -sd';')
    echo "${*:3}: $told"
    [[ $told == $1 ]] || bad=1
}
check "Public key: RSA-2048;Basic constraints: invalid;SANs (1): dns" rsa.pem subjectAltName=DNS:a.example
check "Public key: RSA-2048;Basic constraints: valid*;SANs (1): dns" rsa.pem basicConstraints=CA:FALSE subjectAltName=DNS:a.example
check "Public key: RSA-2048;Basic constraints: invalid;SANs (1): dns" rsa.pem subjectAltName=DNS:a.example,URI:https://a.example/
check "Public key: RSA-2048;Basic constraints: invalid;SANs (0):*" rsa.pem subjectAltName=URI:spiffe://a.example/x
check "Public key: Unknown;Basic constraints: invalid;SANs (1): dns" ed.pem subjectAltName=DNS:a.example
[ -z "$bad" ] || { echo "CHANGED: certdump prints other things" >&2; exit 1; }
