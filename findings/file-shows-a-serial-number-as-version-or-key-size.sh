#!/usr/bin/env bash
# Let file(1) tell what DER certificates are.
#
# Package: file 5.44 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: "Certificate, Version=3" for each, as file prints it for most; serial number and size make no difference.
# Behaviour: the tests look at fixed places behind the outer length. A serial number of one byte, as the first
#   certificates of a small CA have, stands where another test expects a version: "Certificate, Version=3 Certificate,
#   Version=04". In a certificate of version 1 a serial of two bytes counts as the size of a key: "DER Encoded
#   Certificate, ? bits (00c8)", and with any other serial it is "data". A certificate below 256 bytes, as Ed25519
#   gives, is "data" too. So neither the words nor their count tell certificates from other files.
# Output seen: serial 4: Version=3 Certificate, Version=04; 200: Version=3; version 1, 200: ? bits (00c8); 193 bytes:
#   data
set -euo pipefail

command -v file >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends file >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
file --version | sed -n 1p
bad=
check() { # what, expected, serial, algorithm, extensions
    openssl req -new -newkey "$4" -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
    openssl x509 -req -in request.csr -signkey key.pem -set_serial "$3" -days 30 -outform DER -out cert.der \
        ${5:+-extfile <(echo "$5")} 2>/dev/null
    openssl x509 -inform DER -in cert.der -noout
    local seen
    seen=$(file -b cert.der)
    echo "$1, $(stat -c %s cert.der) bytes: $seen"
    [[ $seen == $2 ]] || bad=1
}
v3=basicConstraints=CA:FALSE
check "version 3, serial 200" "Certificate, Version=3" 200 rsa:2048 $v3
check "version 3, serial 4" "Certificate, Version=3 Certificate, Version=04" 4 rsa:2048 $v3
check "version 1, serial 200" "DER Encoded Certificate, ? bits (00c8)*" 200 rsa:2048
check "version 1, serial 300000" "data" 300000 rsa:2048
check "version 1, Ed25519, serial 4" "data" 4 ed25519
[ -z "$bad" ] || { echo "CHANGED: file prints something else" >&2; exit 1; }
