//! The input, and the whole way from it to a report.

use alloc::vec::Vec;
use core::ops::{Range, RangeInclusive};

use rustls_pki_types::{CertificateDer, UnixTime};
use zeroize::Zeroizing;

use crate::certificate::{Certificate, KnownCertificates, Unreadable};
use crate::chain::{self, ChainFacts, End, KnownSignatures, SignatureFact};
use crate::check;
use crate::keys::pair::KeyMatch;
use crate::keys::private_key::{self, PrivateKey, State};
use crate::pem::{self, Kind, Places, RepairKind, Scan, Section};
use crate::profile::{Limits, Profile};
use crate::renewal::Previous;
use crate::report::{
    Document, Documents, Finding, JudgedCertificate, NotChecked, OwnedKey, Report, Role, TrustBasis,
};
use crate::rules::{self, Context, KeyInput, SharedFacts, Unread, UnreadReason};
use crate::trust::Trust;

/// The bytes to judge: a file of certificates, and a private key if there is one.
///
/// ```
/// use pemvet::{Bundle, Profile, Provider, TrustBasis, UnixTime};
///
/// # let pem = include_bytes!("../testdata/demo/from-pfx.pem");
/// # let key = include_bytes!("../testdata/demo/proxy.key");
/// let mut profile = Profile::mutual(Provider::AWS_LC_RS);
/// profile.require_name("cluster.example.com")?;
/// let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
///
/// let report = Bundle::new(pem).with_private_key(key).validate(&profile, now);
/// let accepted = report.into_result()?;
/// assert_eq!(accepted.trust(), TrustBasis::BundleRoot);
/// assert!(accepted.to_chain().to_pem().starts_with("-----BEGIN CERTIFICATE-----"));
/// let (chain, key) = accepted.into_parts();
/// assert_eq!((chain.len(), key.is_some()), (3, true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Bundle<'a> {
    certificates: Certificates<'a>,
    private_key: Option<&'a [u8]>,
    previous: Option<&'a [u8]>,
    /// The lines of larger files that the two begin on, from 1.
    line: usize,
    key_line: usize,
    documents: Documents<'a>,
    /// For tests.
    asks_every_rule: bool,
    /// For tests.
    is_searched: bool,
}

/// How the certificates come.
#[derive(Clone, Copy)]
enum Certificates<'a> {
    File(&'a [u8]),
    Der(&'a [CertificateDer<'a>]),
}

impl<'a> Certificates<'a> {
    fn bytes(self) -> usize {
        match self {
            Certificates::File(text) => text.len(),
            Certificates::Der(all) => all.iter().fold(0, |sum, der| der.len().saturating_add(sum)),
        }
    }

    /// Nothing of them where they are over the limit; the rule about that reports it.
    fn scan(self, limits: &Limits, known: &KnownCertificates) -> Scan<'a> {
        match self {
            Certificates::File(text) => {
                pem::scan_knowing(within(text, limits), limits.blocks, known.blocks())
            }
            Certificates::Der(_) if self.bytes() > limits.input_bytes => pem::scan_der(&[], limits.blocks),
            Certificates::Der(all) => pem::scan_der(all, limits.blocks),
        }
    }
}

fn scanned<'a>(text: &'a [u8], limits: &Limits) -> Scan<'a> {
    pem::scan_with_limit(within(text, limits), limits.blocks)
}

fn within<'a>(text: &'a [u8], limits: &Limits) -> &'a [u8] {
    if text.len() > limits.input_bytes {
        &[]
    } else {
        text
    }
}

impl<'a> Bundle<'a> {
    /// A file of certificates in PEM form. It may hold anything; what it holds is what the report tells.
    pub fn new(certificates: &'a [u8]) -> Bundle<'a> {
        Bundle::of(Certificates::File(certificates))
    }

    /// Certificates in DER, each on its own, in the order in which a server sends them: what a TLS library or a database has.
    /// Nothing is said of how a file writes them. Places in the report are those in all of them, one after the other:
    /// `bytes` counts from the start of the first, and `lines` is 1.
    ///
    /// ```
    /// use pemvet::{Bundle, CertificateDer, Profile, Provider, UnixTime, pem};
    ///
    /// # let file = include_bytes!("../testdata/demo/good.pem");
    /// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    /// let scan = pem::scan(file);
    /// let chain: Vec<CertificateDer> = scan.certificates().map(CertificateDer::from).collect();
    /// let report = Bundle::from_der(&chain).validate(&Profile::any(Provider::AWS_LC_RS), now);
    /// assert!(report.is_accepted());
    /// assert_eq!(report.order(), [0, 1, 2]);
    /// ```
    pub fn from_der(certificates: &'a [CertificateDer<'a>]) -> Bundle<'a> {
        Bundle::of(Certificates::Der(certificates))
    }

    fn of(certificates: Certificates<'a>) -> Bundle<'a> {
        Bundle {
            certificates,
            private_key: None,
            previous: None,
            line: 1,
            key_line: 1,
            documents: Documents::default(),
            asks_every_rule: false,
            is_searched: false,
        }
    }

    /// Asks every rule, also those that are left out because nothing that they look at is there.
    #[cfg(feature = "internals")]
    pub(crate) fn asking_every_rule(self) -> Bundle<'a> {
        Bundle {
            asks_every_rule: true,
            ..self
        }
    }

    /// Searches for the path also where it is straight.
    #[cfg(feature = "internals")]
    pub(crate) fn searched(self) -> Bundle<'a> {
        Bundle {
            is_searched: true,
            ..self
        }
    }

    /// Says that the certificates are a part of a file and begin on this line of it, from 1: the report counts lines as
    /// the file does. Bytes are those of the part.
    ///
    /// ```
    /// # use pemvet::{Bundle, Profile, Provider, UnixTime};
    /// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    /// let part = b"-----BEGIN CERTIFICATE-----\n";
    /// let report = Bundle::new(part).at_line(120).validate(&Profile::any(Provider::AWS_LC_RS), now);
    /// let location = report.findings()[0].location.as_ref().unwrap();
    /// assert_eq!((*location.lines.start(), location.bytes.start), (120, 0));
    /// ```
    #[must_use]
    pub fn at_line(self, line: usize) -> Bundle<'a> {
        Bundle { line, ..self }
    }

    /// The same for the private key.
    #[must_use]
    pub fn with_key_at_line(self, line: usize) -> Bundle<'a> {
        Bundle {
            key_line: line,
            ..self
        }
    }

    /// As [`Bundle::at_line`], where the file does not hold the certificates byte for byte, as a YAML file does not in a
    /// block that is indented, nor JSON on one line: `line_of` says which line of the file a line of theirs is, both from 1
    /// and never one above that of the line before; `bytes_of` says which bytes of the file some of its lines take. Places
    /// in the report have these.
    ///
    /// ```
    /// # use pemvet::{Bundle, Profile, Provider, UnixTime};
    /// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    /// let file = b"tls.crt: |\n  -----BEGIN CERTIFICATE-----\n";
    /// let bytes_of = |lines: &core::ops::RangeInclusive<usize>| match (*lines.start(), *lines.end()) {
    ///     (1, 1) => 0..11,
    ///     (2, 2) => 11..file.len(),
    ///     _ => 0..file.len(),
    /// };
    /// let value = b"-----BEGIN CERTIFICATE-----\n";
    /// let line_of = |line| line + 1;
    /// let bundle = Bundle::new(value).in_document(&line_of, &bytes_of);
    /// let report = bundle.validate(&Profile::any(Provider::AWS_LC_RS), now);
    /// let location = report.findings()[0].location.as_ref().unwrap();
    /// assert_eq!((*location.lines.start(), location.bytes.clone()), (2, 11..41));
    /// ```
    #[must_use]
    pub fn in_document(
        self,
        line_of: &'a (dyn Fn(usize) -> usize + Sync),
        bytes_of: &'a (dyn Fn(&RangeInclusive<usize>) -> Range<usize> + Sync),
    ) -> Bundle<'a> {
        let documents = Documents {
            certificates: Some(Document { line_of, bytes_of }),
            ..self.documents
        };
        Bundle { documents, ..self }
    }

    /// The same for the private key.
    #[must_use]
    pub fn with_key_in_document(
        self,
        line_of: &'a (dyn Fn(usize) -> usize + Sync),
        bytes_of: &'a (dyn Fn(&RangeInclusive<usize>) -> Range<usize> + Sync),
    ) -> Bundle<'a> {
        let documents = Documents {
            key: Some(Document { line_of, bytes_of }),
            ..self.documents
        };
        Bundle { documents, ..self }
    }

    /// The file with the leaf's private key in PEM form.
    #[must_use]
    pub fn with_private_key(self, private_key: &'a [u8]) -> Bundle<'a> {
        Bundle {
            private_key: Some(private_key),
            ..self
        }
    }

    /// The file of certificates that this bundle is to replace. The report then tells what the renewal changes and whom
    /// that breaks, in the rules of the area `renewal`; nothing else of the previous file is judged. Where it has no leaf
    /// to compare with, the finding `renewal-not-comparable` says so.
    ///
    /// ```
    /// use pemvet::{Bundle, Profile, Provider, UnixTime};
    ///
    /// # let old = include_bytes!("../testdata/demo/good.pem");
    /// # let new = include_bytes!("../testdata/rules/renewal-name-lost/bad-two.pem");
    /// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    /// let profile = Profile::any(Provider::AWS_LC_RS);
    /// let report = Bundle::new(old).with_previous(old).validate(&profile, now);
    /// assert!(report.findings().iter().any(|it| it.rule.name == "renewal-same-certificate"));
    ///
    /// let report = Bundle::new(new).with_previous(old).validate(&profile, now);
    /// assert!(report.findings().iter().all(|it| it.rule.name != "renewal-same-certificate"));
    /// ```
    #[must_use]
    pub fn with_previous(self, previous: &'a [u8]) -> Bundle<'a> {
        Bundle {
            previous: Some(previous),
            ..self
        }
    }

    /// Judges the bundle at the time `now`. Never fails and never panics: whatever is wrong is a finding.
    ///
    /// Works in memory only, in well under a millisecond for ordinary bundles: call it inline. Many bundles that share
    /// their issuers cost less with a [`Validator`](crate::Validator).
    pub fn validate(self, profile: &Profile, now: UnixTime) -> Report {
        self.judge(
            profile,
            now,
            &mut KnownSignatures::none(),
            &mut KnownCertificates::none(),
        )
    }

    /// Judges, checks no signature that is known already, and reads no certificate of a CA that is.
    pub(crate) fn judge(
        self,
        profile: &Profile,
        now: UnixTime,
        known: &mut KnownSignatures,
        certificates: &mut KnownCertificates,
    ) -> Report {
        let limits = profile.limits;
        let scan = self.certificates.scan(&limits, certificates);
        let scan = match self.documents.certificates {
            Some(document) => scan.on_lines(document.line_of),
            None => scan.at_line(self.line),
        };
        let (report, new) = self.judge_scan(&scan, profile, now, known, certificates);
        for section in new {
            certificates.keep(scan.der(section), scan.usual_block(section));
        }
        report
    }

    /// The report, and the certificates that are to be remembered.
    fn judge_scan<'s>(
        self,
        scan: &'s Scan<'a>,
        profile: &Profile,
        at: UnixTime,
        known: &mut KnownSignatures,
        known_certificates: &KnownCertificates,
    ) -> (Report, Vec<&'s Section>) {
        let limits = profile.limits;
        let placed = |scan: Scan<'a>, line, document: Option<Document<'a>>| match document {
            Some(document) => scan.on_lines(document.line_of),
            None => scan.at_line(line),
        };
        let lines = scan.lines();
        let most = limits.certificate_bytes;
        let (certificates, sections, unread) = read_certificates(scan, most, known_certificates);
        let previous_scan = self.previous.map(|previous| scanned(previous, &limits));
        let previous = previous_scan
            .as_ref()
            .map(|scan| read_certificates(scan, most, known_certificates).0);
        let anchors = match &profile.trust {
            Trust::Bundle => Vec::new(),
            Trust::Anchors(anchors) => {
                let named = certificates.iter().chain(previous.iter().flatten());
                anchors.read_named(named, known_certificates)
            }
        };
        let key_scan = self
            .private_key
            .map(|key| placed(scanned(key, &limits), self.key_line, self.documents.key));
        let key_places = key_scan.as_ref().map(|scan| (scan.lines(), scan.repairs()));
        let repairs = scan.repairs();
        let keys = private_key::read_all(key_scan.as_ref().unwrap_or(scan));
        let now = i64::try_from(at.as_secs()).unwrap_or(i64::MAX);
        let chain = chain::order(
            &certificates,
            &anchors,
            &keys,
            profile,
            now,
            known,
            self.is_searched,
        );
        let key = chain.keys.judged.and_then(|judged| keys.read.get(judged));
        let key_input = key_scan
            .as_ref()
            .zip(key_places.as_ref())
            .map(|(scan, (lines, repairs))| KeyInput { scan, lines, repairs });
        let previous = previous_scan
            .as_ref()
            .zip(previous)
            .map(|(scan, certificates)| Previous::new(certificates, scan, &anchors, profile, now, known));
        let mut context = Context {
            profile,
            now,
            scan,
            lines: &lines,
            repairs: &repairs,
            places: Places::default(),
            documents: self.documents,
            certificates: &certificates,
            sections: &sections,
            unread: &unread,
            anchors: &anchors,
            chain: &chain,
            previous: previous.as_ref(),
            key_input,
            keys: &keys.read,
            key,
            input_bytes: self.certificates.bytes(),
            key_bytes: self.private_key.map_or(0, <[u8]>::len),
            is_repairable: false,
            asks_every_rule: self.asks_every_rule,
            shared: SharedFacts::default(),
        };
        let kept = kept(&context);
        context.is_repairable = kept.is_some();
        let findings = rules::run(&context);
        let wanted = certificates.iter().zip(&sections);
        let wanted = wanted.filter(|(it, _)| known_certificates.wants(it));
        let new = wanted
            .filter_map(|(_, section)| scan.sections().get(*section))
            .collect();
        let mut report = report(&context, kept, findings);
        if !profile.checks.is_empty() && !profile.judges_nothing() {
            let place_of = |place| Some(context.documents.place(context.at_certificate(place)?));
            check::run(&profile.checks, &profile.severities, at, &mut report, &place_of);
        }
        (report, new)
    }
}

type Read<'s> = (Vec<Certificate<'s>>, Vec<usize>, Vec<Unread>);

fn read_certificates<'s>(scan: &'s Scan<'_>, largest: usize, known: &'s KnownCertificates) -> Read<'s> {
    let most = scan.sections().len();
    let (mut certificates, mut sections) = (Vec::with_capacity(most), Vec::with_capacity(most));
    let mut unread = Vec::new();
    for (section, block) in scan.sections().iter().enumerate() {
        if block.kind() != Kind::Certificate {
            continue;
        }
        let der = scan.der(block);
        if der.len() > largest {
            unread.push(Unread {
                section,
                reason: UnreadReason::TooLarge(der.len()),
            });
            continue;
        }
        match known.read(der) {
            // Shaped otherwise than RFC 5280 section 4.1 says, however leniently it reads.
            Ok(_) if scan.may_be_secret(block) => unread.push(Unread {
                section,
                reason: UnreadReason::Unreadable(Unreadable::NotACertificate),
            }),
            Ok(certificate) => {
                certificates.push(certificate);
                sections.push(section);
            }
            Err(reason) => unread.push(Unread {
                section,
                reason: UnreadReason::Unreadable(reason),
            }),
        }
    }
    (certificates, sections, unread)
}

/// Makes owned data of the facts.
fn report(context: &Context<'_>, kept: Option<Vec<usize>>, findings: Vec<Finding>) -> Report {
    let class = findings.iter().filter_map(|finding| finding.class).max();
    let accepted = class.is_none();
    let chain = context.chain;
    let judged = !context.profile.judges_nothing();
    let has_path = judged && !chain.path.is_empty() && !context.is_trust_list();
    let order: Vec<usize> = if has_path { chain.path.clone() } else { Vec::new() };
    let key_fits = chain.key == KeyMatch::Leaf;
    Report {
        class,
        accepted,
        trust_when_accepted: (accepted && has_path).then(|| trust_basis(chain)),
        not_checked: not_checked(context),
        repairs: repairs(context),
        stacks: rules::answers(context, &findings),
        certificates: judged_certificates(context),
        kept,
        ends_at_root: has_path.then(|| chain.root_in_file(context.certificates)),
        order,
        key_fits,
        key: if key_fits { owned_key(context.key) } else { None },
        findings,
    }
}

fn trust_basis(chain: &ChainFacts) -> TrustBasis {
    match chain.end {
        End::Anchor(_) => TrustBasis::Anchor,
        End::Root => TrustBasis::BundleRoot,
        End::Nowhere | End::IssuerAbsent | End::Loop => TrustBasis::Unproven,
    }
}

fn not_checked(context: &Context<'_>) -> Vec<NotChecked> {
    let chain = context.chain;
    let settled = matches!(chain.key, KeyMatch::Leaf | KeyMatch::Other(_) | KeyMatch::Nothing);
    let pair = !settled || (chain.key == KeyMatch::Nothing && !context.is_complete());
    let anchor = !matches!(chain.end, End::Anchor(_));
    let names = context.profile.names.is_empty();
    let all = [
        (pair, NotChecked::Pair),
        (anchor, NotChecked::Anchor),
        (names, NotChecked::Names),
        (true, NotChecked::Revocation),
    ];
    if context.profile.judges_nothing() {
        return all.into_iter().map(|(_, what)| what).collect();
    }
    let has_leaf = !chain.path.is_empty() && !context.is_trust_list();
    let lists_unvouched = chain.list.iter().any(|it| it.is_vouched_for != Some(true));
    let asked = |what: &NotChecked| match what {
        NotChecked::Revocation => true,
        NotChecked::Anchor => has_leaf || lists_unvouched,
        NotChecked::Pair | NotChecked::Names => has_leaf,
    };
    all.into_iter()
        .filter(|(open, what)| *open && asked(what))
        .map(|(_, what)| what)
        .collect()
}

fn repairs(context: &Context<'_>) -> Vec<pem::Repair> {
    let repair = |kind, bytes: Range<usize>| pem::Repair {
        kind,
        lines: context.lines.lines(&bytes),
        column: context.lines.column(bytes.start),
        bytes,
    };
    let mut repairs = context.repairs.to_vec();
    let is_moved = !context.chain.in_order || context.chain.wrong_turn.is_some();
    if is_moved && !context.is_trust_list() {
        let places = context
            .chain
            .path
            .iter()
            .copied()
            .chain(context.chain.wrong_turn.map(|turn| turn.taken))
            .filter_map(|place| context.at_certificate(place));
        let bytes = places.map(|location| location.bytes);
        let span = bytes.reduce(|one, other| one.start.min(other.start)..one.end.max(other.end));
        repairs.extend(span.map(|span| repair(RepairKind::Reordered, span)));
    }
    for &(copy, _) in &context.chain.duplicates {
        let location = context.at_certificate(copy);
        repairs.extend(location.map(|it| repair(RepairKind::DuplicateRemoved, it.bytes)));
    }
    for section in context.scan.sections() {
        if section.kind() != Kind::Certificate {
            repairs.push(repair(RepairKind::BlockRemoved, section.bytes()));
        }
    }
    repairs.sort_by_key(|repair| repair.bytes.start);
    if let Some(document) = context.documents.certificates {
        for repair in &mut repairs {
            repair.bytes = (document.bytes_of)(&repair.lines);
        }
    }
    repairs
}

/// What a certificate of a list says of itself.
fn own_signature(context: &Context<'_>, place: usize) -> Option<SignatureFact> {
    let list = &context.chain.list;
    let found = list.binary_search_by_key(&place, |listed| listed.place).ok()?;
    list.get(found)?.own_signature
}

fn judged_certificates(context: &Context<'_>) -> Vec<JudgedCertificate> {
    let links = &context.chain.links;
    let mut counter = context.scan.counter();
    let one = |(place, certificate): (usize, &Certificate<'_>)| {
        let position = context.chain.path.iter().position(|it| *it == place);
        let verified = match position.map(|position| links.get(position)) {
            Some(Some(link)) => link.signature == SignatureFact::Verified,
            Some(None) => context.chain.top_signature == Some(SignatureFact::Verified),
            None => own_signature(context, place) == Some(SignatureFact::Verified),
        };
        JudgedCertificate {
            role: if context.is_trust_list() {
                Role::Extra
            } else {
                context.role(place)
            },
            signature_verified: verified,
            lines: context.section(place).map_or(0..=0, |section| {
                counter.lines_with(&section.bytes(), section.line_ends())
            }),
            der: CertificateDer::from(certificate.der).into_owned(),
        }
    };
    context.certificates.iter().enumerate().map(one).collect()
}

/// Places of everything worth keeping; `None` where something would be lost silently.
fn kept(context: &Context<'_>) -> Option<Vec<usize>> {
    let chain = context.chain;
    let lossless =
        context.scan.faults().is_empty() && context.unread.is_empty() && !chain.certificate_limit_hit;
    if !lossless || context.certificates.is_empty() {
        return None;
    }
    if context.is_trust_list() {
        return Some(context.judged().map(|(place, _)| place).collect());
    }
    let ambiguous = chain.leaf_candidates.len() > 1 && !chain.key_chooses;
    if chain.path.is_empty() || ambiguous {
        return None;
    }
    Some(chain.path.iter().chain(&chain.extras).copied().collect())
}

fn owned_key(key: Option<&PrivateKey<'_>>) -> Option<OwnedKey> {
    let key = key?;
    let (State::Rsa { form, .. } | State::Curve { form, .. }) = key.state else {
        return None;
    };
    // The one copy that outlives the scan.
    let der = Zeroizing::new(Vec::from(key.der));
    Some(OwnedKey { form, der })
}
