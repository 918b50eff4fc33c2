#!/usr/bin/env bash
# Take what was signed out of a CMS file by @lapo/extractcms.
#
# Package: @lapo/extractcms 1.0.4 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for the files
# Guessed: a package that says CMS in its name, and that looks for a marker of PEM in the file, reads both labels that
#   such a file has: CMS, which RFC 7468 wants and `openssl cms` writes, and PKCS7, which `openssl smime` writes.
# Behaviour: PKCS7 only. Under the label CMS the markers are taken for base64 too, whose letters they are, and the
#   bytes are "Could not decode ASN.1 structure.", which sounds like a broken signature. DER, and the base64 without
#   markers, is read.
# Output seen: smime, PKCS7: signed text; cms, CMS: Could not decode ASN.1 structure.; the same without its markers:
#   signed text
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @lapo/extractcms@1.0.4
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=signer 2>/dev/null
printf 'signed text' >text
sign() { openssl "$1" -sign -binary -nodetach -in text -signer cert.pem -inkey key.pem -outform "$2" -out "$3"; }
sign smime PEM smime.pem
sign cms PEM cms.pem
sign cms DER cms.der
grep -v -- ----- cms.pem >cms.b64
sed 's/ CMS-/ PKCS7-/' cms.pem >renamed.pem
cat >read.cjs <<'JS'
try {
  console.log(require("@lapo/extractcms").extract(require("fs").readFileSync(process.argv[2])).toString());
} catch (error) {
  console.log(error.message);
}
JS
bad=
check() { # file, expected
    local told
    told=$(node read.cjs "$1")
    echo "$1: $(grep -a -m1 -- '-----BEGIN' "$1" || echo no marker): $told"
    [ "$told" = "$2" ] || bad=1
}
openssl cms -verify -noverify -in cms.pem -inform PEM 2>/dev/null | grep -q 'signed text'
check smime.pem "signed text"
check cms.der "signed text"
check cms.b64 "signed text"
check renamed.pem "signed text"
check cms.pem "Could not decode ASN.1 structure."
[ -z "$bad" ] || { echo "CHANGED: extractcms reads other files" >&2; exit 1; }
