// Archives as Bouncy Castle's key stores write them: java -cp bcprov.jar Bouncy.java TYPE PASSWORD LEAF-TO-ROOT.pem KEY.der FILE [trust]
import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;

public class Bouncy {
    public static void main(String[] given) throws Exception {
        Security.addProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider());
        char[] password = given[1].equals("-") ? null : given[1].toCharArray();
        KeyStore store = KeyStore.getInstance(given[0], "BC");
        store.load(null, null);
        Collection<? extends java.security.cert.Certificate> chain;
        try (InputStream in = new FileInputStream(given[2])) {
            chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
        if (given.length > 5 && given[5].equals("trust")) {
            int number = 0;
            for (java.security.cert.Certificate one : chain) store.setCertificateEntry("ca" + number++, one);
        } else {
            PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of(given[3]))));
            store.setKeyEntry("www", key, password, chain.toArray(new java.security.cert.Certificate[0]));
        }
        try (OutputStream out = new FileOutputStream(given[4])) { store.store(out, password); }
    }
}
