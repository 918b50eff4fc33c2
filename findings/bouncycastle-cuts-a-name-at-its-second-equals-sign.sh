#!/usr/bin/env bash
# Give Bouncy Castle's X500Name the subjects that OpenSSL prints by RFC 2253.
#
# Package: libbcprov-java 1.72, openjdk-17-jdk-headless 17.0.15 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: new X500Name(String) reads what RFC 2253 and RFC 4514 call a name: "=" inside a value needs no escape, and
#   \C3\BC is the UTF-8 of one letter. What it cannot read it refuses, as it does with a part without "=".
# Behaviour: a value ends at its next "=", and the rest is thrown away without a word: "O=key=value" is the organization
#   "key", and of an OU with a URL or with base64 a piece remains. The pairs of hex are taken for one letter each:
#   "Müller" is "MÃ¼ller", in a request made from it too. Java's own X500Principal reads both as they are. The
#   certificate itself, read as DER, is shown right, so the fault is only in names that come as text: configuration,
#   a database, the output of another program.
# Output seen: O=key=value -> key; O=M\C3\BCller -> MÃ¼ller; X500Principal: the certificate's bytes for both
set -euo pipefail
export LC_ALL=C.UTF-8

jars=(/usr/share/java/bcprov.jar)
if ! command -v javac >/dev/null || ! [ -e "${jars[0]}" ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless libbcprov-java >/dev/null
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java -version 2>&1 | head -1
dpkg-query -W -f '${Package} ${Version}\n' libbcprov-java
number=0
for name in 'Foo, Inc' 'key=value' 'Müller'; do
    printf '[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=utf8only\n[dn]\nC=NL\nO=%s\n' "$name" >cnf
    number=$((number + 1))
    openssl req -x509 -config cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out $number.pem \
        -days 30 2>/dev/null
    openssl x509 -in $number.pem -noout -subject -nameopt RFC2253 | sed 's/^subject=//' >$number.txt
done
cat >Ask.java <<'JAVA'
import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;

public class Ask {
    public static void main(String[] files) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (String file : files) {
            String text = Files.readString(Path.of(file + ".txt")).trim();
            X500Principal subject = ((X509Certificate) factory.generateCertificate(new FileInputStream(file + ".pem"))).getSubjectX500Principal();
            X500Name name = new X500Name(text);
            out.println(text + " -> " + name.getRDNs()[0].getFirst().getValue()
                + "; equal to the certificate's: " + name.equals(X500Name.getInstance(subject.getEncoded()))
                + "; X500Principal: " + new X500Principal(text).equals(subject));
        }
    }
}
JAVA
java -cp "${jars[0]}" Ask.java 1 2 3 | tee out
grep -qxF 'O=Foo\, Inc,C=NL -> Foo, Inc; equal to the certificate'"'"'s: true; X500Principal: true' out
grep -qxF 'O=key=value,C=NL -> key; equal to the certificate'"'"'s: false; X500Principal: true' out &&
    grep -qxF 'O=M\C3\BCller,C=NL -> MÃ¼ller; equal to the certificate'"'"'s: false; X500Principal: true' out ||
    { echo "CHANGED: Bouncy Castle reads these names otherwise" >&2; exit 1; }
