//! What a bundle has to have for a rule to find anything in it: a rule whose needs are not met is not asked.
//!
//! The facts are worked out once for a bundle, of every certificate and trust anchor, whether a rule looks at it or not:
//! a rule may be asked in vain, and never is one left out that would have found something. `tests/needs.rs` holds that.

use super::context::{Context, Source};
use crate::certificate::{Certificate, ExtensionKind, KeyKind};
use crate::chain::{ChainFacts, Link, SignatureFact};
use crate::profile::Purpose;

/// A set of needs, or of facts that meet them: the kinds of extensions by their places, and the bits below above them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Needs(u64);

impl Needs {
    /// Asked of every bundle.
    pub(super) const NOTHING: Needs = Needs(0);
    /// All that there is.
    pub(super) const ALL: Needs = Needs(u64::MAX);
    /// Of no bundle: the command itself finds it.
    pub(super) const COMMAND: Needs = Needs::bit(0);
    /// A deviation from DER or RFC 5280 in a certificate, or a date before 1970.
    pub(super) const DEVIATION: Needs = Needs::bit(1);
    /// An extension that does not decode as its kind.
    pub(super) const MALFORMED: Needs = Needs::bit(2);
    /// Something that was repaired to read certificates or keys.
    pub(super) const REPAIR: Needs = Needs::bit(3);
    /// A block that was not read.
    pub(super) const FAULT: Needs = Needs::bit(4);
    /// A certificate that was not read.
    pub(super) const UNREAD: Needs = Needs::bit(5);
    /// The bundle that this one replaces.
    pub(super) const PREVIOUS: Needs = Needs::bit(6);
    /// An upload to Redis Software.
    pub(super) const UPLOAD: Needs = Needs::bit(7);
    /// Named servers or clients.
    pub(super) const STACKS: Needs = Needs::bit(8);
    /// A private key, or an input for one.
    pub(super) const KEY: Needs = Needs::bit(9);
    /// A list of trusted CAs.
    pub(super) const AUTHORITY: Needs = Needs::bit(10);
    /// A standard that demands what RFC 5280 does.
    pub(super) const RFC5280: Needs = Needs::bit(11);
    /// The Baseline Requirements, which build on it.
    pub(super) const BASELINE: Needs = Needs::RFC5280.and(Needs::bit(12));
    /// A certificate of another version than 3.
    pub(super) const OLD_VERSION: Needs = Needs::bit(13);
    /// An RSA key.
    pub(super) const RSA: Needs = Needs::bit(14);
    /// A key that is neither of RSA nor on P-256 or P-384.
    pub(super) const RARE_KEY: Needs = Needs::bit(15);
    /// A signature with a weak hash.
    pub(super) const WEAK_HASH: Needs = Needs::bit(16);
    /// A signature with RSASSA-PSS.
    pub(super) const PSS: Needs = Needs::bit(17);
    /// An extension of which there are several.
    pub(super) const DUPLICATE: Needs = Needs::bit(18);
    /// A critical extension that validators do not process.
    pub(super) const CRITICAL_UNPROCESSED: Needs = Needs::bit(19);
    /// Something that changes how policies are processed.
    pub(super) const POLICY_CHANGE: Needs = Needs::bit(20);
    /// Resources of RFC 3779.
    pub(super) const RESOURCES: Needs = Needs::bit(21);
    /// A key identifier that is critical.
    pub(super) const CRITICAL_IDENTIFIER: Needs = Needs::bit(22);
    /// An empty subject.
    pub(super) const EMPTY_SUBJECT: Needs = Needs::bit(23);
    /// A list of public suffixes.
    pub(super) const SUFFIXES: Needs = Needs::bit(24);

    /// A profile that wants rules of the next minor version.
    pub(super) const PREVIEW: Needs = Needs::bit(27);

    /// A step of the chain, or a signature of a certificate's own, of which there is something to say.
    pub(super) const STEP_FAULT: Needs = Needs::bit(25);
    /// Deviations, or names of other forms than DNS names.
    pub(super) const UNUSUAL_NAME: Needs = Needs::bit(26);

    const fn bit(number: u32) -> Needs {
        Needs(1 << 32 << number)
    }

    /// An extension of this kind.
    pub(super) const fn extension(kind: ExtensionKind) -> Needs {
        Needs(1 << kind.place())
    }

    /// These, and those as well.
    pub(super) const fn and(self, others: Needs) -> Needs {
        Needs(self.0 | others.0)
    }

    /// What is in both.
    pub(super) const fn common(self, others: Needs) -> Needs {
        Needs(self.0 & others.0)
    }

    /// These, but for others.
    pub(super) const fn without(self, others: Needs) -> Needs {
        Needs(self.0 & !others.0)
    }

    pub(super) const fn are_met_by(self, facts: Needs) -> bool {
        self.0 & !facts.0 == 0
    }

    /// These and another, if it is met.
    #[inline(always)]
    fn with(self, (fact, is_met): (Needs, bool)) -> Needs {
        Needs(self.0 | fact.0 & u64::from(is_met).wrapping_neg())
    }

    /// What a bundle has.
    pub(super) fn met_by(context: &Context<'_>) -> Needs {
        let profile = context.profile;
        if context.asks_every_rule {
            return match profile.preview {
                true => Needs::ALL,
                false => Needs::ALL.without(Needs::PREVIEW),
            };
        }
        let mut key_repairs = context.key_input.iter().flat_map(|input| input.repairs);
        let all = [
            (
                Needs::REPAIR,
                !context.repairs.is_empty() || key_repairs.next().is_some(),
            ),
            (Needs::FAULT, !context.scan.faults().is_empty()),
            (Needs::UNREAD, !context.unread.is_empty()),
            (Needs::PREVIOUS, context.previous.is_some()),
            (
                Needs::UPLOAD,
                profile.product.upload().is_some() || profile.product.unknown_name().is_some(),
            ),
            (Needs::STACKS, !profile.stacks.is_empty()),
            (
                Needs::KEY,
                context.key_input.is_some() || !context.keys.is_empty(),
            ),
            (Needs::AUTHORITY, profile.purpose == Purpose::Authority),
            (Needs::RFC5280, context.applies(Source::Rfc5280)),
            (Needs::BASELINE, context.applies(Source::CaBrowserForum)),
            (Needs::PREVIEW, profile.preview),
            (Needs::SUFFIXES, profile.is_public_suffix.is_some()),
            (Needs::STEP_FAULT, has_step_fault(context.chain)),
        ];
        let of_bundle = all.into_iter().fold(Needs::NOTHING, Needs::with);
        let certificates = context.certificates.iter().chain(context.anchors);
        certificates.fold(of_bundle, |facts, it| facts.and(Needs::met_by_certificate(it)))
    }

    fn met_by_certificate(certificate: &Certificate<'_>) -> Needs {
        let extensions = &certificate.extensions;
        let has = |kind| extensions.has(kind);
        let key = &certificate.public_key;
        let is_rsa = matches!(key.kind, KeyKind::Rsa(_));
        let is_usual = (is_rsa && !key.is_pss) || key.is_usual_curve();
        let critical = |kind| extensions.has_critical(kind);
        let deviates = !certificate.deviations.is_empty();
        let all = [
            (
                Needs::DEVIATION,
                deviates || certificate.not_before.min(certificate.not_after) < 0,
            ),
            (
                Needs::UNUSUAL_NAME,
                deviates
                    || has(ExtensionKind::IssuerAlternativeName)
                    || has(ExtensionKind::NameConstraints)
                    || certificate.alternative_names().has_unusual(),
            ),
            (Needs::MALFORMED, !certificate.malformed_extensions.is_empty()),
            (Needs::OLD_VERSION, certificate.version != 3),
            (Needs::RSA, is_rsa),
            (Needs::RARE_KEY, !is_usual),
            (Needs::WEAK_HASH, certificate.signature.hash.is_weak()),
            (Needs::PSS, certificate.signature.pss.is_some()),
            (Needs::DUPLICATE, extensions.has_duplicate()),
            (Needs::CRITICAL_UNPROCESSED, extensions.has_critical_unprocessed()),
            (
                Needs::POLICY_CHANGE,
                has(ExtensionKind::PolicyConstraints)
                    || has(ExtensionKind::PolicyMappings)
                    || has(ExtensionKind::InhibitAnyPolicy),
            ),
            (
                Needs::RESOURCES,
                has(ExtensionKind::AddressBlocks) || has(ExtensionKind::AsNumbers),
            ),
            (
                Needs::CRITICAL_IDENTIFIER,
                critical(ExtensionKind::SubjectKeyIdentifier)
                    || critical(ExtensionKind::AuthorityKeyIdentifier),
            ),
            (Needs::EMPTY_SUBJECT, certificate.subject.is_empty()),
        ];
        all.into_iter().fold(Needs(extensions.kinds()), Needs::with)
    }
}

fn has_step_fault(chain: &ChainFacts) -> bool {
    let is_odd = |fact: SignatureFact| matches!(fact, SignatureFact::Bad | SignatureFact::Unsupported);
    let is_fault = |link: &Link| {
        link.key_identifiers_differ
            || link.authority_certificate_differs
            || link.names_encoded_differently
            || is_odd(link.signature)
    };
    let to_anchors = [chain.anchor_link, chain.named_anchor].into_iter().flatten();
    chain.links.iter().any(is_fault)
        || to_anchors.into_iter().any(|(_, link)| is_fault(&link))
        || chain.top_signature.is_some_and(is_odd)
        || chain.list.iter().any(|it| it.own_signature.is_some_and(is_odd))
}
