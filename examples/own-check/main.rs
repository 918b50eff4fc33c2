//! A service that takes bundles by HTTP and has one rule of its own: another CA than the company's is answered with 403, as
//! JSON to the client and as one line in the log.
//!
//!     cargo run --example own-check -- 127.0.0.1:8080
//!     curl --data-binary @testdata/demo/from-pfx.pem http://127.0.0.1:8080/

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, SystemTime};

use pemvet::rules::Rule;
use pemvet::{Bundle, Check, Class, Profile, Provider, Severity, UnixTime};

#[cfg(feature = "aws-lc-rs")]
const PROVIDER: Provider = Provider::AWS_LC_RS;
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
const PROVIDER: Provider = Provider::RING;
#[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
const PROVIDER: Provider = Provider::new("none", &[]);

/// More is no bundle of one server.
const MOST_BYTES: u64 = 64 << 10;

static OUR_CA: Rule = Rule::new(
    "acme-other-ca",
    Class::Unknown,
    Severity::Error,
    "another CA than Acme's issued the leaf",
)
.with_explanation("Clients of Acme trust Acme's CA only.\n\nHave it issued by the CA of O=Acme.");

fn profile() -> Profile {
    let mut profile = Profile::any(PROVIDER);
    profile.add_check(Check::new(&OUR_CA, |seen| {
        let Some((place, leaf)) = seen.leaf() else { return };
        let issuer = leaf.to_summary().issuer;
        if !issuer.contains("O=Acme") {
            seen.object_to(
                place,
                format!("The leaf was issued by \"{issuer}\"; wanted O=Acme."),
            );
        }
    }));
    profile
}

/// Status, body and the line for the log.
fn answer(pem: &[u8], now: UnixTime) -> (u16, String, String) {
    let report = Bundle::new(pem).validate(&profile(), now);
    match report.into_result() {
        Ok(accepted) => {
            let body = serde_json::to_string(accepted.report());
            (200, body.unwrap_or_default(), "accepted".into())
        }
        Err(rejected) => {
            let body = serde_json::to_string(&rejected).unwrap_or_default();
            (rejected.class().http_status(), body, rejected.to_string())
        }
    }
}

fn serve(stream: &TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.take(MOST_BYTES));
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line)? > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    #[expect(
        clippy::disallowed_methods,
        reason = "a service has a clock; the library has none"
    )]
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = UnixTime::since_unix_epoch(now.unwrap_or(Duration::ZERO));
    let (status, body, log) = answer(&body, now);
    eprintln!("{status} {log}");
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status} \r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".into());
    for stream in TcpListener::bind(address)?.incoming() {
        // A client that goes away ends no service.
        if let Err(error) = stream.and_then(|stream| serve(&stream)) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

#[test]
fn another_ca_is_answered_with_403_in_json_and_in_the_log() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let mut client = TcpStream::connect(listener.local_addr().expect("its address")).expect("a connection");
    let pem = include_bytes!("../../testdata/demo/from-pfx.pem");
    write!(client, "POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", pem.len()).expect("sent");
    client.write_all(pem).expect("sent");
    serve(&listener.accept().expect("the client").0).expect("served");
    let mut answered = String::new();
    client.read_to_string(&mut answered).expect("an answer");
    assert!(answered.contains("\"rule\":\"acme-other-ca\""), "{answered}");

    let now = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
    let (status, body, log) = answer(pem, now);
    assert_eq!(status, 403);
    let report: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(report["class"], "unknown");
    assert!(
        log.starts_with("unknown certificate bundle: acme-other-ca: The leaf was issued by"),
        "{log}"
    );
}
