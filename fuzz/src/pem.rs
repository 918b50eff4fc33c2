//! Laws of the scanner: nothing is lost, nothing is counted twice, and what it writes it reads unchanged.

use std::ops::Range;

use pemvet::pem::{Fault, FaultKind, Kind, Scan, Section, scan};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;

/// All of them.
pub fn laws(input: &[u8]) {
    let scan = scan(input);
    what_it_writes_it_reads(&scan);
    content_is_what_another_reader_decodes(&scan);
    every_byte_belongs_to_one_place(&scan);
    every_marker_is_accounted_for(&scan);
    places_exist(&scan);
    nothing_intact_is_called_text(&scan);
    // Nothing that is printed while something goes wrong may fail itself.
    let _ = format!("{scan:?}");
}

/// A dumb reader takes every run of base64 and of DER for itself: what is exactly one certificate or one private key to
/// it is read, told of, or a block that was commented out.
fn nothing_intact_is_called_text(scan: &Scan<'_>) {
    let source = scan.source();
    let meets = |one: &Range<usize>, other: &Range<usize>| one.start < other.end && other.start < one.end;
    if scan.sections().is_empty() && scan.faults().is_empty() {
        return; // A finding says what the file looks like.
    }
    for place in runs_of_base64(source).into_iter().chain(runs_of_der(source)) {
        let in_text = scan
            .explanatory_text()
            .iter()
            .any(|text| text.commented_out.is_none() && meets(&text.bytes, &place));
        let is_known = scan.sections().iter().any(|it| meets(&it.bytes(), &place))
            || scan.faults().iter().any(|it| meets(&it.bytes, &place));
        assert!(
            !in_text || is_known,
            "what stands in {place:?} is called text: {scan:?}"
        );
    }
}

/// Lines that are one value of base64 from end to end, in one alphabet, with its padding.
fn runs_of_base64(source: &[u8]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut start = 0;
    for line in source.split(|byte| *byte == b'\n') {
        let place = start..start + line.len();
        start = place.end + 1;
        let Ok(text) = std::str::from_utf8(line) else {
            continue;
        };
        let der = pem::parse(format!("-----BEGIN X-----\n{text}\n-----END X-----\n"));
        if der.is_ok_and(|der| !line.contains(&b'-') && is_whole(der.contents())) {
            places.push(place);
        }
    }
    places
}

/// DER that begins where a line or the input does.
fn runs_of_der(source: &[u8]) -> Vec<Range<usize>> {
    let starts = source
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(at, _)| at + 1);
    let mut places = Vec::new();
    let mut free = 0;
    for start in std::iter::once(0).chain(starts) {
        let Some([0x30, 0x82, high, low, ..]) = source.get(start..) else {
            continue;
        };
        let end = start + 4 + usize::from(u16::from_be_bytes([*high, *low]));
        if start >= free && source.get(start..end).is_some_and(is_whole) {
            places.push(start..end);
            free = end;
        }
    }
    places
}

/// One certificate by another reader, or one private key by a third.
fn is_whole(der: &[u8]) -> bool {
    let is_certificate = matches!(
        <x509_parser::certificate::X509Certificate<'_> as x509_parser::prelude::FromDer<'_, _>>::from_der(
            der
        ),
        Ok(([], _))
    );
    // Which looks at the first octets alone, so that the first line of a key is one, too.
    let is_key = rustls_pki_types::PrivateKeyDer::try_from(der).is_ok();
    let length = match der {
        [0x30, 0x82, high, low, ..] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
        [0x30, 0x81, length, ..] => 3 + usize::from(*length),
        [0x30, length @ ..=0x7F, ..] => 2 + usize::from(*length),
        _ => return is_certificate,
    };
    is_certificate || (is_key && length == der.len() && length > 40)
}

fn what_it_writes_it_reads(scan: &Scan<'_>) {
    let text = scan.to_pem();
    let again = pemvet::pem::scan(text.as_bytes());
    let found: Vec<&[u8]> = again.certificates().collect();
    let wanted: Vec<&[u8]> = scan.certificates().collect();
    assert!(found == wanted, "the canonical text holds other certificates");
    assert!(again.faults().is_empty(), "faults in canonical text: {again:?}");
    assert!(
        again.explanatory_text().is_empty(),
        "text outside canonical blocks: {again:?}"
    );
    assert_eq!(again.repairs(), [], "repairs of canonical text");
    assert!(again.to_pem() == text, "canonical text is no fixed point");
    let second_reader: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    let found = second_reader.expect("another reader takes canonical text");
    let found: Vec<&[u8]> = found.iter().map(AsRef::as_ref).collect();
    assert!(
        found == wanted,
        "another reader finds other certificates in canonical text"
    );
}

/// Given the text of one block, a reader that takes it at all decodes it alike; what follows the DER may be cut.
fn content_is_what_another_reader_decodes(scan: &Scan<'_>) {
    let certificates: Vec<&[u8]> = scan.certificates().collect();
    let is_certificate = |section: &&Section| section.kind() == Kind::Certificate;
    let sections: Vec<&Section> = scan.sections().iter().filter(is_certificate).collect();
    if sections.len() != certificates.len() {
        return; // A container holds several.
    }
    for (section, der) in sections.iter().zip(certificates) {
        let text = &scan.source()[section.bytes()];
        // A container in DER or BER may have signed a text with markers of its own.
        let is_asn1 = matches!(text, [0x30, 0x80..=0xFF, ..]);
        if is_asn1 {
            continue;
        }
        if let Ok(other) = CertificateDer::from_pem_slice(text) {
            assert!(other.starts_with(der), "{section:?} holds something else");
        }
    }
}

/// A byte of a block, of text outside, of a fault, of layout that was repaired, or white space; and never two of the
/// first three.
fn every_byte_belongs_to_one_place(scan: &Scan<'_>) {
    let lists = [
        scan.sections().iter().map(|it| it.bytes()).collect::<Vec<_>>(),
        scan.explanatory_text()
            .iter()
            .map(|it| it.bytes.clone())
            .collect(),
        scan.faults().iter().map(|it| it.bytes.clone()).collect(),
    ];
    let end = scan.source().len();
    let is_plain = scan.repairs().is_empty() && scan.faults().is_empty();
    let mut places: Vec<Range<usize>> = Vec::new();
    for mut list in lists {
        // Input that is no plain text (UTF-16, base64 of PEM, bare DER) is one place for all it holds.
        // So are the certificates of a container.
        list.dedup();
        let ordered = |pair: &[Range<usize>]| pair[0].end <= pair[1].start;
        assert!(list.windows(2).all(ordered), "not in order: {list:?}");
        places.extend(list);
    }
    places.sort_by_key(|place| (place.start, place.end));
    // All that base64 of PEM holds, text and damage too, is where the base64 is.
    places.dedup();
    let mut covered = 0;
    for place in &places {
        assert!(place.start < place.end, "an empty place: {places:?}");
        assert!(covered <= place.start, "bytes in two places: {places:?}");
        assert_blank(scan.source(), covered..place.start, is_plain);
        covered = place.end;
    }
    assert_blank(scan.source(), covered..end, is_plain);
}

/// Where nothing was repaired or lost, what lies between is white space. Layout that is passed over (indentation, quotation
/// marks, the blanks of UTF-16) is in the scanner's own sum.
fn assert_blank(source: &[u8], range: Range<usize>, is_plain: bool) {
    let blank = source[range.clone()].iter().all(u8::is_ascii_whitespace);
    assert!(blank || !is_plain, "bytes {range:?} belong to nothing");
}

/// The scanner's own sum, and lines counted in the plainest way: those that are a marker, letter by letter.
fn every_marker_is_accounted_for(scan: &Scan<'_>) {
    assert!(scan.accounts_for_every_byte(), "{scan:?}");
    let source = scan.source();
    let (begins, ends) = scan.markers();
    let too_many = |fault: &Fault| fault.kind == FaultKind::TooManyBlocks;
    if source.contains(&0) || scan.faults().iter().any(too_many) {
        return; // May be UTF-16, whose lines are others.
    }
    let lines: Vec<&[u8]> = source.split(|byte| matches!(byte, b'\n' | b'\r')).collect();
    let count = |marker: &[u8]| lines.iter().filter(|line| **line == marker).count();
    assert!(
        count(b"-----BEGIN CERTIFICATE-----") <= begins,
        "a BEGIN was not seen: {scan:?}"
    );
    assert!(
        count(b"-----END CERTIFICATE-----") <= ends,
        "an END was not seen: {scan:?}"
    );
}

fn places_exist(scan: &Scan<'_>) {
    let lines = crate::bundle::line_starts(scan.source()).len();
    let plain = crate::bundle::has_plain_lines(scan.source());
    for repair in scan.repairs().iter().filter(|_| plain) {
        let (first, last) = (*repair.lines.start(), *repair.lines.end());
        assert!(
            1 <= first && first <= last && last <= lines,
            "{repair:?} of {lines} lines"
        );
    }
    for fault in scan.faults() {
        let inside = (fault.bytes.start..=fault.bytes.end).contains(&fault.at);
        assert!(inside, "{fault:?} shows outside its bytes");
    }
}
