//! What rules know of a bundle, and the words and places that they share.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::ops::Range;

use super::grade;
use crate::certificate::{Certificate, ExtensionKind, Modulus, Name, Unreadable};
use crate::chain::policies::{PolicyOutcome, process};
use crate::chain::{self, ChainFacts, End, Member};
use crate::keys::private_key::PrivateKey;
use crate::pem::{self, ContentKind, Lines, Places, Scan, Section};
use crate::product::known_faults::KnownFault;
use crate::profile::{Profile, Purpose, RepairMode, Standard};
use crate::renewal::Previous;
use crate::report::{Documents, Input, Location, Role};
use crate::rule::Concern;
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;
use crate::vocabulary::KeyRequirement;

/// All facts about one bundle.
pub(crate) struct Context<'c> {
    pub(crate) profile: &'c Profile,
    /// Seconds since 1970.
    pub(crate) now: i64,
    pub(crate) scan: &'c Scan<'c>,
    pub(crate) lines: &'c Lines<'c>,
    /// What was repaired to read the certificate input.
    pub(crate) repairs: &'c [pem::Repair],
    /// Where in the text the DER of certificates is.
    pub(crate) places: Places<'c>,
    /// The files that the inputs are parts of.
    pub(crate) documents: Documents<'c>,
    /// The certificates that could be read, in the order of the file.
    pub(crate) certificates: &'c [Certificate<'c>],
    /// For each of them, its section.
    pub(crate) sections: &'c [usize],
    /// The certificate sections that could not be read.
    pub(crate) unread: &'c [Unread],
    pub(crate) anchors: &'c [Certificate<'c>],
    pub(crate) chain: &'c ChainFacts,
    /// The bundle that this one is to replace.
    pub(crate) previous: Option<&'c Previous<'c>>,
    pub(crate) key_input: Option<KeyInput<'c>>,
    /// The private keys that were read: those of the key input, or else of the certificate file.
    pub(crate) keys: &'c [PrivateKey<'c>],
    /// The one of them that is judged.
    pub(crate) key: Option<&'c PrivateKey<'c>>,
    /// Bytes of the certificate input, read or not.
    pub(crate) input_bytes: usize,
    /// Bytes of the key input, read or not.
    pub(crate) key_bytes: usize,
    /// Nothing would be lost or guessed: `pemvet fix` writes something.
    pub(crate) is_repairable: bool,
    /// Whether rules are asked whose needs are not met, too, which changes nothing; for tests.
    pub(crate) asks_every_rule: bool,
    pub(crate) shared: SharedFacts<'c>,
}

/// Certificates that a rule goes through.
type Members<'c> = Vec<(Member, &'c Certificate<'c>)>;

/// What every rule asks, worked out once.
#[derive(Default)]
pub(crate) struct SharedFacts<'c> {
    judged: OnceCell<Members<'c>>,
    chain: OnceCell<Members<'c>>,
    policies: OnceCell<PolicyOutcome<'c>>,
    moduli: OnceCell<Vec<(Member, &'c Certificate<'c>, Modulus<'c>)>>,
}

/// Where in the chain a certificate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Leaf,
    Intermediate,
    /// The root, or what is trusted in its place.
    Root,
}

/// Who demands what a rule finds missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// RFC 5280, and with it the Baseline Requirements, which build on it.
    Rfc5280,
    /// RFC 5280 where the Baseline Requirements differ.
    Rfc5280Alone,
    CaBrowserForum,
}

/// The separate input with the private key.
#[derive(Clone, Copy)]
pub(crate) struct KeyInput<'c> {
    pub(crate) scan: &'c Scan<'c>,
    pub(crate) lines: &'c Lines<'c>,
    pub(crate) repairs: &'c [pem::Repair],
}

/// A certificate section that led to no certificate.
pub(crate) struct Unread {
    pub(crate) section: usize,
    pub(crate) reason: UnreadReason,
}

pub(crate) enum UnreadReason {
    Unreadable(Unreadable),
    /// DER longer than the limit, in bytes.
    TooLarge(usize),
}

impl<'c> Context<'c> {
    pub(crate) fn certificate(&self, place: usize) -> Option<&'c Certificate<'c>> {
        self.certificates.get(place)
    }

    /// Whether everything that looked like a block was read. Where it was not, what seems to be missing from the
    /// chain may be what could not be read, and the rules about that report it.
    pub(crate) fn is_complete(&self) -> bool {
        self.scan.faults().is_empty() && self.unread.is_empty() && !self.is_cut()
    }

    /// Whether a limit may have hidden a better path, or the rest of this one.
    pub(crate) fn is_cut(&self) -> bool {
        let chain = self.chain;
        chain.too_long
            || chain.certificate_limit_hit
            || chain.signature_limit_hit
            || chain.step_limit_hit
            || chain.comparison_limit_hit
    }

    pub(crate) fn leaf(&self) -> Option<(usize, &'c Certificate<'c>)> {
        let place = *self.chain.path.first()?;
        Some((place, self.certificate(place)?))
    }

    /// Several certificates could be the leaf, and no private key chooses among them.
    pub(crate) fn is_leaf_ambiguous(&self) -> bool {
        let is_asked = self.profile.purpose != Purpose::Authority;
        is_asked && self.chain.leaf_candidates.len() > 1 && !self.chain.key_chooses
    }

    /// Leaf, intermediates and root: every certificate that the chain needs.
    pub(crate) fn members(&self) -> impl Iterator<Item = (usize, &'c Certificate<'c>)> {
        self.chain
            .path
            .iter()
            .filter_map(|place| Some((*place, self.certificate(*place)?)))
    }

    /// The certificates that are judged one by one: the chain's, or all of a file that has no chain to judge.
    pub(crate) fn judged(&self) -> impl Iterator<Item = (usize, &'c Certificate<'c>)> {
        self.judged_with_anchor()
            .filter_map(|(member, certificate)| match member {
                Member::File(place) => Some((place, certificate)),
                Member::Anchor(_) => None,
            })
    }

    /// Whether the standard of the profile holds a bundle to this source.
    pub(crate) fn applies(&self, source: Source) -> bool {
        match self.profile.standard {
            Standard::Deployed => false,
            Standard::Rfc5280 => source != Source::CaBrowserForum,
            Standard::CaBrowserForum => source != Source::Rfc5280Alone,
        }
    }

    /// An error where the standard holds a bundle to this source, and elsewhere `otherwise`.
    pub(crate) fn severity(&self, source: Source, otherwise: Severity) -> Severity {
        if self.applies(source) {
            Severity::Error
        } else {
            otherwise
        }
    }

    /// How grave a fact about certificates is: an error where the standard holds a bundle to this source, and elsewhere as
    /// the table of stacks says. For rules whose severity the sink does not work out: those of fixed areas, and those that
    /// compare.
    pub(crate) fn verified(&self, source: Source, fact: Fact) -> Severity {
        let deployed = grade::severity(Concern::Verifies(&[]), fact, self.profile);
        self.severity(source, deployed)
    }

    /// The trust anchor that the path ends at, unless the file holds the very certificate.
    fn anchor(&self) -> Option<(Member, &'c Certificate<'c>)> {
        let End::Anchor(number) = self.chain.end else {
            return None;
        };
        let anchor = self.anchors.get(number)?;
        let in_file = self.members().any(|(_, it)| it.der == anchor.der);
        (!in_file).then_some((Member::Anchor(number), anchor))
    }

    /// The trust anchor that is judged beside the file.
    pub(crate) fn judged_anchor(&self) -> Option<&'c Certificate<'c>> {
        self.anchor().map(|(_, anchor)| anchor)
    }

    /// As [`Context::judged`], and the trust anchor that the path ends at.
    pub(crate) fn judged_with_anchor(&self) -> impl Iterator<Item = (Member, &'c Certificate<'c>)> {
        let judged = self.shared.judged.get_or_init(|| self.find_judged());
        judged.iter().copied()
    }

    fn find_judged(&self) -> Members<'c> {
        let in_file = |(place, certificate)| (Member::File(place), certificate);
        if !self.is_trust_list() {
            return self.members().map(in_file).chain(self.anchor()).collect();
        }
        // In the order of the file.
        let duplicates = &self.chain.duplicates;
        let is_copy = |place: &usize| duplicates.binary_search_by_key(place, |(copy, _)| *copy).is_ok();
        let unique = self.certificates.iter().enumerate();
        let unique = unique.filter(|(place, _)| !is_copy(place));
        unique.map(in_file).chain(self.anchor()).collect()
    }

    /// The odd moduli of RSA keys among them.
    pub(crate) fn moduli(&self) -> &[(Member, &'c Certificate<'c>, Modulus<'c>)] {
        self.shared.moduli.get_or_init(|| {
            let judged = self.judged_with_anchor();
            let moduli = judged.filter_map(|(member, it)| Some((member, it, it.public_key.odd_modulus()?)));
            moduli.collect()
        })
    }

    /// As [`Context::judged_with_anchor`], and what the chain does not need: peers read all that a server sends.
    pub(crate) fn all_with_anchor(&self) -> impl Iterator<Item = (Member, &'c Certificate<'c>)> {
        let extras = self.chain.extras.iter().filter(|_| !self.is_trust_list());
        let extras = extras.filter_map(|place| Some((Member::File(*place), self.certificate(*place)?)));
        self.judged_with_anchor().chain(extras)
    }

    /// Leaf, intermediates and root, and the trust anchor where it is another CA than the last of them.
    pub(crate) fn chain_with_anchor(&self) -> &[(Member, &'c Certificate<'c>)] {
        self.shared
            .chain
            .get_or_init(|| chain::line(self.certificates, self.chain, self.anchors))
    }

    /// The certificates that a peer verifies, the leaf first: the chain without the root or trust anchor at its end.
    pub(crate) fn below_anchor(&self) -> &[(Member, &'c Certificate<'c>)] {
        let chain = self.chain_with_anchor();
        match (self.chain.end, chain.split_last()) {
            (End::Root | End::Anchor(_), Some((_, below))) => below,
            (End::IssuerAbsent, _) => chain,
            (End::Root | End::Anchor(_) | End::Nowhere | End::Loop, _) => &[],
        }
    }

    /// What comes of the certificate policies along the chain.
    pub(crate) fn policies(&self) -> &PolicyOutcome<'c> {
        self.shared.policies.get_or_init(|| {
            let path = self.below_anchor();
            // Without these nothing is demanded, and nothing can be wrong.
            let kinds = [ExtensionKind::PolicyConstraints, ExtensionKind::PolicyMappings];
            let matters =
                |(_, it): &(Member, &Certificate<'_>)| kinds.iter().any(|kind| it.extensions.has(*kind));
            if !path.iter().any(matters) {
                return PolicyOutcome::default();
            }
            process(path.iter().rev().map(|(_, it)| it.policy_values()))
        })
    }

    /// The certificate at a place of [`PolicyOutcome`].
    pub(crate) fn at_policy_place(&self, place: usize) -> Option<(Member, &'c Certificate<'c>)> {
        self.below_anchor().iter().rev().nth(place).copied()
    }

    /// The CAs among them: all above the leaf, or all of a trust list.
    pub(crate) fn authorities(&self) -> impl Iterator<Item = (Member, &'c Certificate<'c>)> {
        let leaf = match self.is_trust_list() {
            true => None,
            false => self.chain.path.first().map(|place| Member::File(*place)),
        };
        self.judged_with_anchor()
            .filter(move |(member, _)| Some(*member) != leaf)
    }

    /// A file of CA certificates where that is welcome: no leaf, no order.
    pub(crate) fn is_trust_list(&self) -> bool {
        match self.profile.purpose {
            Purpose::Authority => true,
            Purpose::Any => self.chain.path.is_empty(),
            Purpose::EndEntity => false,
        }
    }

    pub(crate) fn role(&self, place: usize) -> Role {
        let position = self.chain.path.iter().position(|it| *it == place);
        match position {
            None => Role::Extra,
            Some(0) => Role::Leaf,
            Some(position) => {
                let is_top = position.saturating_add(1) == self.chain.path.len();
                let at_root = is_top && self.chain.root_in_file(self.certificates);
                if at_root { Role::Root } else { Role::Intermediate }
            }
        }
    }

    /// A certificate's name in a sentence: its common name alone, where that tells it from the others.
    pub(crate) fn called(&self, certificate: &Certificate<'_>) -> String {
        self.short(&certificate.subject)
    }

    /// `CN=Example Issuing CA` of `CN=Example Issuing CA, O=Example`; the whole name where another has the same common name.
    pub(crate) fn short(&self, name: &Name<'_>) -> String {
        let others = self.certificates.iter().chain(self.anchors);
        let mut names = others.flat_map(|it| [&it.subject, &it.issuer]);
        let is_alike = |it: &Name<'_>| it.raw != name.raw && it.has_common_name_of(name);
        match common_name(name) {
            Some(short) if !names.any(is_alike) => short,
            _ => name.text.clone(),
        }
    }

    /// `the intermediate CN=Example Issuing CA`.
    pub(crate) fn describe(&self, place: usize) -> String {
        let subject = self
            .certificate(place)
            .map(|certificate| self.called(certificate))
            .unwrap_or_default();
        let role = match self.role(place) {
            Role::Extra => "certificate",
            role => role.as_str(),
        };
        alloc::format!("the {role} {subject}")
    }

    /// As [`Context::describe`], at the start of a sentence.
    pub(crate) fn describe_first(&self, place: usize) -> String {
        let described = self.describe(place);
        alloc::format!("T{}", described.get(1..).unwrap_or_default())
    }

    pub(crate) fn describe_member(&self, member: Member) -> String {
        match member {
            Member::File(place) => self.describe(place),
            Member::Anchor(number) => {
                let subject = self.anchors.get(number).map(|it| self.called(it));
                alloc::format!("the trust anchor {}", subject.unwrap_or_default())
            }
        }
    }

    /// As [`Context::describe_member`], at the start of a sentence.
    pub(crate) fn describe_member_first(&self, member: Member) -> String {
        let described = self.describe_member(member);
        alloc::format!("T{}", described.get(1..).unwrap_or_default())
    }

    /// Of a trust anchor the place in its file is not known.
    pub(crate) fn at_member(&self, member: Member) -> Option<Location> {
        match member {
            Member::File(place) => self.at_certificate(place),
            Member::Anchor(_) => Some(Location::new(Input::Trust, 0..=0, 0..0)),
        }
    }

    pub(crate) fn at_member_field(&self, member: Member, range: &Range<usize>) -> Option<Location> {
        match member {
            Member::File(place) => self.at_field(place, range),
            Member::Anchor(_) => self.at_member(member),
        }
    }

    /// Self-signed with a signature that verifies or cannot be checked: its hash protects nobody.
    pub(crate) fn is_root(&self, place: usize, certificate: &Certificate<'_>) -> bool {
        match self.role(place) {
            Role::Extra => certificate.is_self_issued(),
            Role::Leaf => {
                let is_alone = self.chain.path.len() == 1;
                let ends = matches!(self.chain.end, End::Root | End::Anchor(_));
                is_alone && ends && certificate.is_self_issued()
            }
            role => role == Role::Root,
        }
    }

    /// Where in the chain a certificate that is judged stands.
    pub(crate) fn standing(&self, member: Member, certificate: &Certificate<'_>) -> Standing {
        match member {
            Member::Anchor(_) => Standing::Root,
            Member::File(place) if !self.is_trust_list() && self.chain.path.first() == Some(&place) => {
                Standing::Leaf
            }
            Member::File(place) if self.is_root(place, certificate) => Standing::Root,
            Member::File(_) => Standing::Intermediate,
        }
    }

    /// Whether the upload goes to a release with this fault.
    pub(crate) fn targets_release_with(&self, fault: &KnownFault) -> bool {
        self.profile
            .product
            .upload()
            .is_some_and(|upload| fault.is_met_by(upload))
    }

    pub(crate) fn as_given(&self) -> bool {
        self.profile.repair == RepairMode::AsGiven
    }

    pub(crate) fn wants_key(&self) -> bool {
        matches!(
            self.profile.private_key,
            KeyRequirement::Expected | KeyRequirement::Required
        )
    }

    /// Bytes of the certificate input.
    pub(crate) fn at(&self, bytes: Range<usize>) -> Option<Location> {
        Some(Location {
            input: Input::Certificates,
            certificate: None,
            lines: self.lines.lines(&bytes),
            bytes,
        })
    }

    /// A whole certificate, markers included.
    pub(crate) fn at_certificate(&self, place: usize) -> Option<Location> {
        let bytes = self.section(place)?.bytes();
        Some(Location {
            certificate: Some(place),
            ..self.at(bytes)?
        })
    }

    /// The block of a certificate that could not be read.
    /// What a block looks like of which no certificate could be read.
    pub(crate) fn content_of(&self, unread: &Unread) -> Option<ContentKind> {
        Some(self.scan.look_into(self.scan.sections().get(unread.section)?))
    }

    pub(crate) fn at_unread(&self, unread: &Unread) -> Option<Location> {
        self.at(self.scan.sections().get(unread.section)?.bytes())
    }

    /// The line of a certificate's END marker.
    pub(crate) fn last_line(&self, place: usize) -> usize {
        self.at_certificate(place)
            .map_or(0, |location| *location.lines.end())
    }

    /// The lines that hold `range` of a certificate's DER.
    pub(crate) fn at_field(&self, place: usize, range: &Range<usize>) -> Option<Location> {
        let bytes = self.scan.locate(self.section(place)?, range, &self.places);
        Some(Location {
            certificate: Some(place),
            ..self.at(bytes)?
        })
    }

    /// The block of the key that is judged.
    pub(crate) fn at_key(&self) -> Option<Location> {
        self.at_key_section(self.key?.section)
    }

    /// A block of the key input, or of the certificate input where there is no other.
    pub(crate) fn at_key_section(&self, section: usize) -> Option<Location> {
        let Some(input) = self.key_input else {
            return self.at(self.scan.sections().get(section)?.bytes());
        };
        let bytes = input.scan.sections().get(section)?.bytes();
        Some(Location {
            input: Input::Key,
            certificate: None,
            lines: input.lines.lines(&bytes),
            bytes,
        })
    }

    pub(crate) fn section(&self, place: usize) -> Option<&'c Section> {
        self.scan.sections().get(*self.sections.get(place)?)
    }
}

/// `CN=Example Issuing CA`; `None` where the name has no common name.
fn common_name(name: &Name<'_>) -> Option<String> {
    let value = name.common_name()?;
    let value = text::clip(&text::escape(&value), 256).into_owned();
    Some(alloc::format!("CN={value}"))
}
