//! Lists of CAs: what they are held to, and which of their certificates can be anchors.

use core::time::Duration;

use pemvet::{Bundle, CertificateDer, KeyRequirement, LeafChoice, Purpose, Report, UnixTime};

use crate::input::part::FilePart;
use crate::pool;
use crate::terms::{JudgingTerms, any_size};

impl JudgingTerms {
    /// What a list of CAs is held to where other files are held to these.
    pub(crate) fn of_authorities(&self) -> JudgingTerms {
        let mut terms = self.clone();
        let profile = &mut terms.profile;
        if profile.purpose == Purpose::Authority {
            return terms;
        }
        profile.title = "authority".into();
        profile.purpose = Purpose::Authority;
        // A CA's own key may lie beside it.
        profile.private_key = KeyRequirement::Optional;
        profile.product = Default::default();
        profile.names.clear();
        profile.common_names.clear();
        profile.subject.clear();
        profile.usages.clear();
        profile.advised_usages.clear();
        terms.names.clear();
        terms.elsewhere.clear();
        terms
    }

    /// The same terms with these as the only trust anchors. `None` where there are none.
    pub(crate) fn trusting(&self, anchors: &[CertificateDer<'static>]) -> Option<JudgingTerms> {
        if anchors.is_empty() {
            return None;
        }
        let mut terms = self.clone();
        terms.profile.trust_only(anchors.iter().cloned());
        Some(terms)
    }
}

/// The self-signed certificates of a list of CAs: the others are intermediates, and vouch for nothing themselves.
pub(crate) fn anchors(list: &FilePart) -> Vec<CertificateDer<'static>> {
    let scan = pemvet::pem::scan(&list.text);
    scan.certificates()
        .filter(|der| is_self_signed(der))
        .map(|der| CertificateDer::from(der).into_owned())
        .collect()
}

/// Whether a text holds CA certificates and no others.
pub(crate) fn are_only_authorities(text: &[u8]) -> bool {
    let report = judged(text, LeafChoice::Found, Purpose::Any);
    report.order().is_empty() && !report.certificates().is_empty()
}

pub(crate) fn is_self_signed(der: &[u8]) -> bool {
    let report = judged(
        pool::encoded(der).as_bytes(),
        LeafChoice::First,
        Purpose::EndEntity,
    );
    let first = report.certificates().first();
    first.is_some_and(|it| it.signature_verified)
}

fn judged(text: &[u8], leaf: LeafChoice, purpose: Purpose) -> Report {
    let mut profile = any_size();
    (profile.leaf, profile.purpose) = (leaf, purpose);
    Bundle::new(text).validate(&profile, UnixTime::since_unix_epoch(Duration::ZERO))
}
