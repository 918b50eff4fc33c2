//! Certificates and private keys where nothing reads them: in the text between blocks, or behind what a block holds.
//!
//! Recognized by the shape of DER and by markers, whatever the bytes are written in. What is none of these is nobody's
//! business here: text, requests, public keys.

use alloc::vec::Vec;
use core::ops::Range;

use memchr::memmem;

use super::base64_value::{Value, decoded, next, value_end};
use super::container::shape;
use super::fault::{Found, Hidden, HiddenContent, HiddenForm};
use super::recognized::{content, labelled};
use super::{base64, container, escapes, hexadecimal, numbers, uuencode, wide};

/// No form of a key is shorter.
const SHORTEST: usize = 40;

/// Everything of the kind in these bytes, in their order. Every byte is looked at a fixed number of times.
pub(super) fn search(bytes: &[u8]) -> Vec<Found> {
    search_of(bytes, has_base64_line(bytes))
}

/// The same where somebody knows whether a line of base64 is in it.
pub(super) fn search_of(bytes: &[u8], has_base64_line: bool) -> Vec<Found> {
    let mut found = Vec::new();
    if bytes.len() < SHORTEST {
        return found;
    }
    in_base64(bytes, &mut found);
    if has_base64_line {
        of_pem_in_base64(bytes, &mut found);
    }
    in_base64_of_other_text(bytes, &mut found);
    in_der(bytes, &mut found);
    hexadecimal::search(bytes, &mut found);
    numbers::search(bytes, &mut found);
    escapes::search(bytes, &mut found);
    wide::in_utf16(bytes, &mut found);
    wide::in_utf32(bytes, &mut found);
    in_uuencode(bytes, &mut found);
    behind_escaped_markers(bytes, &mut found);
    in_other_forms(bytes, &mut found);
    found.sort_by_key(|(place, hidden)| (place.start, !hidden.content.is_secret()));
    let mut end = 0;
    found.retain(|(place, _)| {
        let is_apart = place.start >= end;
        end = end.max(place.end);
        is_apart
    });
    found
}

/// What of this lies behind the content of a block.
pub(super) fn behind(tail: &[u8]) -> Option<Hidden> {
    let all = search(tail);
    let secret = all.iter().find(|(_, hidden)| hidden.content.is_secret());
    let (_, hidden) = secret.or(all.first())?;
    Some(Hidden {
        form: HiddenForm::Behind,
        ..*hidden
    })
}

/// Base64 of DER, wherever it begins.
fn in_base64(text: &[u8], found: &mut Vec<Found>) {
    let mut position = 0usize;
    while let Some(at) = next(text, position, b'M') {
        position = at.saturating_add(1);
        // The octet after 30 is a length.
        if !matches!(text.get(position), Some(b'A'..=b'I')) {
            continue;
        }
        let value = Value::at(text, at);
        let Some(shaped) = value.head.as_deref().and_then(|head| shape(head)) else {
            continue;
        };
        // On from its end, so that no character is read twice.
        position = position.max(value.place.end);
        let content = match &value.der {
            Some(der) => content(der),
            None => (value.place.len() > SHORTEST).then_some(shaped),
        };
        if let Some(content) = content {
            found.push((value.place, of(content, HiddenForm::Base64)));
        }
    }
}

fn of(content: HiddenContent, form: HiddenForm) -> Hidden {
    Hidden { content, form }
}

/// `BEGIN ` in base64, as it looks after a multiple of three bytes, one byte more, and two more: with how far it stands
/// after the start of a group of four characters.
const BEGIN: [(&[u8], usize); 3] = [(b"QkVHSU4g", 0), (b"JFR0lOI", 2), (b"CRUdJTi", 3)];

fn of_pem_in_base64(text: &[u8], found: &mut Vec<Found>) {
    for (needle, after) in BEGIN {
        let finder = memmem::Finder::new(needle);
        let mut position = 0usize;
        while let Some(offset) = text.get(position..).and_then(|rest| finder.find(rest)) {
            let needle_at = position.saturating_add(offset);
            let before = text.get(position..needle_at).unwrap_or_default();
            let word = before.iter().rev().take_while(|byte| is_base64(**byte)).count();
            // From the start of the group, so that what stands before in the same word does no harm.
            let whole = word.saturating_sub(after).div_euclid(4).saturating_mul(4);
            let start = needle_at.saturating_sub(whole.saturating_add(after).min(word));
            let end = value_end(text, start).max(needle_at.saturating_add(needle.len()));
            position = end;
            let decoded = decoded(text.get(start..end).unwrap_or_default());
            if let Some(content) = decoded.and_then(|decoded| labelled(&decoded)) {
                found.push((start..end, of(content, HiddenForm::Base64OfPem)));
            }
        }
    }
}

/// Nobody writes base64 on shorter lines.
const SHORTEST_LINE_OF_BASE64: usize = 16;

/// Whether so many characters of base64 stand in a row. Each place where they could is looked at from its end, so that of ordinary
/// words few bytes are; the texts that base64 may begin with are searched for only where there are any.
pub(super) fn has_base64_line(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(begin) = rest.get(..SHORTEST_LINE_OF_BASE64) {
        let Some(last) = begin.iter().rposition(|byte| !is_base64(*byte)) else {
            return true;
        };
        rest = rest.get(last.saturating_add(1)..).unwrap_or_default();
    }
    false
}

pub(super) fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

/// Shorter values hold nothing that is encoded once more.
const SHORTEST_TWICE: usize = 120;
/// As much of a value as tells what it is.
const START: usize = 64;

/// Base64 of text in base64 or in UTF-16, as Kubernetes and PowerShell make it.
fn in_base64_of_other_text(text: &[u8], found: &mut Vec<Found>) {
    let mut position = 0usize;
    let mut known: Vec<Range<usize>> = found.iter().map(|(place, _)| place.clone()).collect();
    known.sort_by_key(|place| place.start);
    let mut known = known.into_iter().peekable();
    while let Some(rest) = text.get(position..).filter(|rest| rest.len() >= SHORTEST_TWICE) {
        let start = position;
        while known.next_if(|place| place.end <= start).is_some() {}
        if let Some(place) = known.next_if(|place| place.start <= start) {
            position = place.end;
            continue;
        }
        // From the end, so that of ordinary words few bytes are looked at.
        let begin = rest.get(..START).unwrap_or_default();
        if let Some(last) = begin.iter().rposition(|byte| !is_base64(*byte)) {
            position = start.saturating_add(last).saturating_add(1);
            continue;
        }
        let end = value_end(text, start).max(start.saturating_add(START));
        position = end;
        let value = text.get(start..end).unwrap_or_default();
        let is_encoded_text = base64::decode_packed(begin).is_some_and(|start| {
            let is_text = start
                .iter()
                .all(|byte| is_base64(*byte) || byte.is_ascii_whitespace());
            is_text || start.iter().filter(|byte| **byte == 0).count() >= START / 4
        });
        if !is_encoded_text || value.len() < SHORTEST_TWICE {
            continue;
        }
        let Some(decoded) = decoded(value) else {
            continue;
        };
        let mut inside = Vec::new();
        of_pem_in_base64(&decoded, &mut inside);
        in_base64(&decoded, &mut inside);
        wide::in_utf16(&decoded, &mut inside);
        let secret = inside.iter().find(|(_, hidden)| hidden.content.is_secret());
        if let Some((_, hidden)) = secret.or(inside.first()) {
            found.push((start..end, of(hidden.content, HiddenForm::Base64OfPem)));
        }
    }
}

/// Files that were uuencoded.
fn in_uuencode(text: &[u8], found: &mut Vec<Found>) {
    let mut position = 0usize;
    while let Some((place, file)) = uuencode::next(text, position) {
        position = place.end;
        let content = labelled(&file).or_else(|| content(&file));
        found.extend(content.map(|content| (place, of(content, HiddenForm::Uuencoded))));
    }
}

/// DER as it is.
fn in_der(bytes: &[u8], found: &mut Vec<Found>) {
    // A long length or a version; neither is text.
    if memchr::memchr3(0x81, 0x82, 0x02, bytes).is_none() && memmem::find(bytes, JAVA).is_none() {
        return;
    }
    let mut position = 0usize;
    while let Some(at) = next(bytes, position, 0x30) {
        position = at.saturating_add(1);
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(shaped) = shape(rest) else { continue };
        let length = container::length(rest);
        let whole = length.and_then(|length| rest.get(..length));
        // Of a key the start is enough.
        let content = match whole {
            Some(whole) => content(whole),
            None => (shaped == HiddenContent::PrivateKey && rest.len() > SHORTEST).then_some(shaped),
        };
        let Some(content) = content else { continue };
        let end = at.saturating_add(whole.map_or(rest.len(), <[u8]>::len));
        found.push((at..end, of(content, HiddenForm::Der)));
        position = end;
    }
    if let Some(at) = memmem::find(bytes, JAVA) {
        found.push((at..bytes.len(), of(HiddenContent::JavaKeyStore, HiddenForm::Der)));
    }
}

/// The first four bytes of a Java key store.
const JAVA: &[u8] = &[0xFE, 0xED, 0xFE, 0xED];

/// Of a marker, in whatever it is written.
const LONGEST_LABEL: usize = 80;

/// A dash as mark-up, mail, addresses and source code write it.
const DASHES: [&[u8]; 10] = [
    b"&#45;",
    b"&#x2d;",
    b"&hyphen;",
    b"&dash;",
    b"=2d",
    b"%2d",
    b"\\u002d",
    b"\\x2d",
    b"\\055",
    b"\\-",
];

fn behind_escaped_markers(text: &[u8], found: &mut Vec<Found>) {
    let finder = memmem::Finder::new(b"BEGIN");
    let end = memmem::Finder::new(b"END");
    let mut position = 0usize;
    while let Some(offset) = text.get(position..).and_then(|rest| finder.find(rest)) {
        let begin = position.saturating_add(offset);
        let mut start = begin;
        let mut dashes = 0usize;
        while let Some(dash) = escaped_dash_before(text.get(position..start).unwrap_or_default()) {
            start = start.saturating_sub(dash);
            dashes = dashes.saturating_add(1);
        }
        position = begin.saturating_add(b"BEGIN".len());
        let label = text.get(position..).unwrap_or_default();
        let label = label.get(..LONGEST_LABEL).unwrap_or(label);
        let content = if memmem::find(label, b"PRIVATE").is_some() {
            HiddenContent::PrivateKey
        } else if memmem::find(label, b"CERTIFICATE").is_some() {
            HiddenContent::Certificate
        } else {
            continue;
        };
        if dashes < FEWEST_DASHES {
            continue;
        }
        let stop = match text.get(position..).and_then(|rest| end.find(rest)) {
            Some(offset) => {
                let marker = position.saturating_add(offset);
                let line = text.get(marker..).unwrap_or_default();
                let whole = line
                    .iter()
                    .position(|byte| matches!(byte, b'\n' | b'\r' | b'"' | b'<'));
                marker.saturating_add(whole.unwrap_or(line.len()))
            }
            None => text.len(),
        };
        position = stop;
        found.push((start..stop, of(content, HiddenForm::EscapedMarkers)));
    }
}

/// A marker has five.
const FEWEST_DASHES: usize = 3;

fn escaped_dash_before(text: &[u8]) -> Option<usize> {
    let ends = |dash: &&&[u8]| {
        let from = text.len().checked_sub(dash.len());
        let end = from.and_then(|from| text.get(from..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(dash))
    };
    DASHES.iter().find(ends).map(|dash| dash.len())
}

/// Whether a number of lines follows, and the first of them; programs that write such files have the words alone.
fn is_begun_putty_key(text: &[u8], at: usize) -> bool {
    let rest = text
        .get(at.saturating_add(b"Private-Lines: ".len())..)
        .unwrap_or_default();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = rest.get(digits..).unwrap_or_default();
    // Its end may be written as an escape, and the line be quoted or commented out.
    let end = rest
        .iter()
        .take_while(|byte| {
            matches!(byte, b'r' | b'n' | b'\r' | b'\n' | b'\t')
                || (!is_base64(**byte) && matches!(byte, b' '..=b'~'))
        })
        .count();
    let line = rest.get(end..).unwrap_or_default();
    digits > 0
        && line
            .iter()
            .take_while(|byte| is_base64(**byte))
            .take(SHORTEST_LINE)
            .count()
            == SHORTEST_LINE
}

/// Of the first line of a key of PuTTY, which has 64 characters, or all of an Ed25519 key's 48.
const SHORTEST_LINE: usize = 32;

/// Private keys that have a text form of their own.
pub(super) fn in_other_forms(text: &[u8], found: &mut Vec<Found>) {
    let forms: [(&[u8], HiddenContent); 2] = [
        (b"PuTTY-User-Key-File-", HiddenContent::PuttyKey),
        (b"AGE-SECRET-KEY-1", HiddenContent::AgeKey),
    ];
    for (begin, content) in forms {
        let finder = memmem::Finder::new(begin);
        let mut position = 0usize;
        while let Some(offset) = text.get(position..).and_then(|rest| finder.find(rest)) {
            let start = position.saturating_add(offset);
            let after = start.saturating_add(begin.len());
            let rest = text.get(after..).unwrap_or_default();
            let is_key = match content {
                // 256 bits in Bech32.
                HiddenContent::AgeKey => {
                    rest.iter()
                        .take_while(|byte| byte.is_ascii_alphanumeric())
                        .take(50)
                        .count()
                        == 50
                }
                _ => memmem::find_iter(rest, b"Private-Lines: ").any(|at| is_begun_putty_key(rest, at)),
            };
            let length = match content {
                HiddenContent::AgeKey => rest
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric())
                    .count(),
                _ => rest.len(),
            };
            position = after.saturating_add(if is_key { length } else { 0 });
            if is_key {
                found.push((start..position, of(content, HiddenForm::Text)));
            } else if content == HiddenContent::PuttyKey {
                break;
            }
        }
    }
}
