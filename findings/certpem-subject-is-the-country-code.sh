#!/usr/bin/env bash
# certpem gives the country code as the subject of a certificate.
# Package: certpem 1.1.3 (npm)
# Guessed: info().subject is the common name, as in the package's own example output, wherever it stands in the name.
# Behaviour: it is the value of whatever attribute comes first in the distinguished name. CAs write the name from the
#   country down, so nearly every organisation-validated leaf and every CA comes out as "NL", "US", "DE". A table
#   keyed by this field puts all certificates of one country in one row.
# Output seen: leaf: NL / root: NL / only a name that begins with its CN gives the CN
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts certpem@1.1.3 >/dev/null
make_cert() { # file, subject
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out "$1" \
    -subj "$2" -addext "subjectAltName=DNS:www.example.com" -days 30 2>/dev/null
}
make_cert leaf.pem "/C=NL/O=Example/CN=www.example.com"
make_cert root.pem "/C=NL/O=Example/CN=Example Root CA"
make_cert short.pem "/CN=www.example.com"
cat > ask.cjs <<'JS'
const fs = require('fs');
const subject = (f) => require('certpem').info(fs.readFileSync(f, 'utf8')).subject;
const seen = ['leaf.pem', 'root.pem', 'short.pem'].map(subject);
console.log('leaf  C=NL, O=Example, CN=www.example.com ->', seen[0]);
console.log('root  C=NL, O=Example, CN=Example Root CA ->', seen[1]);
console.log('short CN=www.example.com                  ->', seen[2]);
if (seen.join() !== 'NL,NL,www.example.com') {
  console.error('CHANGED: the subject is no longer the first attribute');
  process.exit(1);
}
JS
node ask.cjs
