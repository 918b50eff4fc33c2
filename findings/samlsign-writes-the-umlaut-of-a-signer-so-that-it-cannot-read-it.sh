#!/usr/bin/env bash
# Sign SAML messages by OpenSAML's samlsign, with certificates whose subjects have other letters than ASCII, and verify them.
#
# Package: opensaml-tools 3.2.1 with libxml-security-c20 2.0.4, xmlsec1 1.2.37 as the comparison (Debian 12), OpenSSL 3.0.19
#   for the certificates
# Guessed: samlsign verifies what samlsign has signed, with the same certificate; the subject, which it puts beside the
#   certificate for readers, has no part in that.
# Behaviour: the subject is written as OpenSSL prints it by RFC 2253, with a backslash and hex for each byte beyond ASCII,
#   and the library below, Apache's XML-Security-C, reads a backslash only before the characters that need one: "Unexpected
#   escaped character in Distinguished name", and the whole signature is not loaded, though the key would fit. A comma, a
#   plus and quotation marks, escaped by the same rule, are read. xmlsec1 verifies the file.
# Output seen: O=Example, O=Example\, Inc., O=A \+ B: verified by both; O=Ex\C3\A4mple: by xmlsec1 only
set -euo pipefail

{ command -v samlsign && command -v xmlsec1; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends opensaml-tools xmlsec1 >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' opensaml-tools libxml-security-c20 xmlsec1
cat >message.xml <<'XML'
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_a" Version="2.0" IssueInstant="2026-01-01T00:00:00Z"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:Response>
XML
printf '[req]\ndistinguished_name = none\n[none]\n' >cnf
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # organization, expected
    local told= error
    openssl req -x509 -config cnf -key key.pem -utf8 -subj "/O=$1/CN=sp" -days 9 -out cert.pem
    samlsign -s -k "$work/key.pem" -c "$work/cert.pem" -f "$work/message.xml" >signed.xml 2>/dev/null
    samlsign -c "$work/cert.pem" -f "$work/signed.xml" >/dev/null 2>error && told+=" samlsign"
    xmlsec1 --verify --id-attr:ID urn:oasis:names:tc:SAML:2.0:protocol:Response --pubkey-cert-pem cert.pem \
        --enabled-key-data key-name,x509,rsa signed.xml >/dev/null 2>&1 && told+=" xmlsec1"
    error=$(grep -o 'Unexpected escaped character.*' error || true)
    echo "$(grep -o '<ds:X509SubjectName>[^<]*' signed.xml | cut -d'>' -f2): verified by$told $error"
    [ "$told" = "$2" ] || bad=1
}
check Example " samlsign xmlsec1"
check "Example, Inc." " samlsign xmlsec1"
check 'A \+ B' " samlsign xmlsec1"
check Exämple " xmlsec1"
grep -q 'Unexpected escaped character in Distinguished name' error || bad=1
[ -z "$bad" ] || { echo "CHANGED: samlsign verifies other messages" >&2; exit 1; }
