import java.io.FileInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The JDK as a client that compares host names as HTTPS does. */
final class Client extends Program {
    public static void main(String[] arguments) throws Exception {
        new Client().run();
    }

    @Override
    int serve(String certificates, String key) {
        throw new UnsupportedOperationException("the JDK reads no PEM");
    }

    @Override
    String connect(int port, String trust, String name) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var file = new FileInputStream(trust)) {
            for (var root : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("root " + store.size(), root);
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress("127.0.0.1", port), 5000);
            plain.setSoTimeout(5000);
            try (var stream = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true)) {
                var parameters = stream.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                stream.setSSLParameters(parameters);
                stream.startHandshake();
                return null;
            }
        } catch (SSLException failure) {
            var words = words(failure);
            var theirs = words.contains("Received fatal alert") || words.contains("terminated the handshake");
            return (theirs ? "server\t" : "client\t") + words;
        } catch (java.io.IOException failure) {
            return "server\t" + words(failure);
        }
    }
}
