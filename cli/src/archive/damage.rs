//! Archives that were damaged at every byte: whatever is read of them, nothing panics, and the right password is called wrong only
//! where nothing in the file can tell.

use super::ber::{Input, tag};
use super::content::Integrity;
use super::der::{number, tlv};
use super::refusal::Refusal;
use super::write::{Content, write_with};
use super::{is_archive, oid, open};
use crate::input::files::Secret;

/// Any one sequence is a key as far as an archive is concerned.
const KEY: &[u8] = &[0x30, 3, 2, 1, 7];
const CERTIFICATE: &[u8] = &[0x30, 3, 2, 1, 9];

fn archive() -> Secret {
    let content = Content {
        key: Some((KEY, "www")),
        chain: vec![CERTIFICATE],
        trusted: vec![("ca".into(), CERTIFICATE)],
    };
    let mut next = 0u8;
    let mut salts = |bytes: &mut [u8]| {
        for byte in bytes {
            next = next.wrapping_mul(37).wrapping_add(11);
            *byte = next;
        }
        Ok(())
    };
    write_with(&content, b"secret", 3, &mut salts).expect("an archive")
}

#[test]
fn what_was_written_is_read_again() {
    let bytes = archive();
    assert!(is_archive(&bytes));
    let archive = open(&bytes, Some(b"secret")).expect("opened");
    assert!(archive.integrity == Integrity::Proven);
    assert_eq!(archive.certificates.len(), 2);
    assert!(archive.certificates[1].is_trusted && !archive.certificates[0].is_trusted);
    assert_eq!(archive.keys.len(), 1);
    assert_eq!(archive.keys[0].der.as_slice(), KEY);
    assert_eq!(archive.keys[0].name.as_deref(), Some("www"));
    assert_eq!(archive.keys[0].id, archive.certificates[0].id);
    assert!(matches!(
        open(&bytes, Some(b"Secret")),
        Err(Refusal::WrongPassword(_))
    ));
    assert!(matches!(open(&bytes, None), Err(Refusal::NeedsPassword)));
}

#[test]
fn an_archive_cut_at_any_byte_is_damaged_there_or_before() {
    let bytes = archive();
    for length in 0..bytes.len() {
        match open(&bytes[..length], Some(b"secret")) {
            Err(Refusal::Damaged(damage)) => assert!(damage.at <= length, "{length}: {damage:?}"),
            other => panic!("{length}: {other:?}"),
        }
    }
}

#[test]
fn an_archive_changed_at_any_byte_is_never_read_as_if_it_were_whole_nor_its_password_called_wrong() {
    let bytes = archive();
    for place in 0..bytes.len() {
        for change in [0x01, 0x80, 0xFF] {
            let mut changed = bytes.to_vec();
            changed[place] ^= change;
            match open(&changed, Some(b"secret")) {
                // The parameters NULL of the digest may be anything.
                Ok(archive) => assert!(
                    archive.integrity == Integrity::Proven && archive.keys.len() == 1
                        || matches!(archive.integrity, Integrity::Unknown(_)),
                    "{place} {change}"
                ),
                Err(Refusal::WrongPassword(_)) => panic!("{place} {change}: the password is right"),
                Err(_) => {}
            }
        }
    }
}

#[test]
fn bytes_put_in_or_left_out_make_no_panic() {
    let bytes = archive();
    for place in 0..bytes.len() {
        let mut longer = bytes.to_vec();
        longer.insert(place, 0x30);
        assert!(
            !matches!(open(&longer, Some(b"secret")), Err(Refusal::WrongPassword(_))),
            "{place}"
        );
        let mut shorter = bytes.to_vec();
        shorter.remove(place);
        assert!(
            !matches!(open(&shorter, Some(b"secret")), Err(Refusal::WrongPassword(_))),
            "{place}"
        );
    }
}

/// A bag of this kind.
fn bag(kind: u8, value: &[u8]) -> Secret {
    let kind = tlv(tag::OID, &[oid::BAG, &[kind]]);
    tlv(tag::SEQUENCE, &[&kind, &tlv(tag::CONTEXT_0, &[value])])
}

/// An archive without MAC whose one list holds these bags.
fn bare(bags: &[&[u8]]) -> Secret {
    let data = |content: &[u8]| {
        let octets = tlv(tag::CONTEXT_0, &[&tlv(tag::OCTET_STRING, &[content])]);
        tlv(tag::SEQUENCE, &[&tlv(tag::OID, &[oid::DATA]), &octets])
    };
    let safe = data(&tlv(tag::SEQUENCE, bags));
    tlv(tag::SEQUENCE, &[&number(3), &data(&tlv(tag::SEQUENCE, &[&safe]))])
}

#[test]
fn lists_in_each_other_are_read_and_other_bags_counted() {
    let value = tlv(tag::CONTEXT_0, &[&tlv(tag::OCTET_STRING, &[CERTIFICATE])]);
    let of = |kind: &[u8]| bag(3, &tlv(tag::SEQUENCE, &[&tlv(tag::OID, &[kind]), &value]));
    let certificate = of(oid::X509_CERTIFICATE);
    let sdsi = of(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x16, 0x02]);
    let inner = tlv(tag::SEQUENCE, &[&certificate, &bag(1, KEY)]);
    let nested = bag(6, &tlv(tag::SEQUENCE, &[&bag(6, &inner)]));
    let bytes = bare(&[
        &nested,
        &sdsi,
        &bag(4, KEY),
        &bag(5, KEY),
        &bag(5, KEY),
        &bag(9, KEY),
    ]);
    let archive = open(&bytes, None).expect("opened");
    assert_eq!((archive.certificates.len(), archive.keys.len()), (1, 1));
    assert!(archive.keys[0].is_bare && archive.integrity == Integrity::None);
    let passed = &archive.passed_over;
    assert_eq!(
        (passed.revocation_lists, passed.secrets, passed.others),
        (1, 2, 2)
    );
    let mut deep = inner;
    for _ in 0..20 {
        deep = tlv(tag::SEQUENCE, &[&bag(6, &deep)]);
    }
    let deep = bag(6, &deep);
    assert!(matches!(open(&bare(&[&deep]), None), Err(Refusal::Damaged(_))));
    let many = vec![certificate.as_slice(); 1_001];
    assert!(matches!(open(&bare(&many), None), Err(Refusal::TooManyBags)));
}

/// The same elements with lengths that are not written, and octet strings in pieces of seven bytes.
fn as_ber(der: &[u8]) -> Vec<u8> {
    let mut input = Input::new(der);
    let mut ber = Vec::new();
    while !input.is_empty() {
        let element = input.element().expect("DER");
        let contents = element.contents.bytes();
        if element.tag & 0x20 != 0 {
            ber.extend([element.tag, 0x80]);
            ber.extend(as_ber(contents));
            ber.extend([0, 0]);
        } else if matches!(element.tag, tag::OCTET_STRING | 0x80) && contents.len() > 7 {
            ber.extend([element.tag | 0x20, 0x80]);
            for piece in contents.chunks(7) {
                ber.extend([tag::OCTET_STRING, u8::try_from(piece.len()).expect("short")]);
                ber.extend(piece);
            }
            ber.extend([0, 0]);
        } else {
            ber.extend(element.whole);
        }
    }
    ber
}

#[test]
fn the_same_archive_in_ber_is_read_its_mac_among_it() {
    let der = archive();
    let ber = as_ber(&der);
    assert!(ber.len() > der.len() && is_archive(&ber));
    let archive = open(&ber, Some(b"secret")).expect("opened");
    assert!(archive.integrity == Integrity::Proven);
    assert_eq!((archive.certificates.len(), archive.keys.len()), (2, 1));
    for place in 0..ber.len() {
        let mut changed = ber.clone();
        changed[place] ^= 0x80;
        let _ = open(&changed, Some(b"secret"));
        let _ = open(&ber[..place], Some(b"secret"));
    }
}

/// Archives of real producers, from the folder that `PKCS12_CASES` names or `../shared/cases/pkcs12`: those of a few rounds.
const REAL: [(&str, &[u8], usize); 8] = [
    // How many bytes may be changed so that nobody can tell: salts and rounds where one item alone is encrypted.
    ("openssl-aes256", b"secret", 0),
    ("openssl-legacy-rc2", b"secret", 0),
    ("openssl-3des", b"secret", 0),
    ("openssl35-pbmac1", b"secret", 0),
    ("forge-prf-sha1", b"secret", 10),
    ("libcrypto-root-first-no-ids", b"secret", 0),
    ("libcrypto-crl-bag", b"secret", 0),
    ("go-pkcs12-mac-iter-absent", b"secret", 0),
];

#[test]
fn archives_of_real_producers_changed_at_any_byte_are_told_as_damaged() {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/cases/pkcs12");
    let folder = std::env::var("PKCS12_CASES").unwrap_or_else(|_| beside.into());
    let mut wrong = Vec::new();
    for (name, password, most) in REAL {
        let Ok(bytes) = std::fs::read(format!("{folder}/{name}.p12")) else {
            assert!(
                std::env::var_os("PEMVET_NEEDS_SUITES").is_none(),
                "no archives; set PKCS12_CASES"
            );
            eprintln!("NOT RUN: no archives; set PKCS12_CASES");
            return;
        };
        assert!(open(&bytes, Some(password)).is_ok(), "{name}");
        let mut blamed = Vec::new();
        // Every byte takes a minute; these are different ones in each archive.
        for place in (name.len() % 5..bytes.len()).step_by(5) {
            let mut changed = bytes.clone();
            changed[place] ^= 0x10;
            if let Err(Refusal::WrongPassword(_)) = open(&changed, Some(password)) {
                blamed.push(place);
            }
        }
        if blamed.len() > most {
            wrong.push(format!("{name}: {blamed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
