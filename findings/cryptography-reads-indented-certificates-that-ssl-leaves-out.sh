#!/usr/bin/env bash
# Read a bundle in which one certificate is indented, as it comes out of a YAML file or a mail.
#
# Package: cryptography 45.0.7 (PyPI) with the ssl module of Python, gnutls-bin 3.7.9 and openjdk-17-jre-headless 17
#   (Debian 12), OpenSSL 3.0.19
# Guessed: blanks before a line of PEM are passed over by all readers or refused by all; at least the two that one
#   Python program uses agree, and a block that cannot be read is an error.
# Behaviour: readers are of two kinds. cryptography and GnuTLS find the markers anywhere in the text and read every
#   block. OpenSSL, Python's ssl on top of it, and keytool want BEGIN at the line's start and take an indented block
#   for text between blocks: no error, one certificate fewer. So a program that checks a CA bundle with cryptography
#   and then hands it to ssl has looked at a CA that the connection will not trust. Only where every block is
#   indented does ssl say that it found nothing.
# Output seen: three certificates, the middle one indented by two blanks: cryptography 3, certtool 3, ssl 2, openssl
#   2, keytool 2; all indented: cryptography 3, certtool 3, ssl: SSLError, openssl 0, keytool 0
set -euo pipefail

command -v certtool >/dev/null && command -v keytool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin openjdk-17-jre-headless >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
certtool --version | head -1
java -version 2>&1 | head -1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==45.0.7

for name in one two three; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out $name.pem -subj /CN=$name -days 30 2>/dev/null
done
cat one.pem two.pem three.pem >plain
{ cat one.pem; sed 's/^/  /' two.pem; cat three.pem; } >middle
sed 's/^/  /' plain >all

cat >ask.py <<'PY'
import ssl
import sys
from cryptography import x509

def told(count):
    try:
        return str(count())
    except (ssl.SSLError, ValueError) as error:
        return type(error).__name__

path = sys.argv[1]
with open(path, "rb") as file:
    text = file.read()

def by_ssl():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cafile=path)
    return len(context.get_ca_certs())

print("cryptography", told(lambda: len(x509.load_pem_x509_certificates(text))), "ssl", told(by_ssl))
PY
bad=
check() { # file, expected
    local told
    told="$(venv/bin/python ask.py "$1")"
    told+=" certtool $(certtool -i --infile "$1" 2>/dev/null | grep -c 'Subject:' || true)"
    told+=" openssl $(openssl storeutl -noout -certs "$1" 2>/dev/null | sed -n 's/^Total found: //p' || true)"
    told+=" keytool $(keytool -printcert -file "$1" 2>/dev/null | grep -c '^Owner:' || true)"
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check plain "cryptography 3 ssl 3 certtool 3 openssl 3 keytool 3"
check middle "cryptography 3 ssl 2 certtool 3 openssl 2 keytool 2"
check all "cryptography 3 ssl SSLError certtool 3 openssl 0 keytool 0"
[ -z "$bad" ] || { echo "CHANGED: indented certificates are read otherwise" >&2; exit 1; }
