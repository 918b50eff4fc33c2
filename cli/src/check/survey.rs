//! Reads the files, cuts them into bundles, finds each one's key, and judges them.

use std::path::Path;
use std::sync::Arc;

use pemvet::{Bundle, KeyRequirement, RepairMode, Severity, Trust, TrustBasis, Validator, rules};

use crate::arguments::Check;
use crate::check::bundle_to_check::BundleToCheck;
use crate::check::inline::Inline;
use crate::check::options::{CheckOptions, Configured};
use crate::check::outcome::{Authorities, BundleOutcome, CheckOutcome, Elsewhere, Place};
use crate::check::verdict::Verdict;
use crate::check::{
    archives, asked_back, configure, issuers, pairing, passed_over, private_keys, repository,
};
use crate::input::archives::Unopened;
use crate::input::content;
use crate::input::files::{self, Secret};
use crate::input::opened::{self, Opened};
use crate::input::parallel;
use crate::input::part::FilePart;
use crate::input::progress::Progress;
use crate::input::walk::{Candidate, Gathered, Skipped};
use crate::outcome::Failure;
use crate::passwords::Passwords;
use crate::terms::JudgingTerms;

pub(crate) fn conduct(
    gathered: Gathered,
    mut options: CheckOptions,
    check: &Check,
) -> Result<CheckOutcome, Failure> {
    let Gathered {
        candidates,
        mut skipped,
        directories,
        walked,
    } = gathered;
    let (files, all) = configure::configure(candidates, &mut options, &mut skipped)?;
    let progress = Progress::new(files.len());
    let looked = parallel::map(&files, |file| {
        progress.step();
        look_into(&file.candidate, options.limit, &options.passwords)
    });
    let (mut unread, mut large) = (Vec::new(), 0usize);
    let mut read = Vec::new();
    let mut subjects = Vec::new();
    for (number, (file, looked)) in files.iter().zip(looked).enumerate() {
        let path = &file.candidate.path;
        match looked {
            Looked::Opened(Opened {
                parts,
                unopened: shut,
            }) => {
                if !directories.is_empty() {
                    let is_ours = shut.is_empty() && content::is_named_like_ours(path);
                    read.push((path.as_path(), !parts.is_empty() || is_ours));
                }
                for Unopened {
                    value,
                    reason,
                    needs_password,
                } in shut
                {
                    let is_by_the_way = needs_password && (!file.candidate.named || value.is_some());
                    let reason = match &value {
                        Some(value) => format!("{value}: {reason}"),
                        None => reason,
                    };
                    if is_by_the_way {
                        skipped.push(Skipped::unread(path, reason));
                    } else {
                        unread.push((subjects.len(), Place::new(path, value), reason));
                    }
                }
                subjects.extend(
                    parts
                        .into_iter()
                        .map(|part| subject(&file.candidate, number, part)),
                );
            }
            Looked::Unread(reason) | Looked::Unsearched(reason) if file.candidate.named => {
                unread.push((subjects.len(), Place::new(path, None), reason));
            }
            Looked::Unread(reason) => skipped.push(Skipped::unread(path, reason)),
            Looked::Unsearched(reason) => skipped.push(Skipped::passed_over(path, reason)),
            Looked::TooLarge => large = large.saturating_add(1),
        }
    }
    for directory in &directories {
        if let Some(reason) = directory.is_unread(&read, &skipped) {
            unread.push((subjects.len(), Place::new(&directory.path, None), reason));
        }
    }
    pairing::drop_unmissed(&mut subjects);
    pairing::pair(&mut subjects);
    pairing::find_authorities(&mut subjects);
    if options.key.is_none() {
        pairing::look_beside(&mut subjects, options.limit, &mut skipped);
    }
    let progress = progress.next(subjects.len());
    let places: Vec<usize> = (0..subjects.len()).collect();
    let mut bundle_outcome = parallel::map_with(&places, Validator::new, |validator, place| {
        progress.step();
        judge(validator, &subjects, *place, None, &files, &options)
    });
    issuers::look_among(&subjects, &mut bundle_outcome, options.limit, options.now);
    repository::keys_of_several(&mut bundle_outcome);
    private_keys::settle(&subjects, &mut bundle_outcome);
    let inline = match options.configurations {
        Some(_) => Inline::of(&subjects),
        None => Inline::default(),
    };
    let pass_over_all = |bundle_outcome: &mut [BundleOutcome]| {
        for (subject, bundle_outcome) in subjects.iter().enumerate().zip(bundle_outcome) {
            passed_over::pass_over(subject, bundle_outcome, &files, &options, &inline);
        }
    };
    pass_over_all(&mut bundle_outcome);
    // Where a key may lie, its mode is of interest.
    private_keys::readable_by_all(&subjects, &mut bundle_outcome, options.key.as_ref());
    pass_over_all(&mut bundle_outcome);
    let mut added = Vec::new();
    for (number, subject) in subjects
        .iter()
        .enumerate()
        .filter(|(_, it)| options.has_all_names(it))
    {
        for terms in options.names.iter().skip(1) {
            let terms = Some(Arc::clone(terms));
            let mut again = judge(&mut Validator::new(), &subjects, number, terms, &files, &options);
            passed_over::pass_over((number, subject), &mut again, &files, &options, &inline);
            added.push((number.saturating_add(1), again));
        }
    }
    added.extend(unread.into_iter().map(|(before, place, reason)| {
        let unread = BundleOutcome {
            place,
            key: None,
            other_keys: Vec::new(),
            authorities: None,
            is_part_of_another: false,
            terms: Arc::clone(&options.terms),
            elsewhere: Vec::new(),
            result: Err(reason),
        };
        (before, unread)
    }));
    added.sort_by_key(|(before, _)| *before);
    for (before, one) in added.into_iter().rev() {
        bundle_outcome.insert(before, one);
    }
    let is_by_name = !options.names.is_empty() || options.question.is_about_files_by_name();
    let directories = directories
        .iter()
        .filter_map(|it| std::fs::canonicalize(&it.path).ok());
    let directories: Vec<_> = directories.collect();
    let mut remarks = inline.remarks(&options.selection);
    let is_all = check.run.exclude.is_empty() && check.max_depth.is_none();
    let searched = directories.as_slice();
    let searched = if is_all { searched } else { &[] };
    remarks.extend(configure::remarks(&options, &all, &bundle_outcome, searched));
    Ok(CheckOutcome {
        bundle_outcome,
        skipped,
        now: options.now,
        files: files.len(),
        looked_at: files.into_iter().map(|file| file.absolute).collect(),
        configured: configure::files(&options, all),
        directories,
        large,
        excluded: 0,
        left_out: options.selection.words(),
        remarks,
        has_mistakes: inline.has_mistakes(),
        walked,
        is_by_name,
        quiet: check.quiet,
        tells_next: !check.no_next && !check.quiet,
        fail_on: Severity::from(check.fail_on),
        previous: options.previous,
    })
}

fn subject(candidate: &Candidate, file: usize, part: FilePart) -> BundleToCheck {
    BundleToCheck {
        place: Place::new(&candidate.path, part.value.clone()),
        file,
        path: candidate.path.clone(),
        named: candidate.named,
        part,
        key: None,
        authorities: None,
        other_keys: Vec::new(),
        has_leaf_beside: false,
        anchors: Vec::new(),
        repeats_leaf: false,
        key_beside: None,
        key_of: None,
        asked_for: candidate.is_ours,
        findings: Vec::new(),
    }
}

/// Bytes of a document that was named or piped: all Secrets of a cluster.
const LONGEST_DOCUMENT: usize = 64 << 20;

/// What a file was found to be.
enum Looked {
    Opened(Opened),
    Unread(String),
    /// Too large, though its name says that it may be ours.
    Unsearched(String),
    TooLarge,
}

fn look_into(candidate: &Candidate, limit: usize, passwords: &Passwords) -> Looked {
    let path = &candidate.path;
    // Ten thousand files are looked at, and none of a gigabyte is read for it.
    if !candidate.is_ours && candidate.text.is_none() && files::is_longer(path, limit) {
        return match content::is_named_like_ours(path) {
            true => Looked::Unsearched(format!("is larger than {limit} bytes and was not searched")),
            false => Looked::TooLarge,
        };
    }
    // The limit is one of bundles, and a document holds many.
    let is_document =
        content::is_named_like_a_document(path) || candidate.is_piped || path.as_os_str() == "-";
    let most = if is_document {
        limit.max(LONGEST_DOCUMENT)
    } else {
        limit
    };
    let source = if candidate.is_piped { Path::new("-") } else { path };
    let text = match &candidate.text {
        Some(text) => Ok(text.clone()),
        None => files::read(source, most),
    };
    match text {
        Ok(text) if text.len() > LONGEST_DOCUMENT && is_document => Looked::Unread(format!(
            "is longer than {LONGEST_DOCUMENT} bytes, and was not read"
        )),
        Ok(text) => match opened::opened(path, text, candidate.is_ours, passwords) {
            Ok(opened) => Looked::Opened(opened),
            Err(reason) => Looked::Unread(reason),
        },
        Err(reason) => Looked::Unread(reason),
    }
}

fn judge(
    validator: &mut Validator,
    subjects: &[BundleToCheck],
    place: usize,
    terms: Option<Arc<JudgingTerms>>,
    files: &[Configured],
    options: &CheckOptions,
) -> BundleOutcome {
    let subject = &subjects[place];
    let terms = terms.unwrap_or_else(|| options.terms(subject, &files[subject.file]));
    let (key_file, key) = match (&options.key, &subject.key_beside) {
        (Some(key), _) => (Some(&key.path), Some(KeyText::of_file(key.plain()))),
        (None, Some(beside)) => (Some(&beside.path), Some(KeyText::of_file(&beside.text))),
        (None, None) => match subject.part.archive.as_ref().and_then(|it| it.key.as_ref()) {
            Some(key) => (None, Some(KeyText::of_archive(key))),
            None => (None, subject.key.map(|key| KeyText::of_part(&subjects[key].part))),
        },
    };
    let key_place = match key_file {
        Some(path) => Some(Place::new(path, None)),
        None => subject.key.map(|key| subjects[key].place.clone()),
    };
    let other_keys = match (&options.key, &subject.key_beside) {
        (Some(_), _) => Vec::new(),
        (None, Some(beside)) => beside.others.iter().map(|path| Place::new(path, None)).collect(),
        (None, None) => subject
            .other_keys
            .iter()
            .map(|key| subjects[*key].place.clone())
            .collect(),
    };
    // A key that only lies beside a list of CAs was not given with it.
    let takes_none = terms.profile.private_key == KeyRequirement::Forbidden && options.key.is_none();
    let (key, key_place) = match takes_none && subject.part.archive.is_none() {
        true => (None, None),
        false => (key, key_place),
    };
    let mut verdict = validate(validator, subject, key, &terms, options);
    let beside = subject.authorities.map(|place| &subjects[place]);
    let has_no_anchors = matches!(terms.profile.trust, Trust::Bundle);
    let authorities = beside.filter(|_| has_no_anchors).map(|beside| {
        let anchored = terms
            .trusting(&beside.anchors)
            .map(|terms| validate(validator, subject, key, &terms, options));
        let anchored = anchored.filter(|it| it.report.trust() == Some(TrustBasis::Anchor));
        let vouch = anchored.is_some();
        if let Some(anchored) = anchored {
            verdict = anchored;
        }
        Authorities {
            place: beside.place.clone(),
            vouch,
        }
    });
    // One file, and who asks for it reads the line.
    let elsewhere = match subject.named && authorities.is_none() {
        true => elsewhere(validator, subject, key, &terms, options, verdict.is_accepted()),
        false => Vec::new(),
    };
    if subject.named && subject.place.value.is_none() && subject.part.certificates > 0 {
        let note = repository::named_like_a_product(&subject.path, &terms);
        note.into_iter().for_each(|note| verdict.add(note));
    }
    if subject.part.is_only_about_keys() {
        verdict
            .findings
            .retain(|finding| finding.rule.name == rules::names::PRIVATE_KEY_FOUND);
    }
    if let Some(product) = subject
        .part
        .product
        .as_ref()
        .filter(|_| terms.profile.product.upload().is_some())
    {
        for finding in &mut verdict.findings {
            if let Some(told) = repository::without_cluster(product, finding) {
                *finding = told;
            }
        }
    }
    for finding in &mut verdict.findings {
        if let Some(told) = asked_back::of(finding, &terms, &subject.place) {
            *finding = told;
        }
    }
    archives::tell(&subject.part, &mut verdict);
    if let Some(key) = options.key.as_ref().filter(|key| key.opened.is_some()) {
        let as_given = validate(
            validator,
            subject,
            Some(KeyText::of_file(&key.text)),
            &terms,
            options,
        );
        archives::tell_of_encrypted_key(&as_given, &terms, &mut verdict);
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
    let is_of_object = subject.place.value.is_some();
    if subject.is_key_of_another() {
        // The rest is said where the pair is judged.
        verdict.findings.retain(private_keys::is_about_one);
    }
    BundleOutcome {
        place: subject.place.clone(),
        key: key_place,
        other_keys,
        authorities,
        is_part_of_another: is_of_object && (subject.is_key_of_another() || subject.has_leaf_beside),
        terms,
        elsewhere,
        result: Ok(verdict),
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

fn validate(
    validator: &mut Validator,
    subject: &BundleToCheck,
    key: Option<KeyText<'_>>,
    terms: &JudgingTerms,
    options: &CheckOptions,
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
    if let Some(previous) = &options.previous {
        bundle = bundle.with_previous(previous);
    }
    let verdict = Verdict::new(
        validator.validate(bundle, &terms.profile, options.now),
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
        validator.validate(bundle, &profile, options.now),
        &profile.severities,
        &subject.path,
        part,
        key.and_then(|key| key.part),
    )
}

/// The other versions of Redis Software that do not decide as this one does.
fn elsewhere(
    validator: &mut Validator,
    subject: &BundleToCheck,
    key: Option<KeyText<'_>>,
    terms: &JudgingTerms,
    options: &CheckOptions,
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
        let verdict = validate(validator, subject, key, &terms, options);
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
