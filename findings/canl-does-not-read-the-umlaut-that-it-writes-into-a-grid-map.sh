#!/usr/bin/env bash
# Bring the subjects of certificates into the form of OpenSSL and back, as the map files of grids have them, by CANL.
#
# Package: libcanl-java 2.8.2 with openjdk-17-jdk-headless 17 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: OpensslNameUtils.opensslToRfc2253() reads what convertFromRfc2253() writes and what `openssl x509 -nameopt
#   compat` prints, and the name is the certificate's again.
# Behaviour: each byte of another letter is written as OpenSSL does, \xC3\xBC, and read as nothing special: on the way
#   back the backslash and the x stay where they are, and what comes is no name of RFC 2253, where \xC3 means nothing; Java
#   refuses it. No error from CANL in either direction. Plain ASCII is the same name again, also with an "=" in a value.
# Output seen: CN=Müller,O=x -> /O=x/CN=M\xC3\xBCller, as OpenSSL prints it -> CN=M\xC3\xBCller,O=x; /O=a=b/CN=x: same
set -euo pipefail

{ command -v javac && [ -e /usr/share/java/canl.jar ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless libcanl-java >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libcanl-java
cat >Ask.java <<'JAVA'
import eu.emi.security.authn.x509.impl.CertificateUtils;
import eu.emi.security.authn.x509.impl.OpensslNameUtils;
import java.io.FileInputStream;
import java.io.PrintStream;
import javax.security.auth.x500.X500Principal;

public class Ask {
    @SuppressWarnings("deprecation")
    public static void main(String[] files) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String file : files) {
            X500Principal subject = CertificateUtils
                .loadCertificate(new FileInputStream(file), CertificateUtils.Encoding.PEM).getSubjectX500Principal();
            String there = OpensslNameUtils.convertFromRfc2253(subject.getName(), true);
            String back = OpensslNameUtils.opensslToRfc2253(there);
            String told;
            try {
                told = new X500Principal(back).equals(subject) ? "same name" : "another name";
            } catch (IllegalArgumentException e) {
                told = "no name to Java";
            }
            out.println(there + " -> " + back + " " + told);
        }
    }
}
JAVA
printf '[req]\ndistinguished_name = none\n[none]\n' >cnf
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
make() { # file, subject
    openssl req -x509 -config cnf -key key.pem -utf8 -subj "$2" -days 9 -out "$1"
    echo "OpenSSL: $(openssl x509 -in "$1" -noout -subject -nameopt compat | sed 's/^subject=//')"
}
make plain.pem /O=x/CN=Mueller
make umlaut.pem /O=x/CN=Müller
make equals.pem /O=a=b/CN=x
java -cp /usr/share/java/canl.jar:/usr/share/java/bcprov.jar:/usr/share/java/bcpkix.jar:/usr/share/java/commons-io.jar \
    Ask.java plain.pem umlaut.pem equals.pem 2>/dev/null | tee seen
cat >expected <<'SEEN'
/O=x/CN=Mueller -> CN=Mueller,O=x same name
/O=x/CN=M\xC3\xBCller -> CN=M\xC3\xBCller,O=x no name to Java
/O=a=b/CN=x -> CN=x,O=a=b same name
SEEN
cmp -s seen expected || { echo "CHANGED: CANL reads other names" >&2; exit 1; }
