#!/usr/bin/env bash
# Group the names of a certificate by registrable domain with psl.
#
# Package: psl 1.15.0 (npm)
# Guessed: an IP address has no public suffix and no domain: psl.get and psl.parse give null for it, as they do for
#   localhost, and tldts, its neighbour, does (isIp).
# Behaviour: the four numbers are labels like others, and the default rule of the list makes the last one a suffix:
#   192.0.2.1 has the suffix 1 and the domain 2.1. All addresses that end alike are one site, also those of other
#   networks; only psl.isValid, which asks whether the suffix is listed, says no.
# Output seen: 192.0.2.1 -> 2.1, 10.9.2.1 -> 2.1; localhost -> null
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts psl@1.15.0 >/dev/null
cat >ask.cjs <<'JS'
const psl = require('psl');
const hosts = ['www.example.com', 'localhost', '192.0.2.1', '10.9.2.1'];
const lines = hosts.map((host) => `${host} -> ${psl.get(host)}, isValid ${psl.isValid(host)}`);
console.log(lines.join('\n'));
const wanted = [
  'www.example.com -> example.com, isValid true',
  'localhost -> null, isValid false',
  '192.0.2.1 -> 2.1, isValid false',
  '10.9.2.1 -> 2.1, isValid false',
];
if (lines.join() !== wanted.join()) {
  console.error('CHANGED: psl treats addresses otherwise');
  process.exit(1);
}
JS
node ask.cjs
