//! Judges one bundle with the key that goes with it, and words its findings for where it lies.

use std::sync::Arc;

use pemvet::{Bundle, KeyRequirement, RepairMode, Severity, Trust, TrustBasis, Validator, rules};

use crate::check::bundle_to_check::BundleToCheck;
use crate::check::options::{CheckOptions, Configured};
use crate::check::outcome::{Authorities, BundleOutcome, Elsewhere, Place};
use crate::check::verdict::Verdict;
use crate::check::{archives, asked_back, private_keys, repository};
use crate::input::files::Secret;
use crate::input::part::FilePart;
use crate::terms::JudgingTerms;

/// What one thread judges with.
pub(crate) struct Judging<'a> {
    pub(crate) validator: &'a mut Validator,
    pub(crate) subjects: &'a [BundleToCheck],
    pub(crate) files: &'a [Configured],
    pub(crate) options: &'a CheckOptions,
}

impl<'a> Judging<'a> {
    /// The subject of this number, by its file's terms or by others.
    pub(crate) fn judge(mut self, number: usize, terms: Option<Arc<JudgingTerms>>) -> BundleOutcome {
        let subjects = self.subjects;
        let subject = &subjects[number];
        let terms = terms.unwrap_or_else(|| self.options.terms(subject, &self.files[subject.file]));
        // A key that only lies beside a list of CAs was not given with it.
        let takes_none = terms.profile.private_key == KeyRequirement::Forbidden && self.options.key.is_none();
        let (key, key_place) = match takes_none && subject.part.archive.is_none() {
            true => (None, None),
            false => self.key(subject),
        };
        let mut verdict = self.validate(subject, key, &terms);
        let authorities = self.beside_authorities(subject, key, &terms, &mut verdict);
        // One file, and who asks for it reads the line.
        let elsewhere = match subject.named && authorities.is_none() {
            true => self.elsewhere(subject, key, &terms, verdict.is_accepted()),
            false => Vec::new(),
        };
        self.word(subject, &terms, &mut verdict);
        BundleOutcome {
            place: subject.place.clone(),
            key: key_place,
            other_keys: self.other_keys(subject),
            authorities,
            is_part_of_another: subject.place.value.is_some()
                && (subject.is_key_of_another() || subject.has_leaf_beside),
            terms,
            elsewhere,
            result: Ok(verdict),
        }
    }

    /// The key that was given, that lies beside, of the archive or of the same file; and where it is.
    fn key(&self, subject: &'a BundleToCheck) -> (Option<KeyText<'a>>, Option<Place>) {
        let (subjects, options) = (self.subjects, self.options);
        let beside = || subject.key_beside.as_ref().map(|it| (&it.path, &it.text));
        let given = options.key.as_ref().map(|it| (&it.path, it.plain()));
        if let Some((path, text)) = given.or_else(beside) {
            return (Some(KeyText::of_file(text)), Some(Place::new(path, None)));
        }
        let part = subject.key.map(|key| &subjects[key]);
        let of_archive = subject.part.archive.as_ref().and_then(|it| it.key.as_ref());
        let key = match of_archive {
            Some(key) => Some(KeyText::of_archive(key)),
            None => part.map(|it| KeyText::of_part(&it.part)),
        };
        (key, part.map(|it| it.place.clone()))
    }

    /// Those that might have been taken in its place.
    fn other_keys(&self, subject: &BundleToCheck) -> Vec<Place> {
        match (&self.options.key, &subject.key_beside) {
            (Some(_), _) => Vec::new(),
            (None, Some(beside)) => beside.others.iter().map(|path| Place::new(path, None)).collect(),
            (None, None) => {
                let others = subject.other_keys.iter();
                others.map(|key| self.subjects[*key].place.clone()).collect()
            }
        }
    }

    /// Whether the list of CAs that lies beside vouches for the chain; where it does, that is the verdict.
    fn beside_authorities(
        &mut self,
        subject: &BundleToCheck,
        key: Option<KeyText<'_>>,
        terms: &JudgingTerms,
        verdict: &mut Verdict,
    ) -> Option<Authorities> {
        let subjects = self.subjects;
        let beside = subject.authorities.map(|number| &subjects[number])?;
        if !matches!(terms.profile.trust, Trust::Bundle) {
            return None;
        }
        let anchored = terms.trusting(&beside.anchors);
        let anchored = anchored.map(|terms| self.validate(subject, key, &terms));
        let anchored = anchored.filter(|it| it.report.trust() == Some(TrustBasis::Anchor));
        let vouch = anchored.is_some();
        if let Some(anchored) = anchored {
            *verdict = anchored;
        }
        Some(Authorities {
            place: beside.place.clone(),
            vouch,
        })
    }

    /// What the findings of a bundle alone do not say: of its name, its product, its document or archive, and its neighbours.
    fn word(&mut self, subject: &BundleToCheck, terms: &JudgingTerms, verdict: &mut Verdict) {
        let part = &subject.part;
        if subject.named && subject.place.value.is_none() && part.certificates > 0 {
            let note = repository::named_like_a_product(&subject.path, terms);
            note.into_iter().for_each(|note| verdict.add(note));
        }
        if part.is_only_about_keys() {
            let is_of_key = |name| name == rules::names::PRIVATE_KEY_FOUND;
            verdict.findings.retain(|finding| is_of_key(finding.rule.name));
        }
        let is_upload = terms.profile.product.upload().is_some();
        let product = part.product.as_ref().filter(|_| is_upload);
        for finding in &mut verdict.findings {
            let without_cluster = product.and_then(|it| repository::without_cluster(it, finding));
            if let Some(told) = without_cluster {
                *finding = told;
            }
            if let Some(told) = asked_back::of(finding, terms, &subject.place) {
                *finding = told;
            }
        }
        archives::tell(part, verdict);
        let options = self.options;
        if let Some(key) = options.key.as_ref().filter(|key| key.opened.is_some()) {
            let as_given = self.validate(subject, Some(KeyText::of_file(&key.text)), terms);
            archives::tell_of_encrypted_key(&as_given, terms, verdict);
        }
        for finding in &subject.findings {
            verdict.add(finding.clone());
        }
        if subject.repeats_leaf {
            // What the leaf lacks is said where it is judged.
            verdict.findings.retain(|finding| {
                finding.rule.name != rules::names::AUTHORITY_NOT_CA || finding.severity == Severity::Error
            });
        }
        if subject.is_key_of_another() {
            // The rest is said where the pair is judged.
            verdict.findings.retain(private_keys::is_about_one);
        }
    }

    fn validate(
        &mut self,
        subject: &BundleToCheck,
        key: Option<KeyText<'_>>,
        terms: &JudgingTerms,
    ) -> Verdict {
        let part = &subject.part;
        let in_file = part.in_file();
        let key_in_file = key
            .and_then(|key| key.part.filter(|part| part.lines.is_some()))
            .map(FilePart::in_file);
        let mut bundle = Bundle::new(&part.text);
        if part.lines.is_some() || part.archive.is_some() {
            bundle = bundle.in_document(&in_file.0, &in_file.1);
        }
        if let Some(key) = key.filter(|key| key.is_of_archive) {
            bundle = bundle
                .with_private_key(key.text)
                .with_key_in_document(&in_file.0, &in_file.1);
        } else if let Some(key) = key {
            bundle = bundle.with_private_key(key.text);
            if let Some((line_of, bytes_of)) = &key_in_file {
                bundle = bundle.with_key_in_document(line_of, bytes_of);
            }
        }
        if let Some(previous) = &self.options.previous {
            bundle = bundle.with_previous(previous);
        }
        let verdict = Verdict::new(
            self.validator.validate(bundle, &terms.profile, self.options.now),
            &terms.profile.severities,
            &subject.path,
            part,
            key.and_then(|key| key.part),
        );
        if !verdict.is_accepted() || verdict.report.is_accepted() {
            return verdict;
        }
        // Only its form was in the way; what the trust rests on is reported of accepted bundles alone.
        let mut profile = terms.profile.clone();
        profile.repair = RepairMode::Repaired;
        Verdict::new(
            self.validator.validate(bundle, &profile, self.options.now),
            &profile.severities,
            &subject.path,
            part,
            key.and_then(|key| key.part),
        )
    }

    /// The other versions of Redis Software that do not decide as this one does.
    fn elsewhere(
        &mut self,
        subject: &BundleToCheck,
        key: Option<KeyText<'_>>,
        terms: &JudgingTerms,
        is_accepted: bool,
    ) -> Vec<Elsewhere> {
        let mut found = Vec::new();
        for profile in &terms.elsewhere {
            let Some(upload) = profile.product.upload() else {
                continue;
            };
            let target = upload.target.to_string();
            let terms = JudgingTerms {
                profile: profile.clone(),
                ..terms.clone()
            };
            let verdict = self.validate(subject, key, &terms);
            if verdict.is_accepted() != is_accepted {
                let errors = verdict
                    .findings
                    .iter()
                    .filter(|it| it.severity == Severity::Error);
                found.push(Elsewhere {
                    target,
                    is_accepted: verdict.is_accepted(),
                    rules: errors.map(|finding| finding.rule.name).collect(),
                });
            }
        }
        found
    }
}

/// The private key of a subject: a file, or a part of one.
#[derive(Clone, Copy)]
struct KeyText<'a> {
    text: &'a Secret,
    part: Option<&'a FilePart>,
    is_of_archive: bool,
}

impl<'a> KeyText<'a> {
    fn of_file(text: &'a Secret) -> KeyText<'a> {
        KeyText {
            text,
            part: None,
            is_of_archive: false,
        }
    }

    /// It has no lines.
    fn of_archive(text: &'a Secret) -> KeyText<'a> {
        KeyText {
            text,
            part: None,
            is_of_archive: true,
        }
    }

    fn of_part(part: &'a FilePart) -> KeyText<'a> {
        KeyText {
            text: &part.text,
            part: Some(part),
            is_of_archive: false,
        }
    }
}
