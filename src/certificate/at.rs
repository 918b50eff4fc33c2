//! A fact with its place.

use core::ops::Range;

/// A fact and the bytes of the certificate's DER that hold it.
#[derive(Clone)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) bytes: Range<usize>,
}
