//! A piece of a file that is judged as one bundle, and how many of them a file may have.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use memchr::memmem;
use pemvet::pem::{self, Kind};

use crate::input::files::Secret;
use crate::input::lines::Lines;
use crate::input::work;

/// A piece of a file that is judged as one bundle.
#[allow(unreachable_pub, reason = "the module internals hands it out")]
pub struct FilePart {
    /// Where in the document it stands, as printed: `Secret web, data.tls.crt`. `None` for a whole file.
    pub(crate) value: Option<String>,
    /// The mapping that it stands in; parts of one mapping may be a pair.
    pub(crate) mapping: usize,
    /// What a pair is recognized by: the name of the value.
    pub(crate) name: String,
    /// What is judged.
    pub(crate) text: Secret,
    /// The line of the file that it begins on, from 1.
    pub(crate) line: usize,
    /// Rules that would blame the part for the form that its place asks for.
    pub(crate) forgiven: &'static [&'static str],
    /// There is neither a block in it nor a part of one.
    pub(crate) is_bare: bool,
    pub(crate) certificates: usize,
    /// Private keys, encrypted ones included.
    pub(crate) keys: usize,
    /// Private keys in the clear.
    pub(crate) bare_keys: usize,
    /// The file says so, with the words `pemvet: test data`.
    pub(crate) is_test_data: bool,
    /// The object that it stands in is part of `value`.
    pub(crate) has_object: bool,
    /// The file, where the text is only a part of it.
    pub(crate) lines: Option<Arc<Lines<Secret>>>,
}

impl FilePart {
    pub(crate) fn new(
        value: Option<String>,
        mapping: usize,
        name: String,
        text: Secret,
        line: usize,
        forgiven: &'static [&'static str],
    ) -> FilePart {
        work::look_at(text.len());
        let scan = pem::scan_with_limit(&text, MOST_BLOCKS);
        let count = |wanted: fn(Kind) -> bool| {
            let kinds = scan.sections().iter().map(pem::Section::kind);
            kinds.filter(|kind| wanted(*kind)).count()
        };
        let certificates = count(|kind| kind == Kind::Certificate);
        let keys = count(Kind::is_private_key);
        let bare_keys = count(|kind| kind == Kind::PrivateKey);
        let is_bare = scan.sections().is_empty() && scan.faults().is_empty();
        drop(scan);
        FilePart {
            value,
            mapping,
            name,
            text,
            line,
            forgiven,
            is_bare,
            certificates,
            keys,
            bare_keys,
            is_test_data: false,
            has_object: false,
            lines: None,
        }
    }

    /// Which bytes of the file some of its lines take, where the part is not the whole of it.
    pub(crate) fn bytes_of_lines(&self) -> Option<impl Fn(&RangeInclusive<usize>) -> Range<usize>> {
        let lines = self.lines.as_ref()?;
        Some(|of: &RangeInclusive<usize>| lines.bytes(of))
    }
}

/// Bundles of one file that are judged, each of which has a report: as many as blocks of one input are read.
pub(crate) const MOST_PARTS: usize = 1_024;

/// Blocks of a part that are counted, and of a file that is read whatever its size: a root store of 16 MiB holds 12,000.
pub(crate) const MOST_BLOCKS: usize = 1 << 14;

/// How many more parts a file may have, and why it is not judged.
#[derive(Default)]
pub(crate) struct PartLimit {
    parts: usize,
    pub(crate) refused: Option<String>,
}

impl PartLimit {
    /// Whether there is room for one more part.
    pub(crate) fn takes_another(&mut self) -> bool {
        self.parts = self.parts.saturating_add(1);
        if self.parts > MOST_PARTS {
            self.refuse(format!(
                "holds more PEM in its values than can be judged, more than {MOST_PARTS} of them"
            ));
        }
        !self.is_refused()
    }

    /// The file is not judged for this reason, the words after its name.
    pub(crate) fn refuse(&mut self, reason: String) {
        self.refused.get_or_insert(reason);
    }

    pub(crate) fn is_refused(&self) -> bool {
        self.refused.is_some()
    }
}

/// Whether a block could be in it, plain or in base64.
pub(crate) fn mentions_pem(text: &[u8]) -> bool {
    // Most values of a document are shorter than the shortest of them.
    if text.len() < b"-----BEGIN ".len() {
        return false;
    }
    // `-----BEGIN` in base64, once and twice; the beginning of a line, so no other offset occurs.
    [&b"-----BEGIN "[..], b"LS0tLS1CRUdJ", b"TFMwdExTMUNSVWRK"]
        .iter()
        .any(|needle| memmem::find(text, needle).is_some())
}
