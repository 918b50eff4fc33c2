#!/usr/bin/env bash
# Store the certificates of a fullchain on a token.
#
# Package: gnutls-bin 3.7.9, opensc 0.23.0, softhsm2 2.6.1 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: p11tool --write --load-certificate fullchain.pem writes all certificates of the file, as certtool's option of
#   that name reads all, or refuses a file with more than one.
# Behaviour: the first is written and the rest is passed over, with exit code 0 and no word, by p11tool and by
#   pkcs11-tool --write-object alike. A server that takes key and certificate from the token sends no intermediate. Each
#   certificate has to be written by itself, with a label of its own.
# Output seen: fullchain with 2: 1 object by either tool, exit code 0
set -euo pipefail

command -v p11tool >/dev/null && command -v pkcs11-tool >/dev/null && command -v softhsm2-util >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin opensc softhsm2 >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' gnutls-bin opensc softhsm2
export SOFTHSM2_CONF=$work/softhsm2.conf GNUTLS_PIN=1234
module=$(dpkg -L libsofthsm2 | grep 'libsofthsm2\.so$' | head -1)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout ca.key -out ca.pem -days 30 -subj /CN=ca 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days 30 -out leaf.pem 2>/dev/null
cat leaf.pem ca.pem >fullchain.pem
count() { p11tool --provider "$module" --list-all-certs "pkcs11:token=$1" 2>/dev/null | grep -c '^Object' || true; }
for tool in p11tool pkcs11-tool; do
    mkdir $tool
    echo "directories.tokendir = $work/$tool" >softhsm2.conf
    softhsm2-util --init-token --free --label $tool --pin 1234 --so-pin 1234 >/dev/null
    if [ $tool = p11tool ]; then
        p11tool --provider "$module" --login --write --load-certificate fullchain.pem --label chain "pkcs11:token=$tool" >/dev/null 2>&1
    else
        pkcs11-tool --module "$module" --login --pin 1234 --write-object fullchain.pem --type cert --id 01 --label chain >/dev/null 2>&1
    fi
    echo "$tool, exit code $?: $(count $tool) of $(grep -c BEGIN fullchain.pem)"
done | tee told
diff told - <<'TEXT' || { echo "CHANGED: more or less is stored" >&2; exit 1; }
p11tool, exit code 0: 1 of 2
pkcs11-tool, exit code 0: 1 of 2
TEXT
