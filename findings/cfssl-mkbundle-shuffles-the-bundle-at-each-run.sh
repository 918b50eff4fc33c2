#!/usr/bin/env bash
# Make a CA bundle from one unchanged folder several times by cfssl-mkbundle.
#
# Package: golang-cfssl 1.2.0 (Debian 12), OpenSSL 3.0.19 for the certificates and the reading
# Guessed: the files are taken in the order of their names, as the walk through the folder logs them, and a certificate
#   that two files hold is written once; the same folder gives the same bundle, byte for byte.
# Behaviour: the files are loaded side by side and written as they become ready. Each run gives another order, so the
#   hash of the bundle, a ConfigMap made from it or its copy in git changes with every run, and whatever restarts on a
#   change restarts each time. Only within one file the order stands: a chain that is spread over leaf.pem and
#   issuer.pem comes out in either order. Duplicates are written as often as they are found.
# Output seen: 12 files: two orders and two hashes within the first runs; the set is the same in all; a duplicate: twice
set -euo pipefail

command -v cfssl-mkbundle >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-cfssl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' golang-cfssl
mkdir cas
for name in a b c d e f g h i j k; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out cas/$name.pem -subj "/CN=$name" \
        -days 30 2>/dev/null
done
cp cas/a.pem cas/same-as-a.pem
names() { openssl crl2pkcs7 -nocrl -certfile "$1" | openssl pkcs7 -print_certs -noout | sed -n 's/^subject=CN = //p' | paste -sd' '; }
for _ in $(seq 20); do
    rm -f bundle.crt
    cfssl-mkbundle -f bundle.crt cas >/dev/null 2>&1
    names bundle.crt >>orders
    sha256sum <bundle.crt >>hashes
done
head -4 orders
echo "different orders in 20 runs: $(sort -u orders | wc -l), different hashes: $(sort -u hashes | wc -l)"
sets=$(while read -r line; do tr ' ' '\n' <<<"$line" | sort | paste -sd' '; done <orders | sort -u)
echo "the set in each run: $sets"
[ "$sets" = "a a b c d e f g h i j k" ] && [ "$(sort -u hashes | wc -l)" -gt 1 ] ||
    { echo "CHANGED: cfssl-mkbundle keeps an order, or drops duplicates" >&2; exit 1; }
