//! Input made to cost time or memory, and how it is judged.

use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    KeyPair as _,
};
use pemvet::{CertificateDer, KeyRequirement, Profile, Provider, Standard, UnixTime};

use super::pki::{self, Spec, block, element, name, sequence};

/// As much as is read at the default limits, and a tenth.
pub(crate) const LARGE: usize = 1 << 20;
pub(crate) const SMALL: usize = LARGE / 10;
/// PEM text of one certificate under the limit of 256 KiB.
const MOST_TEXT: usize = 340_000;

/// 2026-06-01T00:00:00Z.
pub(crate) fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000))
}

/// One kind of input: its name, and its text of at most so many bytes.
pub(crate) type Case = (&'static str, fn(usize) -> Vec<u8>);

pub(crate) const CASES: &[Case] = &[
    ("knot of one name", knot),
    ("grid of cross-signed CAs", grid),
    ("copies of a CA", copies),
    ("copies of CAs, no leaf", copies_without_a_leaf),
    ("tiny certificates", tiny),
    ("forged issuers, other key identifiers", |size| {
        forged(size, false, 8)
    }),
    ("forged issuers, equal key identifiers", |size| {
        forged(size, true, 8)
    }),
    ("forged issuers, long key identifiers", |size| {
        forged(size, true, 1_000)
    }),
    ("DNS names × constraints", |size| products(size, 0x82, 12, 12)),
    ("DNS names of 250 bytes × constraints", |size| {
        products(size, 0x82, 250, 250)
    }),
    ("DNS names of 700 bytes × constraints", |size| {
        products(size, 0x82, 700, 700)
    }),
    ("DNS names × long constraints", |size| {
        products(size, 0x82, 12, size / 50)
    }),
    ("long e-mail addresses × constraints", |size| {
        products(size, 0x81, size / 50, 12)
    }),
    ("e-mail addresses × long constraints", |size| {
        products(size, 0x81, 12, size / 50)
    }),
    ("long URIs × constraints", |size| {
        products(size, 0x86, size / 50, 12)
    }),
    ("directory names × constraints", |size| {
        products(size, 0xA4, 200, 200)
    }),
    ("many names in one certificate", many_names),
    ("empty DNS names", |size| of_many(size, 17, |_| vec![0x82, 0])),
    ("empty directory names", |size| {
        of_many(size, 17, |_| vec![0xA4, 2, 0x30, 0])
    }),
    ("RDNs in one directory name", |size| {
        of_one(size, 17, &[0xA4, 0x30], |_| element(0x31, &TINY_ATTRIBUTE))
    }),
    ("attributes in one RDN", |size| {
        of_one(size, 17, &[0xA4, 0x30, 0x31], |_| TINY_ATTRIBUTE.to_vec())
    }),
    ("empty constraints", |size| {
        of_one(size, 30, &[0xA0], |_| vec![0x30, 2, 0x82, 0])
    }),
    ("distribution points", |size| {
        of_many(size, 31, |_| vec![0x30, 6, 0xA0, 4, 0xA0, 2, 0x86, 0])
    }),
    ("policies", |size| {
        of_many(size, 32, |it| sequence(&[element(6, &unknown(it))]))
    }),
    ("P-384 issuers of one name", |size| curve(size, &P384, 0)),
    ("P-521 issuers of one name", |size| curve(size, &P521, 0)),
    ("P-521 issuers, large certificate", |size| {
        curve(size, &P521, MOST_TEXT / 2)
    }),
    ("malformed extensions", malformed),
    ("unknown purposes", purposes),
    ("unknown extensions", |size| extensions(size, false)),
    ("unknown critical extensions", |size| extensions(size, true)),
    ("faults at the end of a large certificate", faults_at_the_end),
    ("subjects of many RDNs", rdns),
    ("issuers with long subjects", long_subjects),
    ("BEGIN storm", |size| {
        repeated(size, "-----BEGIN CERTIFICATE-----\n")
    }),
    ("END storm", |size| repeated(size, "-----END CERTIFICATE-----\n")),
    ("BEGIN and END of other labels", |size| {
        repeated(size, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END X-----\n")
    }),
    ("empty blocks", |size| {
        repeated(size, "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")
    }),
    ("blocks that are private keys by their label alone", |size| {
        repeated(
            size,
            "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----\n",
        )
    }),
    ("dashes", |size| repeated(size, "-")),
    ("BEGINs on one line", |size| repeated(size, "-----BEGIN ")),
    ("escaped line ends", |size| repeated(size, "\\n")),
    ("base64 without markers", |size| repeated(size, "MIIB")),
];

/// A file of any kind; a server's chain under the longest list of rules; a list of CAs.
pub(crate) fn profiles() -> [(&'static str, Profile); 3] {
    let bundle = Profile::any(Provider::AWS_LC_RS);
    let mut anchors = Profile::server(Provider::AWS_LC_RS);
    anchors.private_key = KeyRequirement::Expected;
    anchors.trust_only([CertificateDer::from(root().der())]);
    anchors.standard = Standard::CaBrowserForum;
    let mut list = Profile::authority(Provider::AWS_LC_RS);
    list.trust_only([CertificateDer::from(root().der())]);
    [("bundle", bundle), ("anchors", anchors), ("list", list)]
}

fn root() -> Spec {
    Spec::new("root", 2, "root", 2).ca()
}

fn repeated(size: usize, text: &str) -> Vec<u8> {
    text.repeat(size / text.len()).into_bytes()
}

/// `first`, and as many of `more` after it as fit.
fn fill(size: usize, first: &[Spec], more: impl FnMut(u64) -> Vec<u8>) -> Vec<u8> {
    let mut text = pki::pem(first);
    // Over the limit of blocks nothing more is read.
    for block in (0..2_000).map(more).map(|der| block(&der)) {
        if text.len() + block.len() > size {
            break;
        }
        text.push_str(&block);
    }
    text.into_bytes()
}

fn leaf(issuer: &str, signer: u64) -> Spec {
    let names = vec!["a.example".into()];
    Spec {
        names,
        ..Spec::new("leaf", 1, issuer, signer)
    }
}

fn knot(size: usize) -> Vec<u8> {
    let first = [leaf("knot", 10), root()];
    fill(size, &first, |it| {
        Spec::new("knot", 10 + it, "knot", 11 + it).ca().der()
    })
}

fn grid(size: usize) -> Vec<u8> {
    fill(size, &[leaf("level 0", 100)], |it| {
        let level = it % 9;
        Spec {
            serial: it as u32,
            ..Spec::new(
                &format!("level {level}"),
                100 + level,
                &format!("level {}", level + 1),
                101 + level,
            )
        }
        .ca()
        .der()
    })
}

fn copies(size: usize) -> Vec<u8> {
    fill(size, &[leaf("root", 2)], |_| root().der())
}

fn copies_without_a_leaf(size: usize) -> Vec<u8> {
    fill(size, &[], |it| {
        Spec::new(&format!("ca {}", it % 200), it % 200, "nobody", 3)
            .ca()
            .der()
    })
}

/// Version 1, a key and a signature of no length.
fn tiny(size: usize) -> Vec<u8> {
    fill(size, &[], |it| {
        let algorithm = sequence(&[vec![6, 3, 0x2B, 0x65, 0x70]]);
        let time = element(0x17, b"250101000000Z");
        let message = sequence(&[
            element(2, &(it as u32 + 0x0100_0000).to_be_bytes()),
            algorithm.clone(),
            name(""),
            sequence(&[time.clone(), time]),
            name(""),
            sequence(&[algorithm.clone(), element(3, &[0])]),
        ]);
        sequence(&[message, algorithm, element(3, &[0])])
    })
}

fn forged(size: usize, stolen: bool, length: usize) -> Vec<u8> {
    let own = |number: u64| element(4, &padded(number, length));
    let of_issuer = |number: u64| sequence(&[element(0x80, &padded(number, length))]);
    let identifiers = |own_number: u64, issuer: u64| {
        let own = other_extension(&[0x55, 0x1D, 14], false, &own(own_number));
        [own, other_extension(&[0x55, 0x1D, 35], false, &of_issuer(issuer))].concat()
    };
    let honest = |spec: Spec, number, issuer| Spec {
        extensions: identifiers(number, issuer),
        ..spec
    };
    let first = [
        honest(leaf("ca", 3), 1, 3),
        honest(Spec::new("ca", 3, "root", 2).ca(), 3, 2),
        root(),
    ];
    fill(size, &first, |it| {
        let number = if stolen { 3 } else { 1_000 + it };
        // Among themselves they form a knot.
        honest(Spec::new("ca", 1_000 + it, "ca", 1_001 + it).ca(), number, 3).der()
    })
}

/// The number last, so that equal beginnings have to be read.
fn padded(number: u64, length: usize) -> Vec<u8> {
    let mut bytes = vec![7; length - 8];
    bytes.extend(number.to_be_bytes());
    bytes
}

fn other_extension(identifier: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let mark = if critical { vec![1, 1, 0xFF] } else { vec![] };
    sequence(&[element(6, identifier), mark, element(4, value)])
}

/// A leaf with names of this form and length, and two CAs that exclude others of them.
fn products(size: usize, tag: u8, length: usize, of_constraint: usize) -> Vec<u8> {
    let room = (size / 3 - 1_000).min(MOST_TEXT) * 7 / 10;
    // They differ late, and in lengths by a label, so that most of them is compared.
    let general_name = |it: usize, length: usize, label: &str| {
        let (filler, number) = ("n".repeat(length.saturating_sub(10)), format!("{it:06}"));
        match tag {
            0x81 => element(tag, format!("{filler}@{number}{label}").as_bytes()),
            0x86 => element(tag, format!("http://{number}/{filler}{label}").as_bytes()),
            0xA4 => element(tag, &name(&format!("{filler}{number}{label}"))),
            _ => element(tag, format!("{label}{filler}.{number}").as_bytes()),
        }
    };
    let list = |room: usize, one: &dyn Fn(usize) -> Vec<u8>| {
        let (mut all, mut count) = (Vec::new(), 0);
        loop {
            let one = one(count);
            if all.len() + one.len() > room {
                return (all, count);
            }
            all.extend(one);
            count += 1;
        }
    };
    let (names, count) = list(room, &|it| general_name(it, length, "x."));
    // What two CAs may compare within the limit.
    let affordable = 240_000 / count.max(1) / (1 + length / 254) / 2;
    let constraint = |it: usize| sequence(&[general_name(it + 500_000, of_constraint, "")]);
    let (constraints, _) = list(room.min(affordable.max(1) * constraint(0).len()), &constraint);
    let value = sequence(&[element(0xA1, &constraints)]);
    let authority = |subject: &str, key, issuer: &str, signer| Spec {
        extensions: other_extension(&[0x55, 0x1D, 30], true, &value),
        ..Spec::new(subject, key, issuer, signer).ca()
    };
    let leaf = Spec {
        extensions: other_extension(&[0x55, 0x1D, 17], false, &element(0x30, &names)),
        ..Spec::new("leaf", 1, "ca", 3)
    };
    let above = [authority("ca", 3, "middle", 4), authority("middle", 4, "root", 2)];
    let mut text = pki::pem(&[vec![leaf], above.into()].concat());
    text.push_str(&block(&root().der()));
    text.into_bytes()
}

/// A chain of certificates, each as large as can be, with this extension.
fn large(size: usize, extensions: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let room = (size / 3 - 1_000).min(MOST_TEXT) * 7 / 10;
    let with = |spec: Spec| Spec {
        extensions: extensions(room),
        ..spec
    };
    pki::pem(&[
        with(Spec::new("leaf", 1, "ca", 3)),
        with(Spec::new("ca", 3, "middle", 4).ca()),
        with(Spec::new("middle", 4, "root", 2).ca()),
        root(),
    ])
    .into_bytes()
}

fn many_names(size: usize) -> Vec<u8> {
    large(size, |room| {
        let names = [0x82, 1, b'a'].repeat(room / 3);
        other_extension(&[0x55, 0x1D, 17], false, &element(0x30, &names))
    })
}

/// An identifier of one byte and an empty string.
const TINY_ATTRIBUTE: [u8; 7] = [0x30, 5, 6, 1, 0x2A, 0x0C, 0];

/// Certificates with an extension of many values.
fn of_many(size: usize, last_arc: u8, one: fn(usize) -> Vec<u8>) -> Vec<u8> {
    of_one(size, last_arc, &[], one)
}

/// The same, the values within elements of these tags.
fn of_one(size: usize, last_arc: u8, tags: &[u8], one: fn(usize) -> Vec<u8>) -> Vec<u8> {
    large(size, |room| {
        let (mut values, mut count) = (Vec::new(), 0);
        while values.len() < room - 100 {
            values.extend(one(count));
            count += 1;
        }
        let value = tags.iter().rev().fold(values, |value, tag| element(*tag, &value));
        other_extension(&[0x55, 0x1D, last_arc], false, &element(0x30, &value))
    })
}

/// An identifier under 2.999 that nobody knows.
fn unknown(it: usize) -> Vec<u8> {
    let arc = |shift: usize| (it >> shift) as u8 & 0x7F;
    vec![0x88, 0x37, 0x80 | arc(14), 0x80 | arc(7), arc(0)]
}

fn malformed(size: usize) -> Vec<u8> {
    large(size, |room| {
        let one = |it: usize| {
            let kinds = [14, 15, 17, 19, 30, 31, 32, 33, 35, 36, 37, 54];
            other_extension(&[0x55, 0x1D, kinds[it % kinds.len()]], true, &[0x30, 5])
        };
        (0..room / 15).flat_map(one).collect()
    })
}

fn purposes(size: usize) -> Vec<u8> {
    large(size, |room| {
        let purposes = (0..room / 7).flat_map(|it| element(6, &unknown(it)));
        other_extension(
            &[0x55, 0x1D, 37],
            false,
            &element(0x30, &purposes.collect::<Vec<_>>()),
        )
    })
}

fn extensions(size: usize, critical: bool) -> Vec<u8> {
    large(size, |room| {
        let one = |it: usize| other_extension(&unknown(it), critical, &[]);
        (0..room / 14).flat_map(one).collect()
    })
}

/// Something to say about many parts of a certificate, after a long value.
fn faults_at_the_end(size: usize) -> Vec<u8> {
    large(size, |room| {
        let filler = other_extension(&unknown(1), false, &vec![0; room - 300]);
        let critical = |it| other_extension(&unknown(it), true, &[]);
        let misplaced = other_extension(&[0x55, 0x1D, 30], false, &sequence(&[]));
        let usage = other_extension(&[0x55, 0x1D, 15], false, &[3, 2, 2, 4]);
        let purposes = other_extension(&[0x55, 0x1D, 37], true, &sequence(&[element(6, &unknown(9))]));
        let names = other_extension(&[0x55, 0x1D, 17], true, &sequence(&[element(0x82, b"a_b")]));
        let critical: Vec<u8> = (2..9).flat_map(critical).collect();
        [
            filler,
            critical,
            misplaced.clone(),
            misplaced,
            usage,
            purposes,
            names,
        ]
        .concat()
    })
}

fn rdns(size: usize) -> Vec<u8> {
    let each = (size / 5 - 1_000).min(MOST_TEXT) * 7 / 10 / 2;
    let named = |first: &str| format!("{first}{}", "/x".repeat(each / 14));
    pki::pem(&[
        Spec::new(&named("leaf"), 1, &named("ca"), 3),
        Spec::new(&named("ca"), 3, &named("middle"), 4).ca(),
        Spec::new(&named("middle"), 4, &named("top"), 5).ca(),
        Spec::new(&named("top"), 5, &named("root"), 2).ca(),
    ])
    .into_bytes()
}

fn long_subjects(size: usize) -> Vec<u8> {
    let long = "Long Name ".repeat(100);
    fill(size, &[leaf(&long, 10)], |it| {
        Spec::new(&long, 10 + it, &long, 11 + it).ca().der()
    })
}

struct Curve {
    signing: &'static EcdsaSigningAlgorithm,
    /// Contents of the identifiers of the curve and of the signature.
    curve: &'static [u8],
    signature: &'static [u8],
}

static P384: Curve = Curve {
    signing: &ECDSA_P384_SHA384_ASN1_SIGNING,
    curve: &[0x2B, 0x81, 4, 0, 34],
    signature: &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3],
};

static P521: Curve = Curve {
    signing: &ECDSA_P521_SHA512_ASN1_SIGNING,
    curve: &[0x2B, 0x81, 4, 0, 35],
    signature: &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 4],
};

/// A leaf, and issuers of whom none has signed it.
fn curve(size: usize, curve: &Curve, filler: usize) -> Vec<u8> {
    let random = SystemRandom::new();
    let pair = || EcdsaKeyPair::generate(curve.signing).expect("a key");
    let algorithm = sequence(&[element(6, curve.signature)]);
    let of_key = sequence(&[
        element(6, &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1]),
        element(6, curve.curve),
    ]);
    let signed = |spec: &Spec| {
        let point = [&[0], pair().public_key().as_ref()].concat();
        let key = sequence(&[of_key.clone(), element(3, &point)]);
        spec.signed(&key, &algorithm, |message| {
            pair()
                .sign(&random, message)
                .expect("a signature")
                .as_ref()
                .to_vec()
        })
    };
    let leaf = Spec {
        extensions: other_extension(&unknown(1), false, &vec![0; filler.min(size / 2)]),
        ..leaf("ca", 3)
    };
    let mut text = block(&signed(&leaf));
    text.push_str(
        std::str::from_utf8(&fill(size - text.len(), &[], |_| {
            signed(&Spec::new("ca", 0, "ca", 0).ca())
        }))
        .expect("text"),
    );
    text.into_bytes()
}
