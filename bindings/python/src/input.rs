//! Bytes that Python hands in.

use std::ops::Deref;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyString};
use zeroize::Zeroizing;

/// Text that may hold a key. Read without the interpreter's lock, so what could change meanwhile is copied.
pub(crate) enum Text {
    /// Of `bytes`, which do not change.
    Bytes(PyBackedBytes),
    /// Of `str`, which does not change either.
    Str(PyBackedStr),
    /// Of `bytearray`: a copy, wiped on drop.
    Copy(Zeroizing<Vec<u8>>),
}

impl Deref for Text {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Text::Bytes(bytes) => bytes,
            Text::Str(text) => text.as_bytes(),
            Text::Copy(bytes) => bytes,
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Text> {
        if let Ok(bytes) = given.cast::<PyBytes>() {
            return Ok(Text::Bytes(bytes.to_owned().into()));
        }
        if let Ok(bytes) = given.cast::<PyByteArray>() {
            return Ok(Text::Copy(Zeroizing::new(bytes.to_vec())));
        }
        if let Ok(text) = given.cast::<PyString>() {
            // Python's own error would hold the text.
            let text = PyBackedStr::try_from(text.to_owned());
            return text
                .map(Text::Str)
                .map_err(|_| PyValueError::new_err("text with lone surrogates is no PEM text"));
        }
        let kind = given.get_type();
        Err(PyTypeError::new_err(format!(
            "wanted bytes, bytearray or str, found {}",
            kind.name()?
        )))
    }
}
