//! The report.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyTuple};
use serde::Serialize;

use crate::certificate::Certificate;
use crate::errors::Rejected;
use crate::finding::Finding;

/// Everything that pemvet has to say about one bundle. Objects are made when they are asked for, and kept.
///
/// It holds the private key until it is dropped, when the key is wiped; nothing shows it.
#[pyclass(frozen, module = "pemvet")]
pub(crate) struct Report {
    pub(crate) inner: pemvet::Report,
    findings: PyOnceLock<Py<PyTuple>>,
    certificates: PyOnceLock<Py<PyTuple>>,
}

impl From<pemvet::Report> for Report {
    fn from(inner: pemvet::Report) -> Report {
        Report {
            inner,
            findings: PyOnceLock::new(),
            certificates: PyOnceLock::new(),
        }
    }
}

/// What a reader had to repair.
#[pyclass(frozen, get_all, eq, hash, module = "pemvet")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Repair {
    kind: &'static str,
    lines: (usize, usize),
    bytes: (usize, usize),
    column: usize,
}

#[pymethods]
impl Repair {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&str, &str) = ("kind", "lines");

    fn __repr__(&self) -> String {
        let (first, last) = self.lines;
        format!("Repair({}:{first}-{last})", self.kind)
    }
}

/// What one stack makes of the bundle.
#[pyclass(frozen, get_all, eq, module = "pemvet")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct StackAnswer {
    name: &'static str,
    version: String,
    library: Option<String>,
    is_good: bool,
    loads: Option<bool>,
    refusal: Option<&'static str>,
    sends: Vec<usize>,
    refused_by: Vec<&'static str>,
    because: Vec<&'static str>,
    refused_from: Option<String>,
}

#[pymethods]
impl StackAnswer {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&str, &str, &str) = ("name", "version", "is_good");

    fn __repr__(&self) -> String {
        let word = if self.is_good { "good" } else { "refused" };
        format!("StackAnswer({} {}: {word})", self.name, self.version)
    }
}

#[pymethods]
impl Report {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&str, &str, &str) = ("accepted", "class_", "findings");

    #[getter]
    fn accepted(&self) -> bool {
        self.inner.is_accepted()
    }

    #[getter]
    fn class_(&self) -> Option<&'static str> {
        self.inner.class().map(pemvet::Class::as_str)
    }

    #[getter]
    fn http_status(&self) -> Option<u16> {
        self.inner.class().map(pemvet::Class::http_status)
    }

    #[getter]
    fn trust(&self) -> Option<&'static str> {
        self.inner.trust().map(pemvet::TrustBasis::as_str)
    }

    #[getter]
    fn key_fits(&self) -> bool {
        self.inner.key_fits()
    }

    #[getter]
    fn not_checked<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.inner.not_checked().iter().map(|it| it.as_str()))
    }

    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let made = self.findings.get_or_try_init(py, || {
            let findings = self.inner.findings().iter();
            let findings = findings.map(|inner| Finding { inner: inner.clone() });
            let objects: Vec<_> = findings
                .map(|finding| Bound::new(py, finding))
                .collect::<PyResult<_>>()?;
            PyTuple::new(py, objects).map(Bound::unbind)
        })?;
        Ok(made.bind(py).clone())
    }

    #[getter]
    fn certificates<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let made = self.certificates.get_or_try_init(py, || {
            let certificates = self.inner.certificates().iter();
            let certificates = certificates.map(|judged| Certificate {
                summary: judged.to_summary(),
                der: PyBytes::new(py, &judged.der).unbind(),
            });
            let objects: Vec<_> = certificates
                .map(|certificate| Bound::new(py, certificate))
                .collect::<PyResult<_>>()?;
            PyTuple::new(py, objects).map(Bound::unbind)
        })?;
        Ok(made.bind(py).clone())
    }

    #[getter]
    fn chain<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.inner.order())
    }

    #[getter]
    fn repairs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let repairs = self.inner.repairs().iter().map(|repair| Repair {
            kind: repair.kind.as_str(),
            lines: (*repair.lines.start(), *repair.lines.end()),
            bytes: (repair.bytes.start, repair.bytes.end),
            column: repair.column,
        });
        PyTuple::new(py, repairs.collect::<Vec<_>>())
    }

    #[getter]
    fn stacks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let answers = self.inner.stacks().iter().map(|answer| StackAnswer {
            name: answer.name,
            version: answer.version.clone(),
            library: answer.library.clone(),
            is_good: answer.is_good(),
            loads: answer.loads,
            refusal: answer.refusal.map(pemvet::stacks::Refusal::as_str),
            sends: answer.sends.clone(),
            refused_by: answer.refused_by.clone(),
            because: answer.because.clone(),
            refused_from: answer.refused_from.clone(),
        });
        PyTuple::new(py, answers.collect::<Vec<_>>())
    }

    /// The repaired file without keys; `None` where it would lose something.
    fn repaired(&self) -> Option<String> {
        self.inner.to_repaired_pem()
    }

    /// The chain alone, leaf first; `None` where no leaf was found.
    #[pyo3(signature = (*, include_root = true))]
    fn chain_pem(&self, include_root: bool) -> Option<String> {
        let chain = self.inner.to_chain()?;
        Some(if include_root {
            chain.to_pem()
        } else {
            chain.without_root().to_pem()
        })
    }

    /// Raises `Rejected` unless the bundle is accepted.
    fn raise_for_errors(slf: &Bound<'_, Report>) -> PyResult<()> {
        let report = &slf.get().inner;
        let Some(class) = report.class() else {
            return Ok(());
        };
        let decided = report
            .findings()
            .iter()
            .find(|finding| finding.class == Some(class));
        let (rule, message) = decided.map_or(("", ""), |it| (it.rule.name, it.message.as_str()));
        let first_line = message.lines().next().unwrap_or_default();
        let error = Rejected::new_err(format!("{class} certificate bundle: {rule}: {first_line}"));
        error.value(slf.py()).setattr("report", slf)?;
        Err(error)
    }

    /// As a member `bundles` of what `pemvet check --format json` prints, without the paths.
    fn to_json(&self) -> PyResult<String> {
        json(&self.inner)
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loaded(py, &self.inner)
    }

    fn __repr__(&self) -> String {
        let verdict = match self.inner.class() {
            None => "accepted".into(),
            Some(class) => format!("rejected as {class}"),
        };
        format!("Report({verdict}, {} findings)", self.inner.findings().len())
    }
}

fn json(what: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(what).map_err(|_| PyValueError::new_err("JSON could not be made"))
}

/// As objects of Python, by way of JSON.
pub(crate) fn loaded<'py>(py: Python<'py>, what: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (json(what)?,))
}
