//! A certificate of a bundle.

use pemvet::CertificateSummary;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateTime};

use crate::time::datetime;

/// One certificate that could be read, in the order of the file. Texts are escaped.
#[pyclass(frozen, module = "pemvet")]
pub(crate) struct Certificate {
    pub(crate) summary: CertificateSummary,
    pub(crate) der: Py<PyBytes>,
}

#[pymethods]
impl Certificate {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&str, &str, &str) = ("role", "subject", "not_after");

    #[getter]
    fn role(&self) -> &'static str {
        self.summary.role.as_str()
    }

    #[getter]
    fn subject(&self) -> &str {
        &self.summary.subject
    }

    #[getter]
    fn issuer(&self) -> &str {
        &self.summary.issuer
    }

    #[getter]
    fn not_before<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        datetime(py, &self.summary.not_before)
    }

    #[getter]
    fn not_after<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        datetime(py, &self.summary.not_after)
    }

    #[getter]
    fn names(&self) -> Vec<&str> {
        self.summary.names.iter().map(String::as_str).collect()
    }

    #[getter]
    fn key(&self) -> &str {
        &self.summary.key
    }

    #[getter]
    fn signature(&self) -> &str {
        &self.summary.signature
    }

    #[getter]
    fn signature_verified(&self) -> bool {
        self.summary.signature_verified
    }

    #[getter]
    fn sha256(&self) -> &str {
        &self.summary.sha256
    }

    #[getter]
    fn public_key_sha256(&self) -> &str {
        &self.summary.public_key_sha256
    }

    #[getter]
    fn lines(&self) -> (usize, usize) {
        (*self.summary.lines.start(), *self.summary.lines.end())
    }

    #[getter]
    fn der(&self, py: Python<'_>) -> Py<PyBytes> {
        self.der.clone_ref(py)
    }

    fn __repr__(&self) -> String {
        format!(
            "Certificate({} {})",
            self.summary.role.as_str(),
            self.summary.subject
        )
    }
}
