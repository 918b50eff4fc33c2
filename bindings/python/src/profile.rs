//! What a bundle is held to.

use std::sync::Arc;

use pemvet::redis::{Cluster, Target};
use pemvet::{KeyRequirement, PublicSuffixes};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::PROVIDER;
use crate::input::Text;
use crate::options;

/// What a bundle is held to. Made once and kept; it never changes.
#[pyclass(frozen, module = "pemvet")]
pub(crate) struct Profile {
    pub(crate) inner: Arc<pemvet::Profile>,
}

/// A profile, or the name of a preset.
pub(crate) struct Asked(pub(crate) Arc<pemvet::Profile>);

impl<'py> FromPyObject<'_, 'py> for Asked {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Asked> {
        if let Ok(profile) = given.cast::<Profile>() {
            return Ok(Asked(Arc::clone(&profile.get().inner)));
        }
        if given.cast::<PyString>().is_ok() {
            return preset(&given.extract::<String>()?).map(|profile| Asked(Arc::new(profile)));
        }
        let kind = given.get_type();
        Err(PyTypeError::new_err(format!(
            "profile: wanted a Profile or the name of a preset, found {}",
            kind.name()?
        )))
    }
}

fn preset(purpose: &str) -> PyResult<pemvet::Profile> {
    let mut profile = match purpose {
        "any" => pemvet::Profile::any(PROVIDER),
        "server" => pemvet::Profile::server(PROVIDER),
        "client" => pemvet::Profile::client(PROVIDER),
        "mutual" => pemvet::Profile::mutual(PROVIDER),
        "authority" => pemvet::Profile::authority(PROVIDER),
        other => {
            return Err(PyValueError::new_err(format!(
                "there is no preset \"{}\"; wanted any, server, client, mutual or authority, or Profile.redis(…)",
                pemvet::text::echo(other)
            )));
        }
    };
    profile.is_public_suffix = Some(PublicSuffixes::new(is_public_suffix));
    // As the command has it: that there is no key, and so no pair, is a warning.
    if profile.private_key == KeyRequirement::Required {
        profile.private_key = KeyRequirement::Expected;
    }
    Ok(profile)
}

pub(crate) fn is_public_suffix(name: &str) -> bool {
    let suffix = psl::suffix(name.as_bytes());
    suffix.is_some_and(|suffix| suffix.is_known() && suffix == name.as_bytes())
}

impl Profile {
    /// Requires nothing.
    pub(crate) fn any() -> PyResult<Arc<pemvet::Profile>> {
        preset("any").map(Arc::new)
    }

    fn with(mut profile: pemvet::Profile, options: Option<&Bound<'_, PyDict>>) -> PyResult<Profile> {
        if let Some(options) = options {
            options::apply(&mut profile, options)?;
        }
        Ok(Profile {
            inner: Arc::new(profile),
        })
    }
}

#[pymethods]
impl Profile {
    #[new]
    #[pyo3(signature = (purpose="any", /, **options))]
    fn new(purpose: &str, options: Option<&Bound<'_, PyDict>>) -> PyResult<Profile> {
        Profile::with(preset(purpose)?, options)
    }

    /// For a certificate of a cluster of Redis Software.
    #[staticmethod]
    #[pyo3(signature = (name, /, *, fqdns=None, target=None, strict_docs=false, **options))]
    fn redis(
        name: &str,
        fqdns: Option<Vec<String>>,
        target: Option<&str>,
        strict_docs: bool,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Profile> {
        let mut cluster = Cluster::new(PROVIDER);
        cluster.strict_docs = strict_docs;
        cluster.base.is_public_suffix = Some(PublicSuffixes::new(is_public_suffix));
        if let Some(target) = target {
            cluster.target = target.parse::<Target>().map_err(refused)?;
        }
        for fqdn in fqdns.iter().flatten() {
            cluster.add_fqdn(fqdn).map_err(refused)?;
        }
        let profile = cluster.profile_of(name);
        let known = profile.product.upload().and_then(|upload| upload.name);
        if let Some(server) = known.filter(|known| known.is_server() && cluster.fqdns().is_empty()) {
            return Err(PyValueError::new_err(format!(
                "{server} needs fqdns, the names of the cluster"
            )));
        }
        Profile::with(profile, options)
    }

    /// The same with other options.
    #[pyo3(signature = (**options))]
    fn replace(&self, options: Option<&Bound<'_, PyDict>>) -> PyResult<Profile> {
        Profile::with((*self.inner).clone(), options)
    }

    #[getter]
    fn title(&self) -> &str {
        &self.inner.title
    }

    /// Names that the leaf must be valid for.
    #[getter]
    fn hostnames(&self) -> Vec<String> {
        self.inner.names.iter().map(|it| it.name.to_string()).collect()
    }

    fn __repr__(&self) -> String {
        format!("Profile({})", self.inner.title)
    }
}

/// As Python says that a value is none of those wanted.
pub(crate) fn refused(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// Certificates to trust: PEM text, or a list of DER.
pub(crate) fn anchors(given: &Bound<'_, PyAny>) -> PyResult<Vec<pemvet::CertificateDer<'static>>> {
    let anchors: Vec<_> = match given.extract::<Text>() {
        Ok(pem) => {
            let scan = pemvet::pem::scan_with_limit(&pem, usize::MAX);
            let certificates = scan.certificates().map(pemvet::CertificateDer::from);
            certificates.map(pemvet::CertificateDer::into_owned).collect()
        }
        Err(_) => {
            let der: Vec<Vec<u8>> = given.extract().map_err(|_| {
                PyTypeError::new_err("trust: wanted PEM text as bytes or str, or a list of DER as bytes")
            })?;
            der.into_iter().map(Into::into).collect()
        }
    };
    match anchors.is_empty() {
        true => Err(PyValueError::new_err("trust: there is no certificate in it")),
        false => Ok(anchors),
    }
}
