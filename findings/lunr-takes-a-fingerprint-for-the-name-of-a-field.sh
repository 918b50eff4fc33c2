#!/usr/bin/env bash
# Search an index of certificates for a fingerprint and for a host name, by lunr.
#
# Package: lunr 2.3.9 (npm) on Node.js v20.20.2
# Guessed: a search field of a documentation or an inventory takes any text: a fingerprint with colons that is in the index
#   is found, and one that is not gives an empty list.
# Behaviour: lunr's search() reads a language. What stands before a colon is the name of a field, and AB:CD:EF:01 throws
#   "unrecognised field 'AB'"; a leading minus asks for what does NOT have the word, so a search for -EF01 lists
#   all certificates without it. And since only blanks and hyphens divide words, a host in CN=www.example.com is
#   not found by its name, without a sign that it is there. index.query() takes plain terms.
# Output seen: AB:CD:EF:01: unrecognised field 'AB'; -EF01: 1 2; www.example.com: none; CN=www.example.com: 1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts lunr@2.3.9 >/dev/null
cat >ask.mjs <<'JS'
import lunr from 'lunr';

const certificates = [
  { id: '1', fingerprint: 'AB:CD:EF:01', subject: 'CN=www.example.com' },
  { id: '2', fingerprint: '11:22:33:44', subject: 'CN=mail.example.org' },
];
const index = lunr(function () {
  this.ref('id');
  this.field('fingerprint');
  this.field('subject');
  certificates.forEach(certificate => this.add(certificate));
});
for (const query of ['AB:CD:EF:01', '-EF01', 'www.example.com', 'CN=www.example.com']) {
  let found;
  try {
    found = index.search(query).map(hit => hit.ref).sort().join(' ') || 'none';
  } catch (error) {
    found = error.message.split(',')[0];
  }
  console.log(`${query}: ${found}`);
}
JS
node ask.mjs | tee seen
cat >expected <<'SEEN'
AB:CD:EF:01: unrecognised field 'AB'
-EF01: 1 2
www.example.com: none
CN=www.example.com: 1
SEEN
cmp -s seen expected || { echo "CHANGED: the searches find something else" >&2; exit 1; }
