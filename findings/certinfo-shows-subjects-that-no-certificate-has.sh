#!/usr/bin/env bash
# Print subjects by certinfo, which prints them by Go's pkix.Name.
#
# Package: certinfo 1.0.6 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: the name as it is in the certificate, in the form of RFC 2253 from the last part to the first; that is how it
#   looks, escapes and plus signs included.
# Behaviour: it is a name put together anew from Go's fields. Two parts OU=A and OU=B become one part OU=A+OU=B; parts
#   that are one, O=x+OU=y, become two; of two common names or two serial numbers only the last is left; the serial
#   number always leads, and kinds that Go has no field for stand behind all others, their UTF8String as a
#   PrintableString (#13...). So different subjects have one text, and the text fits none of them in a program that
#   compares names, such as an access list or LDAP. It applies to all programs in Go that print cert.Subject.
# Output seen: /O=E/OU=A/OU=B and /O=E/OU=A+OU=B: "OU=A+OU=B,O=E"; /O=E+OU=A: "OU=A,O=E"; /CN=a/CN=b: "CN=b";
#   /CN=a/1.2.3.4=x: "CN=a,1.2.3.4=#130178" (OpenSSL: 1.2.3.4=#0C0178,CN=a)
set -euo pipefail

command -v certinfo >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends certinfo >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 'oid_section = own\n[own]\nown = 1.2.3.4\n[req]\ndistinguished_name = dn\n[dn]\n' >req.cnf
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # subject, expected
    local told
    openssl req -x509 -config req.cnf -utf8 -multivalue-rdn -key key.pem -out cert.pem -days 30 -subj "$1"
    told=$(certinfo cert.pem | sed -n 's/^Subject: //p')
    echo "$(openssl x509 -in cert.pem -noout -subject -nameopt RFC2253): $told"
    [ "$told" = "$2" ] || bad=1
}
check /C=DE/O=E/CN=a "CN=a,O=E,C=DE"
check /O=E/OU=A/OU=B "OU=A+OU=B,O=E"
check /O=E/OU=A+OU=B "OU=A+OU=B,O=E"
check /O=E+OU=A "OU=A,O=E"
check /CN=a/CN=b "CN=b"
check /serialNumber=1/CN=a/serialNumber=2 "SERIALNUMBER=2,CN=a"
check /own=x/CN=a "CN=a,1.2.3.4=#130178"
[ -z "$bad" ] || { echo "CHANGED: certinfo prints other subjects" >&2; exit 1; }
