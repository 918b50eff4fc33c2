#!/usr/bin/env bash
# Make a revocation list by @peculiar/x509 and hand its PEM to other readers.
#
# Package: @peculiar/x509 2.2.0 with reflect-metadata 0.2.2 (npm) on Node.js v20.20.2; OpenSSL 3.0.19, cryptography 50.0.2
#   (PyPI) and gnutls-bin 3.7.9 (Debian 12) for the reading
# Guessed: toString('pem') writes the label "X509 CRL", as RFC 7468 (6) has it and every tool that writes lists.
# Behaviour: it writes "CRL". OpenSSL, certtool and cryptography find no list in that text; the bytes between the markers
#   are right, and with the label put right all three read it. The library itself reads both labels, so its own round trip
#   shows nothing.
# Output seen: BEGIN CRL: OpenSSL, certtool, cryptography refuse, @peculiar/x509 reads; BEGIN X509 CRL: all read
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @peculiar/x509@2.2.0 reflect-metadata@0.2.2 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
cat >make.cjs <<'JS'
require('reflect-metadata');
const x509 = require('@peculiar/x509');
const fs = require('fs');

const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
(async () => {
  const keys = await crypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
  const list = await x509.X509CrlGenerator.create({
    issuer: 'CN=x',
    signingAlgorithm,
    signingKey: keys.privateKey,
    thisUpdate: new Date('2026-01-01'),
    nextUpdate: new Date('2040-01-01'),
    entries: [{ serialNumber: '05', revocationDate: new Date('2026-01-01') }],
  });
  fs.writeFileSync('made.pem', list.toString('pem') + '\n');
})();
JS
cat >read.cjs <<'JS'
require('reflect-metadata');
new (require('@peculiar/x509').X509Crl)(require('fs').readFileSync(process.argv[2], 'utf8'));
JS
node make.cjs
sed 's/ CRL-/ X509 CRL-/' made.pem >renamed.pem
for file in made renamed; do
    told=$(head -1 "$file.pem" | tr -d -)
    say() { "${@:2}" >/dev/null 2>&1 && told+="; $1 reads" || told+="; $1 refuses"; }
    say OpenSSL openssl crl -in "$file.pem" -noout
    say certtool certtool --crl-info --infile "$file.pem"
    say cryptography venv/bin/python -c 'import sys; from cryptography import x509
x509.load_pem_x509_crl(open(sys.argv[1], "rb").read())' "$file.pem"
    say itself node read.cjs "$file.pem"
    echo "$told"
done | tee seen
cat >expected <<'SEEN'
BEGIN CRL; OpenSSL refuses; certtool refuses; cryptography refuses; itself reads
BEGIN X509 CRL; OpenSSL reads; certtool reads; cryptography reads; itself reads
SEEN
cmp -s seen expected || { echo "CHANGED: @peculiar/x509 writes lists otherwise" >&2; exit 1; }
