#!/usr/bin/env bash
# Verify signed data (PKCS#7) by certtool, with and without the signer's issuer in it.
#
# Package: gnutls-bin 3.7.9 (Debian 12), OpenSSL 3.0.19 for the files and the comparison
# Guessed: where the signer's certificate leads to no trusted one, the answer is about the certificate, as certtool --verify
#   has "The certificate issuer is unknown"; about the signature it says what it says of a changed content.
# Behaviour: both are "verification failed: Public key signature verification has failed". A good signature of a signer
#   whose intermediate was not put into the file looks forged, and nothing names the issuer that is missing. With the issuer
#   in the file, or with the signer given by --load-certificate, the same signature is "ok".
# Output seen: issuer in it: ok; missing: verification failed; content changed: verification failed; OpenSSL names the
#   issuer
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
sign() { # issuer, name, serial number, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -subj "/CN=$2" 2>/dev/null |
        openssl x509 -req -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 30 -extfile <(echo "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=root \
    -addext keyUsage=keyCertSign 2>/dev/null
sign root issuing 2 $'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign'
sign issuing signer 3 keyUsage=digitalSignature
echo hello >content
bad=
check() { # what, file, expected, further options
    local told
    told=$( (certtool --p7-verify --inder --infile "$2" "${@:4}" 2>&1 || true) | sed -n 's/^\tSignature status: //p')
    echo "$1: $told"
    echo "    OpenSSL: $(openssl cms -verify -inform DER -in "$2" -CAfile root.pem -purpose any 2>&1 >/dev/null |
        sed -nE 's/.*(Verify error|verification failure|Verification successful)/\1/p' | head -1)"
    [ "$told" = "$3" ] || bad=1
}
failed="verification failed: Public key signature verification has failed."
openssl cms -sign -in content -signer signer.pem -inkey signer.key -outform DER -nodetach -binary -certfile issuing.pem -out whole.der
openssl cms -sign -in content -signer signer.pem -inkey signer.key -outform DER -nodetach -binary -out alone.der
sed 's/hello/hallo/' whole.der >changed.der
check "issuer in it" whole.der ok --load-ca-certificate root.pem
check "issuer missing" alone.der "$failed" --load-ca-certificate root.pem
check "issuer missing, signer given" alone.der ok --load-certificate signer.pem
check "content changed" changed.der "$failed" --load-ca-certificate root.pem
[ -z "$bad" ] || { echo "CHANGED: certtool says something else" >&2; exit 1; }
