//! What is recognised is what the readers of any DER read, without a remark; what they judge otherwise is not
//! recognised.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::extension::ExtensionKind;
use super::extension_facts::Values;
use super::extensions::split;
use super::fast_extension::{extension, value};
use super::fast_path::{P256_KEY, VERSION_3, algorithm, rdn, validity};
use super::name::check_rdn;
use super::read::{read_any_validity, read_any_version};
use super::signature::check_algorithm;
use crate::der::{Cursor, Deviations, Element, tag};

/// The octets themselves, each of them changed to each value, one less and one more.
fn neighbours(octets: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let changed = (0..octets.len()).flat_map(move |place| {
        (0..=u8::MAX).map(move |octet| {
            let mut changed = octets.to_vec();
            changed[place] = octet;
            changed
        })
    });
    let shorter = octets.split_last().map_or(Vec::new(), |(_, rest)| rest.to_vec());
    changed.chain([shorter, [octets, &[0]].concat()])
}

/// What a reader of any DER makes of an element, if it has nothing to remark.
fn silently<'a, T>(
    octets: &'a [u8],
    tag: u8,
    read: impl Fn(Element<'a>, &mut Deviations) -> Option<T>,
) -> Option<(T, &'a [u8])> {
    let (mut cursor, mut noted) = (Cursor::new(octets, 7), Deviations::default());
    let element = cursor.expect(tag, "an element", &mut noted).ok()?;
    let found = read(element, &mut noted)?;
    noted.is_empty().then_some((found, cursor.rest()))
}

fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(contents.len()).unwrap()], contents].concat()
}

#[test]
fn rdns() {
    for (kind, string_tag, string) in [
        (3, tag::UTF8_STRING, &b"cluster.example"[..]),
        (6, tag::PRINTABLE_STRING, b"DE"),
        (10, tag::IA5_STRING, b""),
    ] {
        let pair = [element(6, &[0x55, 4, kind]), element(string_tag, string)].concat();
        let octets = element(tag::SET, &element(tag::SEQUENCE, &pair));
        assert!(rdn(&octets).is_some());
        for octets in neighbours(&octets) {
            let Some((kind, value, rest)) = rdn(&octets) else {
                continue;
            };
            let judged = silently(&octets, tag::SET, |set, noted| {
                check_rdn(&set, "a name", noted).ok()
            });
            assert_eq!(judged, Some(((kind == 3).then_some(value), rest)), "{octets:?}");
        }
    }
}

#[test]
fn algorithms() {
    let rsa = [&[6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1], &[11, 5, 0][..]].concat();
    let ecdsa = [6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2];
    for contents in [&rsa[..], &ecdsa, &P256_KEY] {
        assert!(algorithm(contents).is_some());
        for contents in neighbours(contents) {
            let Some(identifier) = algorithm(&contents) else {
                continue;
            };
            let octets = element(tag::SEQUENCE, &contents);
            let judged = silently(&octets, tag::SEQUENCE, |whole, noted| {
                check_algorithm(whole, "an algorithm", noted).ok()
            });
            assert_eq!(judged, Some((identifier, &[][..])), "{octets:?}");
        }
    }
}

#[test]
fn versions_and_validities() {
    let version = silently(&VERSION_3, tag::constructed(0), |explicit, noted| {
        read_any_version(explicit, Cursor::new(&[], 0), noted).ok()
    });
    assert_eq!(version, Some((3, &[][..])));
    let time = |text: &[u8]| element(tag::UTC_TIME, text);
    let contents = [time(b"260601000000Z"), time(b"270601235959Z")].concat();
    assert!(validity(&contents).is_some());
    for contents in neighbours(&contents) {
        let octets = element(tag::SEQUENCE, &contents);
        let judged = silently(&octets, tag::SEQUENCE, |validity, noted| {
            read_any_validity(validity, noted).ok()
        });
        if let Some(both) = validity(&contents) {
            assert_eq!(judged, Some((both, &[][..])), "{octets:?}");
        }
    }
}

#[test]
fn extensions() {
    let identifier = element(tag::OBJECT_IDENTIFIER, &[0x55, 0x1D, 19]);
    let octets = element(tag::OCTET_STRING, &[0x30, 0]);
    let critical = element(tag::BOOLEAN, &[0xFF]);
    for parts in [
        &[identifier.clone(), octets.clone()][..],
        &[identifier, critical, octets],
    ] {
        let octets = element(tag::SEQUENCE, &parts.concat());
        assert!(extension(&Cursor::new(&octets, 7)).is_some());
        for octets in neighbours(&octets) {
            let Some((found, value, rest)) = extension(&Cursor::new(&octets, 7)) else {
                continue;
            };
            let judged = silently(&octets, tag::SEQUENCE, |element, noted| {
                let (judged, value) = split(&element, noted).ok()?;
                Some((
                    (judged.kind, judged.critical, judged.bytes),
                    (judged.identifier, judged.raw, value),
                ))
            });
            let found = (
                (found.kind, found.critical, found.bytes),
                (found.identifier, found.raw, value),
            );
            assert_eq!(judged, Some((found, rest)), "{octets:?}");
        }
    }
}

/// All that a value of these kinds says.
fn told(values: &Values<'_>) -> String {
    let constraints = values.basic_constraints.as_ref();
    let usage = values.key_usage.as_ref();
    let purposes = values.extended_key_usage.as_ref();
    let authority = values.authority_key.as_ref();
    let usage = usage.map(|it| {
        let bits = (it.value.digital_signature, it.value.key_encipherment);
        (bits, it.value.key_cert_sign, it.value.crl_sign, &it.bytes)
    });
    let purposes = purposes.map(|it| {
        let known = (it.value.server_auth, it.value.client_auth, it.value.any);
        (known, it.value.text.as_str(), &it.bytes)
    });
    let authority = authority.map(|it| {
        let parts = (it.value.has_key_identifier, it.value.has_issuer_or_serial());
        (parts, &it.bytes)
    });
    format!(
        "{:?} {usage:?} {purposes:?} {authority:?} {:?} {:?}",
        constraints.map(|it| (it.value.ca, it.value.path_length, &it.bytes)),
        values.subject_key_identifier,
        values.authority_key_identifier,
    )
}

#[test]
fn values_of_extensions() {
    let purpose = |last| element(tag::OBJECT_IDENTIFIER, &[0x2B, 6, 1, 5, 5, 7, 3, last]);
    let purposes = element(tag::SEQUENCE, &[purpose(1), purpose(2)].concat());
    let cases: &[(ExtensionKind, &[u8])] = &[
        (ExtensionKind::BasicConstraints, &[0x30, 0]),
        (ExtensionKind::BasicConstraints, &[0x30, 3, 1, 1, 0xFF]),
        (ExtensionKind::BasicConstraints, &[0x30, 6, 1, 1, 0xFF, 2, 1, 0]),
        (ExtensionKind::KeyUsage, &[3, 2, 5, 0xA0]),
        (ExtensionKind::KeyUsage, &[3, 2, 1, 6]),
        (ExtensionKind::ExtendedKeyUsage, &purposes),
        (ExtensionKind::ExtendedKeyUsage, &[0x30, 0]),
        (ExtensionKind::SubjectKeyIdentifier, &[4, 3, 1, 2, 3]),
        (
            ExtensionKind::AuthorityKeyIdentifier,
            &[0x30, 5, 0x80, 3, 1, 2, 3],
        ),
    ];
    for (kind, octets) in cases {
        let mut values = Values::default();
        assert!(value(&mut values, *kind, 0..0, octets), "{octets:?}");
        for octets in neighbours(octets) {
            let bytes = 7..7 + octets.len();
            let (mut usual, mut any) = (Values::default(), Values::default());
            if !value(&mut usual, *kind, bytes.clone(), &octets) {
                continue;
            }
            let mut noted = Deviations::default();
            assert!(
                any.read_any(*kind, bytes, &octets, &mut noted).is_ok(),
                "{octets:?}"
            );
            assert_eq!((noted.len(), told(&any)), (0, told(&usual)), "{octets:?}");
        }
    }
}
