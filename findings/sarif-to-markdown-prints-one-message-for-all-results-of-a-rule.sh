#!/usr/bin/env bash
# Turn the findings about three certificates into a comment by sarif-to-markdown.
#
# Package: @security-alert/sarif-to-markdown 1.11.1 (npm) on Node.js v20.20.2
# Guessed: each result is listed with its own message and level, and with its place; what is suppressed or has passed is
#   not listed as an error.
# Behaviour: results are grouped by their rule, and message and level are those of the first in the log. Of "a.example.com
#   expires tomorrow", "b.example.com has expired" and a note one sees the first, three places, and [ERROR] for all. A result
#   of the kind "pass" is a place like the others, and one whose suppression was rejected stands under "Suppressed",
#   with the message about a.example.com too. The order in the log decides what a reader learns.
# Output seen: results: the first message, [ERROR], a.pem b.pem c.pem passed.pem; suppressed: the same message, rejected.pem
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @security-alert/sarif-to-markdown@1.11.1 >/dev/null
cat >ask.cjs <<'JS'
const { sarifToMarkdown } = require('@security-alert/sarif-to-markdown');
const result = (file, text, more) => ({
  ruleId: 'expiry',
  message: { text },
  locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 1 } } }],
  ...more,
});
const results = [
  result('a.pem', 'a.example.com expires tomorrow', { level: 'error' }),
  result('b.pem', 'b.example.com has expired', { level: 'error' }),
  result('c.pem', 'c.example.com is fine for a month', { level: 'note' }),
  result('passed.pem', 'd.example.com is fine', { kind: 'pass', level: 'none' }),
  result('rejected.pem', 'e.example.com has expired', {
    level: 'error', suppressions: [{ kind: 'external', status: 'rejected' }],
  }),
];
const rules = [{ id: 'expiry', defaultConfiguration: { level: 'error' } }];
const log = { version: '2.1.0', runs: [{ tool: { driver: { name: 'linter', rules } }, results }] };
const [{ body }] = sarifToMarkdown({ title: 'Certificates', sourceRoot: '', owner: 'o', repo: 'r', branch: 'b' })(log);
const [open, suppressed = ''] = body.split('## Rules information')[0].split('## Suppressed results');
const texts = results.map(one => one.message.text);
const files = results.map(one => one.locations[0].physicalLocation.artifactLocation.uri);
const show = part => ['messages:', texts.filter(text => part.includes(text)).join('; '),
  '| levels:', (part.match(/\[(ERROR|WARNING|NOTE)\]/gi) ?? []).join(' '),
  '| files:', files.filter(file => part.includes(`/${file}#`)).join(' ')].join(' ');
console.log(`results: ${show(open)}\nsuppressed: ${show(suppressed)}`);
JS
node ask.cjs | tee seen
cat >expected <<'SEEN'
results: messages: a.example.com expires tomorrow | levels: [ERROR] | files: a.pem b.pem c.pem passed.pem
suppressed: messages: a.example.com expires tomorrow | levels: [ERROR] | files: rejected.pem
SEEN
cmp -s seen expected || { echo "CHANGED: sarif-to-markdown lists otherwise" >&2; exit 1; }
