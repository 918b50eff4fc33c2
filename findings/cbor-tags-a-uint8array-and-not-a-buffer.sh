#!/usr/bin/env bash
# Encode one COSE key by four CBOR packages for Node, its coordinates once as Buffer and once as Uint8Array.
#
# Package: cbor 10.0.12, cbor-x 1.6.9, cborg 6.1.5, borc 3.0.0 (npm)
# Guessed: a Buffer is a Uint8Array, and both are bytes: the same byte string comes out, as COSE demands for the
#   coordinates of a key, for key ids and for the certificates in x5chain.
# Behaviour: cbor and cbor-x put tag 64, "typed array", before a Uint8Array and not before a Buffer. Code that got its
#   bytes from fs works; the same code with bytes from Web Crypto, from atob or in a browser writes a key that other COSE
#   implementations refuse, and the one who wrote it reads it back without noticing. cborg and borc write plain
#   bytes for both. cbor-x moreover puts tag 259 before each Map, the only way to a key with numbers as labels, so that
#   its COSE key is refused in either case; its options tagUint8Array and useTag259ForMaps, both false, help.
# Output seen: Buffer: 43010203 in all four; Uint8Array: d84043010203 by cbor and cbor-x; a COSE key read strictly by
#   cborg: from cbor "tag 64" with Uint8Array only, from cbor-x "tag 259" always, from cborg and borc read
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts cbor@10.0.12 cbor-x@1.6.9 cborg@6.1.5 borc@3.0.0 >/dev/null
cat >ask.mjs <<'JS'
import { createRequire } from 'node:module';
import { generateKeyPairSync } from 'node:crypto';
import * as cborg from 'cborg';
const require = createRequire(import.meta.url);
const writers = {
  cbor: require('cbor').encode,
  'cbor-x': require('cbor-x').encode,
  cborg: cborg.encode,
  borc: require('borc').encode,
};
const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const seen = {};
for (const [name, encode] of Object.entries(writers)) {
  const hex = (value) => Buffer.from(encode(value)).toString('hex');
  const outcome = [hex(Buffer.from([1, 2, 3])), hex(new Uint8Array([1, 2, 3]))];
  for (const bytes of [(text) => Buffer.from(text, 'base64url'), (text) => new Uint8Array(Buffer.from(text, 'base64url'))]) {
    const key = new Map([[1, 2], [-1, 1], [-2, bytes(x)], [-3, bytes(y)]]);
    try {
      cborg.decode(Buffer.from(encode(key)), { useMaps: true });
      outcome.push('read');
    } catch (error) {
      outcome.push(error.message.replace(/^.*tag not supported \((\d+)\)$/, 'tag $1 refused'));
    }
  }
  seen[name] = outcome.join(', ');
  console.log(name.padEnd(7), seen[name]);
}
const plain = '43010203, 43010203, read, read';
const tagged = '43010203, d84043010203, ';
if (seen.cborg !== plain || seen.borc !== plain || seen.cbor !== `${tagged}read, tag 64 refused` ||
    seen['cbor-x'] !== `${tagged}tag 259 refused, tag 259 refused`) {
  console.error('CHANGED: the packages write bytes otherwise');
  process.exit(1);
}
JS
node ask.mjs
