#!/usr/bin/env bash
# Write the certificates of hosts to an INI file by npm's ini, a section for each host, and read it again.
#
# Package: ini 6.0.0 (npm) on Node.js v20.20.2
# Guessed: parse(stringify(object)) is the object, or stringify refuses a name that it cannot write. A section called
#   [::1]:8443, an address with its port as it stands in each URL, gets its quotation marks and that is all.
# Behaviour: stringify writes the header ["[::1]:8443"], and parse does not take it for a header, quoted or not, since
#   the name has a bracket in it: the line becomes a setting of its own name with the value true. What follows goes to
#   the section before, so the host before gets the certificate of the IPv6 host, over its own; at the top of the file
#   they become settings of the whole file. 2001:db8::1 without brackets is no harm.
# Output seen: www: a.pem, [::1]:8443: b.pem; read: www: b.pem, and "[::1]:8443": true; bare address: right
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts ini@6.0.0 >/dev/null
cat >ask.cjs <<'JS'
const { parse, stringify } = require('ini');
const bracket = { www: { certificate: 'a.pem' }, '[::1]:8443': { certificate: 'b.pem' } };
const bare = { www: { certificate: 'a.pem' }, '2001:db8::1': { certificate: 'b.pem' } };
console.log(stringify(bracket));
const seen = [bracket, bare].map((hosts) => JSON.stringify(parse(stringify(hosts))));
console.log(seen.join('\n'));
if (seen[1] !== JSON.stringify(bare)) throw new Error('the bare address is not right either');
const www = parse(stringify(bracket)).www;
if (www.certificate !== 'b.pem' || !Object.values(www).includes(true) || parse(stringify(bracket))['[::1]:8443']) {
  console.error('CHANGED: ini reads such a section otherwise');
  process.exit(1);
}
JS
node ask.cjs
