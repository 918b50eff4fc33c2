//! Certificates of a name that stand beside a bundle: in the members of its object, or the files of its folder.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use pemvet::{Bundle, CertificateDer, JudgedCertificate, Report, UnixTime};

use crate::check::authorities;
use crate::check::bundle_to_check::{BundleToCheck, Group};
use crate::check::outcome::{BundleOutcome, Place};
use crate::input::roles::{self, Role};
use crate::input::{content, files};
use crate::pool;
use crate::terms::any_size;

/// Files of a folder that are read for it, and certificates of one name that are looked at.
const MOST_FILES: usize = 64;
const MOST_NAMESAKES: usize = 8;

/// A certificate beside a bundle.
#[derive(Clone)]
pub(crate) struct Neighbour {
    pub(crate) place: Place,
    pub(crate) lines: RangeInclusive<usize>,
    /// What the name of its place promises.
    pub(crate) role: Option<Role>,
    pub(crate) der: CertificateDer<'static>,
    together: Arc<Together>,
}

/// All certificates of one place.
struct Together {
    ders: Vec<CertificateDer<'static>>,
    are_authorities: OnceLock<bool>,
}

impl Together {
    fn of(report: &Report) -> Arc<Together> {
        let ders = report.certificates().iter().map(|it| it.der.clone());
        Arc::new(Together {
            ders: ders.collect(),
            are_authorities: OnceLock::new(),
        })
    }
}

impl Neighbour {
    fn new(
        place: &Place,
        role: Option<Role>,
        certificate: &JudgedCertificate,
        together: &Arc<Together>,
    ) -> Neighbour {
        Neighbour {
            place: place.clone(),
            lines: certificate.lines.clone(),
            role,
            der: certificate.der.clone(),
            together: Arc::clone(together),
        }
    }

    /// Whether this one stands there as well.
    pub(crate) fn stands_with(&self, der: &CertificateDer<'_>) -> bool {
        self.together.ders.iter().any(|it| it == der)
    }

    /// Whether nothing but CAs stands there.
    pub(crate) fn holds_only_authorities(&self) -> bool {
        *self.together.are_authorities.get_or_init(|| {
            let text: String = self.together.ders.iter().map(|der| pool::encoded(der)).collect();
            authorities::are_only_authorities(text.as_bytes())
        })
    }

    /// `Secret web, data.ca.crt (line 7)`, `web.ca-bundle (lines 1-21)`.
    pub(crate) fn shown(&self, own: &Place) -> String {
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

/// The certificates of some groups, by their names.
pub(crate) struct Index<'s> {
    subjects: &'s [BundleToCheck],
    /// By group and name, the subject and the certificate's place in it.
    by_name: HashMap<(Group, String), Vec<(usize, usize)>>,
    /// All certificates of a subject that was asked about.
    together: HashMap<usize, Arc<Together>>,
    /// The certificates of a folder that nobody named, with their names: each is read once.
    folders: HashMap<PathBuf, Vec<(String, Neighbour)>>,
}

impl<'s> Index<'s> {
    /// Those in the groups of these subjects.
    pub(crate) fn around(
        wanted: impl Iterator<Item = usize>,
        subjects: &'s [BundleToCheck],
        outcomes: &[BundleOutcome],
    ) -> Index<'s> {
        let groups: HashSet<_> = wanted.map(|number| subjects[number].group()).collect();
        let mut by_name: HashMap<_, Vec<(usize, usize)>> = HashMap::new();
        for (number, (subject, outcome)) in subjects.iter().zip(outcomes).enumerate() {
            let group = subject.group();
            let verdict = outcome.result.as_ref().ok().filter(|_| groups.contains(&group));
            let certificates = verdict.iter().flat_map(|verdict| verdict.report.certificates());
            for (place, certificate) in certificates.enumerate() {
                let name = (group.clone(), certificate.to_summary().subject);
                by_name.entry(name).or_default().push((number, place));
            }
        }
        Index {
            subjects,
            by_name,
            together: HashMap::new(),
            folders: HashMap::new(),
        }
    }

    /// The certificates of this name beside a subject. A file that was given alone has neighbours that nobody named.
    pub(crate) fn beside(
        &mut self,
        number: usize,
        name: &str,
        outcomes: &[BundleOutcome],
        limit: usize,
        now: UnixTime,
    ) -> Vec<Neighbour> {
        let subject = &self.subjects[number];
        let namesakes = self.by_name.get(&(subject.group(), name.into()));
        let namesakes = namesakes.into_iter().flatten();
        let others = namesakes
            .filter(|(other, _)| *other != number)
            .take(MOST_NAMESAKES);
        let mut found = Vec::new();
        for (other, place) in others {
            let (outcome, role) = (&outcomes[*other], self.subjects[*other].part.role);
            let Ok(verdict) = &outcome.result else { continue };
            let together = self.together.entry(*other);
            let together = together.or_insert_with(|| Together::of(&verdict.report));
            let certificate = verdict.report.certificates().get(*place);
            found.extend(certificate.map(|it| Neighbour::new(&outcome.place, role, it, together)));
        }
        if subject.named && subject.place.value.is_none() && !subject.is_standard_input() {
            let folder = subject.path.parent().map(PathBuf::from).unwrap_or_default();
            let folder = self.folders.entry(folder);
            let known = folder.or_insert_with(|| in_folder(&subject.path, limit, now));
            let is_other = |it: &Neighbour| it.place.file.file_name() != subject.path.file_name();
            let named = known.iter().filter(|(own, it)| own == name && is_other(it));
            found.extend(named.take(MOST_NAMESAKES).map(|(_, it)| it.clone()));
        }
        found
    }
}

/// The certificates of the files beside one.
fn in_folder(file: &Path, limit: usize, now: UnixTime) -> Vec<(String, Neighbour)> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_wanted = |path: &PathBuf| {
        let is_ours = content::is_named_like_certificates(path) || roles::of_file(path).is_some();
        is_ours && path.is_file()
    };
    let beside = entries
        .flatten()
        .map(|entry| file.with_file_name(entry.file_name()));
    let mut paths: Vec<PathBuf> = beside.filter(is_wanted).collect();
    paths.sort_by_key(|path| (roles::of_file(path).is_none(), path.clone()));
    let mut found = Vec::new();
    for path in paths.into_iter().take(MOST_FILES) {
        let Ok(text) = files::read_whole(&path, limit) else {
            continue;
        };
        let report = Bundle::new(&text).validate(&any_size(), now);
        let (place, role) = (Place::new(&path, None), roles::of_file(&path));
        let together = Together::of(&report);
        let certificates = report.certificates().iter();
        found.extend(certificates.map(|it| {
            let neighbour = Neighbour::new(&place, role, it, &together);
            (it.to_summary().subject, neighbour)
        }));
    }
    found
}
