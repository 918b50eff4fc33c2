//! Archives that were damaged at every byte: whatever is read of them, nothing panics, and the right password is called wrong only
//! where nothing in the file can tell.

use super::content::Integrity;
use super::refusal::Refusal;
use super::write::{Content, write_with};
use super::{is_archive, open};
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
