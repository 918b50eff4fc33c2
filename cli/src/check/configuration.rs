//! pemvet.toml: what the files of a repository are held to, and what is not to be said of them.

mod problem;
pub(crate) mod unused;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use pemvet::rules::Severities;
use pemvet::{Severity, UnixTime, rules};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use self::problem::Source;
use crate::arguments::{Level, Preset, ProfileArgs, Standard};
use crate::check::known;
use crate::echo;
use crate::input::files;
use crate::outcome::Failure;
use crate::rule_names;
use crate::terms::JudgingTerms;

pub(crate) const NAME: &str = "pemvet.toml";

/// Configuration of `pemvet check`. Globs are written as in .gitignore, relative to the folder of this file.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(title = "pemvet.toml")]
struct Text {
    /// Severity by rule, for all files. Rules about limits and about what cannot be decoded keep theirs.
    #[schemars(with = "BTreeMap<String, Level>")]
    severity: BTreeMap<Spanned<String>, Level>,
    /// What bundles are held to. The first entry that names a file counts; a file of none is held to the profile `any`.
    bundle: Vec<Section>,
    /// Findings that are not shown, and files that are not judged.
    ignore: Vec<Ignore>,
}

/// What some files are held to.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Section {
    /// Globs of the files.
    #[schemars(with = "Vec<String>", length(min = 1))]
    files: Spanned<Vec<Spanned<String>>>,
    /// Certificate name of Redis Software.
    #[schemars(with = "Option<String>")]
    name: Option<Spanned<String>>,
    /// Names of the cluster, where `name` names a server's certificate.
    #[serde(default)]
    fqdn: Vec<String>,
    /// Version of Redis Software that the bundle is uploaded to, 5.4 to 8.2, such as 7.22.2-79; 8.2 if absent.
    target: Option<String>,
    /// Makes an error of whatever the documentation of Redis Software says should or must be there and is missing.
    #[serde(default)]
    strict_docs: bool,
    /// What the bundle is for, where no `name` is given.
    profile: Option<Preset>,
    /// DNS names and IP addresses that the leaf must be valid for.
    #[serde(default)]
    hostname: Vec<String>,
    /// File with the only certificates that may end a chain, relative to the folder of this file.
    trust: Option<PathBuf>,
    /// What makes an error: what TLS libraries refuse, or a standard to the letter.
    #[serde(default)]
    reading: Standard,
    /// Servers that load them and clients that verify them, such as "nginx" or "go@1.22..1.27"; `pemvet stacks` lists them.
    #[serde(default, rename = "for")]
    stacks: Vec<String>,
    /// Severity by rule, for these files.
    #[schemars(with = "BTreeMap<String, Level>")]
    #[serde(default)]
    severity: BTreeMap<Spanned<String>, Level>,
}

/// Findings that are not shown and do not count, or files that are not judged at all.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Ignore {
    /// Globs of the files.
    #[schemars(with = "Vec<String>", length(min = 1))]
    files: Spanned<Vec<Spanned<String>>>,
    /// The rules. Without them the files are not judged at all.
    #[schemars(with = "Option<Vec<String>>")]
    rules: Option<Vec<Spanned<String>>>,
    /// Why, in words for the next reader.
    #[schemars(with = "String", length(min = 1))]
    reason: Spanned<String>,
    /// Last day on which it holds, such as 2027-01-31.
    #[schemars(with = "Option<String>")]
    until: Option<Spanned<Day>>,
}

/// A day, as TOML writes it or as a text; anything else is a mistake.
#[derive(Deserialize)]
#[serde(untagged)]
enum Day {
    Date(toml::value::Datetime),
    Text(String),
    Other(serde::de::IgnoredAny),
}

impl Day {
    fn date(&self) -> Option<toml::value::Datetime> {
        match self {
            Day::Date(date) => Some(*date),
            Day::Text(text) => text.parse().ok(),
            Day::Other(_) => None,
        }
    }
}

/// One pemvet.toml that was read.
pub(crate) struct Configuration {
    /// As printed.
    shown: String,
    path: PathBuf,
    directory: PathBuf,
    /// What files of no section are held to.
    general: Arc<JudgingTerms>,
    sections: Vec<(Named, Arc<JudgingTerms>)>,
    ignores: Vec<ParsedIgnore>,
}

/// An [`Ignore`] that was understood.
struct ParsedIgnore {
    /// Where its reason is.
    line: usize,
    files: Named,
    rules: Option<Vec<String>>,
    reason: String,
    /// Seconds since 1970; `None` for ever.
    until: Option<i64>,
    /// That day, as printed.
    until_shown: Option<String>,
}

/// Files that globs name.
struct Named {
    all: Gitignore,
    patterns: Vec<Pattern>,
}

/// One of several globs.
struct Pattern {
    line: usize,
    /// As printed.
    shown: String,
    alone: Gitignore,
}

impl Configuration {
    /// Reads and checks all of it, so that a mistake shows before it matters.
    fn read(path: &Path, question: &ProfileArgs) -> Result<Configuration, Failure> {
        let shown = files::shown(path);
        let bytes =
            files::read_whole(path, 1 << 20).map_err(|reason| Failure::new(format!("{shown}: {reason}")))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Failure::new(format!("{shown}: is not UTF-8")))?;
        let source = Source { path: &shown, text };
        let file: Text = toml::from_str(text).map_err(|error| source.malformed(&error))?;
        let directory = std::fs::canonicalize(path)
            .ok()
            .and_then(|path| path.parent().map(Path::to_path_buf))
            .ok_or_else(|| Failure::new(format!("{shown}: has no folder")))?;
        let severities = severities(&source, &file.severity)?;
        let mut sections = Vec::new();
        for section in &file.bundle {
            let globs = globs(&source, &directory, &section.files)?;
            let mut terms = section.terms(&source, &directory, question)?;
            terms.set_severities(&severities);
            terms
                .profile
                .severities
                .extend(&self::severities(&source, &section.severity)?);
            sections.push((globs, Arc::new(terms)));
        }
        let mut ignores = Vec::new();
        for ignore in &file.ignore {
            ignores.push(ignore.understood(&source, &directory)?);
        }
        let mut general = question.terms()?;
        general.set_severities(&severities);
        Ok(Configuration {
            shown: shown.clone(),
            path: path.into(),
            directory,
            general: Arc::new(general),
            sections,
            ignores,
        })
    }

    /// As printed.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// As it was given or found.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What a file is held to.
    pub(crate) fn terms(&self, file: &Path) -> Arc<JudgingTerms> {
        let section = self
            .sections
            .iter()
            .find(|(named, _)| self.names(&named.all, file));
        Arc::clone(section.map_or(&self.general, |(_, terms)| terms))
    }

    /// Why a file is not to be judged.
    pub(crate) fn passes_over(&self, file: &Path, now: UnixTime) -> Option<&str> {
        let mut whole = self.ignores.iter().filter(|rest| rest.rules.is_none());
        let holds = |rest: &&ParsedIgnore| rest.holds(now) && self.names(&rest.files.all, file);
        whole.find(holds).map(|rest| rest.reason.as_str())
    }

    /// Why what a rule finds in a file is not to be shown.
    pub(crate) fn ignores(&self, file: &Path, found: &str, now: UnixTime) -> Option<&str> {
        let is_about = |rest: &&ParsedIgnore| {
            let rules = rest.rules.as_deref().unwrap_or_default();
            rules.iter().any(|rule| covers(rule, found))
                && rest.holds(now)
                && self.names(&rest.files.all, file)
        };
        self.ignores
            .iter()
            .find(is_about)
            .map(|rest| rest.reason.as_str())
    }

    fn names(&self, globs: &Gitignore, file: &Path) -> bool {
        let inside = file.strip_prefix(&self.directory);
        inside.is_ok_and(|file| globs.matched_path_or_any_parents(file, false).is_ignore())
    }
}

/// Whether what passes over one rule passes over another.
pub(crate) fn covers(ignored: &str, rule: &str) -> bool {
    known::common(ignored) == known::common(rule)
}

impl ParsedIgnore {
    fn holds(&self, now: UnixTime) -> bool {
        let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        self.until.is_none_or(|until| now <= until)
    }
}

impl Section {
    fn terms(
        &self,
        source: &Source<'_>,
        directory: &Path,
        question: &ProfileArgs,
    ) -> Result<JudgingTerms, Failure> {
        let at = self.name.as_ref().map_or(self.files.span(), Spanned::span);
        if question.is_about_purpose() {
            return question.terms();
        }
        let own = ProfileArgs {
            names: self.name.iter().map(|name| name.get_ref().clone()).collect(),
            fqdn: self.fqdn.clone(),
            target: self.target.clone(),
            strict_docs: self.strict_docs,
            profile: self.profile,
            hostname: self.hostname.clone(),
            trust: match &question.trust {
                Some(given) => Some(given.clone()),
                None => self.trust.as_ref().map(|path| directory.join(path)),
            },
            reading: match question.reading {
                Standard::Deployed => self.reading,
                given => given,
            },
            stacks: match question.stacks.is_empty() {
                true => self.stacks.clone(),
                false => question.stacks.clone(),
            },
            ..question.clone()
        };
        if !own.names.is_empty() && own.profile.is_some() {
            return Err(source.problem(at, "name and profile exclude each other"));
        }
        let is_about_name = !own.fqdn.is_empty() || own.target.is_some() || own.strict_docs;
        if own.names.is_empty() && is_about_name {
            return Err(source.problem(
                at,
                "fqdn, target and strict-docs belong to a certificate name; give name as well",
            ));
        }
        own.terms().map_err(|failure| match failure {
            Failure::Told(message) => source.problem(at, &message.replace("--", "")),
            gone @ Failure::ReaderGone => gone,
        })
    }
}

impl Ignore {
    fn understood(&self, source: &Source<'_>, directory: &Path) -> Result<ParsedIgnore, Failure> {
        let reason = self.reason.get_ref().trim();
        if reason.is_empty() {
            return Err(source.problem(self.reason.span(), "an [[ignore]] needs a reason"));
        }
        for rule in self.rules.iter().flatten() {
            let area = find(source, rule)?.area;
            if area.fixed {
                let message = format!(
                    "{} says that something was not read or not judged, which cannot be ignored; an [[ignore]] without \
                     rules leaves the files out",
                    rule.get_ref()
                );
                return Err(source.problem(rule.span(), &message));
            }
        }
        let until =
            match &self.until {
                None => None,
                Some(until) => {
                    let date = until.get_ref().date();
                    let last = date.and_then(|date| Some((last_second(&date)?, date.to_string())));
                    Some(last.ok_or_else(|| {
                        source.problem(until.span(), "until wants a day, such as 2027-01-31")
                    })?)
                }
            };
        let rules = self.rules.as_ref();
        Ok(ParsedIgnore {
            line: source.line_of(self.reason.span().start),
            files: globs(source, directory, &self.files)?,
            rules: rules.map(|rules| rules.iter().map(|rule| rule.get_ref().clone()).collect()),
            reason: echo::prose(reason),
            until: until.as_ref().map(|(last, _)| *last),
            until_shown: until.map(|(_, day)| day),
        })
    }
}

fn find(source: &Source<'_>, rule: &Spanned<String>) -> Result<&'static rules::Rule, Failure> {
    rule_names::find(rule.get_ref()).map_err(|message| source.problem(rule.span(), &message))
}

fn severities(source: &Source<'_>, given: &BTreeMap<Spanned<String>, Level>) -> Result<Severities, Failure> {
    let mut severities = Severities::default();
    for (rule, level) in given {
        let found = find(source, rule)?;
        if found.area.fixed {
            let message = format!(
                "{} keeps its severity: it belongs to the area {}",
                rule.get_ref(),
                found.area.title
            );
            return Err(source.problem(rule.span(), &message));
        }
        severities.set(found, Severity::from(*level));
    }
    Ok(severities)
}

fn globs(
    source: &Source<'_>,
    directory: &Path,
    patterns: &Spanned<Vec<Spanned<String>>>,
) -> Result<Named, Failure> {
    if patterns.get_ref().is_empty() {
        return Err(source.problem(patterns.span(), "files names no file"));
    }
    let built = |globs: &GitignoreBuilder| {
        let built = globs.build();
        built.map_err(|error| source.problem(patterns.span(), &error.to_string()))
    };
    let mut globs = GitignoreBuilder::new(directory);
    let mut each = Vec::new();
    for pattern in patterns.get_ref() {
        let mut alone = GitignoreBuilder::new(directory);
        for globs in [&mut globs, &mut alone] {
            if let Err(error) = globs.add_line(None, pattern.get_ref()) {
                return Err(source.problem(pattern.span(), &error.to_string()));
            }
        }
        // What takes files out again names none by itself.
        if !pattern.get_ref().starts_with('!') {
            each.push(Pattern {
                line: source.line_of(pattern.span().start),
                shown: echo::prose(pattern.get_ref()),
                alone: built(&alone)?,
            });
        }
    }
    Ok(Named {
        all: built(&globs)?,
        patterns: each,
    })
}

/// The end of that day, in seconds since 1970.
fn last_second(day: &toml::value::Datetime) -> Option<i64> {
    let format = &time::format_description::well_known::Rfc3339;
    day.date.filter(|_| day.time.is_none())?;
    let end = time::OffsetDateTime::parse(&format!("{day}T23:59:59Z"), format).ok()?;
    Some(end.unix_timestamp())
}

/// The configurations of all files: the one given, or for each file the nearest above it.
pub(crate) struct Configurations {
    all: Vec<Configuration>,
    by_directory: HashMap<PathBuf, Option<usize>>,
    /// Holds for all files.
    given: bool,
}

impl Configurations {
    pub(crate) fn new(given: Option<&Path>, question: &ProfileArgs) -> Result<Configurations, Failure> {
        let all = match given {
            Some(path) => vec![Configuration::read(path, question)?],
            None => Vec::new(),
        };
        Ok(Configurations {
            given: !all.is_empty(),
            all,
            by_directory: HashMap::new(),
        })
    }

    /// The configuration of a file in this directory, which must be an absolute path without links.
    pub(crate) fn of(&mut self, directory: &Path, question: &ProfileArgs) -> Result<Option<usize>, Failure> {
        if self.given {
            return Ok(Some(0));
        }
        if let Some(known) = self.by_directory.get(directory) {
            return Ok(*known);
        }
        let here = directory.join(NAME);
        let found = if here.is_file() {
            self.all.push(Configuration::read(&relative(&here), question)?);
            Some(self.all.len().saturating_sub(1))
        } else {
            // A repository ends the search: what lies above is somebody else's.
            match directory.parent().filter(|_| !is_top_of_repository(directory)) {
                Some(above) => self.of(above, question)?,
                None => None,
            }
        };
        self.by_directory.insert(directory.into(), found);
        Ok(found)
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn get(&self, number: usize) -> Option<&Configuration> {
        self.all.get(number)
    }
}

/// Whether a directory is all of a repository, or of a work tree. A submodule is a part of the one above.
fn is_top_of_repository(directory: &Path) -> bool {
    let git = directory.join(".git");
    let leads_to = std::fs::read_to_string(&git).unwrap_or_default();
    let is_submodule = leads_to.starts_with("gitdir: ") && leads_to.contains("/modules/");
    git.exists() && !is_submodule
}

/// From the current directory, so that messages are short and the same everywhere.
fn relative(path: &Path) -> PathBuf {
    let current = std::env::current_dir().and_then(std::fs::canonicalize);
    let below = current
        .ok()
        .and_then(|current| path.strip_prefix(current).ok().map(Path::to_path_buf));
    below.unwrap_or_else(|| path.into())
}

/// The JSON schema of pemvet.toml, for editors.
pub(crate) fn schema() -> String {
    let schema = schemars::schema_for!(Text);
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

/// Whether a text is read as a configuration. The error is words for the user.
pub(crate) fn is_read(text: &str) -> Result<(), String> {
    let read = toml::from_str::<Text>(text);
    read.map(drop).map_err(|error| echo::prose(error.message()))
}
