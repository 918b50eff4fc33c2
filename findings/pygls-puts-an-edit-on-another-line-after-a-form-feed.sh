#!/usr/bin/env bash
# Apply one editor change to a PEM bundle whose comment holds a form feed.
#
# Package: pygls 2.1.1 (PyPI), vscode-languageserver-textdocument 1.0.16 (npm)
# Guessed: both sides of the Language Server Protocol count lines as it says (LF, CRLF and
#   CR end a line, nothing else), so a position names the same place for each.
# Behaviour: pygls cuts the text by Python's idea of lines, where a form feed, a vertical
#   tab, U+0085 and U+2028 end a line too. Old bundles have a form feed between pages, and
#   names of authorities may hold such a character. From there on every position is off by
#   one: an edit of the first base64 line, as the editor sends it, changes the BEGIN marker
#   in the server's copy. A linter then reports a broken marker that no file has.
# Output seen: npm: BEGIN marker whole, base64 line edited; pygls: "XXXX-BEGIN CERTIFICATE-----"
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pygls==2.1.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund vscode-languageserver-textdocument@1.0.16

openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out ca.pem \
    -subj /CN=ca.example -days 30 2>/dev/null
{ printf '# page 2\f of our authorities\n'; cat ca.pem; } >bundle.pem

# Line 2, counted from 0, is the first line of base64. The change puts XXXX over its start.
cat >try.cjs <<'JS'
const { TextDocument } = require('vscode-languageserver-textdocument');
const text = require('node:fs').readFileSync('bundle.pem', 'utf8');
const doc = TextDocument.create('file:///bundle.pem', 'pem', 1, text);
const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 4 } };
console.log(TextDocument.update(doc, [{ range, text: 'XXXX' }], 2).getText().split('\n').slice(1, 3).join(' | '));
JS
cat >try.py <<'PY'
from lsprotocol import types
from pygls.workspace import TextDocument

doc = TextDocument("file:///bundle.pem", open("bundle.pem", newline="").read())
span = types.Range(types.Position(2, 0), types.Position(2, 4))
doc.apply_change(types.TextDocumentContentChangePartial(range=span, text="XXXX"))
print(" | ".join(doc.source.split("\n")[1:3]))
PY
npm=$(node try.cjs)
pygls=$(venv/bin/python try.py)
echo "npm:   ${npm:0:60}"
echo "pygls: ${pygls:0:60}"
[[ $npm == '-----BEGIN CERTIFICATE----- | XXXX'* ]] || { echo "CHANGED: npm edits another place" >&2; exit 1; }
[[ $pygls == 'XXXX-BEGIN CERTIFICATE----- | MII'* ]] || { echo "CHANGED: pygls edits another place" >&2; exit 1; }
