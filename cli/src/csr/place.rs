//! Where in the file a part of a request stands.

use std::ops::Range;

use pemvet::{Input, Location};

use crate::input::lines::Lines;

/// A request in its file, and where its parts are.
pub(super) struct Places<'a> {
    text: &'a [u8],
    lines: Lines<&'a [u8]>,
    /// The request's block, or all of a file of DER.
    whole: Range<usize>,
    der: &'a [u8],
    body: Body,
}

/// How the DER is written.
enum Body {
    /// As it is.
    Der,
    /// In base64 that begins at this byte, with nothing but blanks between.
    Base64(usize),
    /// Damaged: only the whole has a place.
    Unknown,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a [u8], whole: Range<usize>, der: &'a [u8]) -> Places<'a> {
        let block = text.get(whole.clone()).unwrap_or_default();
        let body = match block.starts_with(b"-----BEGIN ") {
            false if block.starts_with(der) => Body::Der,
            false => Body::Unknown,
            true => {
                let begin = memchr::memchr(b'\n', block).map_or(block.len(), |end| end.saturating_add(1));
                let begin = whole.start.saturating_add(begin);
                let characters = text.get(begin..whole.end).unwrap_or_default();
                let is_written = |byte: &u8| !byte.is_ascii_whitespace();
                let marker = memchr::memchr(b'-', characters).unwrap_or(characters.len());
                let written = characters.get(..marker).unwrap_or_default();
                let is_plain = written.iter().filter(|byte| is_written(byte)).all(is_base64);
                let number = written.iter().filter(|byte| is_written(byte)).count();
                match is_plain && number == der.len().div_ceil(3).saturating_mul(4) {
                    true => Body::Base64(begin),
                    false => Body::Unknown,
                }
            }
        };
        Places {
            text,
            lines: Lines::of(text),
            whole,
            der,
            body,
        }
    }

    pub(super) fn whole(&self) -> Location {
        self.location(self.whole.clone())
    }

    /// The place of a part of the DER, an element that stands in it.
    pub(super) fn of(&self, part: &[u8]) -> Location {
        match memchr::memmem::find(self.der, part).filter(|_| !part.is_empty()) {
            Some(start) => self.of_range(start..start.saturating_add(part.len())),
            None => self.whole(),
        }
    }

    /// The same of the last such element.
    pub(super) fn of_last(&self, part: &[u8]) -> Location {
        match memchr::memmem::rfind(self.der, part).filter(|_| !part.is_empty()) {
            Some(start) => self.of_range(start..start.saturating_add(part.len())),
            None => self.whole(),
        }
    }

    /// The place of bytes of the DER.
    fn of_range(&self, range: Range<usize>) -> Location {
        match self.body {
            Body::Der => self.location(
                self.whole.start.saturating_add(range.start)..self.whole.start.saturating_add(range.end),
            ),
            Body::Unknown => self.whole(),
            Body::Base64(begin) => {
                // Byte 8 n of the DER begins in character 8 n / 6.
                let first = range.start.saturating_mul(4) / 3;
                let last = range.end.saturating_mul(8).saturating_sub(1) / 6;
                let written = self.text.get(begin..self.whole.end).unwrap_or_default();
                let mut places = written
                    .iter()
                    .enumerate()
                    .filter(|(_, byte)| !byte.is_ascii_whitespace())
                    .map(|(at, _)| begin.saturating_add(at));
                let start = places.nth(first);
                let end = match last.saturating_sub(first) {
                    0 => start,
                    more => places.nth(more.saturating_sub(1)),
                };
                match (start, end) {
                    (Some(start), Some(end)) => self.location(start..end.saturating_add(1)),
                    _ => self.whole(),
                }
            }
        }
    }

    fn location(&self, bytes: Range<usize>) -> Location {
        // Of DER nobody counts lines.
        let lines = match self.body {
            Body::Der => 1..=1,
            _ => self.lines.place(bytes.start).0..=self.lines.place(bytes.end.saturating_sub(1)).0,
        };
        Location::new(Input::Certificates, lines, bytes)
    }

    /// The place of what a finding about the certificate of this DER, written by [`pem::encode`], is about: the part of the
    /// request that went into it.
    pub(super) fn of_certificate(
        &self,
        at: &Location,
        certificate: &[u8],
        text: &str,
        parts: &[&[u8]],
    ) -> Location {
        let Some(range) = range_of(at, text) else {
            return self.whole();
        };
        for part in parts {
            let Some(start) = memchr::memmem::find(certificate, part) else {
                continue;
            };
            let own = start..start.saturating_add(part.len());
            if own.contains(&range.start) && range.end <= own.end {
                let Some(in_request) = memchr::memmem::find(self.der, part) else {
                    continue;
                };
                let moved = |at: usize| at.saturating_sub(start).saturating_add(in_request);
                return self.of_range(moved(range.start)..moved(range.end));
            }
        }
        self.whole()
    }
}

/// The bytes of DER that a place in a PEM text is about; nothing where it is the whole block.
fn range_of(at: &Location, text: &str) -> Option<Range<usize>> {
    let begin = text.find('\n')?.checked_add(1)?;
    let before = |end: usize| {
        let written = text.as_bytes().get(begin..end)?;
        Some(written.iter().filter(|byte| !byte.is_ascii_whitespace()).count())
    };
    let (first, last) = (before(at.bytes.start)?, before(at.bytes.end)?);
    let range = first.saturating_mul(3).div_ceil(4)..last.saturating_mul(3) / 4;
    (!range.is_empty()).then_some(range)
}

fn is_base64(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

#[cfg(test)]
mod tests {
    use super::{Places, range_of};

    #[test]
    fn each_range_of_der_has_its_characters_and_back() {
        let der: Vec<u8> = (0..=255u8).collect();
        let text = ::pem::encode(&::pem::Pem::new("CERTIFICATE REQUEST", der.clone()));
        let places = Places::new(text.as_bytes(), 0..text.trim_end().len(), &der);
        for start in 0..der.len() {
            for end in [start + 1, (start + 7).min(der.len()), der.len()] {
                let end = end.min(der.len());
                let found = places.of(&der[start..end]);
                assert_eq!(range_of(&found, &text), Some(start..end));
                let lines = text[..found.bytes.start].matches('\n').count() + 1;
                assert_eq!(*found.lines.start(), lines);
            }
        }
    }
}
