//! Where private keys lie: what a directory or a hook shows has one finding for each file with keys, unless they are where
//! keys belong; and who else may read a key's file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pemvet::pem::{self, Kind, Section};
use pemvet::{Class, Finding, Help, Input, Location, Severity, rules};

use crate::check::bundle_to_check::BundleToCheck;
use crate::check::outcome::BundleOutcome;
use crate::input::files;
use crate::input::roles::Container;
use crate::key_file::Key;
use crate::terms::{JudgingTerms, is_key_of_product};

/// Whether a finding says that there is a private key.
pub(crate) fn is_about_one(finding: &Finding) -> bool {
    let rule = finding.rule.name;
    rule == rules::names::KEY_IN_CERTIFICATE_FILE || rule == rules::names::PRIVATE_KEY_FOUND
}

/// What a subject is held to, given what its file is: a key that may be there is no reason to reject it.
pub(crate) fn terms(subject: &BundleToCheck, terms: Arc<JudgingTerms>) -> Arc<JudgingTerms> {
    let may_lie = subject.is_standard_input() || matches!(Keeping::of(subject), Keeping::Belongs);
    if subject.part.keys == 0 || !(may_lie || is_as_wanted(subject, &terms)) {
        return terms;
    }
    let mut terms = terms.as_ref().clone();
    if let Ok(rule) = rules::find(rules::names::KEY_IN_CERTIFICATE_FILE) {
        terms.profile.set_severity(rule, Severity::Note);
    }
    Arc::new(terms)
}

/// Servers that read the private key and its certificates from one file.
const ONE_FILE: [&str; 6] = ["haproxy", "hitch", "lighttpd", "mongodb", "postfix", "stunnel"];

/// Whether a file with certificates and their key is named for a server that wants it so.
fn is_as_wanted(subject: &BundleToCheck, terms: &JudgingTerms) -> bool {
    let mut stacks = terms.profile.stacks.iter();
    let is_both = subject.part.certificates > 0 && subject.part.keys == 1 && subject.asked_for;
    is_both && stacks.any(|wanted| ONE_FILE.contains(&wanted.stack.name))
}

/// How the file of a key is kept.
enum Keeping {
    /// Named by somebody, who knows what is in it.
    Named,
    /// In a work tree, or away from its certificate.
    Astray,
    /// On a machine, beside its certificate, for the owner and a group alone.
    Belongs,
    /// Beside its certificate as well, and this mode lets others read it.
    Open(u32),
}

impl Keeping {
    fn of(subject: &BundleToCheck) -> Keeping {
        let part = &subject.part;
        let is_beside = subject.key_of.is_some() || (part.certificates > 0 && part.keys > 0);
        // A document inside of one is in it as well.
        let is_within = part.is_within && part.value.as_ref().is_some_and(|it| it.starts_with("Secret "));
        let is_of_secret = part.container == Container::Secret || is_within;
        // cert-manager's `additionalOutputFormats: CombinedPEM`, and what HAProxy mounts.
        let is_combined = part.certificates > 0 && part.keys > 0 && part.name.contains("combined");
        if subject.asked_for && (subject.is_key_of_another() || is_combined) && is_of_secret {
            // What a Secret is for.
            Keeping::Belongs
        } else if subject.asked_for {
            Keeping::Named
        } else if !is_beside || is_checked_out(&subject.path) {
            Keeping::Astray
        } else {
            match files::mode(&subject.path) {
                Some(mode) if mode & OTHERS != 0 => Keeping::Open(mode & 0o7777),
                _ => Keeping::Belongs,
            }
        }
    }
}

/// Reading, writing and executing by others than owner and group.
const OTHERS: u32 = 0o007;

/// Makes one finding of all that say of a file that it holds private keys, and none where they belong.
pub(crate) fn settle(subjects: &[BundleToCheck], bundle_outcome: &mut [BundleOutcome]) {
    let is_other = |certificate: &BundleOutcome| {
        let findings = certificate.result.as_ref().map(|it| it.findings.as_slice());
        let mut findings = findings.unwrap_or_default().iter();
        findings.any(|finding| finding.rule.name == rules::names::KEY_MISMATCH)
    };
    let others: Vec<bool> = bundle_outcome.iter().map(is_other).collect();
    // By the file, or the value in it, that is one place to take a key from.
    let mut found = Found::new();
    for (place, subject) in subjects.iter().enumerate() {
        let keeping = Keeping::of(subject);
        let Some(outcome) = bundle_outcome.get_mut(place) else {
            continue;
        };
        let is_product = is_of_product(subject, &outcome.terms);
        let is_as_wanted = is_as_wanted(subject, &outcome.terms);
        let Ok(verdict) = &mut outcome.result else {
            continue;
        };
        if is_as_wanted {
            verdict.findings.retain(|finding| !is_about_one(finding));
        }
        if matches!(keeping, Keeping::Named) && !subject.is_standard_input() {
            continue;
        }
        let (keys, rest) = std::mem::take(&mut verdict.findings)
            .into_iter()
            .partition::<Vec<_>, _>(is_about_one);
        verdict.findings = rest;
        let is_its_own = subject
            .key_of
            .is_none_or(|place| others.get(place) == Some(&false));
        let mode = match keeping {
            Keeping::Named => continue,
            Keeping::Belongs if is_its_own => continue,
            // The product's own documentation lets everybody read its keys: that is said once for all of them.
            Keeping::Open(_) if is_product && is_its_own => continue,
            Keeping::Open(mode) if is_its_own => Some(mode),
            Keeping::Astray | Keeping::Belongs | Keeping::Open(_) => None,
        };
        let value = subject
            .place
            .value
            .as_ref()
            .map_or(0, |_| place.saturating_add(1));
        let severities = outcome.terms.profile.severities.clone();
        let severity = [
            rules::names::PRIVATE_KEY_FOUND,
            rules::names::KEY_IN_CERTIFICATE_FILE,
        ]
        .into_iter()
        .filter_map(|rule| rules::find(rule).ok())
        .find_map(|rule| severities.get(rule));
        let keys = keys.into_iter().map(|known| FoundKey {
            place,
            known,
            mode,
            severity,
        });
        found.entry((subject.file, value)).or_default().extend(keys);
    }
    for (place, subject) in subjects.iter().enumerate() {
        if !subject.asked_for && !subject.is_standard_input() && is_nothing_but_keys(subject, &found) {
            // That a key lies there is all that matters of it; what is wrong with its text and its form does not. Of a
            // document it still matters how the value is written.
            let is_value = subject.place.value.is_some();
            let is_of_more = |finding: &Finding| match is_value {
                true => finding.rule.area.name != AREA_OF_KEY_FILES,
                false => finding.rule.name == rules::names::CONTENT_OUTSIDE_BLOCKS,
            };
            if let Some(Ok(verdict)) = bundle_outcome.get_mut(place).map(|it| &mut it.result) {
                verdict.findings.retain(is_of_more);
            }
        }
    }
    for mut keys in found.into_values() {
        keys.sort_by_key(FoundKey::line);
        let Some((first, others)) = keys.split_first() else {
            continue;
        };
        let others: Vec<usize> = others.iter().map(FoundKey::line).collect();
        let verdict = bundle_outcome.get_mut(first.place).map(|it| &mut it.result);
        if let (Some(Ok(verdict)), Some(finding)) = (verdict, first.finding(&others)) {
            verdict.add(finding);
        }
    }
}

/// The area of rules that ask whether a server can load a key.
const AREA_OF_KEY_FILES: &str = "key-file";

/// Keys by the file and the value that they are in, 0 for what is no value.
type Found = BTreeMap<(usize, usize), Vec<FoundKey>>;

/// A key that was found, in this subject.
struct FoundKey {
    place: usize,
    /// What the library says of it.
    known: Finding,
    /// The mode that lets others read it, where it lies beside its certificate.
    mode: Option<u32>,
    /// What the configuration makes of such a finding.
    severity: Option<Severity>,
}

impl FoundKey {
    fn line(&self) -> usize {
        self.known.location.as_ref().map_or(0, |it| *it.lines.start())
    }

    /// The finding under the name that keys have where nobody asked for their file, with the lines of the file's others.
    fn finding(&self, others: &[usize]) -> Option<Finding> {
        let open = self.mode.map_or(String::new(), |mode| {
            format!(
                " It lies beside its certificate, and mode {mode:04o} lets every user of this machine at it; wanted 0600 or 0640."
            )
        });
        let message = format!("{}{open}{}", self.known.message, more_at(others));
        let mut finding = Finding::new(rules::find(rules::names::PRIVATE_KEY_FOUND).ok()?, message);
        finding.help = match self.mode {
            Some(_) => Some(Help::command("chmod 600 {file}")),
            None => self.known.help.clone(),
        };
        finding.details = self.known.details.clone();
        finding.location = self.known.location.clone();
        finding.severity = self.severity.unwrap_or(finding.severity);
        finding.class = (finding.severity == Severity::Error).then_some(Class::Invalid);
        Some(finding)
    }
}

/// Whether all that there is in a subject is private keys, whole or damaged.
fn is_nothing_but_keys(subject: &BundleToCheck, found: &Found) -> bool {
    if !subject.part.is_keys_alone {
        return false;
    }
    let lines = subject.part.lines_in_file();
    let of_file = found.range((subject.file, 0)..=(subject.file, usize::MAX));
    let mut keys = of_file.flat_map(|(_, keys)| keys);
    subject.part.keys > 0 || keys.any(|key| lines.contains(&key.line()))
}

/// As many lines of further keys are told.
const MOST_LINES: usize = 8;

/// Where the other keys of a file are.
fn more_at(lines: &[usize]) -> String {
    let mut known: Vec<String> = lines.iter().map(usize::to_string).collect();
    known.dedup();
    let rest = known.len().saturating_sub(MOST_LINES);
    known.truncate(MOST_LINES);
    match (known.as_slice(), rest) {
        ([], _) => String::new(),
        ([one], _) => format!(" Another begins in line {one}."),
        (_, 0) => format!(" Others begin in lines {}.", known.join(", ")),
        _ => format!(" Others begin in lines {} and {rest} more.", known.join(", ")),
    }
}

/// A key file that others may read, and which of the inputs it is.
struct Readable {
    place: usize,
    path: PathBuf,
    input: Input,
    mode: u32,
}

/// Key files that others may read. Where no key belongs at all, that is what is to be said; and what git checks out has the
/// modes that git gives it.
pub(crate) fn readable_by_all(
    subjects: &[BundleToCheck],
    bundle_outcome: &mut [BundleOutcome],
    key: Option<&Key>,
) {
    let blamed: BTreeSet<usize> = subjects
        .iter()
        .zip(bundle_outcome.iter())
        .filter(|(_, outcome)| {
            outcome
                .result
                .as_ref()
                .is_ok_and(|it| it.findings.iter().any(is_about_one))
        })
        .map(|(subject, _)| subject.file)
        .collect();
    let mut told = BTreeSet::new();
    let mut of_product: Vec<Readable> = Vec::new();
    for (place, (subject, outcome)) in subjects.iter().zip(bundle_outcome.iter_mut()).enumerate() {
        let is_blamed = blamed.contains(&subject.file);
        let readable = readable(place, subject, outcome, key, is_blamed);
        let Some(readable) = readable.filter(|it| told.insert(it.path.clone())) else {
            continue;
        };
        if is_of_product(subject, &outcome.terms) || is_key_of_product(&readable.path) {
            of_product.push(readable);
        } else {
            let message = format!(
                "Mode {:04o} lets every user of this machine read the private key; wanted 0600 or 0640.",
                readable.mode
            );
            tell(outcome, &readable, message);
        }
    }
    let Some(first) = of_product.first() else { return };
    let Some(outcome) = bundle_outcome.get_mut(first.place) else {
        return;
    };
    let mut named: Vec<String> = of_product.iter().map(|it| files::shown(&it.path)).collect();
    named.dedup();
    let which = match named.as_slice() {
        [_] => "the private key".into(),
        all => format!("the private keys of {} files ({})", all.len(), all.join(", ")),
    };
    let message = format!(
        "Mode {:04o} lets every user of this machine read {which}; wanted 0600 or 0640. The documentation of Redis Software \
         says 644 for all files that its script makes; the certificates alone need that.",
        first.mode
    );
    tell(outcome, first, message);
}

fn readable(
    place: usize,
    subject: &BundleToCheck,
    outcome: &BundleOutcome,
    key: Option<&Key>,
    is_blamed: bool,
) -> Option<Readable> {
    outcome.result.as_ref().ok()?;
    let holds_key = subject.part.bare_keys > 0 && !is_blamed && !subject.part.is_test_data;
    let (path, input) = match (key, &subject.key_beside) {
        (Some(key), _) if holds_bare_key(&key.text) => (key.path.as_path(), Input::Key),
        (None, Some(beside)) if holds_bare_key(&beside.text) => (beside.path.as_path(), Input::Key),
        (None, None) if holds_key => (subject.path.as_path(), Input::Certificates),
        _ => return None,
    };
    let mode = files::mode(path).filter(|mode| mode & 0o004 != 0 && !is_checked_out(path))?;
    Some(Readable {
        place,
        path: path.into(),
        input,
        mode: mode & 0o7777,
    })
}

/// Whether there is a private key in the text, and no password on it.
fn holds_bare_key(text: &[u8]) -> bool {
    let scan = pem::scan(text);
    let mut kinds = scan.sections().iter().map(Section::kind);
    let is_encrypted = kinds.clone().any(|kind| kind == Kind::EncryptedPrivateKey);
    kinds.any(|kind| kind == Kind::PrivateKey) || (!is_encrypted && !pem::private_keys(text).is_empty())
}

fn tell(outcome: &mut BundleOutcome, readable: &Readable, message: String) {
    let Ok(verdict) = &mut outcome.result else { return };
    let Ok(rule) = rules::find(rules::names::KEY_READABLE_BY_ALL) else {
        return;
    };
    let mut finding = Finding::new(rule, message);
    finding.help = Some(match readable.input {
        Input::Key => Help::command("chmod 600 {key}"),
        Input::Certificates | Input::Trust => Help::command("chmod 600 {file}"),
    });
    finding.location = Some(Location::new(readable.input, 1..=1, 0..0));
    verdict.add(finding);
}

/// Whether the key is one of Redis Software, by its name or by what its certificate is held to.
fn is_of_product(subject: &BundleToCheck, terms: &JudgingTerms) -> bool {
    let upload = terms.profile.product.upload();
    upload.is_some_and(|upload| upload.name.is_some()) || is_key_of_product(&subject.path)
}

/// Whether the file lies in a work tree of git.
fn is_checked_out(path: &Path) -> bool {
    let absolute = std::fs::canonicalize(path).unwrap_or_default();
    absolute.ancestors().any(|above| above.join(".git").exists())
}
