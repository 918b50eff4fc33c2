#!/usr/bin/env bash
# Put a name with an umlaut into a subject, a policy and an otherName by one configuration of OpenSSL.
#
# Package: OpenSSL 3.0.19 (Debian 12)
# Guessed: with utf8 = yes, and a file in UTF-8, all texts of the configuration are read as UTF-8; what is written as
#   UTF8String in the certificate has the letters of the file.
# Behaviour: that option is for the subject. In the subject and the explicit text of a policy the umlaut is right; in an
#   otherName, as Active Directory has for its users, and in each extension given as ASN1:UTF8String each byte of the
#   file is taken for a letter of Latin-1: "müller" becomes "mÃ¼ller", by two kinds of text in one file. A log-in by that
#   name finds nobody. ASN1:FORMAT:UTF8,UTF8String: makes it right, and so does FORMAT:UTF8,UTF8: in an otherName (in a
#   section: the comma).
# Output seen: subject 6D C3BC, policy 6D C3BC, otherName and ASN1:UTF8String 6D C383C2BC; with FORMAT:UTF8 6D C3BC
set -euo pipefail
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
cat >cnf <<'CNF'
[req]
distinguished_name = dn
prompt = no
utf8 = yes
string_mask = utf8only
[dn]
CN = müll-subject
[v3]
subjectAltName = @names
certificatePolicies = @policy
1.2.3.5 = ASN1:UTF8String:müll-extension
1.2.3.6 = ASN1:FORMAT:UTF8,UTF8String:müll-formatted
[names]
otherName.1 = 1.3.6.1.4.1.311.20.2.3;UTF8:müll-other
otherName.2 = 1.2.3.4;FORMAT:UTF8,UTF8:müll-format
[policy]
policyIdentifier = 1.2.3
userNotice.1 = @notice
[notice]
explicitText = UTF8:müll-policy
CNF
openssl req -x509 -config cnf -extensions v3 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout /dev/null -out cert.pem -days 30 2>/dev/null
openssl x509 -in cert.pem -outform der -out cert.der
for place in subject policy other format extension formatted; do
    echo "$place: $(grep -aoP "m[\\x80-\\xff]+ll-$place" cert.der | sort -u | sed 's/ll-.*//' | tr -d '\n' | od -An -tx1 | tr -d ' ')"
done | tee out
diff out - <<'TEXT' || { echo "CHANGED: OpenSSL reads these texts otherwise" >&2; exit 1; }
subject: 6dc3bc
policy: 6dc3bc
other: 6dc383c2bc
format: 6dc3bc
extension: 6dc383c2bc
formatted: 6dc3bc
TEXT
