#!/usr/bin/env bash
# Store a certification path of Java as PKCS#7 and read it again.
#
# Package: openjdk-17-jdk-headless (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: a CertPath is "an immutable sequence of certificates", and getEncoded(name) and generateCertPath(stream, name)
#   with either of the two encodings that getCertPathEncodings() names give an equal path: leaf first, then its issuer.
# Behaviour: with PkiPath they do. With PKCS7 the certificates are written as a set in DER order, the shortest first, and
#   read back in that order: the path of leaf and root begins with the root and is not equal to the one that was stored.
#   No error is raised; a validator then complains of names that do not chain. A leaf with its names and extensions is as
#   a rule longer than a root, so nearly each path of two is turned round.
# Output seen: PkiPath: leaf, root, equal; PKCS7: root, leaf, not equal
set -euo pipefail

command -v javac >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java -version 2>&1 | head -1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout ca.key -out root.pem -days 30 -subj /CN=root 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
printf 'subjectAltName=DNS:www.example.com,DNS:example.com\nextendedKeyUsage=serverAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n' >ext
openssl x509 -req -in leaf.csr -CA root.pem -CAkey ca.key -set_serial 2 -days 30 -extfile ext -out leaf.pem 2>/dev/null
cat >Ask.java <<'JAVA'
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;

public class Ask {
    static String names(CertPath path) {
        return path.getCertificates().stream().map(c -> ((X509Certificate) c).getSubjectX500Principal().getName()).collect(Collectors.joining(", "));
    }

    public static void main(String[] args) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        CertPath path = factory.generateCertPath(List.of(
            factory.generateCertificate(new FileInputStream("leaf.pem")), factory.generateCertificate(new FileInputStream("root.pem"))));
        System.out.println("given: " + names(path));
        for (String encoding : List.of("PkiPath", "PKCS7")) {
            CertPath back = factory.generateCertPath(new ByteArrayInputStream(path.getEncoded(encoding)), encoding);
            System.out.println(encoding + ": " + names(back) + "; equal: " + back.equals(path));
        }
    }
}
JAVA
java Ask.java | tee out
diff out - <<'TEXT' || { echo "CHANGED: Java keeps the order" >&2; exit 1; }
given: CN=leaf, CN=root
PkiPath: CN=leaf, CN=root; equal: true
PKCS7: CN=root, CN=leaf; equal: false
TEXT
