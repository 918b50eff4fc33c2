//! Bundles as a column of Arrow, and what came of them as another: by the PyCapsule interface, without pyarrow.

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Int32Builder, PrimitiveBuilder, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::cast::AsArray as _;
use arrow_array::ffi::{FFI_ArrowSchema, to_ffi};
use arrow_array::types::ArrowPrimitiveType;
use arrow_array::{Array, ArrayRef, ListArray, StructArray};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use pemvet::{Bundle, CertificateDer, Report, Role, Severity, UnixTime, Validator};
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::input::AnyArray;

use crate::judge::{Checker, bundle};
use crate::time::microseconds;

/// What the capsules are called, by Arrow's PyCapsule interface.
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// A column of structs, one for each bundle. Null where the bundle was.
#[pyclass(frozen, module = "pemvet")]
pub(crate) struct Judged {
    rows: Arc<StructArray>,
}

#[pymethods]
impl Judged {
    /// Another schema than its own may be asked for, and need not be given: who asks converts what comes. What would convert it
    /// here is a sixth of the wheel.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        drop(requested_schema);
        let (array, _) = to_ffi(&self.rows.to_data()).map_err(not_exported)?;
        let array = PyCapsule::new_with_value(py, array, ARRAY)?;
        Ok((self.__arrow_c_schema__(py)?, array))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.field()).map_err(not_exported)?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    fn __len__(&self) -> usize {
        self.rows.len()
    }

    fn __repr__(&self) -> String {
        format!("Judged({} bundles)", self.rows.len())
    }
}

impl Judged {
    fn field(&self) -> Field {
        Field::new("pemvet", self.rows.data_type().clone(), true)
    }
}

fn not_exported(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// Judges every bundle of a column.
pub(crate) fn judge(
    py: Python<'_>,
    checker: &Checker,
    bundles: AnyArray,
    keys: Option<AnyArray>,
) -> PyResult<Judged> {
    let now = checker.now()?;
    let bundles = chunks(bundles)?;
    let keys = keys.map(chunks).transpose()?;
    let length = |chunks: &[ArrayRef]| chunks.iter().map(Array::len).sum::<usize>();
    if keys.as_ref().is_some_and(|keys| length(keys) != length(&bundles)) {
        return Err(PyValueError::new_err("keys: wanted as many as there are bundles"));
    }
    let kinds = [("bundles", Some(&bundles), true), ("keys", keys.as_ref(), false)];
    for (what, chunks, lists) in kinds {
        for chunk in chunks.into_iter().flatten() {
            if !is_read(chunk.data_type(), lists) {
                return Err(PyTypeError::new_err(format!(
                    "{what}: wanted binary or string{}, found {}",
                    if lists {
                        ", or a list of binary, the DER of each certificate"
                    } else {
                        ""
                    },
                    chunk.data_type()
                )));
            }
        }
    }
    let work = |validator: &mut Validator| {
        let mut rows = Rows::default();
        let mut keys = keys
            .iter()
            .flatten()
            .flat_map(|chunk| (0..chunk.len()).map(move |row| bytes(chunk, row)));
        for chunk in &bundles {
            for row in 0..chunk.len() {
                let key = keys.next().flatten();
                rows.add(judged(validator, checker, chunk, row, key, now).as_ref())?;
            }
        }
        Ok(rows.finish())
    };
    let rows = py.detach(|| checker.with_validator(work)).map_err(|TooLarge| {
        PyOverflowError::new_err("the findings of one array would take more than 2 GiB; give smaller arrays")
    })?;
    Ok(Judged { rows: Arc::new(rows) })
}

fn chunks(given: AnyArray) -> PyResult<Vec<ArrayRef>> {
    Ok(given.into_chunked_array()?.into_inner().0)
}

fn is_read(kind: &DataType, lists: bool) -> bool {
    match kind {
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            true
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
        DataType::List(item) | DataType::LargeList(item) => lists && is_read(item.data_type(), false),
        _ => false,
    }
}

/// The bytes of a row; `None` where it is null.
fn bytes(array: &ArrayRef, row: usize) -> Option<&[u8]> {
    if array.is_null(row) {
        return None;
    }
    Some(match array.data_type() {
        DataType::Binary => array.as_binary::<i32>().value(row),
        DataType::LargeBinary => array.as_binary::<i64>().value(row),
        DataType::BinaryView => array.as_binary_view().value(row),
        DataType::FixedSizeBinary(_) => array.as_fixed_size_binary().value(row),
        DataType::Utf8 => array.as_string::<i32>().value(row).as_bytes(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(row).as_bytes(),
        DataType::Utf8View => array.as_string_view().value(row).as_bytes(),
        _ => return None,
    })
}

fn judged(
    validator: &mut Validator,
    checker: &Checker,
    array: &ArrayRef,
    row: usize,
    key: Option<&[u8]>,
    now: UnixTime,
) -> Option<Report> {
    let certificates = match array.data_type() {
        DataType::List(_) if array.is_valid(row) => array.as_list::<i32>().value(row),
        DataType::LargeList(_) if array.is_valid(row) => array.as_list::<i64>().value(row),
        _ => {
            let given = bundle(bytes(array, row)?, key, None);
            return Some(validator.validate(given, &checker.profile, now));
        }
    };
    let der = (0..certificates.len()).filter_map(|row| bytes(&certificates, row));
    let der: Vec<CertificateDer<'_>> = der.map(Into::into).collect();
    let bundle = match key {
        Some(key) => Bundle::from_der(&der).with_private_key(key),
        None => Bundle::from_der(&der),
    };
    Some(validator.validate(bundle, &checker.profile, now))
}

/// An array cannot hold that much text.
struct TooLarge;

/// The columns while they grow.
#[derive(Default)]
struct Rows {
    valid: Vec<bool>,
    accepted: BooleanBuilder,
    class: StringBuilder,
    rule: StringBuilder,
    errors: Int32Builder,
    warnings: Int32Builder,
    not_after: TimestampMicrosecondBuilder,
    subject: StringBuilder,
    sha256: StringBuilder,
    findings: Findings,
}

impl Rows {
    fn add(&mut self, report: Option<&Report>) -> Result<(), TooLarge> {
        let findings = report.map(Report::findings).unwrap_or_default();
        let count = |severity| {
            let count = findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count();
            i32::try_from(count).ok().filter(|_| report.is_some())
        };
        let class = report.and_then(Report::class);
        let rule = class.and_then(|_| findings.iter().find(|finding| finding.class == class));
        let leaf = report.and_then(leaf);
        self.valid.push(report.is_some());
        self.accepted.append_option(report.map(Report::is_accepted));
        self.class.append_option(class.map(pemvet::Class::as_str));
        self.rule.append_option(rule.map(|finding| finding.rule.name));
        self.errors.append_option(count(Severity::Error));
        self.warnings.append_option(count(Severity::Warning));
        self.not_after
            .append_option(leaf.as_ref().and_then(|leaf| microseconds(&leaf.not_after)));
        self.subject
            .append_option(leaf.as_ref().map(|leaf| &leaf.subject));
        self.sha256.append_option(leaf.as_ref().map(|leaf| &leaf.sha256));
        self.findings.add(report)
    }

    fn finish(mut self) -> StructArray {
        let nulls = nulls(&self.valid);
        let columns: [(&str, ArrayRef); 9] = [
            ("accepted", Arc::new(self.accepted.finish())),
            ("class", Arc::new(self.class.finish())),
            ("rule", Arc::new(self.rule.finish())),
            ("errors", Arc::new(self.errors.finish())),
            ("warnings", Arc::new(self.warnings.finish())),
            (
                "not_after",
                Arc::new(self.not_after.finish().with_timezone("UTC")),
            ),
            ("subject", Arc::new(self.subject.finish())),
            ("sha256", Arc::new(self.sha256.finish())),
            ("findings", Arc::new(self.findings.finish(&self.valid))),
        ];
        structs(columns.into(), nulls)
    }
}

fn nulls(valid: &[bool]) -> Option<arrow_buffer::NullBuffer> {
    let mut nulls = NullBufferBuilder::new(valid.len());
    valid.iter().for_each(|valid| nulls.append(*valid));
    nulls.finish()
}

fn structs(columns: Vec<(&str, ArrayRef)>, nulls: Option<arrow_buffer::NullBuffer>) -> StructArray {
    let field = |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), true);
    let fields: Fields = columns.iter().map(field).collect();
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    StructArray::new(fields, columns, nulls)
}

/// The certificate that a row is about: the first of the chain.
fn leaf(report: &Report) -> Option<pemvet::CertificateSummary> {
    let certificates = report.certificates();
    let first = report.order().first().and_then(|place| certificates.get(*place));
    let leaf = || {
        certificates
            .iter()
            .find(|certificate| certificate.role == Role::Leaf)
    };
    first.or_else(leaf).map(pemvet::JudgedCertificate::to_summary)
}

/// The findings of all rows, one after the other.
#[derive(Default)]
struct Findings {
    /// How many each row has.
    lengths: Vec<usize>,
    /// Bytes of text so far.
    text: usize,
    rule: StringBuilder,
    severity: StringBuilder,
    class: StringBuilder,
    message: StringBuilder,
    help: StringBuilder,
    input: StringBuilder,
    certificate: Int32Builder,
    first_line: Int32Builder,
    last_line: Int32Builder,
}

impl Findings {
    fn add(&mut self, report: Option<&Report>) -> Result<(), TooLarge> {
        let findings = report.map(Report::findings).unwrap_or_default();
        self.lengths.push(findings.len());
        for finding in findings {
            let help = finding.help.as_ref().map(ToString::to_string);
            let length = finding.message.len().max(help.as_ref().map_or(0, String::len));
            self.text = self.text.saturating_add(length.max(64));
            if i32::try_from(self.text).is_err() {
                return Err(TooLarge);
            }
            let place = finding.location.as_ref();
            self.rule.append_value(finding.rule.name);
            self.severity.append_value(finding.severity.as_str());
            self.class.append_option(finding.class.map(pemvet::Class::as_str));
            self.message.append_value(&finding.message);
            self.help.append_option(help);
            self.input
                .append_option(place.map(|place| crate::finding::input(place.input)));
            append(&mut self.certificate, place.and_then(|place| place.certificate));
            append(&mut self.first_line, place.map(|place| *place.lines.start()));
            append(&mut self.last_line, place.map(|place| *place.lines.end()));
        }
        Ok(())
    }

    fn finish(mut self, valid: &[bool]) -> ListArray {
        let columns: [(&str, ArrayRef); 9] = [
            ("rule", Arc::new(self.rule.finish())),
            ("severity", Arc::new(self.severity.finish())),
            ("class", Arc::new(self.class.finish())),
            ("message", Arc::new(self.message.finish())),
            ("help", Arc::new(self.help.finish())),
            ("input", Arc::new(self.input.finish())),
            ("certificate", Arc::new(self.certificate.finish())),
            ("first_line", Arc::new(self.first_line.finish())),
            ("last_line", Arc::new(self.last_line.finish())),
        ];
        let items = structs(columns.into(), None);
        let field = Field::new("item", items.data_type().clone(), true);
        let offsets = OffsetBuffer::from_lengths(self.lengths);
        ListArray::new(Arc::new(field), offsets, Arc::new(items), nulls(valid))
    }
}

/// Appends what fits; places in larger inputs than the limits allow do not occur.
fn append<T: ArrowPrimitiveType<Native = i32>>(to: &mut PrimitiveBuilder<T>, number: Option<usize>) {
    to.append_option(number.and_then(|number| i32::try_from(number).ok()));
}
