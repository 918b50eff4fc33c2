//! The table of rules.

use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;

/// A rule: what its findings mean, who refuses what it reports, and what to do.
#[pyclass(frozen, module = "pemvet")]
pub(crate) struct Rule {
    rule: &'static pemvet::rules::Rule,
}

#[pymethods]
impl Rule {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&str, &str, &str) = ("name", "severity", "class_");

    #[getter]
    fn name(&self) -> &'static str {
        self.rule.name
    }

    #[getter]
    fn summary(&self) -> &'static str {
        self.rule.summary
    }

    #[getter]
    fn severity(&self) -> &'static str {
        self.rule.severity.as_str()
    }

    #[getter]
    fn class_(&self) -> &'static str {
        self.rule.class.as_str()
    }

    #[getter]
    fn area(&self) -> &'static str {
        self.rule.area.name
    }

    #[getter]
    fn kind(&self) -> &'static str {
        self.rule.concern.as_str()
    }

    #[getter]
    fn what(&self) -> &'static str {
        self.rule.what()
    }

    #[getter]
    fn who(&self) -> String {
        self.rule.who()
    }

    #[getter]
    fn fix(&self) -> &'static str {
        self.rule.fix()
    }

    #[getter]
    fn citations(&self) -> Vec<&'static str> {
        self.rule.citations.to_vec()
    }

    fn __repr__(&self) -> String {
        format!("Rule({})", self.rule.name)
    }

    /// As `pemvet explain` prints it.
    fn __str__(&self) -> String {
        let rule = self.rule;
        let mut text = format!(
            "{}: {}\n{}, class {}, area {}, kind {}\n\nWhat\n{}\n\nWho refuses it\n{}\n\nFix\n{}\n",
            rule.name,
            rule.summary,
            rule.severity,
            rule.class,
            rule.area.name,
            rule.concern.as_str(),
            rule.what(),
            rule.who(),
            rule.fix()
        );
        for citation in rule.citations {
            text.push_str(&format!("\nsee: {citation}"));
        }
        text
    }
}

/// The rule of this name. Raises `LookupError`.
#[pyfunction]
pub(crate) fn explain(rule: &str) -> PyResult<Rule> {
    pemvet::rules::find(rule)
        .map(|rule| Rule { rule })
        .map_err(|unknown| PyLookupError::new_err(format!("{unknown}; pemvet.rules() lists them all")))
}

/// All rules, in the order of the table.
#[pyfunction]
pub(crate) fn rules() -> Vec<Rule> {
    pemvet::rules::all().map(|rule| Rule { rule }).collect()
}
