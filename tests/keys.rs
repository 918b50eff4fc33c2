//! Private keys of every type and form: whose they are, and what is said of those that are damaged.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use pemvet::{Details, Profile, Provider, Report};
use support::{judge, read, rules_of};

/// Each with the name of its chain in testdata/keyforms and, where it is one, the only provider that proves it.
const FORMS: &[(&str, &str)] = &[
    ("rsa-pkcs8.key", "rsa"),
    ("rsa-pkcs1.key", "rsa"),
    ("rsa1024-pkcs8.key", "rsa1024"),
    ("rsa1024-pkcs1.key", "rsa1024"),
    ("p256-pkcs8.key", "p256"),
    ("p256-pkcs8-v2.key", "p256"),
    ("p256-sec1.key", "p256"),
    ("p256-sec1-with-parameters.key", "p256"),
    ("p384-pkcs8.key", "p384"),
    ("p384-sec1.key", "p384"),
    ("p521-pkcs8.key", "p521"),
    ("p521-sec1.key", "p521"),
    ("ed25519-pkcs8.key", "ed25519"),
    ("ed25519-pkcs8-v2.key", "ed25519"),
];
/// Recognised, and proved by nobody here.
const NOT_PROVED: &[(&str, &str, &str)] = &[
    ("ed448-pkcs8.key", "ed448", "an Ed448 key"),
    ("rsa-pss-pkcs8.key", "rsa-pss", "an RSA-PSS key"),
];
const CHAINS: &[&str] = &[
    "rsa", "rsa1024", "p256", "p384", "p521", "ed25519", "ed448", "rsa-pss",
];

const PROVIDERS: &[Provider] = &[
    #[cfg(feature = "aws-lc-rs")]
    Provider::AWS_LC_RS,
    #[cfg(feature = "ring")]
    Provider::RING,
];

fn given(chain: &str, key: &[u8], provider: Provider) -> Report {
    judge(
        &read(&format!("keyforms/{chain}.pem")),
        Some(key),
        &Profile::server(provider),
    )
}

/// Names of the rules of the areas about keys.
fn about_keys(report: &Report) -> Vec<&'static str> {
    let mut rules = rules_of(report);
    rules.retain(|rule| {
        rule.starts_with("key-") && !rule.starts_with("key-usage") && !rule.starts_with("key-type")
    });
    rules
}

#[test]
fn every_form_of_every_type_is_proved_against_its_own_chain_and_refused_against_others() {
    for provider in PROVIDERS {
        for (form, own) in FORMS {
            let key = read(&format!("keyforms/{form}"));
            for chain in CHAINS {
                let report = given(chain, &key, provider.clone());
                let context = format!("{form} with {chain}.pem, {}: {report:?}", provider.name());
                // ring has no P-521: it says so where the curve fits, and is certain where it does not.
                if *own == "p521" && chain == own && provider.name() == "ring" {
                    assert_eq!(about_keys(&report), ["key-not-proved"], "{context}");
                } else if chain == own {
                    // rustls takes version 2, so that is no more than a note.
                    let told: &[&str] = match form.ends_with("-v2.key") {
                        true => &["key-form-unsupported"],
                        false => &[],
                    };
                    assert_eq!(about_keys(&report), told, "{context}");
                    assert!(report.key_fits(), "{context}");
                } else {
                    assert_eq!(about_keys(&report), ["key-mismatch"], "{context}");
                    assert!(!report.key_fits() && !report.is_accepted(), "{context}");
                }
            }
        }
    }
}

#[test]
fn keys_that_nobody_proves_are_named_and_a_mismatch_only_where_their_type_is_certain() {
    for provider in PROVIDERS {
        for (form, own, name) in NOT_PROVED {
            let key = read(&format!("keyforms/{form}"));
            for chain in CHAINS {
                let report = given(chain, &key, provider.clone());
                // An RSA-PSS key holds ordinary RSA numbers, so it may be that of any RSA certificate.
                let may_fit = chain == own || (*own == "rsa-pss" && chain.starts_with("rsa"));
                let expected = if may_fit { "key-not-proved" } else { "key-mismatch" };
                assert_eq!(about_keys(&report), [expected], "{form} with {chain}.pem");
                assert!(!report.key_fits());
            }
            let report = given(own, &key, provider.clone());
            let finding = report
                .findings()
                .iter()
                .find(|it| it.rule.name == "key-not-proved");
            assert!(finding.is_some_and(|it| it.message.contains(name)), "{report:?}");
        }
    }
}

#[test]
fn the_key_that_is_handed_over_is_the_block_that_was_given() {
    for provider in PROVIDERS {
        let bundle = read("demo/good.pem");
        let both = [read("keys/other.key"), read("keys/proxy.key")].concat();
        let report = judge(&bundle, Some(&both), &Profile::server(provider.clone()));
        let (_, key) = report.into_result().expect("accepted").into_parts();
        let alone = judge(
            &bundle,
            Some(&read("keys/proxy.key")),
            &Profile::server(provider.clone()),
        );
        let (_, expected) = alone.into_result().expect("accepted").into_parts();
        assert!(key.is_some());
        assert_eq!(key, expected);
    }
}

fn damage_of(chain: &str, key: &[u8], provider: Provider) -> Option<String> {
    let report = given(chain, key, provider);
    assert_eq!(about_keys(&report), ["key-unreadable"], "{report:?}");
    assert!(!report.is_accepted() && !report.key_fits());
    let finding = report
        .findings()
        .iter()
        .find(|it| it.rule.name == "key-unreadable")?;
    match &finding.details {
        Details::Kind { kind } => Some(kind.clone()),
        _ => None,
    }
}

#[test]
fn damaged_numbers_are_told_by_their_class_with_each_provider() {
    let mut cases = vec![
        ("public-half-ed25519-v2", "ed25519", "public-half-contradicts"),
        ("public-half-p256-v2", "p256", "public-half-contradicts"),
        ("public-half-p256-sec1", "p256", "public-half-contradicts"),
        ("range-p256-order", "p256", "number-out-of-range"),
        ("range-p256-zero", "p256", "number-out-of-range"),
    ];
    let numbers = [
        "rsa-modulus",
        "rsa-privateExponent",
        "rsa-prime1",
        "rsa-prime2",
        "rsa-exponent1",
        "rsa-exponent2",
        "rsa-coefficient",
    ];
    cases.extend(numbers.map(|name| (name, "rsa", "rsa-numbers-contradict")));
    for provider in PROVIDERS {
        for (name, chain, class) in &cases {
            let key = read(&format!("damaged/{name}.key"));
            assert_eq!(
                damage_of(chain, &key, provider.clone()).as_deref(),
                Some(*class),
                "{name}"
            );
        }
    }
}

/// The block's DER, from its text.
fn der_of(text: &[u8]) -> Vec<u8> {
    pem::parse(text).expect("a block").into_contents()
}

fn pem_of(label: &str, der: &[u8]) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut body = String::new();
    for three in der.chunks(3) {
        let mut padded = [0; 4];
        padded[1..=three.len()].copy_from_slice(three);
        let value = u32::from_be_bytes(padded);
        for place in 0..4 {
            let digit = alphabet[(value >> (18 - 6 * place) & 63) as usize];
            body.push(if place > three.len() {
                '='
            } else {
                char::from(digit)
            });
        }
    }
    let lines: Vec<&str> = (0..body.len())
        .step_by(64)
        .map(|at| &body[at..body.len().min(at + 64)])
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
    .into_bytes()
}

#[test]
fn a_key_block_of_other_bytes_is_structure_damaged() {
    for (form, chain) in FORMS.iter().filter(|(form, _)| !form.contains("parameters")) {
        let der = der_of(&read(&format!("keyforms/{form}")));
        let mut longer = der.clone();
        longer.push(0);
        let mut version = der.clone();
        let at = version
            .windows(2)
            .position(|pair| pair == [2, 1])
            .expect("the version");
        version[at + 2] = 7;
        for bytes in [&der[..der.len() - 1], &der[..9], &longer, &version] {
            let key = pem_of("PRIVATE KEY", bytes);
            let damage = damage_of(chain, &key, support::PROVIDER);
            assert_eq!(damage.as_deref(), Some("structure-damaged"), "{form}");
        }
    }
}

#[test]
fn a_bit_flipped_anywhere_in_a_key_is_never_taken_for_the_leafs_key() {
    let mut harmless: Vec<(&str, usize)> = Vec::new();
    for (form, chain) in FORMS.iter().filter(|(form, _)| !form.contains("parameters")) {
        let der = der_of(&read(&format!("keyforms/{form}")));
        let bundle = read(&format!("keyforms/{chain}.pem"));
        let profile = Profile::server(support::PROVIDER);
        // Every byte of the short keys, some hundred of the long ones.
        for at in (0..der.len()).step_by(1 + der.len() / 600) {
            let mut damaged = der.clone();
            damaged[at] ^= 1;
            let report = judge(&bundle, Some(&pem_of("PRIVATE KEY", &damaged)), &profile);
            if report.key_fits() {
                harmless.push((*form, at));
            } else {
                assert!(!about_keys(&report).is_empty(), "{form}, byte {at}: {report:?}");
            }
        }
    }
    // What OpenSSL passes over as well: whether the version says 1 or 2, the NULL that RSA has for parameters, and
    // the contents of the attribute.
    harmless.retain(|(form, at)| match *form {
        "rsa-pkcs8.key" => !matches!(at, 6 | 21),
        "rsa1024-pkcs8.key" => !matches!(at, 6 | 20),
        "ed25519-pkcs8.key" => *at != 4,
        "ed25519-pkcs8-v2.key" => !matches!(at, 4 | 50..=76),
        form if form.contains("pkcs8") => *at != 5,
        _ => true,
    });
    assert_eq!(harmless, []);
}

#[test]
fn a_scalar_is_in_range_from_one_to_the_order_less_one() {
    // The orders of SEC 2, as the low half of each differs only there.
    let curves: &[(&str, &str, &str)] = &[
        (
            "p256",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
            "2a8648ce3d030107",
        ),
        (
            "p384",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
            "2b81040022",
        ),
        (
            "p521",
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
            "2b81040023",
        ),
    ];
    for (chain, order, curve) in curves {
        let (order, curve) = (unhex(order), unhex(curve));
        let number = |change: i16| {
            let mut number = order.clone();
            let last = number.last_mut().expect("octets");
            *last = last
                .checked_add_signed(i8::try_from(change).expect("small"))
                .expect("no carry");
            number
        };
        let mut one = vec![0; order.len()];
        let zero = one.clone();
        one[order.len() - 1] = 1;
        let cases = [
            (zero, "number-out-of-range"),
            (one, ""),
            (number(-1), ""),
            (number(0), "number-out-of-range"),
            (number(1), "number-out-of-range"),
            (vec![0xFF; order.len()], "number-out-of-range"),
        ];
        for (scalar, class) in cases {
            let parameters = element(0xA0, &element(0x06, &curve));
            let der = element(
                0x30,
                &[element(2, &[1]), element(4, &scalar), parameters].concat(),
            );
            let key = pem_of("EC PRIVATE KEY", &der);
            if class.is_empty() {
                let report = given(chain, &key, support::PROVIDER);
                let unproved = support::PROVIDER.name() == "ring" && *chain == "p521";
                let expected = if unproved {
                    "key-not-proved"
                } else {
                    "key-mismatch"
                };
                assert_eq!(about_keys(&report), [expected], "{chain} {scalar:?}");
            } else {
                let damage = damage_of(chain, &key, support::PROVIDER);
                assert_eq!(damage.as_deref(), Some(class), "{chain} {scalar:?}");
            }
        }
    }
}

#[test]
fn odd_rsa_keys_are_turned_away_before_any_arithmetic() {
    let huge = vec![0x7F; 1025];
    let number = |bytes: &[u8]| element(2, bytes);
    let key = |modulus: &[u8], primes: &[u8], version: u8| {
        let numbers = [
            number(&[version]),
            number(modulus),
            number(&[3]),
            number(&[5]),
            number(primes),
            number(primes),
            number(&[1]),
            number(&[1]),
            number(&[1]),
        ];
        pem_of("RSA PRIVATE KEY", &element(0x30, &numbers.concat()))
    };
    // The leaf has 2048 bits, so the size alone rules the first out.
    for (key, name, rule) in [
        (
            key(&huge, &[0x7F], 0),
            "RSA key of more than 8192 bits",
            "key-mismatch",
        ),
        (
            key(&[0x7F, 0x7F], &[0], 0),
            "an RSA key without its primes",
            "key-not-proved",
        ),
        (
            key(&[0x7F, 0x7F], &[3], 1),
            "an RSA key with more than two primes",
            "key-not-proved",
        ),
    ] {
        let report = given("rsa", &key, support::PROVIDER);
        assert_eq!(about_keys(&report), [rule], "{report:?}");
        let said = report
            .findings()
            .iter()
            .any(|finding| finding.message.contains(name));
        assert!(said, "{report:?}");
    }
    // n = n·1 holds, and proves nothing.
    for key in [key(&[15], &[1], 0), key(&[16], &[3], 0), key(&[15], &[0x80], 0)] {
        let damage = damage_of("rsa", &key, support::PROVIDER);
        assert_eq!(damage.as_deref(), Some("number-out-of-range"));
    }
}

fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).expect("short");
    let mut element = vec![tag];
    match length {
        0..=127 => element.push(u8::try_from(length).expect("short")),
        128..=255 => element.extend([0x81, u8::try_from(length).expect("short")]),
        _ => {
            element.push(0x82);
            element.extend_from_slice(&length.to_be_bytes());
        }
    }
    element.extend_from_slice(contents);
    element
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex"))
        .collect()
}
