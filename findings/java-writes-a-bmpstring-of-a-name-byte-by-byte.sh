#!/usr/bin/env bash
# Ask Java for the subject of a certificate whose name is a BMPString, in each of its ways.
#
# Package: openjdk-17-jdk-headless 17 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: X500Principal.getName(), toString() and getName(RFC1779) differ in quotation marks and in the short names, but
#   tell the same letters; and a principal made of getName()'s text equals the first, as the documentation has it of RFC
#   2253.
# Behaviour: for a UTF8String they do. Of a BMPString, which some Windows authorities write where there is an umlaut,
#   getName() makes text of each byte: CN=Zo with an e with two dots is CN=\00Z\00o\00 and a replacement character. The
#   letter is gone, the principal made of it is another one, and a rule with the name in it never fits; toString() and
#   RFC1779 are right.
# Output seen: UTF8String: one name in three ways, equal; BMPString: getName() CN=\00Z\00o\00?, not equal
set -euo pipefail

command -v javac >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >Ask.java <<'JAVA'
import java.io.FileInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

public class Ask {
    static String letters(String text) {
        StringBuilder told = new StringBuilder();
        for (char letter : text.toCharArray()) {
            told.append(letter < 128 ? String.valueOf(letter) : String.format("U+%04X", (int) letter));
        }
        return told.toString();
    }

    public static void main(String[] files) throws Exception {
        FileInputStream file = new FileInputStream("cert.pem");
        X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        X500Principal name = read.getSubjectX500Principal();
        System.out.println(letters(name.getName()) + " | " + letters(name.toString()) + " | " + letters(name.getName("RFC1779"))
                + " | " + (new X500Principal(name.getName()).equals(name) ? "equal" : "not equal"));
    }
}
JAVA
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # kind of string for openssl, expected
    local told
    openssl req -x509 -key key.pem -out cert.pem -days 9 -config <(printf '%s\n' '[req]' distinguished_name=d prompt=no utf8=yes \
        "string_mask=MASK:$1" '[d]' $'CN=Zo\u00eb')
    told=$(java Ask.java)
    echo "$(openssl x509 -in cert.pem -noout -subject -nameopt show_type,sname,utf8 | sed 's/:.*//'): $told"
    [ "$told" = "$2" ] || bad=1
}
check 0x2000 "CN=ZoU+00EB | CN=ZoU+00EB | CN=ZoU+00EB | equal"
check 0x800 'CN=\00Z\00o\00U+FFFD | CN=ZoU+00EB | CN=ZoU+00EB | not equal'
[ -z "$bad" ] || { echo "CHANGED: Java writes other names" >&2; exit 1; }
