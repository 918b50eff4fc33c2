#!/usr/bin/env bash
# Put serial numbers, a passphrase and a certificate into JSON by jo.
#
# Package: jo 1.9 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: a value is a number if JSON would read it as one; 007 and 0x1F, which JSON has not, stay text. @file is the
#   text of a file.
# Behaviour: the test is C's strtod: 0x1F is 31, 007 is 7, 12E5 is 1200000, " 5" and +5 are 5. A serial as openssl
#   prints it is text with most letters in it and a number with one E only, or none, and above 2^53 its last digits are
#   gone. The same happens to a passphrase of digits. Of @cert.pem the last line end is missing, so the certificate is
#   another text than the file's and two of them, joined, are not readable; %cert.pem, the file in base64, has it. `jo
#   -- -s key=value` keeps a text.
# Output seen: 0x1F: 31; 007: 7; 12E5: 1200000; 18446744073709551617: 1.844674407370955e+19; @cert.pem: ends in "-----"
set -euo pipefail

command -v jo >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends jo >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=a 2>/dev/null
bad=
check() { # value, expected
    local told
    told=$(jo "a=$1")
    echo "$1: $told"
    [ "$told" = "{\"a\":$2}" ] || bad=1
}
check 0A1B '"0A1B"'
check 0x1F 31
check 007 7
check 12E5 1200000
check " 5" 5
check +5 5
check 18446744073709551617 1.844674407370955e+19
check 12:34 '"12:34"'
python3 - "$(jo text=@cert.pem base64=%cert.pem)" <<'PY' || bad=1
import base64
import json
import sys

told = json.loads(sys.argv[1])
pem = open("cert.pem").read()
seen = [told["text"] == pem, told["text"] + "\n" == pem, base64.b64decode(told["base64"]).decode() == pem]
print("@: the file", seen[0], "- without its last line end", seen[1], "; %: the file", seen[2])
sys.exit(seen != [False, True, True])
PY
kept=$(jo -- -s a=0x1F)
echo "-s 0x1F: $kept"
[ -z "$bad" ] && [ "$kept" = '{"a":"0x1F"}' ] || { echo "CHANGED: jo takes other values for numbers" >&2; exit 1; }
