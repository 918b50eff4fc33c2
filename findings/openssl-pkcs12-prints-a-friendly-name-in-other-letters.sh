#!/usr/bin/env bash
# Give PKCS#12 entries names in German, Polish and Russian, and read the names by openssl, certtool and cryptography.
#
# Package: OpenSSL 3.0.19 and gnutls-bin 3.7.9 (Debian 12), cryptography 45.0.7 (PyPI)
# Guessed: what `openssl pkcs12 -name` was given, `openssl pkcs12 -in` prints as `friendlyName`: the names of
#   certificates come in UTF-8 from both.
# Behaviour: writing is right: the file has the letters, and others read them. Printing takes the low byte of each
#   letter, as if the high byte were always zero: a German name comes in ISO 8859-1, which is no UTF-8 and stops
#   whoever decodes it; a Polish one comes with other letters that look like a name; a Russian one is digits and
#   signs. It is the one line by which a script tells the entries of a file apart, and a script that hands it on to
#   -name renames the entry in the file that it writes.
# Output seen: Müller: M\xfcller; Łódź: A\xf3dz; Сервер: !5@25@; certtool and cryptography: as given
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
certtool --version | head -1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==45.0.7

openssl req -x509 -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.pem -subj /CN=leaf -days 30 2>/dev/null
cat >ask.py <<'PY'
import re
import subprocess
import sys
from cryptography.hazmat.primitives.serialization import pkcs12

def run(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout

def found(pattern, text):
    return re.search(pattern, text, re.MULTILINE).group(1)

expected = {"Müller": b"M\xfcller", "Łódź": b"A\xf3dz", "Сервер": b"!5@25@", "web": b"web"}
bad = False
for name, printed in expected.items():
    run("openssl", "pkcs12", "-export", "-in", "leaf.pem", "-inkey", "leaf.key", "-name", name,
        "-passout", "pass:x", "-out", "file.p12")
    by_openssl = found(rb"^ *friendlyName: (.*)$", run("openssl", "pkcs12", "-in", "file.p12", "-passin", "pass:x", "-nokeys"))
    by_certtool = found(rb"^\s*Friendly name: (.*)$",
                        run("certtool", "--p12-info", "--inder", "--infile", "file.p12", "--password", "x")).decode()
    with open("file.p12", "rb") as file:
        by_cryptography = pkcs12.load_pkcs12(file.read(), b"x").cert.friendly_name.decode()
    print(f"{name}: openssl: {by_openssl}; certtool: {by_certtool}; cryptography: {by_cryptography}")
    bad |= by_openssl != printed or by_certtool != name or by_cryptography != name
if bad:
    sys.exit("CHANGED: openssl prints friendly names otherwise")
PY
PYTHONUTF8=1 LC_ALL=C.UTF-8 venv/bin/python ask.py
