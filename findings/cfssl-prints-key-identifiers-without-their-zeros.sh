#!/usr/bin/env bash
# Look up a key identifier that cfssl has printed.
#
# Package: golang-cfssl 1.2.0+git20160825.89.7fb22c8 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: authority_key_id and subject_key_id of `cfssl certinfo` are the identifiers in the usual form, two digits for
#   each byte with colons between, since that is how they look.
# Behaviour: a byte below 16 has one digit: 0E:3A:00:07 is E:3A:0:7. Of identifiers of 20 bytes by SHA-1 seven in ten
#   have such a byte, so the comparison with OpenSSL's output, an inventory or a pin works for some certificates and
#   fails for most; and if the colons are taken out first, two identifiers can become one text.
# Output seen: OpenSSL 0E:3A:00:07:AB; cfssl E:3A:0:7:AB
set -euo pipefail

command -v cfssl >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-cfssl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cfssl version
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=x -days 30 \
    -addext subjectKeyIdentifier=0E3A0007AB 2>/dev/null
openssl=$(openssl x509 -in cert.pem -noout -ext subjectKeyIdentifier | tail -1 | tr -d ' ')
cfssl certinfo -cert cert.pem >info.json
cfssl=$(python3 -c 'import json; print(json.load(open("info.json"))["subject_key_id"])')
echo "OpenSSL: $openssl; cfssl: $cfssl"
[ "$openssl" = 0E:3A:00:07:AB ]
[ "$cfssl" = E:3A:0:7:AB ] || { echo "CHANGED: cfssl prints identifiers otherwise" >&2; exit 1; }
