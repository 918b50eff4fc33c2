#!/usr/bin/env bash
# Look at the subject alternative names of a certificate by SSSD's library for rules about certificates.
#
# Package: libsss-certmap-dev 2.8.2 (Debian 12) with gcc 12, OpenSSL 3.0.19 for the certificates
# Guessed: sss_certmap_display_cert_content(), what `sssctl cert-show` prints, lists each name once, and an address as an
#   address.
# Behaviour: there are as many lines as names, and each has the last name of its kind: of one, two and three.example the
#   list is three.example three times, and the same for mail addresses. An address comes as its raw bytes, so that
#   65.66.67.68 is "ABCD". A certificate with one name of each kind looks right.
# Output seen: one, two, three.example: 3 x three.example; two mail addresses: 2 x the second; 65.66.67.68: ABCD
set -euo pipefail

{ [ -e /usr/include/sss_certmap.h ] && [ -e /usr/include/talloc.h ] && command -v gcc; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev libsss-certmap-dev libtalloc-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libsss-certmap-dev
cat >ask.c <<'C'
#include <sss_certmap.h>
#include <stdio.h>

int main(int count, char **words)
{
    static unsigned char der[9000];
    FILE *file = fopen(words[1], "rb");
    size_t length = fread(der, 1, sizeof der, file);
    struct sss_certmap_ctx *rules;
    char *text = NULL;

    (void)count;
    sss_certmap_init(NULL, NULL, NULL, &rules);
    sss_certmap_display_cert_content(rules, der, length, &text);
    fputs(text, stdout);
    return 0;
}
C
gcc -o ask ask.c -lsss_certmap
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -outform der -out cert.der -subj /CN=x -days 9 \
    -addext keyUsage=digitalSignature -addext extendedKeyUsage=clientAuth \
    -addext subjectAltName=DNS:one.example,DNS:two.example,DNS:three.example,email:a@example.org,email:b@example.org,IP:65.66.67.68 2>/dev/null
./ask cert.der | grep -a -E 'subject_(dns|rfc822|ip)' | tee list
[ "$(grep -c 'subject_dns_name=three.example$' list)" = 3 ] && [ "$(grep -c 'subject_rfc822_name=b@example.org$' list)" = 2 ] &&
    grep -q 'subject_ip_address=ABCD$' list ||
    { echo "CHANGED: SSSD lists other names" >&2; exit 1; }
