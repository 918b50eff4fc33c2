//! A service of its own for each test, as a process, and HTTP by hand: what breaks off in the middle, no client library
//! would send.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    reason = "a test that cannot go on fails; each test file uses its part"
)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

/// The test data is made for this time: 2026-06-01T00:00:00Z.
const NOW: &str = "1780272000";

pub const CERTIFICATES: &str = "/v1/cluster/certificates";
pub const UPDATE: &str = "/v1/cluster/update_cert";

/// A file of `testdata/`.
pub fn fixture(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata")
        .join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn good() -> String {
    fixture("demo/good.pem")
}

/// Another certificate for the same names and key.
pub fn other_good() -> String {
    fixture("rules/certificate-expires-soon/good-leaf.pem")
}

pub fn key() -> String {
    fixture("demo/proxy.key")
}

/// A member of a request: the key is that of all good certificates.
pub fn member(name: &str, certificate: &str) -> Value {
    json!({ "name": name, "certificate": certificate, "key": key() })
}

pub fn many(members: &[Value]) -> String {
    json!({ "certificates": members }).to_string()
}

pub struct Service {
    process: Child,
    address: SocketAddr,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Service {
    pub fn start() -> Service {
        Service::with(&[])
    }

    pub fn with(options: &[&str]) -> Service {
        let mut process = Command::new(env!("CARGO_BIN_EXE_pemvet-upload-service"))
            .args([
                "--fqdn",
                "cluster.example.com",
                "--listen",
                "127.0.0.1:0",
                "--now",
                NOW,
            ])
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().rsplit(' ').next().unwrap().parse().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (into, from) = (Arc::clone(&log), process.stderr.take().unwrap());
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(from).lines() {
                let mut log = into.lock().unwrap();
                log.push_str(&line.unwrap());
                log.push('\n');
            }
        });
        Service {
            process,
            address,
            log,
            reader: Some(reader),
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A connection on which nothing takes for ever.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    pub fn request(&self, method: &str, path: &str, body: &str) -> Answer {
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: it\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        );
        let mut stream = self.connect();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        Answer::read(stream).expect("an answer")
    }

    pub fn put(&self, path: &str, body: &str) -> Answer {
        self.request("PUT", path, body)
    }

    /// What is installed.
    pub fn installed(&self) -> Value {
        let answer = self.request("GET", CERTIFICATES, "");
        assert_eq!(answer.status, 200);
        answer.json()
    }

    /// Ends the service and returns its log, after a look for keys.
    pub fn finish(mut self) -> String {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.reader.take().unwrap().join().unwrap();
        let log = self.log.lock().unwrap().clone();
        for secret in ["proxy", "other", "p256", "ed25519"] {
            assert_no_key(&log, &fixture(&format!("keys/{secret}.key")));
        }
        log
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// No eight characters in a row of the key's text.
fn assert_no_key(log: &str, key: &str) {
    let body: String = key.lines().filter(|line| !line.starts_with('-')).collect();
    for at in 0..body.len().saturating_sub(8) {
        let part = &body[at..at + 8];
        assert!(
            !log.contains(part),
            "a piece of a key is in the log, from character {at} of the key"
        );
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// `None` if the connection ends before there is one.
    pub fn read(mut stream: TcpStream) -> Option<Answer> {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes); // A reset after the answer is no matter.
        let text = String::from_utf8(bytes).unwrap();
        let text = text
            .strip_prefix("HTTP/1.1 100 Continue\r\n\r\n")
            .unwrap_or(&text);
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer {
            status,
            head: head.to_lowercase(),
            body: body.to_owned(),
        })
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Asserts that it is a refusal as RFC 9457 writes it, with this status.
    pub fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        assert!(
            self.head.contains("content-type: application/problem+json"),
            "{}",
            self.head
        );
        let problem = self.json();
        assert_eq!(problem["status"], status);
        problem
    }
}
