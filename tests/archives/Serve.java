// A TLS server of Java with a key store, and a client with a trust store, that pemvet wrote: java Serve.java KEYSTORE TRUSTSTORE PASSWORD
import java.io.FileInputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import javax.net.ssl.*;

public class Serve {
    static KeyStore store(String path, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (FileInputStream in = new FileInputStream(path)) { store.load(in, password); }
        return store;
    }

    public static void main(String[] given) throws Exception {
        char[] password = given[2].toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(given[0], password), password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(given[1], password));
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        SSLServerSocket listening = (SSLServerSocket) server.getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread serving = new Thread(() -> {
            try (SSLSocket one = (SSLSocket) listening.accept()) { one.getOutputStream().write('!'); } catch (Exception error) { System.out.println(error); }
        });
        serving.start();
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
            socket.startHandshake();
            socket.getInputStream().read();
            System.out.println("handshake with " + socket.getSession().getPeerCertificates().length + " certificates");
        }
        serving.join();
    }
}
