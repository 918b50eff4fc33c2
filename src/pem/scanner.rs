use alloc::vec::Vec;
use core::ops::Range;

use memchr::memmem;
use zeroize::{Zeroize as _, Zeroizing};

use super::base64::{self, Reason};
use super::{Content, Fault, FaultKind, Kind, Lines, Outside, Repair, RepairKind, Scan, Section};

/// Splits `source` into blocks, text outside them, and faults. Never fails: any bytes give a scan.
///
/// Work is linear in the input; memory is the decoded content and one entry a block.
///
/// ```
/// use pemvet::pem::{scan, FaultKind};
///
/// let cut_off = scan(b"-----BEGIN CERTIFICATE-----\nMIIB\n");
/// assert_eq!(cut_off.sections().len(), 0);
/// assert_eq!(cut_off.faults()[0].kind, FaultKind::EndMarkerMissing);
/// ```
pub fn scan(source: &[u8]) -> Scan<'_> {
    scan_with_limit(source, usize::MAX)
}

/// As [`scan`], but stops with a fault after `blocks` blocks, decoded or not.
pub(crate) fn scan_with_limit(source: &[u8], blocks: usize) -> Scan<'_> {
    let mut scanner = Scanner {
        scan: Scan::empty(source),
        covered: 0,
        open: None,
        blocks,
    };
    scanner.pass_over_byte_order_mark();
    let mut position = scanner.covered;
    while let Some(marker) = next_marker(source, position) {
        position = marker.span.end;
        if scanner.take(marker).is_break() {
            return scanner.scan;
        }
    }
    scanner.finish();
    scanner.scan
}

struct Scanner<'a> {
    scan: Scan<'a>,
    /// Everything before this offset belongs to a section, a fault or outside text.
    covered: usize,
    /// The BEGIN whose END has not been met.
    open: Option<Marker>,
    blocks: usize,
}

/// A line that is, or tries to be, a BEGIN or END.
struct Marker {
    end: bool,
    /// Exactly as RFC 7468 and OpenSSL want it.
    exact: bool,
    label: Range<usize>,
    span: Range<usize>,
}

impl<'a> Scan<'a> {
    fn empty(source: &'a [u8]) -> Scan<'a> {
        Scan {
            source,
            sections: Vec::new(),
            outside: Vec::new(),
            faults: Vec::new(),
            repairs: Vec::new(),
            begin_markers: 0,
            end_markers: 0,
            arena: Vec::new(),
        }
    }
}

impl Scanner<'_> {
    fn pass_over_byte_order_mark(&mut self) {
        if self.scan.source.starts_with(b"\xEF\xBB\xBF") {
            self.covered = 3;
            self.scan.repairs.push(Repair {
                kind: RepairKind::ByteOrderMarkRemoved,
                lines: 1..=1,
            });
        }
    }

    fn take(&mut self, marker: Marker) -> core::ops::ControlFlow<()> {
        match (self.open.take(), marker.end) {
            (Some(begin), true) => {
                self.scan.end_markers = self.scan.end_markers.saturating_add(1);
                self.close(&begin, &marker);
            }
            (Some(begin), false) => {
                let lost = begin.span.start..marker.span.start;
                self.fault(FaultKind::EndMarkerMissing, lost, marker.span.start);
                return self.begin(marker);
            }
            (None, false) => return self.begin(marker),
            (None, true) => {
                self.scan.end_markers = self.scan.end_markers.saturating_add(1);
                self.outside(marker.span.start);
                let kind = if marker.exact {
                    FaultKind::EndWithoutBegin
                } else {
                    FaultKind::MarkerMalformed
                };
                self.fault(kind, marker.span.clone(), marker.span.start);
            }
        }
        core::ops::ControlFlow::Continue(())
    }

    fn begin(&mut self, marker: Marker) -> core::ops::ControlFlow<()> {
        self.scan.begin_markers = self.scan.begin_markers.saturating_add(1);
        self.outside(marker.span.start);
        if self.scan.begin_markers > self.blocks {
            let rest = marker.span.start..self.scan.source.len();
            self.fault(FaultKind::TooManyBlocks, rest, marker.span.start);
            return core::ops::ControlFlow::Break(());
        }
        self.open = Some(marker);
        core::ops::ControlFlow::Continue(())
    }

    /// A BEGIN has met its END: decode what lies between, or say why not.
    fn close(&mut self, begin: &Marker, end: &Marker) {
        let span = begin.span.start..end.span.end;
        let body = begin.span.end..end.span.start;
        let source = self.scan.source;
        let label = source.get(begin.label.clone()).unwrap_or_default();
        if !begin.exact {
            return self.fault(FaultKind::MarkerMalformed, span, begin.span.start);
        }
        if !end.exact {
            return self.fault(FaultKind::MarkerMalformed, span, end.span.start);
        }
        if source.get(end.label.clone()) != Some(label) {
            return self.fault(FaultKind::EndMarkerMismatch, span, end.span.start);
        }
        let text = source.get(body.clone()).unwrap_or_default();
        match self.decode(kind_of_label(label), text) {
            Ok((kind, content)) => {
                self.scan.sections.push(Section {
                    kind,
                    span: span.clone(),
                    body,
                    content,
                });
                self.covered = span.end;
            }
            Err((kind, offset)) => self.fault(kind, span, body.start.saturating_add(offset)),
        }
    }

    fn decode(&mut self, kind: Kind, body: &[u8]) -> Result<(Kind, Content), (FaultKind, usize)> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err((FaultKind::EmptyBody, 0));
        }
        if is_public(kind) {
            let start = self.scan.arena.len();
            if start == 0 {
                // The one allocation, so that no copy is left behind should this turn out to be a key.
                self.scan
                    .arena
                    .reserve_exact(self.scan.source.len().saturating_mul(3) / 4);
            }
            base64::decode(body, &mut self.scan.arena).map_err(fault_of)?;
            let der = self.scan.arena.get(start..).unwrap_or_default();
            let Some(secret_kind) = private_key_by_content(der) else {
                return Ok((kind, Content::Public(start..self.scan.arena.len())));
            };
            let secret = Zeroizing::new(Vec::from(der));
            if let Some(tail) = self.scan.arena.get_mut(start..) {
                tail.zeroize();
            }
            self.scan.arena.truncate(start);
            return Ok((secret_kind, Content::Secret(secret)));
        }
        if kind == Kind::PrivateKey && is_encrypted_by_header(body) {
            return Ok((Kind::EncryptedPrivateKey, Content::Secret(Zeroizing::default())));
        }
        let secret = base64::decode_secret(body).map_err(fault_of)?;
        let kind = private_key_by_content(&secret).unwrap_or(kind);
        Ok((kind, Content::Secret(secret)))
    }

    fn fault(&mut self, kind: FaultKind, bytes: Range<usize>, at: usize) {
        self.covered = bytes.end;
        self.scan.faults.push(Fault { kind, bytes, at });
    }

    /// Everything from what is covered up to `end` is text outside blocks.
    fn outside(&mut self, end: usize) {
        let start = core::mem::replace(&mut self.covered, end);
        let text = self.scan.source.get(start..end).unwrap_or_default();
        let blank = |byte: &u8| byte.is_ascii_whitespace();
        let Some(first) = text.iter().position(|byte| !blank(byte)) else {
            return;
        };
        let last = text.iter().rposition(|byte| !blank(byte)).unwrap_or(first);
        let text = text.get(first..=last).unwrap_or_default();
        let (mut lines, mut bag_attribute_lines, mut in_bag) = (0usize, 0usize, false);
        for line in text
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .filter(|line| !line.iter().all(blank))
        {
            lines = lines.saturating_add(1);
            let heading = line.starts_with(b"Bag Attributes") || line.starts_with(b"Key Attributes");
            in_bag = heading || (in_bag && line.first().is_some_and(blank));
            if in_bag || line.starts_with(b"subject=") || line.starts_with(b"issuer=") {
                bag_attribute_lines = bag_attribute_lines.saturating_add(1);
            }
        }
        let base = start.saturating_add(first);
        let bytes = base..base.saturating_add(text.len());
        self.scan.outside.push(Outside {
            bytes,
            lines,
            bag_attribute_lines,
        });
    }

    fn finish(&mut self) {
        let end = self.scan.source.len();
        if let Some(begin) = self.open.take() {
            return self.fault(FaultKind::EndMarkerMissing, begin.span.start..end, end);
        }
        self.outside(end);
        if !self.scan.outside.is_empty() {
            let lines = Lines::of(self.scan.source);
            for text in &self.scan.outside {
                let kind = if text.bag_attribute_lines == text.lines {
                    RepairKind::BagAttributesRemoved
                } else {
                    RepairKind::TextRemoved
                };
                self.scan.repairs.push(Repair {
                    kind,
                    lines: lines.lines(&text.bytes),
                });
            }
        }
    }
}

/// The next marker at or after `position`. Every byte is looked at once.
fn next_marker(source: &[u8], mut position: usize) -> Option<Marker> {
    loop {
        let rest = source.get(position..)?;
        let start = position.checked_add(memmem::find(rest, b"--")?)?;
        let dashes = run_of_dashes(source, start);
        let after = start.checked_add(dashes)?;
        if let Some(marker) = marker_at(source, start, after) {
            return Some(marker);
        }
        position = after;
    }
}

/// The marker whose leading dashes are `start..after`, if these lead to one.
fn marker_at(source: &[u8], start: usize, after: usize) -> Option<Marker> {
    let rest = source.get(after..)?;
    let (end, keyword_length) = match rest {
        [
            b'B' | b'b',
            b'E' | b'e',
            b'G' | b'g',
            b'I' | b'i',
            b'N' | b'n',
            b' ',
            ..,
        ] => (false, 6),
        [b'E' | b'e', b'N' | b'n', b'D' | b'd', b' ', ..] => (true, 4),
        _ => return None,
    };
    let label_start = after.checked_add(keyword_length)?;
    // The longest known label has 27 characters; 64 leave room for unknown ones.
    let window = source.get(label_start..)?;
    let window = window.get(..64).unwrap_or(window);
    let length = window
        .iter()
        .position(|byte| matches!(byte, b'-' | b'\n' | b'\r'))?;
    let label = label_start..label_start.checked_add(length)?;
    let closing = run_of_dashes(source, label.end);
    let stop = label.end.checked_add(closing)?;
    let exact = after.checked_sub(start) == Some(5)
        && closing == 5
        && rest
            .iter()
            .take(keyword_length)
            .all(|byte| !byte.is_ascii_lowercase())
        && is_line_start(source, start)
        && is_line_end(source, stop);
    let text = source.get(label.clone())?;
    if !exact && kind_of_label(&text.trim_ascii().to_ascii_uppercase()) == Kind::Other {
        // Not a marker that could be meant: prose such as "-- begin here --".
        return None;
    }
    Some(Marker {
        end,
        exact,
        label,
        span: start..stop,
    })
}

fn run_of_dashes(source: &[u8], start: usize) -> usize {
    source
        .get(start..)
        .unwrap_or_default()
        .iter()
        .take_while(|byte| **byte == b'-')
        .count()
}

fn is_line_start(source: &[u8], offset: usize) -> bool {
    match source.get(..offset) {
        None | Some([]) | Some(b"\xEF\xBB\xBF") => true,
        Some(before) => matches!(before.last(), Some(b'\n' | b'\r')),
    }
}

fn is_line_end(source: &[u8], offset: usize) -> bool {
    let rest = source.get(offset..).unwrap_or_default();
    rest.iter()
        .find(|byte| !matches!(byte, b' ' | b'\t'))
        .is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
}

fn fault_of(invalid: base64::Invalid) -> (FaultKind, usize) {
    let kind = match invalid.reason {
        Reason::Character => FaultKind::NotBase64,
        Reason::Length => FaultKind::Base64Length,
    };
    (kind, invalid.offset)
}

/// RFC 7468 sections 4 to 13, and the labels OpenSSL writes.
fn kind_of_label(label: &[u8]) -> Kind {
    match label {
        b"CERTIFICATE" | b"X509 CERTIFICATE" | b"TRUSTED CERTIFICATE" => Kind::Certificate,
        b"PRIVATE KEY" | b"RSA PRIVATE KEY" | b"EC PRIVATE KEY" | b"DSA PRIVATE KEY" => Kind::PrivateKey,
        b"ENCRYPTED PRIVATE KEY" => Kind::EncryptedPrivateKey,
        b"CERTIFICATE REQUEST" | b"NEW CERTIFICATE REQUEST" => Kind::CertificateRequest,
        b"X509 CRL" => Kind::RevocationList,
        b"PUBLIC KEY" | b"RSA PUBLIC KEY" => Kind::PublicKey,
        b"EC PARAMETERS" | b"DH PARAMETERS" | b"X9.42 DH PARAMETERS" => Kind::Parameters,
        b"PKCS7" | b"CMS" => Kind::Pkcs7,
        _ => Kind::Other,
    }
}

fn is_public(kind: Kind) -> bool {
    !matches!(kind, Kind::PrivateKey | Kind::EncryptedPrivateKey | Kind::Other)
}

/// Traditional OpenSSL encryption, RFC 1421 section 4.6.1.1.
fn is_encrypted_by_header(body: &[u8]) -> bool {
    let head = body.trim_ascii_start();
    head.starts_with(b"Proc-Type:")
        && head
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .next()
            .is_some_and(|line| memmem::find(line, b"ENCRYPTED").is_some())
}

/// Whether DER is a private key whatever its label says: a SEQUENCE that begins with the version of PKCS#8,
/// PKCS#1 or SEC1 and the element that follows it there, or an encrypted PKCS#8.
fn private_key_by_content(der: &[u8]) -> Option<Kind> {
    let [0x30, length, rest @ ..] = der else {
        return None;
    };
    let long_form = usize::from(length.checked_sub(0x80).unwrap_or(0));
    match rest.get(long_form..)? {
        // PKCS#8 (v1, v2), PKCS#1 and SEC1.
        [0x02, 0x01, 0x00 | 0x01, 0x30 | 0x02 | 0x04, ..] => Some(Kind::PrivateKey),
        // EncryptedPrivateKeyInfo: AlgorithmIdentifier of PKCS#5 (1.2.840.113549.1.5) or PKCS#12.
        [
            0x30,
            _,
            0x06,
            _,
            0x2A,
            0x86,
            0x48,
            0x86,
            0xF7,
            0x0D,
            0x01,
            0x05 | 0x0C,
            ..,
        ] => Some(Kind::EncryptedPrivateKey),
        _ => None,
    }
}
