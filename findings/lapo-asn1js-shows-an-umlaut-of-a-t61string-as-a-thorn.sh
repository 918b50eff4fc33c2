#!/usr/bin/env bash
# Show the strings of old certificates with @lapo/asn1js, the decoder of the well-known ASN.1 page.
#
# Package: @lapo/asn1js 2.1.3 (npm), OpenSSL 3.0.19 for the comparison
# Guessed: a T61String (TeletexString) is shown as Latin-1, as OpenSSL, Java and browsers do, since that is what CAs
#   wrote into it. A UniversalString is shown as text, as a BMPString is. A UTCTime of 1960 is 1960.
# Behaviour: it is decoded by the real T.61, so the "ü" of each certificate that an older OpenSSL made is the letter
#   thorn: "Mþller". A UniversalString has no content at all, null, and the years 50 to 69 of a UTCTime are 2050 to 2069,
#   though certificates have 1950 to 1969 there (RFC 5280 4.1.2.5.1).
# Output seen: T61 4D FC: Mþ, OpenSSL Mü; UniversalString Mü: null; 600101000000Z: 2060-01-01
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @lapo/asn1js@2.1.3 >/dev/null
printf '[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=MASK:4\n[dn]\nCN=Mü\n' >cnf
openssl req -x509 -config cnf -newkey rsa:2048 -nodes -keyout /dev/null -out cert.pem -days 30 2>/dev/null
openssl asn1parse -in cert.pem | grep -qa T61STRING
echo "OpenSSL: $(openssl x509 -in cert.pem -noout -subject -nameopt utf8,sep_comma_plus)" | tee out
cat >ask.mjs <<'JS'
import { ASN1 } from '@lapo/asn1js';

const show = (kind, hex) => console.log(`${kind}: ${ASN1.decode(Buffer.from(hex, 'hex')).content()}`);
show('T61String', '14024dfc');
show('BMPString', '1e04004d00fc');
show('UniversalString', '1c080000004d000000fc');
show('UTCTime 600101000000Z', '170d' + Buffer.from('600101000000Z').toString('hex'));
JS
node ask.mjs | tee -a out
diff out - <<'TEXT' || { echo "CHANGED: the decoder shows these otherwise" >&2; exit 1; }
OpenSSL: subject=CN=Mü
T61String: Mþ
BMPString: Mü
UniversalString: null
UTCTime 600101000000Z: 2060-01-01 00:00:00 UTC
TEXT
