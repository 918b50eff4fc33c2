//! Where the inputs stand in larger files.

use core::ops::{Range, RangeInclusive};

use super::finding::{Input, Location};
use crate::pem::LineOf;

/// The bytes of a document that these of its lines take.
type BytesOfLines<'a> = &'a (dyn Fn(&RangeInclusive<usize>) -> Range<usize> + Sync);

/// A document that an input is a part of.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a> {
    pub(crate) line_of: LineOf<'a>,
    pub(crate) bytes_of: BytesOfLines<'a>,
}

/// The documents that the two inputs are parts of, where they are.
#[derive(Clone, Copy, Default)]
pub(crate) struct Documents<'a> {
    pub(crate) certificates: Option<Document<'a>>,
    pub(crate) key: Option<Document<'a>>,
}

impl Documents<'_> {
    /// The place in the document of a place in the input, which has the document's lines already.
    pub(crate) fn place(&self, location: Location) -> Location {
        let document = match location.input {
            Input::Certificates => self.certificates,
            Input::Key => self.key,
            Input::Trust => None,
        };
        match document {
            Some(document) => Location {
                bytes: (document.bytes_of)(&location.lines),
                ..location
            },
            None => location,
        }
    }
}
