//! Versions of products and libraries, and ranges of them.

use alloc::string::String;
use core::fmt;

/// A version of up to four numbers with dots between them. One of fewer numbers is a *line*: `3.0` is every `3.0.x`.
///
/// Ordered number by number; a line stands before the versions that belong to it.
///
/// ```
/// use pemvet::stacks::Version;
///
/// let line: Version = "3.5".parse()?;
/// assert!(line.covers("3.5.8".parse()?) && !line.covers("3.0.19".parse()?));
/// assert!(Version::new(&[3, 5, 8]) < "3.10".parse()?);
/// assert!("3.x".parse::<Version>().is_err());
/// # Ok::<(), pemvet::stacks::InvalidVersion>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    numbers: [u32; 4],
    written: u8,
}

impl Version {
    /// The version of these numbers; those after the fourth are left out.
    pub const fn new(numbers: &[u32]) -> Version {
        let (numbers, written) = match *numbers {
            [] => ([0, 0, 0, 0], 0),
            [a] => ([a, 0, 0, 0], 1),
            [a, b] => ([a, b, 0, 0], 2),
            [a, b, c] => ([a, b, c, 0], 3),
            [a, b, c, d, ..] => ([a, b, c, d], 4),
        };
        Version { numbers, written }
    }

    /// The numbers as they were written.
    pub fn numbers(&self) -> &[u32] {
        self.numbers.get(..usize::from(self.written)).unwrap_or_default()
    }

    /// Whether `other` is this version or belongs to its line.
    pub fn covers(self, other: Version) -> bool {
        other.numbers().starts_with(self.numbers())
    }

    /// Whether this version stands below `end`, or in its line.
    fn is_up_to(self, end: Version) -> bool {
        self <= end || end.covers(self)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, number) in self.numbers().iter().enumerate() {
            let dot = if place == 0 { "" } else { "." };
            write!(f, "{dot}{number}")?;
        }
        Ok(())
    }
}

/// A text that is no version, or no range of versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidVersion;

impl fmt::Display for InvalidVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a version is one to four numbers with dots between them, a range FROM..TO")
    }
}

impl core::error::Error for InvalidVersion {}

impl core::str::FromStr for Version {
    type Err = InvalidVersion;

    /// One to four numbers of at most nine digits; a `v` before them is passed over.
    fn from_str(text: &str) -> Result<Version, InvalidVersion> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let mut version = Version::new(&[]);
        let mut parts = text.split('.');
        for (place, part) in version.numbers.iter_mut().zip(parts.by_ref()) {
            let is_number = matches!(part.len(), 1..=9) && part.bytes().all(|it| it.is_ascii_digit());
            *place = part.parse().ok().filter(|_| is_number).ok_or(InvalidVersion)?;
            version.written = version.written.saturating_add(1);
        }
        if parts.next().is_some() {
            return Err(InvalidVersion);
        }
        Ok(version)
    }
}

/// A range of versions. Both ends belong to it, and each with its whole line: up to `3.0` includes `3.0.19`.
///
/// ```
/// use pemvet::stacks::Versions;
///
/// let range: Versions = "1.22..1.27".parse()?;
/// assert!(range.contains("1.22".parse()?) && range.contains("1.27.3".parse()?));
/// assert!(!range.contains("1.28".parse()?) && !range.contains("1.21.9".parse()?));
/// assert_eq!(range.words(), "from 1.22 to 1.27");
/// assert_eq!("..3.5.7".parse::<Versions>()?.words(), "up to 3.5.7");
/// # Ok::<(), pemvet::stacks::InvalidVersion>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Versions {
    /// The first version; without it there is no lower end.
    pub from: Option<Version>,
    /// The last version or line; without it there is no upper end.
    pub to: Option<Version>,
}

impl Versions {
    /// Every version.
    pub const ALL: Versions = Versions { from: None, to: None };

    /// One version or line.
    pub const fn only(version: Version) -> Versions {
        Versions {
            from: Some(version),
            to: Some(version),
        }
    }

    /// Whether every version belongs to the range.
    pub fn is_all(self) -> bool {
        self == Versions::ALL
    }

    /// Whether a version belongs to the range.
    pub fn contains(self, version: Version) -> bool {
        self.from.is_none_or(|from| from <= version) && self.to.is_none_or(|to| version.is_up_to(to))
    }

    /// Whether some version belongs to both.
    pub(super) fn overlap(self, other: Versions) -> bool {
        let begins = |from: Option<Version>, to: Option<Version>| match (from, to) {
            (Some(from), Some(to)) => from.is_up_to(to),
            _ => true,
        };
        begins(self.from, other.to) && begins(other.from, self.to)
    }

    /// The range in words that follow a name: `from 1.23`, `up to 3.5.7`, or nothing for every version.
    pub fn words(self) -> String {
        match (self.from, self.to) {
            (None, None) => String::new(),
            (Some(from), None) => alloc::format!("from {from}"),
            (None, Some(to)) => alloc::format!("up to {to}"),
            (Some(from), Some(to)) if from == to => alloc::format!("{from}"),
            (Some(from), Some(to)) => alloc::format!("from {from} to {to}"),
        }
    }
}

impl fmt::Display for Versions {
    /// As it is written: `1.22..1.27`, `1.22..`, `..1.27` or `1.22`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (from, to) => {
                from.map_or(Ok(()), |from| write!(f, "{from}"))?;
                f.write_str("..")?;
                to.map_or(Ok(()), |to| write!(f, "{to}"))
            }
        }
    }
}

impl core::str::FromStr for Versions {
    type Err = InvalidVersion;

    fn from_str(text: &str) -> Result<Versions, InvalidVersion> {
        let Some((from, to)) = text.split_once("..") else {
            return text.parse().map(Versions::only);
        };
        let end = |text: &str| match text {
            "" => Ok(None),
            text => text.parse().map(Some),
        };
        let range = Versions {
            from: end(from)?,
            to: end(to)?,
        };
        let turned = matches!((range.from, range.to), (Some(from), Some(to)) if !from.is_up_to(to));
        if range.is_all() || turned {
            return Err(InvalidVersion);
        }
        Ok(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString as _;

    #[test]
    fn versions_are_ordered_by_number() {
        let texts = [
            "0.103.17",
            "1.1.1",
            "3",
            "3.0",
            "3.0.19",
            "3.5.8",
            "3.10",
            "156.0.8078.108",
        ];
        let versions: alloc::vec::Vec<Version> = texts.iter().map(|text| text.parse().unwrap()).collect();
        assert!(versions.is_sorted());
        for (version, text) in versions.iter().zip(texts) {
            assert_eq!(version.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in [
            "",
            ".",
            "3.",
            ".3",
            "3..0",
            "3.x",
            "-1",
            "+1",
            "1.2.3.4.5",
            "1234567890",
            "3.0 ",
            "vv1",
        ] {
            assert_eq!(text.parse::<Version>(), Err(InvalidVersion), "{text:?}");
        }
        for text in ["..", "2..1", "1...2", "1..2..3", "a..b"] {
            assert_eq!(text.parse::<Versions>(), Err(InvalidVersion), "{text:?}");
        }
        assert_eq!("v22".parse::<Version>(), "22".parse());
    }

    #[test]
    fn ranges_parse_back() {
        for text in ["1.22..1.27", "3.0", "3.13..", "..4", "1.27..1.27.3", "3.0.5..3.0"] {
            assert_eq!(text.parse::<Versions>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn the_last_line_belongs_to_a_range() {
        let up_to: Versions = "..3".parse().unwrap();
        assert!(up_to.contains(Version::new(&[3, 9, 1])) && !up_to.contains(Version::new(&[4])));
        let within: Versions = "4.0.0..4.0.2".parse().unwrap();
        assert!(within.contains(Version::new(&[4, 0, 2])) && !within.contains(Version::new(&[4, 0, 3])));
    }
}
