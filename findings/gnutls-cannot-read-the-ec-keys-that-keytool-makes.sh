#!/usr/bin/env bash
# Make an EC key by Java's keytool, take it out of the PKCS#12 file by OpenSSL, and read it with GnuTLS and others.
#
# Package: gnutls-bin 3.7.9, openjdk-17-jre-headless 17, botan 2.19.3, OpenSSL 3.0.19 (Debian 12), Node.js v20.20.2,
#   cryptography 50.0.2 (PyPI)
# Guessed: a P-256 key in PKCS#8 is a key for everybody; nothing is more usual.
# Behaviour: Java leaves out the public key, which RFC 5915 has as optional, and GnuTLS cannot do without: "ASN1 parser:
#   Element was not found." `openssl pkcs12 -nodes` hands the bytes on as they are, so that a server on GnuTLS
#   (gnutls-serv, lighttpd with mod_gnutls) does not start with the key of a Java keystore, and the message sounds as if
#   the file were broken. OpenSSL, Node, Botan and cryptography read it and compute the point. `openssl ec -in key.pem`
#   writes the key with it, and GnuTLS takes that; `openssl pkey` writes it as it was.
# Output seen: keytool's key: OpenSSL, Node, Botan, cryptography; after openssl ec: GnuTLS as well; keytool's RSA key:
#   all
set -euo pipefail

command -v certtool >/dev/null && command -v keytool >/dev/null && command -v botan >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin openjdk-17-jre-headless botan >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
make_key() { # algorithm
    rm -f store.p12
    keytool -genkeypair -keyalg "$1" -alias a -dname CN=localhost -validity 30 -keystore store.p12 -storetype PKCS12 \
        -storepass secret >/dev/null 2>&1
    openssl pkcs12 -in store.p12 -passin pass:secret -nodes -nocerts -out key.pem 2>/dev/null
}
bad=
check() { # what, expected readers
    local told=""
    openssl pkey -in key.pem -noout 2>/dev/null && told+=" OpenSSL"
    node -e 'require("crypto").createPrivateKey(require("fs").readFileSync("key.pem"))' 2>/dev/null && told+=" Node"
    botan pkcs8 key.pem >/dev/null 2>&1 && told+=" Botan"
    venv/bin/python -c 'import cryptography.hazmat.primitives.serialization as s
s.load_pem_private_key(open("key.pem", "rb").read(), None)' 2>/dev/null && told+=" cryptography"
    certtool -k --infile key.pem >/dev/null 2>log && told+=" GnuTLS"
    echo "$1:$told $(tail -1 log)"
    [ "$told" = "$2" ] || bad=1
}
make_key EC
check "keytool's EC key" " OpenSSL Node Botan cryptography"
grep -q 'Element was not found' log || bad=1
openssl pkey -in key.pem -out same.pem
mv same.pem key.pem
check "the same by openssl pkey" " OpenSSL Node Botan cryptography"
openssl ec -in key.pem 2>/dev/null | openssl pkcs8 -topk8 -nocrypt -out full.pem
mv full.pem key.pem
check "the same by openssl ec" " OpenSSL Node Botan cryptography GnuTLS"
make_key RSA
check "keytool's RSA key" " OpenSSL Node Botan cryptography GnuTLS"
[ -z "$bad" ] || { echo "CHANGED: other programs read the keys" >&2; exit 1; }
