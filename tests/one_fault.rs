//! Certificates with one fault each, made here: one element of a good leaf is written in another way, the leaf is
//! signed anew, and the rule about that fault must refuse it. `tests/one_fault.txt` lists them; `BLESS=1` writes it.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

#[cfg(feature = "aws-lc-rs")]
use aws_lc_rs as crypto;
#[cfg(not(feature = "aws-lc-rs"))]
use ring as crypto;

use crypto::{rand::SystemRandom, rsa, signature::RSA_PKCS1_SHA256};
use pemvet::{Profile, Report, Severity, Standard};
use support::{certificates, expect_file, judge, testdata};

/// One element. What an OCTET STRING of an extension holds is taken apart, too.
#[derive(Clone)]
struct Node {
    tag: u8,
    contents: Contents,
    /// One octet more in the length than it needs.
    long_length: bool,
}

#[derive(Clone)]
enum Contents {
    Bytes(Vec<u8>),
    Elements(Vec<Node>),
}

/// The elements of `bytes`, with `wraps` where OCTET STRINGs hold elements.
fn parse(mut bytes: &[u8], wraps: bool) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let [tag, length, rest @ ..] = bytes {
        let octets = usize::from(length.saturating_sub(0x80));
        let length = rest[..octets]
            .iter()
            .fold(0, |sum, octet| sum * 256 + usize::from(*octet));
        let length = if octets == 0 {
            usize::from(bytes[1])
        } else {
            length
        };
        let (contents, after) = rest[octets..].split_at(length);
        let is_row = tag & 0x20 != 0 || (wraps && *tag == 4);
        nodes.push(Node {
            tag: *tag,
            contents: match is_row {
                // The value of a key identifier is an OCTET STRING inside of one.
                true => Contents::Elements(parse(contents, wraps && *tag != 4)),
                false => Contents::Bytes(contents.into()),
            },
            long_length: false,
        });
        bytes = after;
    }
    nodes
}

impl Node {
    fn encode(&self, out: &mut Vec<u8>) {
        let mut contents = Vec::new();
        match &self.contents {
            Contents::Bytes(bytes) => contents.extend(bytes),
            Contents::Elements(nodes) => nodes.iter().for_each(|node| node.encode(&mut contents)),
        }
        let mut length: Vec<u8> = contents
            .len()
            .to_be_bytes()
            .into_iter()
            .skip_while(|octet| *octet == 0)
            .collect();
        if contents.len() >= 0x80 || self.long_length {
            length.splice(0..0, self.long_length.then_some(0));
            length.insert(0, 0x80 | u8::try_from(length.len()).unwrap());
        } else {
            length = vec![u8::try_from(contents.len()).unwrap()];
        }
        out.push(self.tag);
        out.extend(length);
        out.extend(contents);
    }

    fn bytes(&mut self) -> &mut Vec<u8> {
        match &mut self.contents {
            Contents::Bytes(bytes) => bytes,
            Contents::Elements(_) => panic!("it holds elements"),
        }
    }

    fn elements(&self) -> &[Node] {
        match &self.contents {
            Contents::Bytes(_) => &[],
            Contents::Elements(nodes) => nodes,
        }
    }

    fn at(&mut self, path: &[usize]) -> &mut Node {
        path.iter().fold(self, |node, place| match &mut node.contents {
            Contents::Elements(nodes) => &mut nodes[*place],
            Contents::Bytes(_) => panic!("no such place"),
        })
    }

    /// Every element below, with its path.
    fn all(&self, path: &[usize], found: &mut Vec<(Vec<usize>, Node)>) {
        for (place, node) in self.elements().iter().enumerate() {
            let path = [path, &[place]].concat();
            found.push((path.clone(), node.clone()));
            node.all(&path, found);
        }
    }
}

/// A way to write an element wrongly, and the rule that must say so.
struct Fault {
    name: &'static str,
    rule: &'static str,
    /// Whether elements of this tag can have it.
    fits: fn(u8) -> bool,
    make: fn(&mut Node),
}

const OBJECT_IDENTIFIER: u8 = 6;

static FAULTS: &[Fault] = &[
    Fault {
        name: "NULL after the last element",
        rule: "bytes-left-over",
        fits: |tag| tag == 0xA0 || tag == 0xA3,
        make: |node| {
            if let Contents::Elements(nodes) = &mut node.contents {
                nodes.extend(parse(&[5, 0], false));
            }
        },
    },
    Fault {
        name: "nine unused bits",
        rule: "der-not-canonical",
        fits: |tag| tag == 3,
        make: |node| node.bytes()[0] = 9,
    },
    Fault {
        name: "length not minimal",
        rule: "der-not-canonical",
        fits: |_| true,
        make: |node| node.long_length = true,
    },
    Fault {
        name: "boolean 01",
        rule: "der-not-canonical",
        fits: |tag| tag == 1,
        make: |node| *node.bytes() = vec![1],
    },
    Fault {
        name: "boolean FALSE",
        rule: "default-encoded",
        fits: |tag| tag == 1,
        make: |node| *node.bytes() = vec![0],
    },
    Fault {
        name: "integer with a zero before",
        rule: "der-not-canonical",
        fits: |tag| tag == 2,
        make: |node| node.bytes().splice(0..0, [0, 0]).for_each(drop),
    },
    Fault {
        name: "identifier empty",
        rule: "object-identifier-form",
        fits: |tag| tag == OBJECT_IDENTIFIER,
        make: |node| node.bytes().clear(),
    },
    Fault {
        name: "identifier cut off",
        rule: "object-identifier-form",
        fits: |tag| tag == OBJECT_IDENTIFIER,
        make: |node| *node.bytes().last_mut().unwrap() |= 0x80,
    },
    Fault {
        name: "identifier with a zero before",
        rule: "object-identifier-form",
        fits: |tag| tag == OBJECT_IDENTIFIER,
        make: |node| node.bytes().insert(1, 0x80),
    },
    Fault {
        name: "identifier with a huge number",
        rule: "object-identifier-form",
        fits: |tag| tag == OBJECT_IDENTIFIER,
        make: |node| node.bytes().splice(1..1, [0xFF; 20]).for_each(drop),
    },
    Fault {
        name: "UTF-8 broken",
        rule: "name-string-form",
        fits: |tag| tag == 0x0C,
        make: |node| node.bytes().push(0xC3),
    },
    Fault {
        name: "NUL in a string",
        rule: "name-string-form",
        fits: |tag| tag == 0x0C,
        make: |node| node.bytes().push(0),
    },
    Fault {
        name: "BMPString of odd length",
        rule: "name-string-form",
        fits: |tag| tag == 0x0C,
        make: |node| {
            node.tag = 0x1E;
            *node.bytes() = vec![0, 0x41, 0];
        },
    },
    Fault {
        name: "UniversalString of six octets",
        rule: "name-string-form",
        fits: |tag| tag == 0x0C,
        make: |node| {
            node.tag = 0x1C;
            *node.bytes() = vec![0, 0, 0, 0x41, 0, 0];
        },
    },
    Fault {
        name: "PrintableString with an underscore",
        rule: "name-string-form",
        fits: |tag| tag == 0x0C,
        make: |node| {
            node.tag = 0x13;
            node.bytes().push(b'_');
        },
    },
    Fault {
        name: "IA5String beyond ASCII",
        rule: "name-string-form",
        fits: |tag| tag == 0x0C,
        make: |node| {
            node.tag = 0x16;
            node.bytes().push(0xE4);
        },
    },
    Fault {
        name: "a number instead of a string",
        rule: "name-string-form",
        fits: |tag| tag == 0x0C,
        make: |node| node.tag = 2,
    },
    Fault {
        name: "an OCTET STRING instead of a string",
        rule: "name-string-form",
        fits: |tag| tag == 0x0C,
        make: |node| node.tag = 4,
    },
    Fault {
        name: "relative name empty",
        rule: "name-string-form",
        fits: |tag| tag == 0x31,
        make: |node| node.contents = Contents::Elements(Vec::new()),
    },
    Fault {
        name: "time without seconds",
        rule: "time-form",
        fits: |tag| tag == 0x17,
        make: |node| node.bytes().drain(10..12).for_each(drop),
    },
    Fault {
        name: "time with an offset",
        rule: "time-form",
        fits: |tag| tag == 0x17,
        make: |node| {
            node.bytes().pop();
            node.bytes().extend(b"+0100");
        },
    },
    Fault {
        name: "GeneralizedTime before 2050",
        rule: "time-form",
        fits: |tag| tag == 0x17,
        make: |node| {
            node.tag = 0x18;
            node.bytes().splice(0..0, *b"20").for_each(drop);
        },
    },
    Fault {
        name: "GeneralizedTime with a fraction",
        rule: "time-form",
        fits: |tag| tag == 0x17,
        make: |node| {
            node.tag = 0x18;
            *node.bytes() = b"20500101000000.5Z".to_vec();
        },
    },
    Fault {
        name: "month 13",
        rule: "certificate-unreadable",
        fits: |tag| tag == 0x17,
        make: |node| node.bytes()[2..4].copy_from_slice(b"13"),
    },
    Fault {
        name: "February 30",
        rule: "certificate-unreadable",
        fits: |tag| tag == 0x17,
        make: |node| node.bytes()[2..6].copy_from_slice(b"0230"),
    },
    Fault {
        name: "hour 24",
        rule: "certificate-unreadable",
        fits: |tag| tag == 0x17,
        make: |node| node.bytes()[6..8].copy_from_slice(b"24"),
    },
    Fault {
        name: "second 60",
        rule: "certificate-unreadable",
        fits: |tag| tag == 0x17,
        make: |node| node.bytes()[10..12].copy_from_slice(b"60"),
    },
    Fault {
        name: "time without Z",
        rule: "certificate-unreadable",
        fits: |tag| tag == 0x17,
        make: |node| {
            node.bytes().pop();
        },
    },
    Fault {
        name: "NULL with contents",
        rule: "der-not-canonical",
        fits: |tag| tag == 5,
        make: |node| node.bytes().push(0),
    },
    Fault {
        name: "DNS name beyond ASCII",
        rule: "general-name-form",
        fits: |tag| tag == 0x82,
        make: |node| node.bytes().push(0xE4),
    },
    Fault {
        name: "DNS name empty",
        rule: "dns-name-form",
        fits: |tag| tag == 0x82,
        make: |node| node.bytes().clear(),
    },
    Fault {
        name: "DNS name with a label of 64",
        rule: "dns-name-form",
        fits: |tag| tag == 0x82,
        make: |node| node.bytes().splice(0..0, [b'a'; 64]).for_each(drop),
    },
    Fault {
        name: "address of three octets",
        rule: "general-name-form",
        fits: |tag| tag == 0x82,
        make: |node| {
            node.tag = 0x87;
            *node.bytes() = vec![192, 0, 2];
        },
    },
    Fault {
        name: "address of eight octets",
        rule: "general-name-form",
        fits: |tag| tag == 0x82,
        make: |node| {
            node.tag = 0x87;
            *node.bytes() = vec![0; 8];
        },
    },
    Fault {
        name: "x400Address that is none",
        rule: "general-name-form",
        fits: |tag| tag == 0x82,
        make: |node| {
            node.tag = 0xA3;
            node.contents = Contents::Elements(Vec::new());
        },
    },
    Fault {
        name: "a name of no form",
        rule: "extension-malformed",
        fits: |tag| tag == 0x82,
        make: |node| node.tag = 0x8B,
    },
];

/// The good leaf, as a tree, and its issuers in PEM.
struct Bench {
    leaf: Node,
    key: rsa::KeyPair,
    issuers: String,
    profile: Profile,
}

/// The sequence of the fields of TBSCertificate.
static FIELDS: [&str; 8] = [
    "version",
    "serial number",
    "algorithm",
    "issuer",
    "validity",
    "subject",
    "public key",
    "extensions",
];

impl Bench {
    fn new() -> Bench {
        let chain = certificates(&testdata("demo/good.pem"));
        let text = std::fs::read(testdata("keys/issuing.key")).expect("a key");
        let key = pem::parse(text).expect("PEM");
        let block = |der: &[u8]| pem::encode(&pem::Pem::new("CERTIFICATE", der));
        let mut profile = support::without_key_asked(Profile::server(support::PROVIDER));
        profile.require_name("cluster.example.com").expect("a name");
        profile.standard = Standard::Rfc5280;
        Bench {
            leaf: parse(&chain[0], false).remove(0),
            key: rsa::KeyPair::from_pkcs8(key.contents()).expect("an RSA key"),
            issuers: chain[1..].iter().map(|der| block(der)).collect(),
            profile,
        }
    }

    /// Judges the leaf with other fields inside of what is signed.
    fn report(&self, signed: &Node) -> Report {
        let mut message = Vec::new();
        signed.encode(&mut message);
        let mut signature = vec![0; 256];
        self.key
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &message, &mut signature)
            .expect("a signature");
        signature.insert(0, 0);
        let mut leaf = self.leaf.clone();
        *leaf.at(&[2]).bytes() = signature;
        *leaf.at(&[0]) = signed.clone();
        let mut der = Vec::new();
        leaf.encode(&mut der);
        let text = pem::encode(&pem::Pem::new("CERTIFICATE", der)) + &self.issuers;
        judge(text.as_bytes(), None, &self.profile)
    }

    /// What is signed, with the values of extensions taken apart.
    fn signed(&self) -> Node {
        let mut signed = self.leaf.elements()[0].clone();
        let mut extensions = Vec::new();
        signed.at(&[7]).encode(&mut extensions);
        *signed.at(&[7]) = parse(&extensions, true).remove(0);
        signed
    }
}

fn errors(report: &Report) -> Vec<&'static str> {
    let errors = report
        .findings()
        .iter()
        .filter(|it| it.severity == Severity::Error);
    errors.map(|it| it.rule.name).collect()
}

#[test]
fn every_certificate_with_one_fault_is_refused_by_the_rule_about_it() {
    let bench = Bench::new();
    let good = bench.signed();
    assert_eq!(errors(&bench.report(&good)), [""; 0], "the leaf without fault");
    let mut places = Vec::new();
    good.all(&[], &mut places);
    let (mut table, mut wrong, mut count) = (String::new(), Vec::new(), 0);
    for fault in FAULTS {
        for (path, node) in places.iter().filter(|(_, node)| (fault.fits)(node.tag)) {
            let mut signed = good.clone();
            (fault.make)(signed.at(path));
            let field = FIELDS[path[0]];
            let inner: Vec<String> = path[1..].iter().map(ToString::to_string).collect();
            let place = [field.to_string(), inner.join(".")].join(" ");
            let name = format!("{} in {}, tag {:02X}", fault.name, place.trim(), node.tag);
            let rule = fault.rule;
            let found = errors(&bench.report(&signed));
            if !found.contains(&rule) {
                wrong.push(format!("{name}: wanted {rule}, found {found:?}"));
            }
            table += &format!("{rule:24} {name}\n");
            count += 1;
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count >= 200, "{count}");
    let listed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/one_fault.txt");
    expect_file(&listed, &table).unwrap();
}
