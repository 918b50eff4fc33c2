//! Judging: one bundle, many, and many over time.

use std::sync::{Arc, Mutex, PoisonError};

use pemvet::{Bundle, UnixTime, Validator};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyTuple};
use pyo3_arrow::input::AnyArray;

use crate::arrow::{self, Judged};
use crate::errors::Unrepairable;
use crate::input::Text;
use crate::options::{self, Anchors};
use crate::profile::{Asked, Profile};
use crate::report::Report;
use crate::time::judged_at;

/// Judges one bundle.
#[pyfunction]
#[pyo3(signature = (pem, *, key=None, profile=None, hostnames=None, trust=None, previous=None, at=None))]
#[allow(clippy::too_many_arguments, reason = "keywords in Python")]
pub(crate) fn check(
    py: Python<'_>,
    pem: Text,
    key: Option<Text>,
    profile: Option<Asked>,
    hostnames: Option<&Bound<'_, PyAny>>,
    trust: Option<Anchors>,
    previous: Option<Text>,
    at: Option<&Bound<'_, PyAny>>,
) -> PyResult<Report> {
    let profile = held_to(profile, hostnames, trust)?;
    let now = judged_at(at)?;
    let report = py.detach(|| bundle(&pem, key.as_deref(), previous.as_deref()).validate(&profile, now));
    Ok(report.into())
}

/// Judges many bundles; what they share is checked once.
#[pyfunction]
#[pyo3(signature = (bundles, *, profile=None, hostnames=None, trust=None, at=None, threads=1))]
pub(crate) fn check_many(
    py: Python<'_>,
    bundles: &Bound<'_, PyAny>,
    profile: Option<Asked>,
    hostnames: Option<&Bound<'_, PyAny>>,
    trust: Option<Anchors>,
    at: Option<&Bound<'_, PyAny>>,
    threads: usize,
) -> PyResult<Vec<Report>> {
    let profile = held_to(profile, hostnames, trust)?;
    let now = judged_at(at)?;
    let bundles = pairs(bundles)?;
    let threads = threads_of(threads)?;
    let mut validators: Vec<_> = (0..threads).map(|_| Validator::new()).collect();
    let reports = py.detach(|| judge_all(&bundles, &profile, now, &mut validators));
    Ok(reports.into_iter().map(Report::from).collect())
}

/// The repaired text of a bundle. Raises `Unrepairable` where it would lose something.
#[pyfunction]
#[pyo3(signature = (pem, *, key=None, profile=None, at=None))]
pub(crate) fn fix(
    py: Python<'_>,
    pem: Text,
    key: Option<Text>,
    profile: Option<Asked>,
    at: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let report = check(py, pem, key, profile, None, None, None, at)?;
    if let Some(text) = report.inner.to_repaired_pem() {
        return Ok(text);
    }
    let reason = report.inner.findings().first();
    let reason = reason.map_or(String::new(), |it| {
        format!(": {}", it.message.lines().next().unwrap_or(""))
    });
    let error = Unrepairable::new_err(format!("nothing can be written without losing something{reason}"));
    error.value(py).setattr("report", Bound::new(py, report)?)?;
    Err(error)
}

/// Judges bundles as they come and remembers the signatures that they share. Threads may use one together.
#[pyclass(frozen, module = "pemvet")]
pub(crate) struct Checker {
    pub(crate) profile: Arc<pemvet::Profile>,
    at: Option<UnixTime>,
    /// Those that nobody uses now: one for each thread that judged.
    idle: Mutex<Vec<Validator>>,
}

#[pymethods]
impl Checker {
    #[new]
    #[pyo3(signature = (profile=None, at=None))]
    fn new(profile: Option<Asked>, at: Option<&Bound<'_, PyAny>>) -> PyResult<Checker> {
        Ok(Checker {
            profile: held_to(profile, None, None)?,
            at: at.map(|at| judged_at(Some(at))).transpose()?,
            idle: Mutex::default(),
        })
    }

    /// Judges one bundle.
    #[pyo3(signature = (pem, *, key=None, previous=None))]
    fn check(
        &self,
        py: Python<'_>,
        pem: Text,
        key: Option<Text>,
        previous: Option<Text>,
    ) -> PyResult<Report> {
        let now = self.now()?;
        let bundle = || bundle(&pem, key.as_deref(), previous.as_deref());
        let judge = |validator: &mut Validator| validator.validate(bundle(), &self.profile, now);
        Ok(py.detach(|| self.with_validator(judge)).into())
    }

    /// Judges many bundles.
    #[pyo3(signature = (bundles, *, threads=1))]
    fn check_many(
        &self,
        py: Python<'_>,
        bundles: &Bound<'_, PyAny>,
        threads: usize,
    ) -> PyResult<Vec<Report>> {
        let now = self.now()?;
        let bundles = pairs(bundles)?;
        let threads = threads_of(threads)?;
        let reports = py.detach(|| {
            let mut validators: Vec<_> = (0..threads).map(|_| self.taken()).collect();
            let reports = judge_all(&bundles, &self.profile, now, &mut validators);
            validators
                .into_iter()
                .for_each(|validator| self.give_back(validator));
            reports
        });
        Ok(reports.into_iter().map(Report::from).collect())
    }

    /// Judges a column of Arrow.
    #[pyo3(signature = (bundles, keys=None))]
    fn check_arrow(&self, py: Python<'_>, bundles: AnyArray, keys: Option<AnyArray>) -> PyResult<Judged> {
        arrow::judge(py, self, bundles, keys)
    }

    fn __repr__(&self) -> String {
        format!("Checker({})", self.profile.title)
    }
}

impl Checker {
    /// The time that was given, or this moment.
    pub(crate) fn now(&self) -> PyResult<UnixTime> {
        self.at.map_or_else(|| judged_at(None), Ok)
    }

    pub(crate) fn with_validator<R>(&self, work: impl FnOnce(&mut Validator) -> R) -> R {
        let mut validator = self.taken();
        let made = work(&mut validator);
        self.give_back(validator);
        made
    }

    fn taken(&self) -> Validator {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_default()
    }

    fn give_back(&self, validator: Validator) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(validator);
    }
}

/// What a bundle is held to: a profile, with what was said beside it.
fn held_to(
    profile: Option<Asked>,
    hostnames: Option<&Bound<'_, PyAny>>,
    trust: Option<Anchors>,
) -> PyResult<Arc<pemvet::Profile>> {
    let mut profile = profile.map_or_else(Profile::any, |asked| Ok(asked.0))?;
    if let Some(hostnames) = hostnames {
        options::require_hostnames(Arc::make_mut(&mut profile), hostnames)?;
    }
    if let Some(Anchors(anchors)) = trust {
        Arc::make_mut(&mut profile).trust_only(anchors);
    }
    Ok(profile)
}

pub(crate) fn bundle<'a>(pem: &'a [u8], key: Option<&'a [u8]>, previous: Option<&'a [u8]>) -> Bundle<'a> {
    let mut bundle = Bundle::new(pem);
    if let Some(key) = key {
        bundle = bundle.with_private_key(key);
    }
    match previous {
        Some(previous) => bundle.with_previous(previous),
        None => bundle,
    }
}

type Pair = (Text, Option<Text>);

/// Bundles, and pairs of a bundle and its key.
fn pairs(bundles: &Bound<'_, PyAny>) -> PyResult<Vec<Pair>> {
    let pair = |item: PyResult<Bound<'_, PyAny>>| {
        let item = item?;
        match item.cast::<PyTuple>() {
            Ok(pair) => pair.extract::<Pair>(),
            Err(_) => Ok((item.extract::<Text>()?, None)),
        }
    };
    // `bytes` are a sequence, too, of numbers.
    if bundles.extract::<Text>().is_ok() {
        return Err(PyValueError::new_err(
            "bundles: wanted a list of bundles, found one; see check",
        ));
    }
    PyIterator::from_object(bundles)?.map(pair).collect()
}

/// Most threads that one call starts.
const MOST_THREADS: usize = 256;

fn threads_of(threads: usize) -> PyResult<usize> {
    match threads {
        0 => Ok(std::thread::available_parallelism().map_or(1, Into::into)),
        1..=MOST_THREADS => Ok(threads),
        _ => Err(PyValueError::new_err(
            "threads: wanted 0, which is one for each core, to 256",
        )),
    }
}

/// Judges equal shares, each on a thread of its own with a validator of its own. Reports are in the order of the bundles.
fn judge_all(
    bundles: &[Pair],
    profile: &pemvet::Profile,
    now: UnixTime,
    validators: &mut [Validator],
) -> Vec<pemvet::Report> {
    let judge = |share: &[Pair], validator: &mut Validator| -> Vec<_> {
        let bundles = share.iter().map(|(pem, key)| bundle(pem, key.as_deref(), None));
        bundles
            .map(|bundle| validator.validate(bundle, profile, now))
            .collect()
    };
    if let [validator] = validators {
        return judge(bundles, validator);
    }
    let share = bundles.len().div_ceil(validators.len()).max(1);
    std::thread::scope(|scope| {
        let judge = &judge;
        let threads = bundles.chunks(share).zip(validators);
        let threads: Vec<_> = threads
            .map(|(share, validator)| scope.spawn(move || judge(share, validator)))
            .collect();
        let reports = threads.into_iter().map(|thread| match thread.join() {
            Ok(reports) => reports,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        reports.flatten().collect()
    })
}
