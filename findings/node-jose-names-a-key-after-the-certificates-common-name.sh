#!/usr/bin/env bash
# Put the keys of an old and of a renewed certificate into one key store of node-jose.
#
# Package: node-jose 2.2.0 (npm); OpenSSL for the certificates
# Guessed: a key that is read without a `kid` gets its thumbprint (RFC 7638) as one, whatever PEM it was read from, so
#   two keys have two names, and a token is checked with the key that it names.
# Behaviour: from a certificate the `kid` is the subject's common name; the thumbprint stands in only where there is
#   none, or where the same key is read as a plain key. A renewal with a new key under the same name, which is
#   the usual one, thus gives two keys with one `kid`. A token that names it is tried with the first of them alone:
#   those of the new key are refused, "no key found", though the key is in the store. Give `kid` yourself when adding.
# Output seen: both certificates: leaf.example, 2 keys; the private key read alone: 43 letters; a token of the old key:
#   verified; of the new key: no key found
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts node-jose@2.2.0 >/dev/null
for name in old new; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $name.key -out $name.pem \
        -subj /O=Example/CN=leaf.example -days 30 2>/dev/null
done
cat >ask.cjs <<'JS'
const fs = require('fs');
const { JWK, JWS } = require('node-jose');
const read = (file) => fs.readFileSync(file, 'utf8');
(async () => {
  const store = JWK.createKeyStore();
  const kids = [];
  for (const name of ['old', 'new']) kids.push((await store.add(read(`${name}.pem`), 'pem')).kid);
  const alone = (await JWK.asKey(read('old.key'), 'pem')).kid;
  console.log('kid by certificate:', kids.join(' '), '- keys in the store:', store.all().length);
  console.log('kid by private key:', alone);
  const seen = {};
  for (const name of ['old', 'new']) {
    const plain = (await JWK.asKey(read(`${name}.key`), 'pem')).toJSON(true);
    const key = await JWK.asKey({ ...plain, kid: kids[0] });
    const token = await JWS.createSign({ format: 'compact' }, key).update('hello').final();
    seen[name] = await JWS.createVerify(store).verify(token).then(() => 'verified', (error) => error.message);
    console.log(`token of the ${name} key:`, seen[name]);
  }
  if (kids.join() !== 'leaf.example,leaf.example' || alone.length !== 43 || store.all().length !== 2 ||
      seen.old !== 'verified' || seen.new !== 'no key found') {
    console.error('CHANGED: another kid, or the second key is tried too');
    process.exit(1);
  }
})();
JS
node ask.cjs
