#!/usr/bin/env bash
# Sign by xmlsec1 with a chain from PKCS#12, from one PEM file, and from one PEM file for each certificate.
#
# Package: xmlsec1 1.2.37 on OpenSSL (Debian 12), OpenSSL 3.0.19 for the files and the reading
# Guessed: the same key with the same chain makes the same X509Data: the leaf, then its issuers.
# Behaviour: three files, three results. From PKCS#12 the issuers are written first and the leaf last; XML Signature
#   asks for no order, but who takes the first X509Certificate for the signer's finds the authority's. Of a PEM file
#   behind --privkey-pem the first certificate is used: a fullchain gives the leaf alone, and whoever knows only the
#   root refuses the signature. Only one file for each certificate, with commas, gives leaf and issuers in order.
# Output seen: --pkcs12: issuing leaf; --privkey-pem leaf.key,chain.pem: leaf; leaf.key,leaf.pem,issuing.pem: leaf
#   issuing
set -euo pipefail

command -v xmlsec1 >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends xmlsec1 >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
xmlsec1 --version
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
sign issuing leaf 3 'keyUsage=digitalSignature\n'
cat leaf.pem issuing.pem >chain.pem
openssl pkcs12 -export -in chain.pem -inkey leaf.key -out chain.p12 -passout pass:x -name web
cat >template.xml <<'XML'
<Doc><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>
<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>
<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
<Reference URI=""><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></Transforms>
<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>
</SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature></Doc>
XML
cat >names.py <<'PY'
import base64
import re
import subprocess

command = ["openssl", "x509", "-inform", "der", "-noout", "-subject", "-nameopt", "RFC2253"]
for text in re.findall("<X509Certificate>([^<]*)", open("signed.xml").read()):
    shown = subprocess.run(command, input=base64.b64decode(text), capture_output=True, check=True).stdout.decode()
    print(shown.strip().removeprefix("subject=CN="))
PY
bad=
check() { # expected names, expected judgement, options
    local expected="$1: $2" names judged=refused
    shift 2
    xmlsec1 --sign "$@" --output signed.xml template.xml
    names=$(python3 names.py | paste -sd' ')
    ! xmlsec1 --verify --trusted-pem root.pem signed.xml >/dev/null 2>&1 || judged=accepted
    echo "$*: $names: $judged"
    [ "$names: $judged" = "$expected" ] || bad=1
}
check "issuing leaf" accepted --pkcs12 chain.p12 --pwd x
check leaf refused --privkey-pem leaf.key,chain.pem
check "leaf issuing" accepted --privkey-pem leaf.key,leaf.pem,issuing.pem
[ -z "$bad" ] || { echo "CHANGED: xmlsec1 writes other certificates" >&2; exit 1; }
