//! What users write: `nginx`, `openssl@3.0`, `go@1.22..1.27`, and lists of these.

use alloc::vec::Vec;
use core::fmt;

use super::clients::CLIENTS;
use super::effect::{Effect, Outcome};
use super::fact::Fact;
use super::servers::SERVERS;
use super::setup::Setup;
use super::stack::Stack;
use super::unknown::{MOST_STACKS, Problem, UnknownStack};
use super::version::{Version, Versions};

/// Every stack: the servers, then the clients and those that are both.
///
/// ```
/// use pemvet::stacks::{Role, stacks};
///
/// assert!(stacks().filter(|it| it.role() != Role::Client).count() >= 30);
/// assert!(stacks().filter(|it| it.role() != Role::Server).count() >= 16);
/// ```
pub fn stacks() -> impl Iterator<Item = &'static Stack> {
    SERVERS.iter().chain(CLIENTS)
}

/// A stack that somebody asked for, with the versions that were meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wanted {
    /// The stack.
    pub stack: &'static Stack,
    /// The versions as they were written; without any, the newest that is known is meant.
    pub versions: Option<Versions>,
}

/// A change within a range of versions: what works at one and not at a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Break {
    /// The last version that works before.
    pub works: Version,
    /// The first version that does not.
    pub fails: Version,
    /// What it does.
    pub effect: Effect,
}

impl Wanted {
    /// The releases that are meant, oldest first; never empty.
    ///
    /// One version stands for the newest known release of its line. Of a range, every known release and both ends.
    pub fn setups(&self) -> Vec<Setup> {
        let Some(range) = self.versions else {
            return [self.stack.newest()].into();
        };
        if let (Some(from), true) = (range.from, range.from == range.to) {
            return [self.stack.at(from)].into();
        }
        let releases = self.stack.releases.iter().filter(|it| range.contains(it.version));
        let mut setups: Vec<Setup> = releases.map(|it| self.stack.as_released(it)).collect();
        for end in [range.from, range.to].into_iter().flatten() {
            if !setups.iter().any(|it| end.covers(it.version)) {
                setups.push(self.stack.at(end));
            }
        }
        setups.sort_by_key(|it| it.version);
        setups
    }

    /// Where within the versions something that works stops working, when files are loaded or when a peer is verified.
    ///
    /// ```
    /// use pemvet::stacks::{Fact, find};
    ///
    /// let upgrade = find("go@1.22..1.27")?;
    /// let change = upgrade.breaks(Fact::NegativeSerial).unwrap();
    /// assert_eq!((change.works, change.fails), ("1.22".parse()?, "1.23".parse()?));
    /// assert_eq!(upgrade.breaks(Fact::CaWithoutKeyUsage), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn breaks(&self, fact: Fact) -> Option<Break> {
        let setups = self.setups();
        let loads = first_break(setups.iter().map(|it| (it.version, it.loads(fact))));
        let verifies = first_break(setups.iter().map(|it| (it.version, it.verifies(fact))));
        loads.into_iter().chain(verifies).min_by_key(|it| it.fails)
    }
}

/// The first of some releases that does not work where an earlier one does.
fn first_break(releases: impl Iterator<Item = (Version, Option<Outcome>)>) -> Option<Break> {
    let mut works = None;
    for (version, outcome) in releases {
        let effect = outcome?.effect;
        match (effect.works(), works) {
            (Some(true), _) => works = Some(version),
            (Some(false), Some(works)) => {
                return Some(Break {
                    works,
                    fails: version,
                    effect,
                });
            }
            _ => {}
        }
    }
    None
}

impl fmt::Display for Wanted {
    /// As it is written, by the stack's own name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stack.name)?;
        self.versions.map_or(Ok(()), |versions| write!(f, "@{versions}"))
    }
}

/// Reads `NAME` or `NAME@VERSIONS`: a name or alias in any case, with a version or a range after it.
///
/// ```
/// use pemvet::stacks::find;
///
/// assert_eq!(find("httpd")?.to_string(), "apache");
/// assert_eq!(find("Go@1.22..1.27")?.to_string(), "go@1.22..1.27");
/// assert_eq!(
///     find("ngnix").unwrap_err().to_string(),
///     "no stack is called \"ngnix\"; the nearest is nginx",
/// );
/// # Ok::<(), pemvet::stacks::UnknownStack>(())
/// ```
///
/// # Errors
///
/// [`UnknownStack`] says what is wrong with the text, and which names are near.
pub fn find(text: &str) -> Result<Wanted, UnknownStack> {
    let text = text.trim();
    let (name, versions) = match text.split_once('@') {
        Some((name, versions)) => (name.trim(), Some(versions.trim())),
        None => (text, None),
    };
    let Some(stack) = stacks().find(|it| names(it).any(|it| it.eq_ignore_ascii_case(name))) else {
        return Err(UnknownStack::new(Problem::Name, name, stacks().flat_map(names)));
    };
    let versions = versions.map(str::parse).transpose();
    let versions = versions.map_err(|_| UnknownStack::new(Problem::Version, text, core::iter::empty()))?;
    Ok(Wanted { stack, versions })
}

/// Reads a list with commas between: `redis,nginx@1.22,python@3.12..3.13`. What is listed twice counts once.
///
/// ```
/// use pemvet::stacks::parse_list;
///
/// let list = parse_list("redis, go@1.22..1.27,redis")?;
/// assert_eq!(list.len(), 2);
/// assert!(parse_list("redis,,go").is_err() && parse_list("").is_err());
/// # Ok::<(), pemvet::stacks::UnknownStack>(())
/// ```
///
/// # Errors
///
/// As [`find`], of the first entry that is wrong; and of a list of more than 64.
pub fn parse_list(text: &str) -> Result<Vec<Wanted>, UnknownStack> {
    let mut list: Vec<Wanted> = Vec::new();
    for entry in text.split(',') {
        let wanted = find(entry)?;
        if !list.contains(&wanted) {
            list.push(wanted);
        }
        if list.len() > MOST_STACKS {
            return Err(UnknownStack::new(Problem::TooMany, text, core::iter::empty()));
        }
    }
    Ok(list)
}

fn names(stack: &'static Stack) -> impl Iterator<Item = &'static str> {
    core::iter::once(stack.name).chain(stack.aliases.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stacks::{Reader, Role, Verifier};
    use alloc::string::{String, ToString as _};

    #[test]
    fn names_and_aliases_are_unique() {
        let mut all: Vec<&str> = stacks().flat_map(names).collect();
        let allowed = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "-.".contains(it);
        assert!(all.iter().all(|name| name.chars().all(allowed)));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        for name in all {
            assert!(find(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn every_stack_has_a_family_and_releases_in_order() {
        for stack in stacks() {
            assert!(
                stack.reader.is_some() || stack.verifier.is_some(),
                "{}",
                stack.name
            );
            assert!(!stack.releases.is_empty(), "{}", stack.name);
            let versions: Vec<Version> = stack.releases.iter().map(|it| it.version).collect();
            assert!(
                versions.windows(2).all(|pair| pair[0] < pair[1]),
                "{}",
                stack.name
            );
            assert!(stack.releases.iter().all(|it| it.level <= 2), "{}", stack.name);
            let strict = stack.releases.iter().any(|it| it.strict || it.partial_chains);
            assert!(
                !strict || stack.verifier == Some(Verifier::OpenSsl),
                "{}",
                stack.name
            );
        }
    }

    #[test]
    fn every_family_but_the_strict_one_has_a_stack() {
        for reader in Reader::ALL {
            assert!(stacks().any(|it| it.reader == Some(*reader)), "{reader:?}");
        }
        for verifier in Verifier::ALL {
            let strict = *verifier == Verifier::OpenSslStrict;
            assert!(
                strict || stacks().any(|it| it.verifier == Some(*verifier)),
                "{verifier:?}"
            );
        }
        let roles = [Role::Server, Role::Client, Role::Both];
        assert!(roles.iter().all(|role| stacks().any(|it| it.role() == *role)));
    }

    #[test]
    fn what_is_written_is_written_back() {
        for text in [
            "nginx",
            "openssl@3.0",
            "go@1.22..1.27",
            "python@3.13",
            "node@22..",
            "java@..17",
            "dotnet@8",
        ] {
            assert_eq!(find(text).unwrap().to_string(), text);
        }
        assert_eq!(find(" NodeJS@v22 ").unwrap().to_string(), "node@22");
    }

    #[test]
    fn one_version_is_the_newest_release_of_its_line() {
        let setup = |text: &str| find(text).unwrap().setups().pop().unwrap();
        assert_eq!(setup("openssl@3.5").version.to_string(), "3.5.9");
        assert_eq!(setup("openssl@3.5.8").library, Some(Version::new(&[3, 5, 8])));
        assert_eq!(setup("node@22").library, Some(Version::new(&[3, 5, 8])));
        assert_eq!(setup("node@22.19").to_string(), "node 22.19.0 (OpenSSL 3.0.17)");
        assert_eq!(setup("go").to_string(), "go 1.27.3");
        assert_eq!(setup("boringssl").to_string(), "boringssl");
        assert!(setup("python@3.14").strict && !setup("python@3.11").strict);
        assert_eq!(setup("nginx@1.18").library, None);
    }

    #[test]
    fn a_range_is_its_releases_and_its_ends() {
        let versions = |text: &str| -> Vec<String> {
            let setups = find(text).unwrap().setups();
            setups.iter().map(|it| it.version.to_string()).collect()
        };
        assert_eq!(versions("node@21..22.19"), ["21", "22", "22.19.0"]);
        assert_eq!(versions("python@3.11..3.13"), ["3.11", "3.12", "3.13"]);
        assert_eq!(versions("openssl@3.5.7..3.5.8"), ["3.5.7", "3.5.8"]);
        assert_eq!(versions("go@1.26.."), ["1.26", "1.27.3"]);
    }
}
