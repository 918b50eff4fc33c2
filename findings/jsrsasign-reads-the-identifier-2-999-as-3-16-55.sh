#!/usr/bin/env bash
# Write and read an object identifier of the arc 2.999, which is set apart for examples, in jsrsasign.
#
# Package: jsrsasign 11.1.5 (npm), OpenSSL 3.0.19 for the certificate
# Guessed: identifiers come back as they went in: 2.999.1 is 88 37 01, since under the first arc 2 the second may be any
#   number (X.690 8.19.4). What the library cannot write it refuses.
# Behaviour: the first byte is taken apart as 40 times the first arc plus the second, whatever it is: 2.999.1 in a
#   certificate is shown as 3.16.55.1, an arc that does not exist. Writing gives the five hex digits 43701, no whole
#   number of bytes, and no error. Reading goes wrong from 2.40 on, writing from 2.48 on; what is below, such as 2.5 and
#   2.25, is right.
# Output seen: 883701 -> 3.16.55.1; 2.999.1 -> 43701; policy 2.999.1 in a certificate: 3.16.55.1; 2.39.1 is right
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts jsrsasign@11.1.5 >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes \
    -keyout /dev/null -out cert.pem -days 30 -subj /CN=x -addext certificatePolicies=2.999.1 2>/dev/null
openssl x509 -in cert.pem -noout -ext certificatePolicies | grep 'Policy: 2.999.1'
cat >ask.cjs <<'JS'
const fs = require('fs');
const r = require('jsrsasign');
const util = r.KJUR.asn1.ASN1Util;
const cert = new r.X509();
cert.readCertPEM(fs.readFileSync('cert.pem', 'utf8'));
console.log('7701 ->', util.oidHexToInt('7701'), '| 7801 ->', util.oidHexToInt('7801'), '| 883701 ->', util.oidHexToInt('883701'));
console.log('2.47.1 ->', util.oidIntToHex('2.47.1'), '| 2.999.1 ->', util.oidIntToHex('2.999.1'));
console.log('policy:', cert.getExtCertificatePolicies().array.map((policy) => policy.policyoid).join());
JS
node ask.cjs | tee out
diff out - <<'TEXT' || { echo "CHANGED: jsrsasign reads or writes such identifiers otherwise" >&2; exit 1; }
7701 -> 2.39.1 | 7801 -> 3.0.1 | 883701 -> 3.16.55.1
2.47.1 -> 7f01 | 2.999.1 -> 43701
policy: 3.16.55.1
TEXT
