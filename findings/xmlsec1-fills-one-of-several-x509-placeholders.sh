#!/usr/bin/env bash
# Ask xmlsec1 for a certificate's subject, issuer and serial, key identifier and the certificate itself.
#
# Package: xmlsec1 1.2.37 on OpenSSL (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: a template says by empty elements in X509Data what it wants, and each is filled, as XML Signature shows them
#   side by side.
# Behaviour: one kind is filled, and all others go out as they are: certificate before key identifier before subject
#   name before issuer and serial, in whichever order they stand. <X509IssuerSerial/> is empty then, which the schema
#   forbids. xmlsec1 signs without a word, and verifying finds nothing either, since no signature covers KeyInfo here.
#   Receivers that look a certificate up by issuer and serial find none. With each kind in an X509Data of its own all
#   are filled.
# Output seen: subject, issuer and serial, key identifier: only the identifier; with the certificate: only that; issuer
#   and serial, subject: only the subject; issuer and serial alone: filled; each in its own X509Data: both filled
set -euo pipefail

command -v xmlsec1 >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends xmlsec1 >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
xmlsec1 --version
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /O=Example/CN=x -days 30 2>/dev/null
cat >ask.py <<'PY'
import re
import sys
import xml.etree.ElementTree as tree

template = """<Doc><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>
<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>
<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>
<Reference URI=""><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></Transforms>
<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>
</SignedInfo><SignatureValue/><KeyInfo>{}</KeyInfo></Signature></Doc>"""
if sys.argv[1] == "template":
    groups = ["".join(f"<{name}/>" for name in group.split(",")) for group in sys.argv[2:]]
    print(template.format("".join(f"<X509Data>{group}</X509Data>" for group in groups)))
else:
    for data in tree.parse("signed.xml").iter("{http://www.w3.org/2000/09/xmldsig#}X509Data"):
        for element in data:
            text = "".join(element.itertext()).strip()
            print(re.sub("{.*}X509", "", element.tag) + "=" + ("filled" if text else "empty"))
PY
bad=
check() { # expected, then the elements of each X509Data
    local expected=$1 got
    shift
    python3 ask.py template "$@" >template.xml
    xmlsec1 --sign --privkey-pem key.pem,cert.pem --output signed.xml template.xml
    got=$(python3 ask.py signed | paste -sd' ')
    echo "$*: $got"
    [ "$got" = "$expected" ] || bad=1
}
check "SubjectName=empty IssuerSerial=empty SKI=filled" X509SubjectName,X509IssuerSerial,X509SKI
check "SubjectName=empty IssuerSerial=empty SKI=empty Certificate=filled" X509SubjectName,X509IssuerSerial,X509SKI,X509Certificate
check "Certificate=filled SubjectName=empty" X509Certificate,X509SubjectName
check "SKI=filled IssuerSerial=empty SubjectName=empty" X509SKI,X509IssuerSerial,X509SubjectName
check "SubjectName=filled IssuerSerial=empty" X509SubjectName,X509IssuerSerial
check "IssuerSerial=empty SubjectName=filled" X509IssuerSerial,X509SubjectName
check "IssuerSerial=filled" X509IssuerSerial
check "SubjectName=filled IssuerSerial=filled" X509SubjectName X509IssuerSerial
[ -z "$bad" ] || { echo "CHANGED: xmlsec1 fills other elements" >&2; exit 1; }
