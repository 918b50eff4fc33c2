//! What servers that are named make of a file whose blocks are damaged, lost or of another kind, as was seen of the real ones.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::time::Duration;

use pemvet::stacks::parse_list;
use pemvet::{Bundle, Profile, RepairMode, StackAnswer, UnixTime};
use support::{NOW, read};

/// A kind of damage, and what comes of it at each server: the places of the certificates that it sends, by their places among
/// those that pemvet reads, and whether clients refuse them; or how the refusal shows.
const FILES: &[(&str, &str)] = &[
    ("as it is", "nginx 012, go 012, gnutls 012, netty 012"),
    (
        "no END, second",
        "nginx 0, haproxy 0, dovecot 0, tlslite 0, gnutls 01, go 01 refused, tomcat 01 refused, grpc 0 refused, rustls start",
    ),
    (
        "no END, last",
        "nginx start, postfix no-tls, haproxy 01, go 01, mbedtls 01, tomcat 01, netty 01, erlang handshake, gnutls start",
    ),
    (
        "no END, first",
        "go start, traefik default-certificate, coturn handshake, envoy start",
    ),
    (
        "no BEGIN, second",
        "nginx 01 refused, go 01 refused, rustls 01 refused, gnutls 0 refused, mbedtls 0 refused, s2n start, netty start",
    ),
    (
        "no BEGIN, last",
        "nginx 01, go 01, gnutls 01, netty 01, s2n start, tomcat start",
    ),
    (
        "no BEGIN, first",
        "nginx start, go start, nss start, erlang 01 refused",
    ),
    (
        "stars, second",
        "nginx start, haproxy 0 refused, go 01 refused, botan 01 refused, erlang 01 refused, gnutls start, netty start",
    ),
    (
        "stars, last",
        "nginx start, haproxy 01, go 01, netty 01, botan 01, nss 01 refused, tomcat start",
    ),
    (
        "stars, first",
        "nginx start, haproxy start, go start, botan 01 refused, netty 01 refused, erlang handshake",
    ),
    (
        "a character less, second",
        "nginx start, haproxy 0 refused, go 01 refused, nss start, erlang handshake",
    ),
    (
        "a line less, second",
        "nginx start, haproxy start, lighttpd 0 refused, go 01 refused, rustls 01 refused, botan 01 refused",
    ),
    (
        "a line less, last",
        "nginx start, haproxy start, lighttpd 01, botan 01, go 01 refused, wolfssl 01 refused",
    ),
    (
        "a line less, first",
        "nginx start, go start, botan 01 refused, erlang handshake",
    ),
    (
        "four dashes after END, second",
        "nginx start, haproxy 0 refused, go 02 refused, gnutls 012, tomcat 012, tlslite 01, mbedtls start",
    ),
    (
        "four dashes after END, last",
        "nginx start, haproxy 01, go 01, mbedtls 01, gnutls 012, tlslite start",
    ),
    (
        "four dashes after END, first",
        "nginx start, haproxy start, go start, gnutls 012, netty 012, tlslite 02 refused, botan 12 refused",
    ),
    (
        "four dashes after BEGIN, second",
        "nginx 02 refused, go 02 refused, mbedtls 0 refused, netty 012, rustls start",
    ),
    ("a public key", "nginx 012, go 012, s2n start"),
    ("a key behind", "nginx 012, go 012, s2n start, botan start"),
    (
        "strange DER behind",
        "nginx 012, go 012, s2n start, tlslite start",
    ),
    ("leaf, root, intermediate", "gnutls 021, nginx 012, netty start"),
    (
        "no intermediate",
        "gnutls 0 refused, nginx 01 refused, netty start",
    ),
];

/// The same of the key.
const KEYS: &[(&str, &str)] = &[
    (
        "another behind",
        "nginx 012, go 012, netty 012, tomcat 012 refused, erlang handshake",
    ),
    (
        "another before",
        "nginx start, tomcat 012, netty 012 refused, erlang handshake",
    ),
    ("twice", "nginx 012, tomcat 012, erlang handshake"),
    (
        "of another type",
        "nginx handshake, redis handshake, apache start, haproxy start, nss start",
    ),
    (
        "of the intermediate",
        "nginx start, netty 012 refused, erlang 012 refused",
    ),
    (
        "damaged before",
        "nginx 012, go 012, lighttpd start, rustls start, tomcat start",
    ),
    ("damaged behind", "nginx 012, rustls 012, tomcat start"),
];

fn text(path: &str) -> String {
    String::from_utf8(read(path)).expect("text")
}

fn blocks() -> [String; 3] {
    let chain = text("demo/good.pem");
    let blocks: Vec<String> = chain
        .split_inclusive("-----END CERTIFICATE-----\n")
        .map(|block| block[block.find("-----BEGIN").expect("a block")..].into())
        .collect();
    blocks.try_into().expect("leaf, intermediate and root")
}

fn without_line(block: &str, line: usize) -> String {
    let kept = block.lines().enumerate().filter(|(at, _)| *at != line);
    kept.map(|(_, text)| format!("{text}\n")).collect()
}

fn with_stars(block: &str) -> String {
    let lines = block.lines().enumerate();
    lines
        .map(|(at, line)| match at {
            5 => format!("**{}\n", &line[2..]),
            _ => format!("{line}\n"),
        })
        .collect()
}

/// One block with one kind of damage.
fn damaged(block: &str, kind: &str) -> String {
    let last = block.lines().count() - 1;
    match kind {
        "no END" => without_line(block, last),
        "no BEGIN" => without_line(block, 0),
        "stars" => with_stars(block),
        "a character less" => block.replacen("MII", "MI", 1),
        "a line less" => without_line(block, 8),
        "four dashes after END" => block.replace("END CERTIFICATE-----", "END CERTIFICATE----"),
        "four dashes after BEGIN" => block.replace("BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE----"),
        _ => panic!("{kind}"),
    }
}

fn file(kind: &str) -> Vec<u8> {
    let [leaf, intermediate, root] = blocks();
    let all = [&*leaf, &*intermediate, &*root].concat();
    let public = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    match kind {
        "as it is" => all.into(),
        "a public key" => [&*all, public].concat().into(),
        "a key behind" => [&*all, &text("demo/proxy.key")].concat().into(),
        "strange DER behind" => [
            all.as_bytes(),
            pemvet::pem::scan(root.as_bytes())
                .certificates()
                .next()
                .expect("DER"),
        ]
        .concat(),
        "leaf, root, intermediate" => [leaf, root, intermediate].concat().into(),
        "no intermediate" => [leaf, root].concat().into(),
        _ => {
            let (kind, place) = kind.split_once(", ").expect("a kind and a place");
            let place = ["first", "second", "last"].iter().position(|it| *it == place);
            let mut blocks = [leaf, intermediate, root];
            let block = &mut blocks[place.expect("a place")];
            *block = damaged(block, kind);
            blocks.concat().into()
        }
    }
}

fn key(kind: &str) -> String {
    let (own, other) = (text("demo/proxy.key"), text("keys/issuing.key"));
    match kind {
        "another behind" => own + &text("keys/other.key"),
        "another before" => text("keys/other.key") + &own,
        "twice" => own.clone() + &own,
        "of another type" => text("keyforms/p256-pkcs8.key"),
        "of the intermediate" => other,
        "damaged before" => with_stars(&other) + &own,
        "damaged behind" => own + &with_stars(&other),
        _ => panic!("{kind}"),
    }
}

fn answer(file: &[u8], key: &str, stack: &str) -> String {
    let mut profile = Profile::server(support::PROVIDER);
    profile.repair = RepairMode::AsGiven;
    profile.stacks = parse_list(stack).expect("a known stack");
    let bundle = Bundle::new(file).with_private_key(key.as_bytes());
    let report = bundle.validate(&profile, UnixTime::since_unix_epoch(Duration::from_secs(NOW)));
    told(&report.stacks()[0])
}

fn told(answer: &StackAnswer) -> String {
    if let Some(refusal) = answer.refusal {
        return refusal.as_str().into();
    }
    assert_eq!(answer.loads, Some(true), "{answer:?}");
    let sends: String = answer.sends.iter().map(usize::to_string).collect();
    match answer.refused_by.is_empty() {
        true => sends,
        false => format!("{sends} refused"),
    }
}

fn hold(kinds: &[(&str, &str)], given: impl Fn(&str) -> (Vec<u8>, String)) {
    let mut differ = Vec::new();
    for (kind, stacks) in kinds {
        let (file, key) = given(kind);
        for one in stacks.split(", ") {
            let (stack, wanted) = one.split_once(' ').expect("a stack and an outcome");
            let found = answer(&file, &key, stack);
            if found != wanted {
                differ.push(format!("{kind}: {stack}: {found}, wanted {wanted}"));
            }
        }
    }
    assert!(differ.is_empty(), "\n{}", differ.join("\n"));
}

#[test]
fn what_is_read_of_a_damaged_file_is_told_of_each_server() {
    hold(FILES, |kind| (file(kind), text("demo/proxy.key")));
}

#[test]
fn what_is_made_of_other_keys_is_told_of_each_server() {
    hold(KEYS, |kind| (file("as it is"), key(kind)));
}

/// A key of somebody else's is no less one where a block of the file is lost.
#[test]
fn a_damaged_root_hides_no_wrong_key() {
    let file = file("stars, last");
    for (stack, wanted) in [("haproxy", "start"), ("go", "start"), ("netty", "01 refused")] {
        assert_eq!(
            answer(&file, &key("of the intermediate"), stack),
            wanted,
            "{stack}"
        );
        assert_eq!(answer(&file, &text("keys/other.key"), stack), wanted, "{stack}");
    }
}
