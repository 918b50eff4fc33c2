//! Whom a profile trusts.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use rustls_pki_types::CertificateDer;

use crate::certificate::{self, Certificate, KnownCertificates};

/// What may end a chain.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Trust {
    /// The bundle's own root, or any CA whose issuer is absent: private PKI is the normal case.
    #[default]
    Bundle,
    /// Only these certificates.
    Anchors(TrustAnchors),
}

/// Certificates that a profile trusts, in the order in which they were given.
///
/// Read once, when they are collected, and sorted by name, so that judging a bundle takes hardly longer under a store of
/// many hundred roots than under one: keep the profile. Copies share them. A certificate that cannot be read vouches for nobody.
///
/// ```
/// use pemvet::{CertificateDer, TrustAnchors};
///
/// # let pem = include_bytes!("../testdata/demo/good.pem");
/// let scan = pemvet::pem::scan(pem);
/// let root = scan.certificates().last().map(|der| CertificateDer::from(der).into_owned());
/// let anchors: TrustAnchors = root.into_iter().collect();
/// assert_eq!(anchors.certificates().len(), 1);
/// ```
#[derive(Clone, Default)]
pub struct TrustAnchors {
    certificates: Arc<[CertificateDer<'static>]>,
    /// Subjects normalized for comparison, each with its place in `certificates`; sorted.
    by_subject: Arc<[(Box<[u8]>, usize)]>,
    /// Where there are few, what mostly tells their subjects from others without normalizing these.
    few: Option<Arc<[Subject]>>,
}

/// Below how many anchors each is looked at.
const FEW: usize = 4;

/// The subject of an anchor: its DER, and its common name if that is usual.
struct Subject {
    raw: Box<[u8]>,
    usual_common_name: Option<Box<[u8]>>,
    place: usize,
}

impl TrustAnchors {
    /// All of them.
    pub fn certificates(&self) -> &[CertificateDer<'static>] {
        &self.certificates
    }

    /// How many can be read.
    pub(crate) fn readable(&self) -> usize {
        self.by_subject.len()
    }

    /// Those, read as they are asked for.
    pub(crate) fn read(&self) -> impl Iterator<Item = Certificate<'_>> {
        self.certificates
            .iter()
            .filter_map(|anchor| certificate::read(anchor).ok())
    }

    /// Those whose subject is the issuer or the subject of one of `certificates`, in the order in which they were given.
    pub(crate) fn read_named<'a, 'c>(
        &'a self,
        certificates: impl Iterator<Item = &'c Certificate<'c>> + Clone,
        known: &'a KnownCertificates,
    ) -> Vec<Certificate<'a>> {
        let places = self.places_of_few(certificates.clone()).unwrap_or_else(|| {
            let names = certificates.flat_map(|it| [it.issuer.normalized(), it.subject.normalized()]);
            let places: BTreeSet<usize> = names.flat_map(|name| self.of_name(name)).collect();
            places.into_iter().collect()
        });
        let anchors = places.iter().filter_map(|place| self.certificates.get(*place));
        anchors.filter_map(|anchor| known.read(anchor).ok()).collect()
    }

    /// The places of [`TrustAnchors::read_named`], where there are few anchors and no name has to be normalized.
    fn places_of_few<'c>(
        &self,
        certificates: impl Iterator<Item = &'c Certificate<'c>> + Clone,
    ) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        for subject in self.few.as_deref()? {
            let mut is_named = false;
            for name in certificates.clone().flat_map(|it| [&it.issuer, &it.subject]) {
                is_named |= name.is_of(&subject.raw, subject.usual_common_name.as_deref())?;
            }
            places.extend(is_named.then_some(subject.place));
        }
        Some(places)
    }

    /// Places of the anchors of this subject.
    fn of_name(&self, normalized: &[u8]) -> impl Iterator<Item = usize> {
        let start = self
            .by_subject
            .partition_point(|(subject, _)| **subject < *normalized);
        let rest = self.by_subject.get(start..).unwrap_or_default();
        let same = rest
            .iter()
            .take_while(move |(subject, _)| **subject == *normalized);
        same.map(|(_, place)| *place)
    }
}

impl FromIterator<CertificateDer<'static>> for TrustAnchors {
    fn from_iter<T: IntoIterator<Item = CertificateDer<'static>>>(anchors: T) -> TrustAnchors {
        let certificates: Arc<[_]> = anchors.into_iter().collect();
        let few = (certificates.len() < FEW).then(|| {
            let subjects = certificates.iter().enumerate().filter_map(|(place, anchor)| {
                let subject = certificate::read(anchor).ok()?.subject;
                Some(Subject {
                    raw: Box::from(subject.raw),
                    usual_common_name: subject.usual_common_name().map(Box::from),
                    place,
                })
            });
            subjects.collect()
        });
        let subject = |(place, anchor): (usize, &CertificateDer<'_>)| {
            let read = certificate::read(anchor).ok()?;
            Some((Box::from(read.subject.normalized()), place))
        };
        let mut by_subject: Vec<_> = certificates.iter().enumerate().filter_map(subject).collect();
        by_subject.sort_unstable();
        TrustAnchors {
            by_subject: by_subject.into(),
            few,
            certificates,
        }
    }
}

/// How many there are.
impl fmt::Debug for TrustAnchors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrustAnchors")
            .field("certificates", &self.certificates.len())
            .finish_non_exhaustive()
    }
}
