//! Which clients refuse a chain in which one thing is unusual. Each row was run in a handshake with OpenSSL 3.0, GnuTLS 3.7,
//! Go 1.27, rustls 0.23 and Java 17, with the same thing in a chain of P-256 keys.

#![cfg(feature = "aws-lc-rs")]
#![allow(clippy::cast_possible_truncation, reason = "lengths of small test data")]

#[path = "support/pki.rs"]
mod pki;
mod support;

use pemvet::stacks::parse_list;
use pemvet::{CertificateDer, Profile, Report, Severity};
use pki::{Spec, element, sequence};
use support::{judge, rules_of};

/// The clients of the rows, in their order.
const CLIENTS: [(&str, &str); 5] = [
    ("openssl", "psql@15.18"),
    ("gnutls", "wget@1.21"),
    ("go", "go-redis@9"),
    ("rustls", "redis-rs@1"),
    ("java", "java@17"),
];
const ALL: &str = "openssl gnutls go rustls java";

fn extension(last_arc: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    of(&[0x55, 0x1D, last_arc], critical, value)
}

fn of(identifier: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let mark = if critical { vec![1, 1, 0xFF] } else { vec![] };
    sequence(&[element(6, identifier), mark, element(4, value)])
}

/// Name constraints with one subtree, of these parts.
fn constraint(list: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    extension(30, true, &sequence(&[element(list, &sequence(parts))]))
}

fn not_critical(list: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    extension(30, false, &sequence(&[element(list, &sequence(parts))]))
}

/// Everything that begins with the first octet.
fn network(octets: [u8; 4]) -> Vec<u8> {
    element(0x87, &[octets, [0xFF, 0, 0, 0]].concat())
}

fn address() -> Vec<u8> {
    element(0x87, &[10, 1, 2, 3])
}

/// SmtpUTF8Mailbox.
fn mailbox() -> Vec<u8> {
    let kind = element(6, &[0x2B, 6, 1, 5, 5, 7, 8, 9]);
    element(
        0xA0,
        &[kind, element(0xA0, &element(12, b"example.com"))].concat(),
    )
}

/// A DNS name in the constructed form.
fn in_parts() -> Vec<u8> {
    element(0xA2, &dns("b.example.com"))
}

fn dns(name: &str) -> Vec<u8> {
    element(0x82, name.as_bytes())
}

fn names(names: &[Vec<u8>]) -> Vec<u8> {
    extension(17, false, &sequence(names))
}

/// An otherName that holds a URI and no kind.
fn no_other_name() -> Vec<u8> {
    element(0xA0, &element(0x86, b"a"))
}

fn points(choice: &[u8]) -> Vec<u8> {
    extension(31, false, &sequence(&[sequence(&[element(0xA0, choice)])]))
}

fn twice(extension: Vec<u8>) -> Vec<u8> {
    [extension.clone(), extension].concat()
}

fn requires_policy(critical: bool) -> Vec<u8> {
    extension(36, critical, &sequence(&[element(0x80, &[0])]))
}

/// What is beside the usual extensions of leaf, intermediate and root.
#[derive(Default)]
struct Odd {
    leaf: Vec<u8>,
    intermediate: Vec<u8>,
    root: Vec<u8>,
}

impl Odd {
    fn judged(&self, profile: &mut Profile) -> Report {
        let known = |it: Spec| Spec {
            identifiers: true,
            ..it
        };
        let root = Spec {
            extensions: self.root.clone(),
            ..known(Spec::new("Root", 1, "Root", 1).ca())
        };
        let intermediate = Spec {
            extensions: [key_usage(&[1, 6]), self.intermediate.clone()].concat(),
            serial: 2,
            ..known(Spec::new("Issuing", 2, "Root", 1).ca())
        };
        let has_names = self.leaf.windows(3).any(|it| it == [0x55, 0x1D, 17]);
        let leaf = Spec {
            names: if has_names {
                vec![]
            } else {
                vec!["a.example.com".into()]
            },
            extensions: [key_usage(&[7, 0x80]), self.leaf.clone()].concat(),
            serial: 3,
            ..known(Spec::new("a.example.com", 3, "Issuing", 2))
        };
        profile.trust_only([CertificateDer::from(root.der())]);
        judge(pki::pem(&[leaf, intermediate]).as_bytes(), None, profile)
    }
}

/// Unused bits and value.
fn key_usage(bits: &[u8; 2]) -> Vec<u8> {
    extension(15, true, &element(3, bits))
}

fn leaf(extensions: Vec<u8>) -> Odd {
    Odd {
        leaf: extensions,
        ..Odd::default()
    }
}

fn intermediate(extensions: Vec<u8>) -> Odd {
    Odd {
        intermediate: extensions,
        ..Odd::default()
    }
}

fn root(extensions: Vec<u8>) -> Odd {
    Odd {
        root: extensions,
        ..Odd::default()
    }
}

fn under(constraints: Vec<u8>, leaf_names: &[Vec<u8>]) -> Odd {
    Odd {
        leaf: names(leaf_names),
        intermediate: constraints,
        ..Odd::default()
    }
}

/// What is odd, who refuses it, and how grave it is where nobody is named.
fn rows() -> Vec<(&'static str, Odd, &'static str, Option<Severity>)> {
    const ERROR: Option<Severity> = Some(Severity::Error);
    const WARNING: Option<Severity> = Some(Severity::Warning);
    let host = || dns("a.example.com");
    let access = |name: Vec<u8>| {
        let identifier = [0x2B, 6, 1, 5, 5, 7, 1, 1];
        let ocsp = element(6, &[0x2B, 6, 1, 5, 5, 7, 0x30, 1]);
        of(&identifier, false, &sequence(&[sequence(&[ocsp, name])]))
    };
    let uri = |text: &[u8]| element(0x86, text);
    let mapping = sequence(&[sequence(&[
        element(6, &[0x55, 0x1D, 32, 0]),
        element(6, &[42, 3]),
    ])]);
    let policies = |policy: &[u8]| extension(32, false, &sequence(&[sequence(&[element(6, policy)])]));
    vec![
        ("nothing", leaf(vec![]), "", None),
        // Constraints that hold no names.
        (
            "a constraint on a sequence",
            intermediate(constraint(0xA0, &[sequence(&[host()])])),
            ALL,
            ERROR,
        ),
        (
            "a constraint of an unknown form",
            intermediate(constraint(0xA1, &[element(0x89, b"a")])),
            ALL,
            ERROR,
        ),
        (
            "a constraint on no directory name",
            intermediate(constraint(0xA1, &[element(0xA4, &[5, 0])])),
            ALL,
            ERROR,
        ),
        (
            "bytes after a subtree",
            intermediate(constraint(0xA1, &[dns("b.test"), element(4, b"a")])),
            ALL,
            ERROR,
        ),
        (
            "no constraints in a leaf",
            leaf(constraint(0xA1, &[no_other_name()])),
            "openssl go rustls java",
            ERROR,
        ),
        (
            "a maximum",
            intermediate(constraint(0xA1, &[element(0x81, b"b.test"), element(0x81, &[5])])),
            "rustls java",
            ERROR,
        ),
        // Names under constraints.
        (
            "a dot at the end, permitted",
            under(
                constraint(0xA0, &[dns("example.com")]),
                &[host(), dns("b.example.com.")],
            ),
            ALL,
            ERROR,
        ),
        (
            "a wildcard over an excluded name",
            under(
                constraint(0xA1, &[dns("b.example.com")]),
                &[host(), dns("*.example.com")],
            ),
            "go rustls java",
            ERROR,
        ),
        (
            "a wildcard that is excluded",
            under(
                constraint(0xA1, &[dns("example.com")]),
                &[host(), dns("*.example.com")],
            ),
            ALL,
            ERROR,
        ),
        (
            "a permitted URI",
            under(
                constraint(0xA0, &[uri(b"example.com")]),
                &[host(), uri(b"https://example.com/")],
            ),
            "rustls",
            WARNING,
        ),
        (
            "a permitted e-mail address",
            under(
                constraint(0xA0, &[element(0x81, b"example.com")]),
                &[host(), element(0x81, b"it@example.com")],
            ),
            "rustls",
            WARNING,
        ),
        (
            "a permitted address",
            under(constraint(0xA0, &[network([10, 0, 0, 0])]), &[host(), address()]),
            "",
            None,
        ),
        (
            "an address permitted by a network with bits of a host",
            under(constraint(0xA0, &[network([10, 9, 9, 9])]), &[host(), address()]),
            "java",
            None,
        ),
        (
            "an address that a network with bits of a host leaves alone",
            under(constraint(0xA1, &[network([11, 9, 9, 9])]), &[host(), address()]),
            "",
            None,
        ),
        // Names that nobody compares.
        (
            "a constraint on mailboxes beyond ASCII, critical",
            intermediate(constraint(0xA1, &[mailbox()])),
            "gnutls go",
            WARNING,
        ),
        (
            "a constraint on mailboxes beyond ASCII",
            intermediate(not_critical(0xA1, &[mailbox()])),
            "gnutls",
            WARNING,
        ),
        (
            "a name that is written in parts",
            leaf(names(&[host(), in_parts()])),
            "gnutls",
            ERROR,
        ),
        ("no names of a CA", intermediate(names(&[])), "", WARNING),
        (
            "no otherName in distribution points",
            leaf(points(&element(0xA0, &no_other_name()))),
            "openssl",
            ERROR,
        ),
        (
            "no otherName of the issuer",
            intermediate(extension(18, false, &sequence(&[no_other_name()]))),
            "gnutls",
            WARNING,
        ),
        (
            "UTF-8 in distribution points",
            leaf(points(&element(0xA0, &uri("http://ü/".as_bytes())))),
            "",
            Some(Severity::Note),
        ),
        (
            "UTF-8 in the access information",
            leaf(access(uri("http://ü/".as_bytes()))),
            "",
            Some(Severity::Note),
        ),
        // Extensions that are there twice.
        ("key usage twice", leaf(key_usage(&[7, 0x80])), ALL, ERROR),
        (
            "purposes twice",
            intermediate(twice(extension(
                37,
                false,
                &sequence(&[element(6, &[0x2B, 6, 1, 5, 5, 7, 3, 1])]),
            ))),
            ALL,
            ERROR,
        ),
        (
            "a key identifier twice",
            leaf(extension(14, false, &element(4, &3u64.to_be_bytes()))),
            "openssl gnutls go java",
            ERROR,
        ),
        (
            "access information twice",
            leaf(twice(access(uri(b"http://a/")))),
            "gnutls go java",
            ERROR,
        ),
        (
            "policies twice",
            intermediate(twice(policies(&[42, 3]))),
            "gnutls go java",
            ERROR,
        ),
        // Policies.
        (
            "a policy missing, critical",
            intermediate(requires_policy(true)),
            "gnutls go rustls java",
            ERROR,
        ),
        (
            "a policy missing, not critical",
            intermediate(requires_policy(false)),
            "go java",
            ERROR,
        ),
        (
            "anyPolicy mapped",
            Odd {
                leaf: policies(&[42, 3]),
                intermediate: [policies(&[42, 4]), extension(33, false, &mapping)].concat(),
                root: vec![],
            },
            "go java",
            ERROR,
        ),
        (
            "a root that requires a policy",
            root(requires_policy(true)),
            "gnutls",
            WARNING,
        ),
    ]
}

#[test]
fn those_who_refuse_are_named_and_no_others() {
    for (what, odd, refusing, _) in rows() {
        for (client, stack) in CLIENTS {
            let mut profile = profile();
            profile.stacks = parse_list(stack).expect("a known stack");
            let report = odd.judged(&mut profile);
            let takes = report.stacks()[0].loads != Some(false) && report.is_accepted();
            let refuses = refusing.split(' ').any(|it| it == client);
            assert_eq!(takes, !refuses, "{what}, {client}: {:?}", rules_of(&report));
        }
    }
}

/// The same with BoringSSL as Bun 1.4 brings it, Java 25 and Python 3.13.
#[test]
fn others_who_refuse_are_named() {
    let host = || dns("a.example.com");
    let permitted = || under(constraint(0xA0, &[network([10, 0, 0, 0])]), &[host(), address()]);
    let written_in_parts = || leaf(names(&[host(), in_parts()]));
    for (what, odd, stack, takes) in [
        ("a permitted address", permitted(), "boringssl", false),
        ("nothing", leaf(vec![]), "boringssl", true),
        ("a name in parts", written_in_parts(), "boringssl", false),
        ("a name in parts", written_in_parts(), "java@25", false),
        ("nothing", leaf(vec![]), "java@25", true),
        ("no names of a CA", intermediate(names(&[])), "python@3.13", false),
        ("no names of a CA", intermediate(names(&[])), "python@3.12", true),
    ] {
        let mut profile = profile();
        profile.stacks = parse_list(stack).expect("a known stack");
        let report = odd.judged(&mut profile);
        let is_taken = report.stacks()[0].loads != Some(false) && report.is_accepted();
        assert_eq!(is_taken, takes, "{what}, {stack}: {:?}", rules_of(&report));
    }
}

#[test]
fn what_a_client_refuses_is_told_where_nobody_is_named() {
    let usual = rules_of(&leaf(vec![]).judged(&mut profile()));
    for (what, odd, _, gravest) in rows() {
        let report = odd.judged(&mut profile());
        let new = report
            .findings()
            .iter()
            .filter(|it| !usual.contains(&it.rule.name));
        let found = new.map(|it| it.severity).max();
        assert_eq!(found, gravest, "{what}: {:?}", rules_of(&report));
    }
}

fn profile() -> Profile {
    support::without_key_asked(Profile::server(support::PROVIDER))
}
