//! What is raised beside Python's own exceptions. None holds a byte of an input.

use pyo3::create_exception;
use pyo3::exceptions::PyException;

create_exception!(pemvet, PemvetError, PyException, "What pemvet raises.");
create_exception!(
    pemvet,
    Rejected,
    PemvetError,
    "A bundle was refused. `report` tells why, in full."
);
create_exception!(
    pemvet,
    Unrepairable,
    PemvetError,
    "No repaired file can be written without losing something. `report` tells why."
);
