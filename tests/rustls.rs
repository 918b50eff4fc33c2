//! What was accepted serves TLS: rustls shakes hands with it, without the network.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

use std::sync::Arc;
use std::time::Duration;

use pemvet::{Bundle, Profile, UnixTime};
use rustls::client::WebPkiServerVerifier;
use rustls::crypto::CryptoProvider;
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection};

mod support;

use support::{NOW, PROVIDER, read};

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(NOW))
}

#[derive(Debug)]
struct Fixed;

impl TimeProvider for Fixed {
    fn current_time(&self) -> Option<UnixTime> {
        Some(now())
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

#[test]
fn an_accepted_bundle_serves_a_client_that_trusts_its_root() {
    let mut profile = Profile::server(PROVIDER);
    profile.require_name("cluster.example.com").expect("a good name");
    // As it comes from a pfx: the root before the intermediate.
    let (pem, key) = (read("demo/from-pfx.pem"), read("demo/proxy.key"));
    let report = Bundle::new(&pem).with_private_key(&key).validate(&profile, now());
    let accepted = report.into_result().expect("an accepted bundle");
    let (chain, key) = accepted.into_certified().expect("a key");
    let mut roots = RootCertStore::empty();
    roots
        .add(chain.last().expect("the root").clone())
        .expect("an anchor");

    let server = ServerConfig::builder_with_details(provider(), Arc::new(Fixed))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("chain and key");
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider());
    let client = ClientConfig::builder_with_details(provider(), Arc::new(Fixed))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_webpki_verifier(verifier.build().expect("a verifier"))
        .with_no_client_auth();

    let name = "cluster.example.com".try_into().expect("a name");
    let mut client = ClientConnection::new(Arc::new(client), name).expect("a client");
    let mut server = ServerConnection::new(Arc::new(server)).expect("a server");
    while client.is_handshaking() || server.is_handshaking() {
        let mut sent = Vec::new();
        client.write_tls(&mut sent).expect("written");
        server.read_tls(&mut sent.as_slice()).expect("read");
        server.process_new_packets().expect("the client's messages");
        let mut sent = Vec::new();
        server.write_tls(&mut sent).expect("written");
        client.read_tls(&mut sent.as_slice()).expect("read");
        client
            .process_new_packets()
            .expect("a chain that the client trusts");
    }
    assert_eq!(client.peer_certificates().expect("a chain").len(), 3);
}
