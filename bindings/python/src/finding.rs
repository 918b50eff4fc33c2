//! What rules say, and where.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use pyo3::prelude::*;

use crate::report::loaded;

/// The place in the input that a finding is about.
#[pyclass(frozen, get_all, eq, hash, module = "pemvet")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Location {
    /// `certificates`, `key` or `trust`.
    input: &'static str,
    /// The certificate's place in the file, from 0.
    certificate: Option<usize>,
    /// First and last line, from 1.
    lines: (usize, usize),
    /// First byte and the one behind the last, from 0.
    bytes: (usize, usize),
}

#[pymethods]
impl Location {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&str, &str, &str, &str) = ("input", "certificate", "lines", "bytes");

    fn __repr__(&self) -> String {
        let (first, last) = self.lines;
        format!("Location({}:{first}-{last})", self.input)
    }
}

/// As JSON has it.
pub(crate) fn input(input: pemvet::Input) -> &'static str {
    match input {
        pemvet::Input::Certificates => "certificates",
        pemvet::Input::Key => "key",
        pemvet::Input::Trust => "trust",
    }
}

impl Location {
    fn of(location: &pemvet::Location) -> Location {
        Location {
            input: input(location.input),
            certificate: location.certificate,
            lines: (*location.lines.start(), *location.lines.end()),
            bytes: (location.bytes.start, location.bytes.end),
        }
    }
}

/// One thing that a rule has to say.
#[pyclass(frozen, eq, module = "pemvet")]
pub(crate) struct Finding {
    pub(crate) inner: pemvet::Finding,
}

impl PartialEq for Finding {
    fn eq(&self, other: &Finding) -> bool {
        let key = |finding: &pemvet::Finding| {
            (
                finding.rule.name,
                finding.severity,
                finding.class,
                finding.fact.is_some(),
            )
        };
        let (one, two) = (&self.inner, &other.inner);
        let texts = |finding: &pemvet::Finding| finding.help.as_ref().map(ToString::to_string);
        key(one) == key(two)
            && one.message == two.message
            && one.details == two.details
            && one.location == two.location
            && texts(one) == texts(two)
    }
}

#[pymethods]
impl Finding {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&str, &str, &str, &str) = ("rule", "severity", "class_", "message");

    #[getter]
    fn rule(&self) -> &'static str {
        self.inner.rule.name
    }

    #[getter]
    fn severity(&self) -> &'static str {
        self.inner.severity.as_str()
    }

    #[getter]
    fn class_(&self) -> Option<&'static str> {
        self.inner.class.map(pemvet::Class::as_str)
    }

    #[getter]
    fn message(&self) -> &str {
        &self.inner.message
    }

    #[getter]
    fn help(&self) -> Option<String> {
        self.inner.help.as_ref().map(ToString::to_string)
    }

    #[getter]
    fn location(&self) -> Option<Location> {
        self.inner.location.as_ref().map(Location::of)
    }

    #[getter]
    fn refused_by(&self) -> Vec<String> {
        self.inner.refused_by()
    }

    #[getter]
    fn details<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loaded(py, &self.inner.details)
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loaded(py, &self.inner)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.inner.rule.name, &self.inner.message).hash(&mut hasher);
        hasher.finish()
    }

    fn __str__(&self) -> String {
        self.inner.to_string()
    }

    fn __repr__(&self) -> String {
        format!("Finding({}[{}])", self.inner.severity, self.inner.rule.name)
    }
}
