#!/usr/bin/env bash
# Bring the subjects of certificates into the form of Globus, as grid maps have them, by JGlobus.
#
# Package: libjglobus-ssl-proxies-java 2.1.0 with openjdk-17-jdk-headless 17 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: CertificateUtil.toGlobusID() gives one form for one name, whether it gets the name as an object or as the text
#   that Java prints; a comma inside a value, "Example, Inc.", is a part of it.
# Behaviour: as a text the name is cut at each comma, escaped or not, and a slash takes its place: of O=Example\, Inc. comes
#   /O=Example\/Inc., which no map has and which toPrincipal() of the same library refuses. From the object it is
#   /O=Example, Inc., which is read. The text is what getSubjectDN().getName() and most configuration hold.
# Output seen: object: /O=Example, Inc./CN=Doe, Jane, read again; text: /O=Example\/Inc./CN=Doe\/Jane, not read; without a
#   comma: the same both ways
set -euo pipefail

{ command -v javac && [ -e /usr/share/java/jglobus-ssl-proxies.jar ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless \
        libjglobus-ssl-proxies-java >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libjglobus-ssl-proxies-java
cat >Ask.java <<'JAVA'
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.globus.gsi.util.CertificateLoadUtil;
import org.globus.gsi.util.CertificateUtil;

public class Ask {
    static String read(String id, X500Principal subject) {
        try {
            return id + (CertificateUtil.toPrincipal(id).equals(subject) ? " read" : " another name");
        } catch (IllegalArgumentException e) {
            return id + " not read";
        }
    }

    @SuppressWarnings("deprecation")
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            X509Certificate cert = CertificateLoadUtil.loadCertificate(file);
            X500Principal subject = cert.getSubjectX500Principal();
            System.out.println("object: " + read(CertificateUtil.toGlobusID(subject), subject));
            System.out.println("text: " + read(CertificateUtil.toGlobusID(cert.getSubjectDN().getName()), subject));
        }
    }
}
JAVA
printf '[req]\ndistinguished_name = none\n[none]\n' >cnf
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
openssl req -x509 -config cnf -key key.pem -subj '/O=Example, Inc./CN=Doe, Jane' -days 9 -out comma.pem
openssl req -x509 -config cnf -key key.pem -subj '/O=Example/CN=Jane Doe' -days 9 -out plain.pem
jars=$(ls /usr/share/java/jglobus-*.jar /usr/share/java/bc{prov,pkix}.jar /usr/share/java/commons-{logging,codec,io}.jar 2>/dev/null | paste -sd:)
java -cp "$jars" Ask.java comma.pem plain.pem 2>/dev/null | tee seen
cat >expected <<'SEEN'
object: /O=Example, Inc./CN=Doe, Jane read
text: /O=Example\/Inc./CN=Doe\/Jane not read
object: /O=Example/CN=Jane Doe read
text: /O=Example/CN=Jane Doe read
SEEN
cmp -s seen expected || { echo "CHANGED: JGlobus writes other names" >&2; exit 1; }
