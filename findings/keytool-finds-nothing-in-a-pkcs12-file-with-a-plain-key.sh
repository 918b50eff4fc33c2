#!/usr/bin/env bash
# Open a PKCS#12 file by Java in which the key is not encrypted.
#
# Package: openjdk-17-jre-headless 17 (Debian 12), OpenSSL 3.0.19 for the files and the comparison
# Guessed: a key in a plain keyBag, the first kind of bag in RFC 7292, is read like one in a shrouded bag, or the file
#   is refused; the password is there for the MAC. OpenSSL writes it for -keypbe NONE, for files in an encrypted store.
# Behaviour: the bag is passed over without a word, and the certificates after it, since they belong to no entry: the
#   keystore is open, the password right, and it contains 0 entries. Encrypting the certificates makes no difference,
#   encrypting the key alone is enough. A server then starts without a certificate or says that its alias does not
#   exist.
# Output seen: key encrypted: 1 entry; key plain: 0 entries, whether the certificates are encrypted or not
set -euo pipefail

command -v keytool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java -version 2>&1 | sed -n 1p
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=x -days 60 2>/dev/null
make() { # file, more options
    local file=$1
    shift
    openssl pkcs12 -export -in cert.pem -inkey key.pem -name www -passout pass:secret -out "$file" "$@"
    [ "$(openssl pkcs12 -in "$file" -passin pass:secret -nodes 2>/dev/null | grep -c BEGIN)" = 2 ]
}
make encrypted.p12
make key-encrypted.p12 -certpbe NONE
make key-plain.p12 -keypbe NONE
make plain.p12 -keypbe NONE -certpbe NONE
for file in *.p12; do
    echo "$file: $(keytool -list -keystore $file -storetype PKCS12 -storepass secret 2>&1 | grep -E '^Your keystore|rror')"
done | tee out
grep -qx 'encrypted.p12: Your keystore contains 1 entry' out && grep -qx 'key-encrypted.p12: Your keystore contains 1 entry' out
grep -qx 'key-plain.p12: Your keystore contains 0 entries' out && grep -qx 'plain.p12: Your keystore contains 0 entries' out ||
    { echo "CHANGED: Java reads plain keys" >&2; exit 1; }
