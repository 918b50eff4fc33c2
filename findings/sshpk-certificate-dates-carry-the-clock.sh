#!/usr/bin/env bash
# sshpk gives another validity date each time the same certificate is parsed.
# Package: sshpk 1.18.0 (npm)
# Guessed: validFrom and validUntil depend on the certificate alone, with whole seconds, since X.509 times have no
#   fractions; parsing one file twice gives equal dates.
# Behaviour: the milliseconds of the moment of parsing stay in the dates. Two reads of one file give two different
#   expiry times, so "has the certificate changed?" checks, caches and sorted deduplication by date see a new one.
# Output seen: four reads about 40 ms apart: validUntil ends in .998, .040, .077, .122; Node's ends in .000
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts sshpk@1.18.0 >/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem \
  -subj "/CN=www.example.com" -days 30 2>/dev/null
cat > ask.cjs <<'JS'
const fs = require('fs');
const sshpk = require('sshpk');
const { X509Certificate } = require('crypto');
const text = fs.readFileSync('cert.pem', 'utf8');
const read = () => sshpk.parseCertificate(text, 'pem').validUntil;
(async () => {
  const seen = [];
  for (let i = 0; i < 4; i++) {
    seen.push(read());
    await new Promise((done) => setTimeout(done, 37));
  }
  seen.forEach((d) => console.log('sshpk:', d.toISOString()));
  console.log('Node :', new Date(new X509Certificate(text).validTo).toISOString());
  if (new Set(seen.map(Number)).size < 2) {
    console.error('CHANGED: the dates are the same at each read');
    process.exit(1);
  }
})();
JS
node ask.cjs
