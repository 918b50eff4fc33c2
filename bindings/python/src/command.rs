//! The command, as a function.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Carries out the command `pemvet` with these arguments, the first being the name of the program, and returns its exit status.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| pemvet_cli::status(arguments))
}
