use std::path::PathBuf;

use pemvet::{Bundle, Repair, Severity};

use crate::arguments::{Check, Demand, Format};
use crate::content::{self, Part};
use crate::files::{self, Secret};
use crate::verdict::Verdict;
use crate::walk::{self, Candidate, Gathered, Skipped};
use crate::{Failure, Outcome, json, pairs, parallel, text};

/// What came of one bundle.
pub(crate) struct Vetted {
    pub(crate) place: Place,
    /// The private key that was judged with it.
    pub(crate) key: Option<Place>,
    /// The verdict, or why the file could not be read.
    pub(crate) result: Result<Verdict, String>,
}

/// A file, or a value in it, as printed.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) value: Option<String>,
}

/// What `check` has to tell.
pub(crate) struct Outline {
    pub(crate) vetted: Vec<Vetted>,
    pub(crate) skipped: Vec<Skipped>,
    /// Files that were looked into.
    pub(crate) files: usize,
    /// Files found that are larger than a bundle may be, and whose names promise nothing.
    pub(crate) large: usize,
    /// Whether directories were searched: then only what is worth a look is shown.
    pub(crate) walked: bool,
}

pub(crate) fn run(check: &Check) -> Result<Outcome, Failure> {
    let depth = walk::Depth {
        hidden: check.hidden,
        ignored: check.no_ignore,
        levels: check.max_depth,
    };
    let gathered = walk::gather(&check.paths, depth);
    refuse_contradictions(check, &gathered)?;
    let mut demand = check.question.demand()?;
    demand.profile.repair = Repair::AsGiven;
    if let Some(path) = &check.previous {
        let previous = files::read(path, demand.profile.limits.input_bytes);
        let reason = |reason| Failure::new(format!("--previous {}: {reason}", files::shown(path)));
        demand.previous = Some(previous.map_err(reason)?);
    }
    let demand = demand;
    let outline = vet(gathered, &demand);
    let fail_on = Severity::from(check.fail_on);
    match check.format {
        Format::Text => text::print(&outline, &demand, check.quiet, fail_on)?,
        Format::Json => json::print(&outline)?,
    }
    Ok(outline.outcome(fail_on))
}

fn refuse_contradictions(check: &Check, gathered: &Gathered) -> Result<(), Failure> {
    let question = &check.question;
    let several = gathered.walked || check.paths.len() > 1;
    if several && (question.key.is_some() || check.previous.is_some() || question.is_about_one_bundle()) {
        return Err(Failure::new(
            "--key, --previous, --name and --hostname are about one bundle; give one PATH that is a file",
        ));
    }
    let inputs = check.paths.iter().chain(&question.key).chain(&check.previous);
    if inputs.filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::new(
            "standard input can be read only once; give one - only",
        ));
    }
    Ok(())
}

impl Outline {
    fn outcome(&self, fail_on: Severity) -> Outcome {
        let of = |vetted: &Vetted| match &vetted.result {
            Err(_) => Outcome::Failed,
            Ok(verdict) if verdict.reaches(fail_on) || !verdict.is_accepted() => Outcome::Rejected,
            Ok(_) => Outcome::Accepted,
        };
        self.vetted.iter().map(of).max().unwrap_or(Outcome::Accepted)
    }
}

/// One bundle before it is judged.
struct Subject {
    place: Place,
    /// The file's number; parts of a file can be a pair.
    file: usize,
    path: PathBuf,
    named: bool,
    part: Part,
    /// The subject that holds its key.
    key: Option<usize>,
    /// Its key, where that was not among the files given.
    key_beside: Option<(PathBuf, Secret)>,
    /// It is the key of another subject, with which it is judged.
    is_key_of_another: bool,
}

fn vet(gathered: Gathered, demand: &Demand) -> Outline {
    let Gathered {
        candidates,
        mut skipped,
        walked,
    } = gathered;
    let limit = demand.profile.limits.input_bytes;
    let looked = parallel::map(&candidates, |candidate| look_into(candidate, limit));
    let (mut unread, mut large) = (Vec::new(), 0usize);
    let mut subjects = Vec::new();
    for (file, (candidate, looked)) in candidates.iter().zip(looked).enumerate() {
        let path = files::shown(&candidate.path);
        match looked {
            Looked::Parts(parts) => {
                subjects.extend(parts.into_iter().map(|part| subject(candidate, file, part)));
            }
            Looked::Unread(reason) if candidate.named => {
                unread.push((subjects.len(), Place { path, value: None }, reason));
            }
            Looked::Unread(reason) => skipped.push(Skipped { path, reason }),
            Looked::TooLarge => large = large.saturating_add(1),
        }
    }
    pair(&mut subjects);
    if demand.key.is_none() {
        look_beside(&mut subjects, limit);
    }
    let places: Vec<usize> = (0..subjects.len()).collect();
    let mut vetted = parallel::map(&places, |place| judge(&subjects, *place, demand));
    for (before, place, reason) in unread.into_iter().rev() {
        let unread = Vetted {
            place,
            key: None,
            result: Err(reason),
        };
        vetted.insert(before, unread);
    }
    Outline {
        vetted,
        skipped,
        files: candidates.len(),
        large,
        walked,
    }
}

fn subject(candidate: &Candidate, file: usize, part: Part) -> Subject {
    Subject {
        place: Place {
            path: files::shown(&candidate.path),
            value: part.value.clone(),
        },
        file,
        path: candidate.path.clone(),
        named: candidate.named,
        part,
        key: None,
        key_beside: None,
        is_key_of_another: false,
    }
}

/// What a file was found to be.
enum Looked {
    Parts(Vec<Part>),
    Unread(String),
    TooLarge,
}

fn look_into(candidate: &Candidate, limit: usize) -> Looked {
    let (path, named) = (&candidate.path, candidate.named);
    // Ten thousand files are looked at, and none of a gigabyte is read for it.
    if !named && files::is_longer(path, limit) {
        return match content::is_named_like_ours(path) {
            true => Looked::Unread(format!("is larger than {limit} bytes and was not searched")),
            false => Looked::TooLarge,
        };
    }
    match files::read(path, limit) {
        Ok(text) => Looked::Parts(content::parts(path, text, named)),
        Err(reason) => Looked::Unread(reason),
    }
}

/// Finds the key of each certificate among the files given: in the same directory, or in the same mapping of a document.
fn pair(subjects: &mut [Subject]) {
    let mut keys = std::collections::HashMap::new();
    for (place, subject) in subjects.iter().enumerate() {
        if subject.part.keys > 0 && subject.part.certificates == 0 {
            keys.entry((subject.group(), pairs::of_key(&subject.part.name)))
                .or_insert(place);
        }
    }
    for place in 0..subjects.len() {
        let Some(subject) = subjects.get(place) else {
            continue;
        };
        if subject.part.certificates == 0 || subject.part.keys > 0 {
            continue;
        }
        let stem = pairs::of_certificate(&subject.part.name);
        let Some(&key) = keys.get(&(subject.group(), stem)) else {
            continue;
        };
        subjects[place].key = Some(key);
        subjects[key].is_key_of_another = true;
    }
}

impl Subject {
    /// What both halves of a pair have in common.
    fn group(&self) -> (PathBuf, usize) {
        match self.place.value {
            // A number for a mapping of one file.
            Some(_) => (self.file.to_string().into(), self.part.mapping.saturating_add(1)),
            None => (self.path.parent().map(PathBuf::from).unwrap_or_default(), 0),
        }
    }
}

/// The key beside a certificate file that was given alone, as a pre-commit hook gives the file that changed.
fn look_beside(subjects: &mut [Subject], limit: usize) {
    for subject in subjects {
        let is_alone = subject.key.is_none() && subject.part.keys == 0 && subject.part.certificates > 0;
        if !subject.named || !is_alone || subject.place.value.is_some() || subject.path.as_os_str() == "-" {
            continue;
        }
        let candidates = pairs::beside(&subject.path).into_iter();
        subject.key_beside = candidates
            .filter(|path| path.is_file())
            .find_map(|path| Some((path.clone(), files::read(&path, limit).ok()?)));
    }
}

fn judge(subjects: &[Subject], place: usize, demand: &Demand) -> Vetted {
    let subject = &subjects[place];
    let (key_place, key) = if let Some(key) = &demand.key {
        (Some(&key.path), Some(&key.text))
    } else if let Some((path, text)) = &subject.key_beside {
        (Some(path), Some(text))
    } else {
        (None, subject.key.map(|key| &subjects[key].part.text))
    };
    let key_place = match key_place {
        Some(path) => Some(Place {
            path: files::shown(path),
            value: None,
        }),
        None => subject.key.map(|key| subjects[key].place.clone()),
    };
    let mut verdict = validate(subject, key, demand);
    if subject.is_key_of_another {
        // The rest is said where the pair is judged.
        verdict
            .findings
            .retain(|finding| finding.rule.name == "key-in-certificate-file");
    }
    Vetted {
        place: subject.place.clone(),
        key: key_place,
        result: Ok(verdict),
    }
}

fn validate(subject: &Subject, key: Option<&Secret>, demand: &Demand) -> Verdict {
    let mut bundle = Bundle::new(&subject.part.text);
    if let Some(key) = key {
        bundle = bundle.with_private_key(key);
    }
    if let Some(previous) = &demand.previous {
        bundle = bundle.with_previous(previous);
    }
    let forgiven = subject.part.forgiven;
    let verdict = Verdict::new(bundle.validate(&demand.profile, demand.now), forgiven);
    if !verdict.is_accepted() || verdict.report.is_accepted() {
        return verdict;
    }
    // Only its form was in the way; what the trust rests on is told of accepted bundles alone.
    let mut profile = demand.profile.clone();
    profile.repair = Repair::Repaired;
    Verdict::new(bundle.validate(&profile, demand.now), forgiven)
}
