//! A missing issuer, looked for among the neighbours of a certificate: the members of its object, or the files of its folder.
//! Where it is found there the finding says so, and what to do.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use pemvet::{Bundle, CertificateDer, Details, Finding, Report, Severity, UnixTime, rules};

use crate::arguments::any_size;
use crate::check::authorities;
use crate::check::bundle_to_check::BundleToCheck;
use crate::check::outcome::{BundleOutcome, Place};
use crate::check::verdict::Verdict;
use crate::input::roles::{self, Role};
use crate::input::{content, files};
use crate::output::remedy;
use crate::pool::{self, Pool};

/// Files of a folder that are read for it, and neighbours whose certificates have the issuer's name.
const MOST_FILES: usize = 64;
const MOST_NAMESAKES: usize = 8;

/// Where an issuer was found.
struct Neighbour {
    place: Place,
    lines: RangeInclusive<usize>,
    role: Option<Role>,
    /// It holds the leaf as well, so that it is the whole chain.
    is_whole: bool,
    /// The issuer is a root, which nobody has to send.
    is_root: bool,
}

/// Says of each issuer that is missing where it was found, if it was.
pub(crate) fn look_among(
    subjects: &[BundleToCheck],
    outcomes: &mut [BundleOutcome],
    limit: usize,
    now: UnixTime,
) {
    let missing: Vec<(usize, Missing)> = outcomes
        .iter()
        .enumerate()
        .filter_map(|(place, one)| Some((place, Missing::of(one.result.as_ref().ok()?)?)))
        .filter(|(place, _)| subjects.get(*place).is_some())
        .collect();
    if missing.is_empty() {
        return;
    }
    let groups: HashSet<_> = missing
        .iter()
        .map(|(place, _)| subjects[*place].group())
        .collect();
    let mut by_name: HashMap<_, Vec<(usize, usize)>> = HashMap::new();
    for (number, subject) in subjects.iter().enumerate() {
        let group = subject.group();
        let report = outcomes[number]
            .result
            .as_ref()
            .ok()
            .map(|verdict| &verdict.report);
        let Some(report) = report.filter(|_| groups.contains(&group)) else {
            continue;
        };
        for (place, certificate) in report.certificates().iter().enumerate() {
            let name = certificate.summary().subject;
            by_name
                .entry((group.clone(), name))
                .or_default()
                .push((number, place));
        }
    }
    for (number, missing) in missing {
        let subject = &subjects[number];
        let namesakes = by_name.get(&(subject.group(), missing.issuer.clone()));
        let given = namesakes
            .into_iter()
            .flatten()
            .filter(|(other, _)| *other != number);
        let found = given.take(MOST_NAMESAKES).filter_map(|(other, place)| {
            let report = &outcomes[*other].result.as_ref().ok()?.report;
            missing.neighbour(
                report,
                *place,
                &outcomes[*other].place,
                subjects[*other].part.role,
                now,
            )
        });
        // The whole chain is what servers are given; else what is nearest.
        let mut found: Vec<Neighbour> = found.collect();
        if found.is_empty() && subject.named && subject.place.value.is_none() {
            found.extend(beside(&subject.path, &missing, limit, now));
        }
        found.sort_by_key(|it| (!it.is_whole, it.role.is_none()));
        let Some(neighbour) = found.first() else { continue };
        if let Ok(verdict) = &mut outcomes[number].result {
            missing.tell(verdict, subject, neighbour);
        }
    }
}

/// A leaf whose issuer is not in its file.
struct Missing {
    issuer: String,
    leaf: CertificateDer<'static>,
}

impl Missing {
    fn of(verdict: &Verdict) -> Option<Missing> {
        let finding = verdict.findings.iter().find(|it| is_about_it(it))?;
        let Details::Issuer { wanted_issuer, .. } = &finding.details else {
            return None;
        };
        let leaf = verdict.report.order().first()?;
        Some(Missing {
            issuer: wanted_issuer.clone()?,
            leaf: verdict.report.certificates().get(*leaf)?.der.clone(),
        })
    }

    /// A certificate of another report as the issuer, if it is that.
    fn neighbour(
        &self,
        report: &Report,
        place: usize,
        at: &Place,
        role: Option<Role>,
        now: UnixTime,
    ) -> Option<Neighbour> {
        let certificate = report.certificates().get(place)?;
        let pool = Pool::of(std::iter::once(certificate.der.as_ref()), &at.path);
        let issuers = pool.issuers_of(&pool::encoded(&self.leaf), &any_size(), now);
        if issuers != Ok(1) {
            return None;
        }
        Some(Neighbour {
            place: at.clone(),
            lines: certificate.lines.clone(),
            role,
            is_root: authorities::is_self_signed(&certificate.der),
            is_whole: report.certificates().iter().any(|it| it.der == self.leaf),
        })
    }

    /// Puts what was found in the place of what the library says, which sees one bundle alone.
    fn tell(&self, verdict: &mut Verdict, subject: &BundleToCheck, neighbour: &Neighbour) {
        let Some(finding) = verdict.findings.iter_mut().find(|it| is_about_it(it)) else {
            return;
        };
        let mut told = finding.clone();
        let is_member = subject.place.value.is_some();
        let place = neighbour.shown(&subject.place);
        let goes_behind = neighbour.role == Some(Role::Appended);
        let is_served_whole = neighbour.is_whole && !subject.named && !is_member;
        let (first, _) = told.message.split_once('\n').unwrap_or((&told.message, ""));
        let (message, help) = if goes_behind {
            (
                format!("{first}\nIt is in {place}, which goes behind this one."),
                format!("where they are put together by hand: first this one, then that of {place}"),
            )
        } else if neighbour.is_root {
            (
                format!(
                    "{first}\nIt is the root in {place}; servers need not send it to peers that trust it."
                ),
                "nothing has to be done where they do; --trust FILE checks it".into(),
            )
        } else if neighbour.is_whole {
            (
                format!("{first}\n{place} holds this certificate and its issuer's."),
                format!("give servers {place}"),
            )
        } else if is_member {
            (
                format!(
                    "{}\nIt is in {place}; servers do not send what stands there.",
                    told.message
                ),
                format!(
                    "put the certificate of {place} behind the one of {}",
                    pemvet::text::echo(&subject.part.name)
                ),
            )
        } else {
            (
                format!(
                    "{}\nIt is in {place}; servers send what is in the one file that they are given.",
                    told.message
                ),
                command(&subject.path, &neighbour.place.file),
            )
        };
        if goes_behind || neighbour.is_root || is_served_whole {
            (told.severity, told.class) = (Severity::Note, None);
        }
        told.message = message;
        told.help = Some(help.into());
        *finding = told;
        verdict.sort();
    }
}

impl Neighbour {
    /// `data.ca.crt of the same Secret, line 7`, `web.ca-bundle, lines 1-21`.
    fn shown(&self, own: &Place) -> String {
        let (first, last) = (self.lines.start(), self.lines.end());
        let lines = match first == last {
            true => format!("line {first}"),
            false => format!("lines {first}-{last}"),
        };
        match &self.place.value {
            Some(value) if self.place.path == own.path => format!("{value} ({lines})"),
            Some(value) => format!("{} ({value}, {lines})", self.place.path),
            None => format!("{} ({lines})", self.place.path),
        }
    }
}

fn is_about_it(finding: &Finding) -> bool {
    finding.rule.name == rules::names::ISSUER_MISSING
}

/// The command that joins the two.
fn command(file: &Path, pool: &Path) -> String {
    let named = |name: &str| file.with_file_name(name);
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let output = match named("fullchain.pem") {
        taken if taken.exists() => named(&format!("{stem}-fullchain.pem")),
        free => free,
    };
    let argument = |path: &Path| remedy::argument(&files::shown(path));
    format!(
        "pemvet fix {} --pool {} --output {}   (writes the certificate and those of its issuers)",
        argument(file),
        argument(pool),
        argument(&output)
    )
}

/// The files beside one that was given alone.
fn beside(file: &Path, missing: &Missing, limit: usize, now: UnixTime) -> Vec<Neighbour> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_wanted = |path: &PathBuf| {
        let is_ours = content::is_named_like_certificates(path) || roles::of_file(path).is_some();
        is_ours && path.is_file() && path.file_name() != file.file_name()
    };
    let named = entries
        .flatten()
        .map(|entry| file.with_file_name(entry.file_name()));
    let mut paths: Vec<PathBuf> = named.filter(is_wanted).collect();
    paths.sort_by_key(|path| (roles::of_file(path).is_none(), path.clone()));
    let found = paths.into_iter().take(MOST_FILES).filter_map(|path| {
        let text = files::read_whole(&path, limit).ok()?;
        let report = Bundle::new(&text).validate(&any_size(), now);
        let named = |place: &usize| report.certificates()[*place].summary().subject == missing.issuer;
        let namesakes = (0..report.certificates().len())
            .filter(named)
            .take(MOST_NAMESAKES);
        let (at, role) = (Place::new(&path, None), roles::of_file(&path));
        namesakes
            .into_iter()
            .find_map(|place| missing.neighbour(&report, place, &at, role, now))
    });
    found.collect()
}
