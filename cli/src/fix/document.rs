//! Values of YAML, JSON and .env that are repaired where they stand: everything else stays, byte for byte.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use pemvet::pem::RepairKind;
use pemvet::{Bundle, KeyRequirement, Purpose, Report, pem, rules};
use zeroize::Zeroizing;

use super::document_difference;
use super::document_value::{content_of, outer, wants_base64};
use super::options::{Fix, Format};
use super::put_back::{self, Edit};
use super::repaired::judge;
use super::work::Work;
use crate::check::documents::is_of_templates;
use crate::check::inline::Inline;
use crate::input::files::{self, Secret};
use crate::input::part::FilePart;
use crate::input::remark::{Form, Remark};
use crate::input::roles::Role;
use crate::input::{content, pairs};
use crate::key_file::Key;
use crate::outcome::{Failure, Outcome};
use crate::output::output_file::{self, Original};
use crate::pool::Pool;
use crate::terms::{JudgingTerms, ResolvedArgs};

/// Whether the file is a document that stays one: what is written is PEM where another form, or a file for PEM, is asked for.
pub(super) fn is_meant(fix: &Fix, path: &Path, bytes: &[u8]) -> bool {
    let is_other_form = fix.format != Format::Pem || fix.combined.is_some() || !fix.split.is_empty();
    let is_document_named = fix.output().is_none_or(content::is_named_like_a_document);
    !is_other_form && is_document_named && content::has_values_to_write(path, bytes)
}

/// A document that was read.
pub(super) struct Document<'a> {
    pub(super) fix: &'a Fix,
    pub(super) path: &'a Path,
    pub(super) shown: &'a str,
    pub(super) bytes: &'a Secret,
    pub(super) demand: &'a ResolvedArgs,
    pub(super) pool: &'a Pool,
}

/// What came of a value.
pub(super) enum Came {
    /// There is no certificate in it.
    OfOthers,
    /// It is as it should be.
    Fine(Vec<String>),
    /// Its new text.
    Repaired(Zeroizing<String>, Vec<String>),
    /// Why it is left as it is.
    Refused(String),
}

impl Document<'_> {
    pub(super) fn failure(&self, reason: impl std::fmt::Display) -> Failure {
        Failure::new(format!("{}: {reason}", self.shown))
    }

    pub(super) fn repair(&self, original: Option<&Original>) -> Result<Outcome, Failure> {
        let parts = content::parts(self.path, self.bytes.clone(), true).map_err(|it| self.failure(it))?;
        let came: Vec<Came> = self
            .demands(&parts)
            .iter()
            .zip(&parts)
            .map(|(demand, part)| self.came(part, demand))
            .collect();
        if came.iter().all(|it| matches!(it, Came::OfOthers)) {
            writeln!(anstream::stderr(), "{}: no certificate to repair", self.shown)?;
            return Ok(Outcome::Accepted);
        }
        let (came, edits) = self.edits(&parts, came);
        let text = self.written(&edits, &parts, &came)?;
        let is_changed = !edits.is_empty();
        let mut outcome = match (&text, original) {
            (Some(text), Some(original)) if is_changed => {
                original
                    .replace(self.bytes, text)
                    .map_err(|it| self.failure(it))?;
                writeln!(anstream::stderr(), "{}: repaired in place", self.shown)?;
                Outcome::Accepted
            }
            (_, Some(_)) => Outcome::Accepted,
            (Some(text), None) if self.fix.diff && is_changed => {
                let mut out = anstream::stdout().lock();
                let lines = document_difference::Lines::of(self.bytes, text);
                lines.write(&mut out, self.shown, &edits)?;
                Outcome::Rejected
            }
            (_, None) if self.fix.diff => Outcome::Accepted,
            (text, None) => {
                let text = text
                    .as_ref()
                    .map_or(self.bytes.as_slice(), |text| text.as_bytes());
                self.put(text)?;
                Outcome::Accepted
            }
        };
        let told = self.tell(
            &parts,
            &came,
            text.as_ref().map(|text| text.as_bytes()),
            is_changed,
        )?;
        outcome = outcome.max(told);
        Ok(outcome)
    }

    /// What the value should be.
    fn came(&self, part: &FilePart, demand: &ResolvedArgs) -> Came {
        let malformed = part.remarks.iter().find_map(|remark| match remark {
            Remark::Malformed(language, line, what) => {
                Some(format!("the file is not valid {language}: line {line}: {what}"))
            }
            _ => None,
        });
        if let Some(reason) = malformed {
            return Came::Refused(reason);
        }
        let report = judge(&part.text, demand);
        if part.certificates == 0 && !has_lost_certificate(part) {
            // In hexadecimal digits and the like.
            let mut findings = report.findings().iter();
            return match findings.any(|it| it.rule.name == rules::names::CONTENT_OUTSIDE_BLOCKS) {
                true => {
                    Came::Refused("what is outside of blocks is not read; pemvet check tells more".into())
                }
                false => Came::OfOthers,
            };
        }
        let work = Work {
            shown: self.shown.into(),
            bytes: part.text.clone(),
            report,
            archive: None,
        };
        let Some(repaired) = work.repaired(self.fix, demand, self.pool) else {
            return Came::Refused(
                "something would have been lost or guessed; pemvet check tells more".into(),
            );
        };
        let mut changes: Vec<String> = Vec::new();
        let mut before = String::new();
        for repair in work.report.repairs() {
            let line = part.places.line_of(*repair.lines.start());
            let told = format!("{}:{line}: {}: {}", self.shown, place(part), repair.kind.as_str());
            if told != before {
                changes.push(told.clone());
            }
            before = told;
        }
        let own = |line: &String| format!("{}: {}: {line}", self.shown, place(part));
        let remarks: Vec<String> = repaired.remarks.iter().map(own).collect();
        changes.extend(repaired.changes.iter().map(own));
        changes.extend(remarks.iter().cloned());
        if !is_misspelled(part) && !work.is_worth_it(&repaired, demand) {
            return Came::Fine(remarks);
        }
        if let Some(reason) = self.why_not(part, &work) {
            return Came::Refused(reason);
        }
        if changes.is_empty() {
            changes.push(format!(
                "{}:{}: {}: written anew",
                self.shown,
                part.places.line_of(1),
                place(part)
            ));
        }
        // A line end at the end comes and goes with the form of the value.
        let is_ended = part.text.ends_with(b"\n") || part.text.is_empty();
        let text = match is_ended {
            true => repaired.text,
            false => repaired.text.trim_end().to_owned(),
        };
        Came::Repaired(Zeroizing::new(text), changes)
    }

    /// What is asked of each value.
    pub(super) fn demands(&self, all: &[FilePart]) -> Vec<ResolvedArgs> {
        let marks = match self.fix.no_config {
            true => Inline::default(),
            false => Inline::of_file(self.shown, all),
        };
        let demand = |(place, part)| {
            let mut demand = self.demand_of(part, all);
            demand.ignored.extend(marks.rules(place));
            demand
        };
        all.iter().enumerate().map(demand).collect()
    }

    /// What is asked of the value: a list of CAs is one, and its key is that beside it.
    fn demand_of(&self, part: &FilePart, all: &[FilePart]) -> ResolvedArgs {
        let mut profile = self.demand.profile.clone();
        let is_list = matches!(part.role, Some(Role::Authorities | Role::Appended));
        if is_list && profile.purpose != Purpose::Authority {
            let terms = JudgingTerms {
                profile,
                fqdns: Vec::new(),
                names: String::new(),
                elsewhere: Vec::new(),
            };
            profile = terms.of_authorities().profile;
        }
        let takes_none = is_list || profile.private_key == KeyRequirement::Forbidden;
        let given = self.demand.key.as_ref().map(|key| Key {
            path: key.path.clone(),
            text: key.text.clone(),
            opened: key.opened.clone(),
        });
        let beside = || {
            let stem = pairs::of_certificate(&part.name)?;
            let is_its = |other: &&FilePart| {
                let is_key = other.keys > 0 && other.certificates == 0 && other.value.is_some();
                is_key && other.mapping == part.mapping && pairs::of_key(&other.name).as_ref() == Some(&stem)
            };
            let key = all.iter().find(is_its)?;
            Some(Key::new(self.path.into(), key.text.clone()))
        };
        ResolvedArgs {
            profile,
            key: match takes_none {
                true => None,
                false => given.or_else(beside),
            },
            now: self.demand.now,
            names: self.demand.names.clone(),
            ignored: self.demand.ignored.clone(),
            mild: self.demand.mild,
        }
    }

    /// Why the value cannot be put back.
    fn why_not(&self, part: &FilePart, work: &Work) -> Option<String> {
        let twice = part.remarks.iter().find_map(|remark| match remark {
            Remark::KeyTwice(key, first, line) | Remark::MemberLost(key, first, line) => {
                Some((key, first, line))
            }
            _ => None,
        });
        if let Some((key, first, line)) = twice {
            return Some(format!(
                "the key `{key}` stands in line {first} and again in line {line}, and readers differ about which counts; leave the one that is meant"
            ));
        }
        if let Some(place) = pem::private_keys(&part.text).first() {
            return Some(format!(
                "the value holds {}, which would be lost; take it out, or repair the value by hand",
                place.what
            ));
        }
        if part.archive.is_some() {
            return Some("it is an archive, which would be lost".into());
        }
        if let Some(reason) = part.unwritten {
            return Some(reason.into());
        }
        if matches!(part.form, Some(Form::Source | Form::SourceRaw | Form::Heredoc)) {
            return Some("it is a literal of a program, which is not written".into());
        }
        let Some(token) = &part.token else {
            return Some(self.why_unplaced(part).into());
        };
        if part.value.is_none() {
            return Some("the file is one value without a key".into());
        }
        if token.form == Form::EnvDollar {
            return Some("it is quoted as shells quote it, which readers of .env files do not".into());
        }
        let is_escaped = |it: &pem::Repair| it.kind == RepairKind::NewlinesUnescaped;
        let is_plain = matches!(token.form, Form::YamlSingle | Form::YamlPlain);
        if is_plain && is_of_templates(self.path) && work.report.repairs().iter().any(is_escaped) {
            return Some(
                "a template may put it into double quotes, where its \\n are line ends; elsewhere they are not, and nobody can tell here"
                    .into(),
            );
        }
        if part.form == Some(Form::Base64) && is_named_der(&part.name) {
            return Some("its name says that it is DER".into());
        }
        lost_text(work)
    }

    /// Why nobody knows where the value is written.
    fn why_unplaced(&self, part: &FilePart) -> &'static str {
        let is_utf8 = std::str::from_utf8(self.bytes).is_ok();
        if part.remarks.contains(&Remark::Utf16) || (!is_utf8 && self.bytes.contains(&0)) {
            "the file is UTF-16; write it as UTF-8 first"
        } else if !is_utf8 {
            "the file is not UTF-8, and readers of it refuse it; write it as UTF-8 first"
        } else if part.is_within {
            "the document in this value is a template, or not UTF-8"
        } else {
            "the file was not read as it stands: it is a template"
        }
    }

    /// The edits, in their order; what cannot be written is refused.
    fn edits(&self, parts: &[FilePart], mut came: Vec<Came>) -> (Vec<Came>, Vec<Edit>) {
        let file = std::str::from_utf8(self.bytes).unwrap_or_default();
        let mut edits: Vec<Edit> = Vec::new();
        // Of documents that are values, by the place of the value: what is to be done in each.
        let mut documents: BTreeMap<usize, Vec<(usize, Edit)>> = BTreeMap::new();
        for (at, (part, came)) in parts.iter().zip(&mut came).enumerate() {
            let (Came::Repaired(text, _), Some(token)) = (&*came, &part.token) else {
                continue;
            };
            let written = match &part.inner {
                Some(inner) => put_back::edit(
                    std::str::from_utf8(&inner.document).unwrap_or_default(),
                    &inner.token,
                    content_of(text, wants_base64(part), "").borrowed(),
                ),
                None => put_back::edit(
                    file,
                    token,
                    content_of(text, wants_base64(part), &part.prefix).borrowed(),
                ),
            };
            match written {
                Ok(edit) if part.inner.is_some() => {
                    documents.entry(token.bytes.start).or_default().push((at, edit));
                }
                Ok(edit) => edits.push(edit),
                Err(reason) => *came = Came::Refused(reason),
            }
        }
        for inside in documents.into_values() {
            let (places, inside): (Vec<usize>, Vec<Edit>) = inside.into_iter().unzip();
            let Some(part) = places.first().and_then(|at| parts.get(*at)) else {
                continue;
            };
            match outer(file, part, inside) {
                Ok(edit) => edits.push(edit),
                Err(reason) => {
                    for at in places {
                        if let Some(came) = came.get_mut(at) {
                            *came = Came::Refused(reason.clone());
                        }
                    }
                }
            }
        }
        edits.sort_by_key(|edit| edit.bytes.start);
        (came, edits)
    }

    /// The file with the edits made; nothing where its text is none. What was written is read again before anybody relies
    /// on it.
    fn written(
        &self,
        edits: &[Edit],
        parts: &[FilePart],
        came: &[Came],
    ) -> Result<Option<Zeroizing<String>>, Failure> {
        let Ok(file) = std::str::from_utf8(self.bytes) else {
            return Ok(None);
        };
        let text = put_back::applied(file, edits);
        if edits.is_empty() || self.is_as_wanted((file, &text), edits, parts, came) {
            return Ok(Some(text));
        }
        Err(self.failure(
            "the repaired file would not be read as it was meant, and was not written; please report it",
        ))
    }

    /// Whether a reader finds the repaired values in the new text, and everything else as it was.
    fn is_as_wanted(
        &self,
        (old, new): (&str, &str),
        edits: &[Edit],
        parts: &[FilePart],
        came: &[Came],
    ) -> bool {
        let bytes = Secret::new(new.as_bytes().to_vec());
        let Ok(again) = content::parts(self.path, bytes, true) else {
            return false;
        };
        let document_of = |part: &FilePart| {
            let bytes = &part.token.as_ref()?.bytes;
            let is_of = |edit: &&Edit| edit.bytes.start < bytes.end && bytes.start < edit.bytes.end;
            edits.iter().find(is_of)?.document.as_ref()
        };
        let is_same = again.len() == parts.len()
            && again.iter().zip(parts).zip(came).all(|((new, old), came)| {
                let is_repaired = matches!(came, Came::Repaired(..));
                let inner = new.inner.as_ref().map(|inner| inner.document.as_slice());
                let is_document = document_of(old).is_none_or(|wanted| inner == Some(wanted.as_bytes()));
                new.value == old.value && is_document && (is_repaired || new.text == old.text)
            });
        let (old, new) = (
            content::told_by_yaml(self.path, old),
            content::told_by_yaml(self.path, new),
        );
        let differ = old.iter().zip(&new).filter(|(old, new)| old != new).count();
        is_same && old.len() == new.len() && differ <= edits.len()
    }

    /// Whether nothing stands in the text, beside the values with certificates, that may be a private key or a part of one.
    fn is_public(&self, text: &[u8]) -> bool {
        let copy = Secret::new(text.to_vec());
        let Ok(parts) = content::parts(self.path, copy, true) else {
            return false;
        };
        if parts.iter().any(|part| part.keys > 0) || !pem::private_keys(text).is_empty() {
            return false;
        }
        let mut public: Vec<_> = parts
            .iter()
            .filter(|part| {
                part.inner.is_none() && part.certificates > 0 && lost_text_of(&part.text).is_none()
            })
            .filter_map(|part| part.token.as_ref().map(|token| token.bytes.clone()))
            .collect();
        public.sort_by_key(|bytes| bytes.start);
        let mut at = 0usize;
        let end = text.len()..text.len();
        for bytes in public.into_iter().chain([end]) {
            let between = text.get(at..bytes.start).unwrap_or_default();
            let mut lines = between.split(|byte| matches!(byte, b'\n' | b'\r'));
            if lines.any(|line| pemvet::text::may_be_key(&String::from_utf8_lossy(line))) {
                return false;
            }
            at = bytes.end;
        }
        true
    }

    fn put(&self, text: &[u8]) -> Result<(), Failure> {
        let Some(output) = self.fix.output() else {
            if !self.is_public(text) {
                return Err(self.failure(
                    "a private key, or what may be one, stands in it, and such goes into a file only: give --in-place, or --output FILE",
                ));
            }
            let mut out = std::io::stdout().lock();
            out.write_all(text)?;
            out.flush()?;
            return Ok(());
        };
        let shown = files::shown(output);
        let note = match pem::private_keys(text).is_empty() {
            true => output_file::write(output, text),
            false => output_file::write_secret(output, text),
        };
        let note = note.map_err(|reason| Failure::new(format!("{shown}: {reason}")))?;
        if let Some(note) = note {
            writeln!(anstream::stderr(), "{shown}: {note}")?;
        }
        Ok(())
    }

    pub(super) fn report(&self, part: &FilePart, demand: &ResolvedArgs) -> Report {
        let in_file = part.in_file();
        let mut bundle = Bundle::new(&part.text);
        if part.lines.is_some() {
            bundle = bundle.in_document(&in_file.0, &in_file.1);
        }
        if let Some(key) = &demand.key {
            bundle = bundle.with_private_key(key.plain());
        }
        bundle.validate(&demand.profile, demand.now)
    }
}

/// `Secret web, data.tls.crt`.
pub(super) fn place(part: &FilePart) -> &str {
    part.value.as_deref().unwrap_or("the file")
}

/// Whether a certificate stood in it that could not be read.
fn has_lost_certificate(part: &FilePart) -> bool {
    let scan = pem::scan(&part.text);
    part.keys == 0 && !part.is_keys_alone && !scan.faults().is_empty()
}

/// Whether the document's own reader does not get what was meant, whatever stands in the value.
fn is_misspelled(part: &FilePart) -> bool {
    part.remarks.iter().any(|remark| {
        matches!(
            remark,
            Remark::Base64Refused(_)
                | Remark::PemInData
                | Remark::DerInData
                | Remark::MarkInData
                | Remark::Base64InText
                | Remark::FirstLineOnly(_)
        )
    })
}

fn is_named_der(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(extension, "der" | "cer")
}

/// Whether anything but certificates stands in a text.
fn lost_text_of(text: &[u8]) -> Option<()> {
    let scan = pem::scan(text);
    let is_other = |section: &pem::Section| section.kind() != pem::Kind::Certificate;
    let has_other = scan.sections().iter().any(is_other) || !scan.faults().is_empty();
    (has_other || !scan.explanatory_text().is_empty()).then_some(())
}

/// What else stands in the value and would be lost.
fn lost_text(work: &Work) -> Option<String> {
    let scan = pem::scan(&work.bytes);
    let other = scan
        .sections()
        .iter()
        .find(|section| section.kind() != pem::Kind::Certificate);
    if let Some(other) = other {
        return Some(format!(
            "the value holds {}, which would be lost",
            other.kind().as_str()
        ));
    }
    let repairs = work.report.repairs().iter();
    let mut texts = repairs.filter(|it| it.kind == RepairKind::TextRemoved);
    let text = texts
        .find(|it| !super::reasons::is_commentary(work.bytes.get(it.bytes.clone()).unwrap_or_default()))?;
    Some(format!(
        "other text stands in the value, in its line {}, and would be lost",
        text.lines.start()
    ))
}
