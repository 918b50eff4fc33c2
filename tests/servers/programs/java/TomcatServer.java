import java.nio.file.Files;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** One Tomcat, with a connector for each bundle. */
final class TomcatServer extends Program {
    private final Tomcat tomcat = new Tomcat();

    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.apache.catalina.startup.EXIT_ON_INIT_FAILURE", "true");
        java.util.logging.LogManager.getLogManager().reset();
        var server = new TomcatServer();
        server.tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        server.tomcat.getService();
        server.tomcat.start();
        server.run();
    }

    @Override
    int serve(String certificates, String key) throws Exception {
        var connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setThrowOnFailure(true);
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxThreads", "3");
        connector.setProperty("minSpareThreads", "1");
        connector.setProperty("SSLEnabled", "true");
        connector.setSecure(true);
        connector.setScheme("https");
        var host = new SSLHostConfig();
        var pair = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        pair.setCertificateFile(certificates);
        pair.setCertificateKeyFile(key);
        host.addCertificate(pair);
        connector.addSslHostConfig(host);
        connector.setService(tomcat.getService());
        connector.init();
        connector.start();
        return connector.getLocalPort();
    }

    @Override
    String connect(int port, String trust, String name) {
        throw new UnsupportedOperationException();
    }
}
