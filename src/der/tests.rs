//! Tests of the cursor.

use super::*;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

fn first(bytes: &[u8]) -> (Result<Element<'_>, Broken>, Deviations) {
    let mut noted = Deviations::default();
    let element = Cursor::new(bytes, 100).read(&mut noted);
    (element, noted)
}

fn kinds(noted: &Deviations) -> Vec<Deviation> {
    noted.iter().map(|noted| noted.deviation).collect()
}

#[test]
fn an_element_knows_its_place() {
    let mut cursor = Cursor::new(&[0x30, 3, 2, 1, 5, 5, 0], 100);
    let mut noted = Deviations::default();
    let sequence = cursor.read(&mut noted).unwrap();
    assert_eq!(
        (sequence.tag, sequence.bytes(), sequence.contents_bytes()),
        (0x30, 100..105, 102..105)
    );
    let integer = sequence.inside().next().unwrap();
    assert_eq!((integer.bytes(), integer.contents), (102..105, &[5u8][..]));
    cursor.finish(&mut noted);
    assert_eq!(
        noted.iter().next(),
        Some(&Noted {
            deviation: Deviation::BytesLeftOver,
            bytes: 105..107
        })
    );
}

#[test]
fn headers_that_der_does_not_have_are_noted_or_break() {
    let noted = |bytes: &[u8]| {
        let (element, noted) = first(bytes);
        format!(
            "{:?} {:?}",
            element.map(|it| it.tag).map_err(|it| it.fault),
            kinds(&noted)
        )
    };
    let mut long = Vec::from([4, 0x81, 0x80]);
    long.resize(3 + 0x80, 0);
    assert_eq!(noted(&long), "Ok(4) []");
    assert_eq!(noted(&[4, 0x81, 1, 0]), "Ok(4) [LengthNotMinimal]");
    assert_eq!(noted(&[4, 0x82, 0, 1, 0]), "Ok(4) [LengthNotMinimal]");
    assert_eq!(noted(&[4, 0x80, 0, 0]), "Err(IndefiniteLength) []");
    assert_eq!(noted(&[4, 2, 0]), "Err(CutOff) []");
    assert_eq!(noted(&[4, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]), "Err(CutOff) []");
    assert_eq!(
        noted(&[4, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
        "Err(LengthTooLong) []"
    );
    assert_eq!(noted(&[0x1F, 2, 1, 0]), "Ok(2) [TagNotMinimal]");
    assert_eq!(noted(&[0x1F, 0x1F, 1, 0]), "Ok(31) []");
    assert_eq!(noted(&[0x1F, 0x81, 0x81, 0x81, 0x81, 1]), "Err(TagTooLong) []");
    assert_eq!(noted(&[]), "Err(CutOff) []");
}

#[test]
fn values_are_held_to_their_one_form() {
    let check = |bytes: &[u8]| {
        let (element, mut noted) = first(bytes);
        let element = element.unwrap();
        match element.tag {
            tag::BOOLEAN => drop(read_boolean(&element, &mut noted)),
            tag::INTEGER => drop(read_integer(&element, &mut noted)),
            tag::BIT_STRING => drop(read_bits(&element, &mut noted)),
            tag::OBJECT_IDENTIFIER => drop(read_object_identifier(&element, &mut noted)),
            _ => check_string(&element, &mut noted),
        }
        kinds(&noted)
    };
    for good in [
        &[1, 1, 0xFF][..],
        &[2, 1, 0],
        &[2, 2, 0, 0x80],
        &[2, 1, 0xFF],
        &[3, 2, 7, 0x80],
        &[3, 1, 0],
        &[6, 3, 0x55, 0x1D, 0x11],
        &[6, 2, 0x81, 0],
        &[0x0C, 2, 0xC3, 0xA4],
        &[0x13, 3, b'a', b' ', b'?'],
        &[0x1E, 2, 0, 0x41],
        &[0x1C, 4, 0, 0, 0, 0x41],
    ] {
        assert_eq!(check(good), [], "{good:?}");
    }
    for (bad, deviation) in [
        (&[1, 1, 1][..], Deviation::BooleanNotCanonical),
        (&[1, 2, 0xFF, 0xFF], Deviation::BooleanNotCanonical),
        (&[2, 2, 0, 1], Deviation::IntegerNotMinimal),
        (&[2, 2, 0xFF, 0x80], Deviation::IntegerNotMinimal),
        (&[2, 0], Deviation::IntegerEmpty),
        (&[3, 0], Deviation::BitStringMalformed),
        (&[3, 1, 3], Deviation::BitStringMalformed),
        (&[3, 2, 9, 0], Deviation::BitStringMalformed),
        (&[3, 2, 1, 1], Deviation::UnusedBitsNotZero),
        (&[6, 0], Deviation::ObjectIdentifierEmpty),
        (&[6, 2, 0x55, 0x81], Deviation::ObjectIdentifierCutOff),
        (&[6, 3, 0x55, 0x80, 1], Deviation::ArcNotMinimal),
        (&[0x0C, 1, 0xFF], Deviation::NotUtf8),
        (&[0x13, 1, b'@'], Deviation::CharacterNotAllowed),
        (&[0x13, 1, b'*'], Deviation::CharacterUsualNotAllowed),
        (&[0x16, 1, 0x80], Deviation::CharacterNotAllowed),
        (&[0x12, 1, b'a'], Deviation::CharacterNotAllowed),
        (&[0x1A, 1, 0x0A], Deviation::CharacterNotAllowed),
        (&[0x1E, 1, 0], Deviation::NotWholeCharacters),
        (&[0x1E, 2, 0xD8, 0], Deviation::CharacterNotAllowed),
        (&[0x1C, 2, 0, 0], Deviation::NotWholeCharacters),
        (&[0x1C, 4, 0, 0x20, 0, 0], Deviation::CharacterNotAllowed),
        (&[0x0C, 1, 0], Deviation::NulCharacter),
        (&[0x04, 1, 0], Deviation::NotAString),
    ] {
        assert_eq!(check(bad), [deviation], "{bad:?}");
    }
    let mut uuid = Vec::from([6, 20, 0x69, 0x83]);
    uuid.extend([0x80; 17]);
    uuid.push(0);
    assert_eq!(check(&uuid), [Deviation::NumberOver64Bits]);
    uuid.insert(4, 0x80);
    *uuid.get_mut(1).unwrap() = 21;
    assert_eq!(check(&uuid), [Deviation::ArcTooLarge]);
    // 2^31 - 1, 2^31 and 2^64.
    assert_eq!(check(&[6, 6, 0x2A, 0x87, 0xFF, 0xFF, 0xFF, 0x7F]), []);
    let large = [6, 6, 0x2A, 0x88, 0x80, 0x80, 0x80, 0];
    assert_eq!(check(&large), [Deviation::NumberOver31Bits]);
    let larger = [
        6, 11, 0x2A, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0,
    ];
    assert_eq!(check(&larger), [Deviation::NumberOver64Bits]);
}

#[test]
fn times_are_read_to_the_second_and_odd_forms_are_noted() {
    let read = |kind: u8, text: &str| -> String {
        let mut bytes = Vec::from([kind, u8::try_from(text.len()).unwrap()]);
        bytes.extend_from_slice(text.as_bytes());
        let (element, mut noted) = first(&bytes);
        let time = read_time(&element.unwrap(), "notAfter", &mut noted);
        match time {
            Ok(seconds) => format!("{seconds} {:?}", kinds(&noted)),
            Err(broken) => format!("{:?}", broken.fault),
        }
    };
    assert_eq!(read(0x17, "700101000000Z"), "0 []");
    assert_eq!(read(0x17, "260601000000Z"), "1780272000 []");
    assert_eq!(read(0x17, "491231235959Z"), "2524607999 []");
    assert_eq!(read(0x17, "500101000000Z"), "-631152000 []");
    assert_eq!(read(0x18, "20500101000000Z"), "2524608000 []");
    assert_eq!(read(0x18, "99991231235959Z"), "253402300799 []");
    assert_eq!(read(0x17, "000229000000Z"), "951782400 []");
    assert_eq!(read(0x17, "2606010000Z"), "1780272000 [TimeWithoutSeconds]");
    assert_eq!(read(0x17, "260601020000+0200"), "1780272000 [TimeWithOffset]");
    assert_eq!(read(0x18, "20500101000000.5Z"), "2524608000 [TimeWithFraction]");
    assert_eq!(read(0x18, "20260601000000Z"), "1780272000 [TimeInWrongForm]");
    assert_eq!(read(0x18, "00000101000000Z"), "-62167219200 [TimeBefore1950]");
    for bad in [
        "",
        "261301000000Z",
        "260230000000Z",
        "250229000000Z",
        "260601000060Z",
        "260601240000Z",
        "260601000000",
        "2606 1000000Z",
        "260601000000ZZ",
        "260601000000+9900",
    ] {
        assert_eq!(read(0x17, bad), "NotATime(\"notAfter\")", "{bad}");
    }
    assert_eq!(read(0x04, "260601000000Z"), "Missing(\"notAfter\")");
}

#[test]
fn short_elements_are_read_as_any_other() {
    let told = |element: &Element<'_>| (element.tag, element.contents.len(), element.bytes());
    let by_judge = |bytes: &[u8]| {
        let (element, deviation) = Cursor::new(bytes, 100).judged().ok()?;
        deviation
            .is_none()
            .then_some((told(&element), element.bytes().end))
    };
    for tag in 0..=u8::MAX {
        for length in 0..=u8::MAX {
            for next in [0, 1, 2, 0x7F, 0x80] {
                let mut bytes = Vec::from([tag, length, next, 3]);
                bytes.resize(600, 0);
                for bytes in [&bytes[..], &bytes[..3], &bytes[..130]] {
                    let mut cursor = Cursor::new(bytes, 100);
                    let short = cursor.short().map(|it| (told(&it), cursor.offset()));
                    let mut cursor = Cursor::new(bytes, 100);
                    let long = cursor.of_two_octets().map(|it| (told(&it), cursor.offset()));
                    let judged = by_judge(bytes);
                    let is_low = tag & 0x1F != 0x1F;
                    assert!(short.is_none() || short == judged, "{tag} {length}");
                    assert!(long.is_none() || long == judged, "{tag} {length} {next}");
                    assert_eq!(short.is_some(), is_low && length < 0x80 && judged.is_some());
                    assert_eq!(long.is_some(), is_low && length == 0x82 && judged.is_some());
                }
            }
        }
    }
}

/// Notes of two readers of one element.
fn both(
    bytes: &[u8],
    fast: impl Fn(&Element<'_>, &mut Deviations),
    judge: impl Fn(&Element<'_>, &mut Deviations),
) {
    let (mut one, mut other) = (Deviations::default(), Deviations::default());
    let element = Cursor::new(bytes, 0).read(&mut one).unwrap();
    fast(&element, &mut one);
    judge(&element, &mut other);
    assert_eq!(kinds(&one), kinds(&other), "{bytes:?}");
}

#[test]
fn plain_strings_and_identifiers_are_read_as_any_other() {
    for length in 0..20u8 {
        for place in 0..usize::from(length.max(1)) {
            for octet in 0..=u8::MAX {
                let mut bytes = Vec::from([tag::UTF8_STRING, length]);
                bytes.resize(2 + usize::from(length), b'a');
                if let Some(changed) = bytes.get_mut(2 + place) {
                    *changed = octet;
                }
                for kind in [
                    tag::UTF8_STRING,
                    tag::PRINTABLE_STRING,
                    tag::IA5_STRING,
                    tag::TELETEX_STRING,
                ] {
                    bytes[0] = kind;
                    both(&bytes, check_string, strings::check_characters);
                }
                bytes[0] = tag::OBJECT_IDENTIFIER;
                let read = |element: &Element<'_>, noted: &mut Deviations| {
                    read_object_identifier(element, noted);
                };
                both(&bytes, read, values::check_arcs);
            }
        }
    }
}

#[test]
fn usual_times_are_read_as_any_other() {
    let check = |text: &[u8]| {
        let bytes = [&[tag::UTC_TIME, u8::try_from(text.len()).unwrap()], text].concat();
        let (element, mut noted) = first(&bytes);
        let judged = time::read_any(&element.unwrap(), "notAfter", &mut noted);
        let usual = read_time_fast(text);
        assert!(usual.is_none() || usual == judged.ok(), "{text:?}");
        assert!(usual.is_none() || kinds(&noted).is_empty(), "{text:?}");
        usual.is_some()
    };
    let mut usual = 0u32;
    for day in 0..100 * 13 * 33u32 {
        let (year, month, day) = (day / (13 * 33), day / 33 % 13, day % 33);
        usual += u32::from(check(format!("{year:02}{month:02}{day:02}235959Z").as_bytes()));
    }
    // All days of 1950 to 2049.
    assert_eq!(usual, 36_525);
    for place in 0..13 {
        for octet in 0..=u8::MAX {
            let mut text = *b"260601112233Z";
            text[place] = octet;
            check(&text);
        }
    }
    assert!(!check(b"260601112233") && !check(b"2606011122Z") && !check(b"260601112233ZZ"));
}
