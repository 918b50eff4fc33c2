//! rustls as a server and as a client. ../README.md says what is asked and answered.

use rustls::pki_types::{pem::PemObject, CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use std::error::Error;
use std::io::{BufRead, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(5);

fn main() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let answer = match *line.split('\t').collect::<Vec<_>>() {
            ["serve", certificates, key] => match serve(certificates, key) {
                Ok(port) => format!("listening\t{port}"),
                Err(error) => format!("refused\t{error}"),
            },
            ["connect", port, trust, name] => match connect(port, trust, name) {
                Ok(()) => "ok\t".to_owned(),
                Err(error) => format!("{}\t{error}", side(error.as_ref())),
            },
            _ => "what?\t".to_owned(),
        };
        println!("{}", answer.replace('\n', " "));
    }
}

/// Serves on a free port until the process ends.
fn serve(certificates: &str, key: &str) -> Result<u16, Box<dyn Error>> {
    let chain = CertificateDer::pem_file_iter(certificates)?.collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_file(key)?;
    let config = Arc::new(ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(config.clone()).expect("a connection");
            std::thread::spawn(move || {
                let _ = stream.set_read_timeout(Some(PATIENCE));
                let mut stream = StreamOwned::new(connection, stream);
                let _ = stream.write_all(b"ok").and_then(|()| stream.flush()).and_then(|()| stream.read(&mut [0; 10]));
            });
        }
    });
    Ok(port)
}

fn connect(port: &str, trust: &str, name: &str) -> Result<(), Box<dyn Error>> {
    let mut roots = RootCertStore::empty();
    for root in CertificateDer::pem_file_iter(trust)? {
        roots.add(root?)?;
    }
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(name.to_owned())?;
    let mut connection = ClientConnection::new(Arc::new(config), name)?;
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    while connection.is_handshaking() {
        connection.complete_io(&mut stream)?;
    }
    Ok(())
}

/// Who broke it off: an alert, or an end without a word, comes from the other side.
fn side(error: &(dyn Error + 'static)) -> &'static str {
    let Some(error) = error.downcast_ref::<std::io::Error>() else { return "client" };
    match error.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::AlertReceived(_)) | None => "server",
        Some(_) => "client",
    }
}
