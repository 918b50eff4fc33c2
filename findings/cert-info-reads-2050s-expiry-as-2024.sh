#!/usr/bin/env bash
# cert-info reports a certificate that is valid into the 2050s as having expired in 2024.
# Package: cert-info 1.5.1 (npm)
# Guessed: the expiry date is read from the certificate's time field whatever its kind, so a private root that lives
#   past 2049 is shown with its real date; at worst an unknown time kind would raise an error.
# Behaviour: the digits are always cut as "two-digit year, month, day ...". From 2050 on the field has a four-digit
#   year (GeneralizedTime), so "20" is taken for the year and "54" for the month, which rolls over into 2024. There is
#   no error. Expiry monitors built on it raise a false alarm for every long-lived CA in a bundle.
# Output seen: cert-info says 2024-06-04, Node's own reader says 2054-04-16 (made in 2026 for 10,000 days)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts cert-info@1.5.1 >/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out root.pem \
  -subj "/CN=Example Root CA" -addext "subjectAltName=DNS:root.example.com" -days 10000 2>/dev/null
cat > ask.cjs <<'JS'
const fs = require('fs');
const { X509Certificate } = require('crypto');
const text = fs.readFileSync('root.pem', 'utf8');
const truth = new Date(new X509Certificate(text).validTo);
const said = new Date(require('cert-info').info(text).expiresAt);
console.log('cert-info says', said.toISOString());
console.log('Node says     ', truth.toISOString());
if (!(truth.getUTCFullYear() >= 2050 && said.getUTCFullYear() < 2030)) {
  console.error('CHANGED: cert-info no longer misreads a four-digit year');
  process.exit(1);
}
JS
node ask.cjs
