//! pemvet for Python: `pemvet._native`, which the package `pemvet` hands on.
//!
//! Nothing here judges. What Python gives becomes a [`pemvet::Bundle`] and a [`pemvet::Profile`], and a report becomes objects.

// Extracted values come by value, whatever the function does with them.
#![allow(clippy::needless_pass_by_value, reason = "arguments of functions of Python")]

mod arrow;
mod certificate;
mod command;
mod errors;
mod finding;
mod input;
mod judge;
mod options;
mod profile;
mod report;
mod rule;
mod time;

use pemvet::Provider;

/// The cryptography of the command.
const PROVIDER: Provider = Provider::AWS_LC_RS;

/// What the package `pemvet` is made of.
#[pyo3::pymodule(name = "_native", gil_used = false)]
mod native {
    #[pymodule_export]
    use crate::arrow::Judged;
    #[pymodule_export]
    use crate::certificate::Certificate;
    #[pymodule_export]
    use crate::command::run;
    #[pymodule_export]
    use crate::errors::{PemvetError, Rejected, Unrepairable};
    #[pymodule_export]
    use crate::finding::{Finding, Location};
    #[pymodule_export]
    use crate::judge::{Checker, check, check_many, fix};
    #[pymodule_export]
    use crate::profile::Profile;
    #[pymodule_export]
    use crate::report::{Repair, Report, StackAnswer};
    #[pymodule_export]
    use crate::rule::{Rule, explain, rules};

    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "its name in Python")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
