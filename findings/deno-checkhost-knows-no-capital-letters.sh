#!/usr/bin/env bash
# Ask for host names in X509Certificate.checkHost() in Node, Bun and Deno.
#
# Package: deno 2.9.6 and bun 1.4.5 (npm), Node 20; OpenSSL for the certificate
# Guessed: `node:crypto` is the same in all three; host names have no case, so a certificate for Shop.Example is one for
#   shop.example, as RFC 6125 has it and each browser does.
# Behaviour: Deno compares letter by letter. Names are found only in the very case in which the certificate has them, and
#   a wildcard with a capital letter never, even where the host is written with the same one. A check that runs over an
#   inventory ("which certificate covers this host?") then reports a gap that no client sees, for the few
#   certificates whose request was typed by hand. Put both sides into lower case, by subjectAltName, and compare them
#   yourself.
# Output seen: shop.example, SHOP.EXAMPLE, a.wild.example, a.Wild.Example: a match in Node and Bun, undefined in Deno
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund deno@2.9.6 bun@1.4.5 >/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -subj /CN=shop -days 30 \
    -addext 'subjectAltName=DNS:Shop.Example,DNS:plain.example,DNS:*.Wild.Example' 2>/dev/null
cat >ask.mjs <<'JS'
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
const made = new X509Certificate(readFileSync('cert.pem'));
for (const host of ['Shop.Example', 'shop.example', 'SHOP.EXAMPLE', 'plain.example', 'Plain.Example', 'a.wild.example', 'a.Wild.Example']) {
  console.log(host, made.checkHost(host) === undefined ? 'no' : 'yes');
}
JS
node ask.mjs >node.seen
node_modules/.bin/bun ask.mjs >bun.seen
node_modules/.bin/deno run --quiet --allow-read ask.mjs >deno.seen
echo "host, Node, Bun, Deno"
paste -d' ' node.seen <(cut -d' ' -f2 bun.seen) <(cut -d' ' -f2 deno.seen)
[ "$(sort -u -k2,2 node.seen bun.seen | cut -d' ' -f2)" = yes ] && [ "$(cut -d' ' -f2 deno.seen | paste -sd' ')" = "yes no no yes no no no" ] ||
    { echo "CHANGED: the three answer otherwise" >&2; exit 1; }
