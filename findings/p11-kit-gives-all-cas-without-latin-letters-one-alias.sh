#!/usr/bin/env bash
# Make a Java keystore from trusted authorities whose names have no Latin letters.
#
# Package: p11-kit 0.24.1 (Debian 12), keytool of openjdk-17-jre-headless for the reading, OpenSSL 3.0.19 for the
#   certificates
# Guessed: trust extract --format=java-cacerts gives each certificate an alias of its own: two names that differ only in
#   what an alias cannot hold are told apart by a number, as "root-ca1" and "root-ca1-1" are.
# Behaviour: of a name each byte that is no ASCII letter, digit or mark is left out, and where nothing remains the alias
#   is empty; the empty alias gets no number (of four such names now and then one does). The file holds all certificates,
#   but a keystore has one entry for one alias, so of two authorities with a Japanese, Greek or Arabic name Java loads
#   one only. The same tool's PEM formats have both.
# Output seen: Root-CA 1, ROOT-CA1: 2 certificates, aliases root-ca1, root-ca1-1; two Japanese names and Root CA: 3
#   certificates, 2 aliases, "" and rootca
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
mkdir -p .config/pkcs11/modules
printf 'module: p11-kit-trust.so\ntrust-policy: yes\nx-init-reserved: paths=%s/cas\n' "$work" >.config/pkcs11/modules/p11-kit-trust.module
as_user() { # the user's own module file is not read for root
    if [ "$(id -u)" = 0 ]; then HOME=$work setpriv --reuid 65534 --clear-groups "$@"; else HOME=$work "$@"; fi
}
ask() { # names of authorities
    local name
    rm -rf cas out
    mkdir -p cas/anchors out
    for name in "$@"; do
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
            -keyout /dev/null -out "cas/anchors/$name.pem" \
            -days 30 -utf8 -subj "/CN=$name" 2>/dev/null
    done
    chmod -R a+rX . && chmod a+rwx out
    as_user trust extract --format=pem-bundle out/bundle.pem
    as_user trust extract --format=java-cacerts out/cacerts
    echo "$*: pem-bundle: $(grep -c BEGIN out/bundle.pem) certificates, java-cacerts:" \
        "$(keytool -list -keystore out/cacerts -storepass changeit 2>/dev/null | sed -n '/trustedCertEntry/s/^\([^,]*\), .*/"\1"/p' | sort | paste -sd' ')"
}
{
    ask 'Root-CA 1' 'ROOT-CA1'
    ask 認証局 電子署名 'Root CA'
} | tee told
diff told - <<'TEXT' || { echo "CHANGED: p11-kit gives these aliases otherwise" >&2; exit 1; }
Root-CA 1 ROOT-CA1: pem-bundle: 2 certificates, java-cacerts: "root-ca1" "root-ca1-1"
認証局 電子署名 Root CA: pem-bundle: 3 certificates, java-cacerts: "" "rootca"
TEXT
