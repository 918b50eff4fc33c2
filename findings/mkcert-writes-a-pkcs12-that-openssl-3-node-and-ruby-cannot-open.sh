#!/usr/bin/env bash
# Make a PKCS#12 file for a test server by mkcert, and open it by what servers are written in.
#
# Package: mkcert 1.4.4 (Debian 12), OpenSSL 3.0.19, Node.js v20.20.2, ruby 3.1.2, openjdk-17-jre-headless 17,
#   gnutls-bin 3.7.9 (Debian 12), cryptography 50.0.2 (PyPI)
# Guessed: `mkcert -pkcs12` writes a file that the OpenSSL of the same release opens, with the password "changeit" that
#   it names.
# Behaviour: the certificates in it are encrypted with RC2 of 40 bits, which OpenSSL 3 keeps in its legacy provider. So
#   openssl says "unsupported", Node "Unsupported PKCS12 PFX data" and Ruby "PKCS12_parse: unsupported"; none of them
#   says what. Java, GnuTLS and cryptography, which bring ciphers of their own, open it. `openssl pkcs12 -legacy` opens
#   it too; or PEM files are made, without -pkcs12, and put together by OpenSSL.
# Output seen: OpenSSL, Node, Ruby: refused; OpenSSL -legacy, keytool, certtool, cryptography: opened
set -euo pipefail

command -v mkcert >/dev/null && command -v ruby >/dev/null && command -v keytool >/dev/null && command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mkcert ruby openjdk-17-jre-headless \
        gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
CAROOT=$work TRUST_STORES=none mkcert -pkcs12 -p12-file server.p12 server.example >/dev/null 2>&1
seen=
ask() { # name, the command that opens it
    local told=refused
    "${@:2}" >/dev/null 2>&1 && told=opened
    echo "$1: $told"
    seen+="$1 $told,"
}
ask OpenSSL openssl pkcs12 -in server.p12 -passin pass:changeit -nodes
ask Node node -e 'require("tls").createSecureContext({ pfx: require("fs").readFileSync("server.p12"), passphrase: "changeit" })'
ask Ruby ruby -ropenssl -e 'OpenSSL::PKCS12.new(File.binread("server.p12"), "changeit")'
ask legacy openssl pkcs12 -legacy -in server.p12 -passin pass:changeit -nodes
ask keytool keytool -list -keystore server.p12 -storepass changeit
ask certtool certtool --p12-info --inder --infile server.p12 --password changeit
ask cryptography venv/bin/python -c 'from cryptography.hazmat.primitives.serialization import pkcs12
pkcs12.load_key_and_certificates(open("server.p12", "rb").read(), b"changeit")'
[ "$seen" = "OpenSSL refused,Node refused,Ruby refused,legacy opened,keytool opened,certtool opened,cryptography opened," ] ||
    { echo "CHANGED: others open the file" >&2; exit 1; }
