#!/usr/bin/env bash
# Print subjects by wolfSSL's layer for OpenSSL, in one line and by RFC 2253.
#
# Package: libwolfssl-dev 5.5.4 with gcc 12 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: X509_NAME_print_ex with XN_FLAG_RFC2253 prints all parts, by number where it has no letters, and
#   X509_NAME_oneline has the same parts in the other order: programs that are built on either library give the same
#   names to their logs.
# Behaviour: print_ex ends with an error at the first kind whose letters it misses: serialNumber, businessCategory and
#   jurisdictionC, which each EV certificate has, street and postalCode. What it has written until then, "CN=x, " with
#   its comma, is in the output all the same. oneline knows these, but leaves out title, pseudonym,
#   organizationIdentifier and own kinds without a trace and calls a given name "name", so that different persons have
#   one text.
# Output seen: O=E,serialNumber=7,CN=x: "CN=x, " and failure; O=E,title=Dr,GN=G,CN=x: /O=E/name=G/CN=x
set -euo pipefail

dpkg -s libwolfssl-dev gcc libc6-dev >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libwolfssl-dev gcc libc6-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >names.c <<'C'
#include <wolfssl/options.h>
#include <wolfssl/ssl.h>
#include <wolfssl/openssl/bio.h>
#include <wolfssl/openssl/x509.h>

int main(void) {
    X509 *cert = wolfSSL_X509_load_certificate_file("cert.pem", SSL_FILETYPE_PEM);
    X509_NAME *subject = X509_get_subject_name(cert);
    printf("%s|", X509_NAME_oneline(subject, NULL, 0));
    BIO *out = BIO_new(BIO_s_mem());
    int done = X509_NAME_print_ex(out, subject, 0, XN_FLAG_RFC2253);
    char text[1000];
    int length = BIO_read(out, text, sizeof text);
    printf("%.*s|%s\n", length > 0 ? length : 0, text, done ? "success" : "failure");
    return 0;
}
C
gcc -o names names.c -lwolfssl
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # subject, expected
    local told
    openssl req -x509 -key key.pem -out cert.pem -days 30 -subj "$1"
    told=$(./names)
    echo "$(openssl x509 -in cert.pem -noout -subject -nameopt RFC2253): $told"
    [ "$told" = "$2" ] || bad=1
}
check /C=DE/O=E/CN=x "/C=DE/O=E/CN=x|CN=x, O=E, C=DE|success"
check /O=E/serialNumber=7/CN=x "/O=E/serialNumber=7/CN=x|CN=x, |failure"
check /jurisdictionC=DE/businessCategory=P/O=E/CN=x "/jurisdictionC=DE/businessCategory=P/O=E/CN=x|CN=x, O=E, |failure"
check /O=E/street=a/CN=x "/O=E/street=a/CN=x|CN=x, |failure"
check /DC=com/DC=example/CN=x "/DC=com/DC=example/CN=x|CN=x, DC=example, DC=com|success"
check /O=E/title=Dr/GN=G/organizationIdentifier=V/CN=x "/O=E/name=G/CN=x|CN=x, name=G, O=E|success"
[ -z "$bad" ] || { echo "CHANGED: wolfSSL prints other names" >&2; exit 1; }
