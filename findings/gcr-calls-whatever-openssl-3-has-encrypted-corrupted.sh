#!/usr/bin/env bash
# Open keys and PKCS#12 files by GNOME's certificate library, with the right password.
#
# Package: gir1.2-gcr-3 3.41.1, python3-gi 3.42.2 (Debian 12), OpenSSL 3.0.19 of the same release for the files
# Guessed: the library behind GNOME's viewer and keyring opens what the OpenSSL beside it writes by default, or says
#   that it does not know the algorithm.
# Behaviour: it knows the ciphers of PKCS#12's own scheme and a MAC by SHA-1, and no PBES2. A PKCS#12 file of OpenSSL 3
#   or Java 17, and an encrypted PKCS#8 key of any OpenSSL since 1.1, is "Could not parse invalid or corrupted data";
#   that the cipher is unsupported goes to the log only. The same key by -legacy, -v1 or in the PEM encryption of
#   before PKCS#8 opens.
# Output seen: p12, PKCS#8: invalid or corrupted data; p12 -legacy: Certificate, Private Key; -v1, traditional: Private
#   Key
set -euo pipefail

/usr/bin/python3 -c 'import gi; gi.require_version("Gcr", "3")' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-gi gir1.2-gcr-3 >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=x -days 30 2>/dev/null
export="openssl pkcs12 -export -in cert.pem -inkey key.pem -passout pass:secret"
$export -out default.p12
$export -legacy -out legacy.p12
openssl pkcs8 -topk8 -in key.pem -passout pass:secret -out default.key
openssl pkcs8 -topk8 -in key.pem -passout pass:secret -v1 PBE-SHA1-3DES -out v1.key
openssl rsa -in key.pem -traditional -aes256 -passout pass:secret -out traditional.key 2>/dev/null
cat >ask.py <<'PY'
import sys

import gi

gi.require_version("Gcr", "3")
from gi.repository import Gcr, GLib


def parse(file):
    found = []
    parser = Gcr.Parser.new()
    parser.add_password("secret")
    parser.connect("parsed", lambda parser: found.append(parser.get_parsed_description()))
    try:
        parser.parse_data(open(file, "rb").read())
    except GLib.Error as error:
        return error.message
    return ", ".join(found)


seen = {file: parse(file) for file in ("default.p12", "legacy.p12", "default.key", "v1.key", "traditional.key")}
for file, text in seen.items():
    print(file + ":", text)
assert seen["legacy.p12"] == "Certificate, Private Key"
assert seen["v1.key"] == seen["traditional.key"] == "Private Key"
if not all("corrupted" in seen[file] for file in ("default.p12", "default.key")):
    sys.exit("CHANGED: gcr opens the files or says something else")
PY
/usr/bin/python3 ask.py 2>log
