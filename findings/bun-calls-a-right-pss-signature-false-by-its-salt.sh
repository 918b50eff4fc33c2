#!/usr/bin/env bash
# Check RSA-PSS signatures of certificates by Node and by Bun, with salts of four lengths.
#
# Package: bun 1.4.5 (npm), Node 20, OpenSSL 3.0.19 for the certificates
# Guessed: X509Certificate.verify() of Bun's node:crypto says what Node says: true where the key made the signature.
#   What Bun's TLS library does not support raises an error, as a certificate with a key of the type rsassaPss does
#   there.
# Behaviour: it is true only where the salt is as long as the hash. With a salt of 20 bytes, the default of the
#   standard (RFC 4055), or of the greatest length, which is what `openssl req -sigopt rsa_padding_mode:pss` takes
#   unless told otherwise, verify() is false: the same answer as for a certificate that was changed or comes from
#   another issuer. Everything else reads well and checkIssued() is true, so the blame falls on the issuer. With 384
#   bits of hash and 48 bytes of salt it is true again, so a trial with one profile of a CA says nothing about the
#   next.
# Output seen: Node: true for all, false for another key; Bun: as long as the hash: true, SHA-384 with 48: true; 20
#   bytes: false; openssl's default: false; another key: false
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund bun@1.4.5
echo "node $(node --version), bun $(node_modules/.bin/bun --version)"

make() { # name, options of openssl
    openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out "$1.pem" -days 30 -subj /CN=pss.example.com \
        -sigopt rsa_padding_mode:pss "${@:2}" 2>/dev/null
}
make hash -sha256 -sigopt rsa_pss_saltlen:digest
make hash384 -sha384 -sigopt rsa_pss_saltlen:digest
make twenty -sha256 -sigopt rsa_pss_saltlen:20
make default -sha256
for name in hash hash384 twenty default; do
    openssl verify -check_ss_sig -CAfile $name.pem $name.pem
    openssl x509 -in $name.pem -noout -text | sed -n 's/^ *Salt Length: /  salt: /p' | head -1
done
cat >ask.cjs <<'JS'
const { X509Certificate } = require('node:crypto');
const fs = require('node:fs');
const read = (name) => new X509Certificate(fs.readFileSync(`${name}.pem`));
const seen = ['hash', 'hash384', 'twenty', 'default'].map((name) => {
  const certificate = read(name);
  return `${name} ${certificate.checkIssued(certificate)} ${certificate.verify(certificate.publicKey)}`;
});
seen.push(`another-key ${read('hash').verify(read('hash384').publicKey)}`);
console.log(seen.join('; '));
JS
by_node=$(node ask.cjs)
by_bun=$(node_modules/.bin/bun ask.cjs)
echo "name, checkIssued, verify"
echo "node: $by_node"
echo "bun:  $by_bun"
[ "$by_node" = "hash true true; hash384 true true; twenty true true; default true true; another-key false" ]
[ "$by_bun" = "hash true true; hash384 true true; twenty true false; default true false; another-key false" ] ||
    { echo "CHANGED: Bun checks other PSS signatures" >&2; exit 1; }
