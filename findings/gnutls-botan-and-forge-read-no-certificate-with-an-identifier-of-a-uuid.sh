#!/usr/bin/env bash
# Read a certificate that has an extension of one's own, named by a UUID.
#
# Package: gnutls-bin 3.7.9, botan 2.19.3, openjdk-17-jre-headless 17 (Debian 12), node-forge 1.4.3 (npm), cryptography
#   50.0.2 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: 2.25.n, n being a UUID of 128 bits as one number, is the identifier that everybody may take without asking (X.667).
#   A reader that does not know an extension passes over it if it is not critical, whatever its name.
# Behaviour: OpenSSL, Java and cryptography do. GnuTLS, Botan and node-forge have no room for an arc of that length, and
#   as each identifier is converted when the certificate is read, there is no certificate at all: "Error in DER
#   parsing", "OID component overflow", "OID value too large". Nothing in the file is wrong, and nothing says which
#   extension it was. With the number of an enterprise all read it.
# Output seen: 1.3.6.1.4.1.99999: read by all six; 2.25.n: openssl, java, cryptography read, certtool, botan, forge do not
set -euo pipefail

command -v certtool >/dev/null && command -v botan >/dev/null && command -v keytool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin botan \
        openjdk-17-jre-headless >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
npm install --silent --no-audit --no-fund --ignore-scripts node-forge@1.4.3 >/dev/null
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
read_by() { # reader
    case $1 in
    openssl) openssl x509 -in cert.pem -noout -text ;;
    java) keytool -printcert -file cert.pem ;;
    cryptography) venv/bin/python -c '
from cryptography import x509
print(list(x509.load_pem_x509_certificate(open("cert.pem", "rb").read()).extensions))' ;;
    certtool) certtool --certificate-info --infile cert.pem ;;
    botan) botan cert_info cert.pem && botan cert_info cert.pem | grep -q www.example.com ;;
    forge) node -e 'require("node-forge").pki.certificateFromPem(require("fs").readFileSync("cert.pem", "utf8"))' ;;
    esac
}
bad=
check() { # identifier, expected
    local told="" reader
    openssl req -x509 -key key.pem -out cert.pem -days 30 -subj /CN=www.example.com -addext "$1=DER:0C0178"
    for reader in openssl java cryptography certtool botan forge; do
        if read_by $reader >out 2>&1; then told+=" $reader"; else told+=" no-$reader"; fi
    done
    echo "$1:$told"
    [ "$told" = " $2" ] || bad=1
}
check 1.3.6.1.4.1.99999 "openssl java cryptography certtool botan forge"
check 2.25.329800735698586629295641978511506172918 "openssl java cryptography no-certtool no-botan no-forge"
[ -z "$bad" ] || { echo "CHANGED: other readers read it" >&2; exit 1; }
