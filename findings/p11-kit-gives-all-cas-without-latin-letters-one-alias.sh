#!/usr/bin/env bash
# Make a Java keystore from trusted authorities whose names have no Latin letters.
#
# Package: p11-kit 0.24.1 (Debian 12), keytool of openjdk-17-jre-headless for the reading, OpenSSL 3.0.19 for the
#   certificates
# Guessed: trust extract --format=java-cacerts gives each certificate an alias of its own: two names that differ only in
#   what an alias cannot hold are told apart by a number, as "root-ca1" and "root-ca1-1" are.
# Behaviour: of a name each byte that is no ASCII letter, digit or mark is left out, and where nothing remains the alias is
#   empty; to the empty alias no number is added. The file holds all certificates, but a keystore has one entry for one
#   alias, so of all authorities with a Japanese, Greek or Arabic name Java loads the last one only. The same tool's PEM
#   formats have them all.
# Output seen: pem-bundle: 4 certificates; java-cacerts: 3 entries, aliases "", root-ca1, root-ca1-1
set -euo pipefail
export LC_ALL=C.UTF-8

command -v trust >/dev/null && command -v keytool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends p11-kit p11-kit-modules openjdk-17-jre-headless >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' p11-kit
make_ca() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out "cas/anchors/$1.pem" -days 30 \
        -utf8 -subj "/CN=$2" 2>/dev/null
}
mkdir -p cas/anchors out .config/pkcs11/modules
make_ca 1 認証局
make_ca 2 電子署名
make_ca 3 'Root-CA 1'
make_ca 4 'ROOT-CA1'
printf 'module: p11-kit-trust.so\ntrust-policy: yes\nx-init-reserved: paths=%s/cas\n' "$work" >.config/pkcs11/modules/p11-kit-trust.module
chmod -R a+rX . && chmod a+rwx out
as_user() { # the user's own module file is not read for root
    if [ "$(id -u)" = 0 ]; then HOME=$work setpriv --reuid 65534 --clear-groups "$@"; else HOME=$work "$@"; fi
}
as_user trust extract --format=pem-bundle out/bundle.pem
as_user trust extract --format=java-cacerts out/cacerts
echo "pem-bundle: $(grep -c BEGIN out/bundle.pem) certificates"
keytool -list -keystore out/cacerts -storepass changeit 2>/dev/null | grep trustedCertEntry | sed 's/, .*//' | sort >aliases
echo "java-cacerts: $(wc -l <aliases) entries: $(sed 's/.*/"&"/' aliases | paste -sd' ')"
[ "$(grep -c BEGIN out/bundle.pem)" = 4 ] && [ "$(paste -sd/ aliases)" = /root-ca1/root-ca1-1 ] ||
    { echo "CHANGED: p11-kit gives these aliases otherwise" >&2; exit 1; }
