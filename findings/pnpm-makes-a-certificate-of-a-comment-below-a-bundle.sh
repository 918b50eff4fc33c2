#!/usr/bin/env bash
# Read a bundle of certificates by the reader that pnpm has for its setting "cafile".
#
# Package: @pnpm/network.ca-file 3.0.3 (npm) on Node.js v20.20.2
# Guessed: readCAFileSync() gives the certificates of the file, one text each, as many as there are; what stands between
#   them is passed over.
# Behaviour: the file is cut at each -----END CERTIFICATE-----, and the marker put back behind each piece that is not
#   empty. A line below the last certificate, a comment or a stray word, so becomes an entry of its own that ends like a
#   certificate and has no beginning; text above one stays in front of it, a private key too. Node's TLS swallows such an
#   entry without a word; X509Certificate does not read it, and what counts or hashes the list has one more.
# Output seen: two certificates: 2 entries; and "# end": 3 entries, the last "# end\n-----END CERTIFICATE-----"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @pnpm/network.ca-file@3.0.3
for name in one two; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout $name.key -out $name.pem -subj /CN=$name -days 30 2>/dev/null
done
cat one.pem two.pem >plain.pem
(cat plain.pem; echo "# end") >comment.pem
cat >try.cjs <<'JS'
const assert = require('assert');
const { X509Certificate } = require('crypto');
const { createSecureContext } = require('tls');
const { readCAFileSync } = require('@pnpm/network.ca-file');
const readable = (text) => {
  try {
    return Boolean(new X509Certificate(text));
  } catch {
    return false;
  }
};
for (const [name, expected] of [['plain', [true, true]], ['comment', [true, true, false]]]) {
  const list = readCAFileSync(`${name}.pem`);
  createSecureContext({ ca: list });
  console.log(`${name}: ${list.length} entries, a certificate:`, list.map(readable).join(), JSON.stringify(list.at(-1)).slice(0, 46));
  assert.deepStrictEqual(list.map(readable), expected, 'CHANGED: other entries');
}
assert.strictEqual(readCAFileSync('comment.pem')[2], '# end\n-----END CERTIFICATE-----', 'CHANGED: other entries');
JS
node try.cjs
