#!/usr/bin/env bash
# Read the issuer and serial number of a signed XML document's certificate by three XML readers for JavaScript.
#
# Package: fast-xml-parser 5.12.1, xml2js 0.6.2, xml-js 1.6.11 (npm) on Node.js v20.20.2
# Guessed: an element's content is text, since XML without a schema knows nothing else; X509SerialNumber, by which a
#   receiver looks up the signer's certificate, comes digit by digit.
# Behaviour: fast-xml-parser makes a number of what looks like one, by default, and rounds it: 48 digits become
#   6.883...e+47. A short serial stays right and one with zeros in front loses them, so a test with a small authority
#   passes. `numberParseOptions` or parseTagValue: false keep the text. The other two give text unless asked.
# Output seen: fast-xml-parser: number, rounded; 0012: 12; xml2js, xml-js: all digits, 0012
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts fast-xml-parser@5.12.1 xml2js@0.6.2 xml-js@1.6.11 >/dev/null
cat >ask.mjs <<'JS'
import { XMLParser } from 'fast-xml-parser';
import xml2js from 'xml2js';
import xmljs from 'xml-js';

for (const serial of ['688301973402541837640721390912563047182655990001', '0012']) {
  const text = '<X509IssuerSerial><X509IssuerName>CN=x</X509IssuerName>' +
    `<X509SerialNumber>${serial}</X509SerialNumber></X509IssuerSerial>`;
  const seen = {
    'fast-xml-parser': new XMLParser().parse(text).X509IssuerSerial.X509SerialNumber,
    xml2js: (await xml2js.parseStringPromise(text, { explicitArray: false })).X509IssuerSerial.X509SerialNumber,
    'xml-js': xmljs.xml2js(text, { compact: true }).X509IssuerSerial.X509SerialNumber._text,
  };
  for (const [name, value] of Object.entries(seen)) console.log(`${name}: ${typeof value} ${value}`);
}
JS
node ask.mjs | tee seen
cat >expected <<'SEEN'
fast-xml-parser: number 6.883019734025418e+47
xml2js: string 688301973402541837640721390912563047182655990001
xml-js: string 688301973402541837640721390912563047182655990001
fast-xml-parser: number 12
xml2js: string 0012
xml-js: string 0012
SEEN
cmp -s seen expected || { echo "CHANGED: the readers give other serial numbers" >&2; exit 1; }
