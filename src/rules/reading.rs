//! What each reader makes of a file in which a block is damaged, lost or of another kind, and what the server then sends.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroizing;

use super::repair;
use super::{Context, UnreadReason};
use crate::certificate::{self, Certificate, Unreadable};
use crate::chain::{self, ChainFacts, End, KnownSignatures, SignatureFact};
use crate::keys::pair::KeyMatch;
use crate::keys::private_key::Keys;
use crate::pem::{self, Fault, FaultKind, HiddenForm, Kind, RepairKind, Section};
use crate::report::{Finding, Input};
use crate::rule::names;
use crate::stacks::{Effect, Fact, Reader, Setup};
use crate::trust::Trust;

/// A place in the file of certificates at which readers part: what it is, the block that is at stake, and the rule about it.
#[derive(Debug)]
pub(super) struct Parting {
    fact: Fact,
    block: Range<usize>,
    rule: &'static str,
}

/// What a server has of a file.
pub(super) struct Reading {
    /// Places in the file of the certificates that it sends, in its order.
    pub(super) sends: Vec<usize>,
    /// Whether it sends fewer certificates than it has read.
    leaves_out: bool,
    /// Whether peers find a whole chain in what it sends, as far as a damaged or lost block is concerned.
    pub(super) is_whole: bool,
    /// That it does not load the file, or breaks off handshakes, whatever findings say.
    pub(super) fails: Option<Effect>,
    /// The rules about what it loses, or fails at.
    pub(super) because: Vec<&'static str>,
}

/// The places at which readers part, in the order of the file.
pub(super) fn partings(context: &Context<'_>) -> Vec<Parting> {
    let mut all = Vec::new();
    let mut part = |fact: Option<Fact>, block: Option<Range<usize>>, rule| {
        if let (Some(fact), Some(block)) = (fact, block) {
            all.push(Parting { fact, block, rule });
        }
    };
    for fault in context.scan.faults() {
        part(
            fact_of_fault(context, fault),
            Some(fault.bytes.clone()),
            rule_of_fault(fault.kind),
        );
    }
    for unread in context.unread {
        if let UnreadReason::Unreadable(reason) = &unread.reason {
            let fact = fact_of_unreadable(context, unread.section, reason);
            let section = context.scan.sections().get(unread.section);
            part(fact, section.map(Section::bytes), names::CERTIFICATE_UNREADABLE);
        }
    }
    for it in context.repairs {
        let fact = repair::fact(context, it, Input::Certificates);
        part(fact, repair::block_at_stake(context, it), names::MARKER_REPAIRED);
    }
    let sections = context.scan.sections();
    for section in sections {
        let block = section.bytes();
        let is_first = is_first(context, &block);
        let (fact, rule) = match section.kind() {
            Kind::PublicKey => (Fact::PublicKeyInFile, names::BLOCK_UNEXPECTED),
            kind if kind.is_private_key() && is_first => {
                (Fact::KeyBeforeCertificates, names::KEY_IN_CERTIFICATE_FILE)
            }
            kind if kind.is_private_key() => (Fact::KeyAfterCertificates, names::KEY_IN_CERTIFICATE_FILE),
            _ => continue,
        };
        part(Some(fact), Some(block), rule);
    }
    all.sort_by_key(|it| it.block.start);
    all
}

/// What a block that could not be decoded is in the table of stacks. `None` where nobody has tried such a one.
pub(super) fn fact_of_fault(context: &Context<'_>, fault: &Fault) -> Option<Fact> {
    let source = context.scan.source();
    let text = source.get(fault.bytes.clone())?;
    let is_certificate = text.starts_with(b"-----BEGIN CERTIFICATE-----");
    let place = (is_first(context, &fault.bytes), is_spare(context, &fault.bytes));
    match fault.kind {
        FaultKind::EndMarkerMissing if is_certificate && fault.at >= source.len() => {
            Some(Fact::LastEndMarkerMissing)
        }
        FaultKind::EndMarkerMissing if is_certificate => Some(Fact::EndMarkerMissing),
        FaultKind::EndWithoutBegin => {
            let end = source.get(fault.at..)?;
            end.starts_with(b"-----END CERTIFICATE-----")
                .then_some(Fact::BeginMarkerMissing)
        }
        FaultKind::NotBase64 | FaultKind::Markup | FaultKind::Placeholder
            if is_certificate && is_plain(text) =>
        {
            Some(match place {
                (true, _) => Fact::DamagedLeaf,
                (_, true) => Fact::DamagedRoot,
                _ => Fact::DamagedLaterBlock,
            })
        }
        FaultKind::Base64Length if is_certificate && !place.0 => Some(Fact::ShortLaterBlock),
        FaultKind::OutsideBlocks => match fault.hidden?.form {
            HiddenForm::Der => Some(Fact::DerOutsideBlocks),
            HiddenForm::Escapes | HiddenForm::EscapedMarkers => Some(Fact::EscapedOutsideBlocks),
            _ => None,
        },
        _ => None,
    }
}

/// The rule that reports a fault.
fn rule_of_fault(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::EndMarkerMissing => names::END_MARKER_MISSING,
        FaultKind::EndWithoutBegin => names::MARKER_MALFORMED,
        FaultKind::OutsideBlocks => names::CONTENT_OUTSIDE_BLOCKS,
        _ => names::BASE64_INVALID,
    }
}

/// Whether a block has neither dashes nor padding nor anything that is not printed within: at those, readers of one family differ.
fn is_plain(block: &[u8]) -> bool {
    let mut lines = block.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let is_marker = |line: &[u8]| line.starts_with(b"-----");
    let is_plain = |line: &[u8]| {
        let body = line.trim_ascii_end();
        let body = body
            .strip_suffix(b"==")
            .or(body.strip_suffix(b"="))
            .unwrap_or(body);
        body.iter()
            .all(|byte| (b' '..=b'~').contains(byte) && !b"-=".contains(byte))
    };
    lines.all(|line| is_marker(line) || is_plain(line))
}

/// What a block is in the table of stacks whose content is no certificate.
pub(super) fn fact_of_unreadable(context: &Context<'_>, section: usize, reason: &Unreadable) -> Option<Fact> {
    let block = context.scan.sections().get(section)?.bytes();
    match (reason, is_first(context, &block)) {
        (Unreadable::TrailingBytes(_), _) => None,
        (_, true) => Some(Fact::CutLeaf),
        (_, false) => Some(Fact::CutLaterBlock),
    }
}

/// Whether nothing stands before a block that may be a certificate.
fn is_first(context: &Context<'_>, block: &Range<usize>) -> bool {
    let mut sections = context.scan.sections().iter();
    let mut faults = context.scan.faults().iter();
    !sections.any(|it| it.kind() == Kind::Certificate && it.bytes().end <= block.start)
        && !faults.any(|it| it.bytes.end <= block.start)
}

/// Whether a block is the last, and the chain is whole without it: a root's, which peers have.
fn is_spare(context: &Context<'_>, block: &Range<usize>) -> bool {
    let mut sections = context.scan.sections().iter().rev();
    let last = sections.find(|it| it.kind() == Kind::Certificate);
    last.is_none_or(|it| it.bytes().start < block.end) && ends_well(context, context.chain)
}

/// Whether peers find a whole chain in what was read, for each of the few sets of certificates that readers come to.
#[derive(Default)]
pub(super) struct Wholes(Vec<(Read, bool)>);

/// Where the blocks that were read begin, and whether the first is lost.
type Read = (Vec<usize>, bool);

impl Wholes {
    fn of(&mut self, kept: &Kept<'_>, context: &Context<'_>) -> bool {
        let starts = kept.certificates.iter().map(|it| it.start).collect();
        let read: Read = (starts, kept.lost_first);
        if let Some((_, is_whole)) = self.0.iter().find(|(known, _)| *known == read) {
            return *is_whole;
        }
        let is_whole = kept.is_whole(context);
        self.0.push((read, is_whole));
        is_whole
    }
}

impl Reading {
    /// What the server has of the file.
    pub(super) fn of(
        context: &Context<'_>,
        setup: &Setup,
        partings: &[Parting],
        wholes: &mut Wholes,
    ) -> Reading {
        let mut kept = Kept::all(context);
        let (mut fails, mut is_taken, mut because) = (None, true, Vec::new());
        for parting in partings {
            let Some(outcome) = setup.loads(parting.fact) else {
                continue;
            };
            let effect = outcome.effect;
            if effect.works() == Some(false) && !because.contains(&parting.rule) {
                because.push(parting.rule);
            }
            match effect {
                Effect::Refuses | Effect::BreaksHandshake => fails = fails.max(Some(effect)),
                Effect::ClientRefuses => is_taken = false,
                _ => {}
            }
            if kept.meet(context, parting, effect) {
                break;
            }
        }
        let found = kept.certificates.len();
        if setup.stack.reader.is_some_and(Reader::sends_sorted) {
            kept.sort();
        }
        kept.certificates.truncate(setup.stack.most_sent);
        let leaves_out = kept.certificates.len() < found;
        let is_leaf_first = context.chain.path.first().is_none_or(|leaf| *leaf == 0);
        let is_sound = partings.is_empty() && context.is_complete() && !leaves_out && is_leaf_first;
        // Where a block is missing, no finding tells of a key that is not the first certificate's.
        let is_foreign = !context.is_complete() && context.chain.key == KeyMatch::Nothing;
        is_taken &= !is_foreign;
        if !is_sound && (is_foreign || kept.has_other_first(context)) && compares(setup) {
            fails = Some(Effect::Refuses);
        }
        if refuses(setup, Fact::OrderAfterLeaf) && !kept.is_linked(context) {
            fails = Some(Effect::Refuses);
        }
        Reading {
            is_whole: is_sound || (is_taken && wholes.of(&kept, context)),
            sends: kept.certificates.iter().filter_map(|it| it.place).collect(),
            leaves_out,
            fails,
            because,
        }
    }
}

impl Reading {
    /// Whether peers never see what a finding about the number and size of certificates reports.
    pub(super) fn is_spared(&self, finding: &Finding) -> bool {
        let is_about_all = matches!(
            finding.fact,
            Some(
                Fact::ElevenCertificates
                    | Fact::SeventeenCertificates
                    | Fact::MessageOver32K
                    | Fact::MessageOver100K
                    | Fact::MessageOver200K
            )
        );
        is_about_all && self.leaves_out && self.sends.len() < 11
    }
}

fn refuses(setup: &Setup, fact: Fact) -> bool {
    setup.loads(fact).is_some_and(|it| it.effect == Effect::Refuses)
}

/// Whether a server does not start with a key that is not the first certificate's.
fn compares(setup: &Setup) -> bool {
    let wants_leaf = refuses(setup, Fact::LeafNotFirst) && !refuses(setup, Fact::OrderAfterLeaf);
    refuses(setup, Fact::KeyOfAnotherCertificate) || wants_leaf
}

/// A certificate that a server has read.
struct One<'c> {
    /// Where its block begins.
    start: usize,
    /// Its place among those that pemvet read.
    place: Option<usize>,
    der: Cow<'c, [u8]>,
}

/// The certificates that a server has read.
struct Kept<'c> {
    certificates: Vec<One<'c>>,
    lost_first: bool,
}

impl<'c> Kept<'c> {
    fn all(context: &Context<'c>) -> Kept<'c> {
        let in_container = |bytes: &Range<usize>| {
            let mut containers = context
                .repairs
                .iter()
                .filter(|it| it.kind == RepairKind::Pkcs7Read);
            containers.any(|it| it.bytes.start <= bytes.start && bytes.end <= it.bytes.end)
        };
        let all = context.certificates.iter().zip(context.sections).enumerate();
        let all: Vec<(bool, One<'c>)> = all
            .filter_map(|(place, (certificate, section))| {
                let bytes = context.scan.sections().get(*section)?.bytes();
                let one = One {
                    start: bytes.start,
                    place: Some(place),
                    der: Cow::Borrowed(certificate.der),
                };
                Some((in_container(&bytes), one))
            })
            .collect();
        // Where there is nothing else, that nobody reads it is a finding of its own.
        let has_blocks = all.iter().any(|(in_container, _)| !in_container);
        let kept = all
            .into_iter()
            .filter(|(in_container, _)| !(has_blocks && *in_container));
        Kept {
            certificates: kept.map(|(_, one)| one).collect(),
            lost_first: false,
        }
    }

    /// Takes out, and puts in, what a reader of this effect does; whether it reads no further.
    fn meet(&mut self, context: &Context<'_>, parting: &Parting, effect: Effect) -> bool {
        let block = &parting.block;
        let is_unclosed = matches!(parting.fact, Fact::EndMarkerMissing | Fact::LastEndMarkerMissing);
        match effect {
            Effect::Stops => {
                self.certificates.retain(|it| it.start < block.start);
                return true;
            }
            Effect::LosesBlock => {
                self.lost_first |= !self.certificates.iter().any(|it| it.start < block.start);
                self.certificates.retain(|it| !block.contains(&it.start));
            }
            Effect::LosesNext => {
                let next = self.certificates.iter().position(|it| it.start >= block.end);
                if let Some(next) = next {
                    self.certificates.remove(next);
                }
                if is_unclosed {
                    self.put(context, block);
                }
            }
            Effect::Passes if is_unclosed => self.put(context, block),
            _ => {}
        }
        false
    }

    /// The certificate of a block without END.
    fn put(&mut self, context: &Context<'_>, block: &Range<usize>) {
        // Nothing else is known of a leaf that pemvet has not read.
        if is_first(context, block) {
            self.lost_first = true;
            return;
        }
        let source = context.scan.source().get(block.clone()).unwrap_or_default();
        // Whatever its label says, it might hold a key.
        let text = Zeroizing::new([source, b"\n-----END CERTIFICATE-----\n"].concat());
        let scan = pem::scan(&text);
        let mut found = scan.certificates();
        let (Some(der), None, true) = (found.next(), found.next(), scan.faults().is_empty()) else {
            return;
        };
        let at = self.certificates.partition_point(|it| it.start < block.start);
        let one = One {
            start: block.start,
            place: None,
            der: Cow::Owned(der.to_vec()),
        };
        self.certificates.insert(at, one);
    }

    /// As GnuTLS does: from the first on, each followed by the first of all that may have issued it by names and key identifiers;
    /// what does not come after the first in this way is left out.
    fn sort(&mut self) {
        let ders = core::mem::take(&mut self.certificates);
        let read = read_all(ders.iter().map(|it| &*it.der)).unwrap_or_default();
        let mut order: Vec<usize> = Vec::new();
        let mut next = (!read.is_empty()).then_some(0);
        while let Some(place) = next.filter(|place| !order.contains(place)) {
            order.push(place);
            let issued = read.get(place).filter(|it| !is_issuer(it, it));
            let mut issuers = read.iter().enumerate().skip(1);
            next = issued.and_then(|issued| Some(issuers.find(|(_, it)| is_issuer(issued, it))?.0));
        }
        drop(read);
        let mut ders: Vec<Option<One<'c>>> = ders.into_iter().map(Some).collect();
        let taken = order.iter().filter_map(|place| ders.get_mut(*place)?.take());
        self.certificates = taken.collect();
    }

    /// Whether the first certificate is lost, so that another stands in its place.
    fn has_other_first(&self, context: &Context<'_>) -> bool {
        let Some(first) = self.certificates.first() else {
            return true;
        };
        let is_other = |original: &Certificate<'_>| original.der != &*first.der && first.place.is_some();
        self.lost_first || context.certificates.first().is_some_and(is_other)
    }

    /// Whether each certificate is named as its issuer by the one before it.
    fn is_linked(&self, context: &Context<'_>) -> bool {
        let places: Option<Vec<usize>> = self.certificates.iter().map(|it| it.place).collect();
        let Some(places) = places else { return false };
        let linked = |pair: &[usize]| {
            let [one, next] = pair else { return true };
            let (one, next) = (context.certificate(*one), context.certificate(*next));
            one.zip(next)
                .is_some_and(|(one, next)| one.issuer.matches(&next.subject))
        };
        places.windows(2).all(linked)
    }

    /// Whether the leaf comes first and a path leads from it as far as peers need it.
    fn is_whole(&self, context: &Context<'_>) -> bool {
        let ders = self.certificates.iter().map(|it| &*it.der);
        let Some(certificates) = read_all(ders) else {
            return false;
        };
        let Some(anchors) = read_all(context.anchors.iter().map(|it| it.der)) else {
            return false;
        };
        if self.has_other_first(context) {
            return false;
        }
        let no_keys = Keys {
            read: Vec::new(),
            found: 0,
        };
        let known = &mut KnownSignatures::none();
        let (profile, now) = (context.profile, context.now);
        let chain = chain::order(&certificates, &anchors, &no_keys, profile, now, known, false);
        // Of what is read in spite of damage no rule has looked at dates and signatures.
        let is_unjudged = self.certificates.iter().any(|it| it.place.is_none());
        let is_valid = |it: &Certificate<'_>| it.not_before <= now && now <= it.not_after;
        let is_verified = |link: &chain::Link| link.signature == SignatureFact::Verified;
        let is_fine = chain.links.iter().all(is_verified) && certificates.iter().all(is_valid);
        chain.path.first() == Some(&0) && ends_well(context, &chain) && (!is_unjudged || is_fine)
    }
}

/// Whether one certificate may have issued another, by the bytes of the names, and of the key identifiers where both have one.
fn is_issuer(issued: &Certificate<'_>, issuer: &Certificate<'_>) -> bool {
    let identifiers = issued.authority_key_identifier.zip(issuer.subject_key_identifier);
    issued.issuer.raw == issuer.subject.raw && identifiers.is_none_or(|(wanted, found)| wanted == found)
}

/// Whether the certificate at a place comes from a PKCS #7 block beside others, which servers pass over.
pub(super) fn is_passed_over(context: &Context<'_>, place: usize) -> bool {
    let section = context
        .sections
        .get(place)
        .and_then(|it| context.scan.sections().get(*it));
    let Some(block) = section.map(Section::bytes) else {
        return false;
    };
    let mut containers = context
        .repairs
        .iter()
        .filter(|it| it.kind == RepairKind::Pkcs7Read);
    let container = containers.find(|it| it.bytes.start <= block.start && block.end <= it.bytes.end);
    container.is_some_and(|it| repair::fact(context, it, Input::Certificates).is_some())
}

fn read_all<'d>(ders: impl Iterator<Item = &'d [u8]>) -> Option<Vec<Certificate<'d>>> {
    ders.map(|der| certificate::read(der).ok()).collect()
}

/// Whether peers can follow a path to its end: to a trust anchor where any were given, else to a root, or a CA whose issuer they
/// may have.
fn ends_well(context: &Context<'_>, chain: &ChainFacts) -> bool {
    match (chain.end, &context.profile.trust) {
        (End::Anchor(_), _) | (End::Root, Trust::Bundle) => true,
        (End::IssuerAbsent, Trust::Bundle) => chain.path.len() > 1,
        _ => false,
    }
}
