//! Versions of Redis Software.

use core::fmt;

/// A version of Redis Software that a bundle is to be uploaded to, from 5.4 to 8.2.
///
/// `8.0` stands for every release of that line, `8.0.20` for every build of that release, `8.0.20-68` for itself. A line
/// has every fault that one of its releases has, and knows whatever one of its releases knows.
///
/// ```
/// use pemvet::redis::Target;
///
/// assert_eq!("7.22.2-79".parse::<Target>()?.to_string(), "7.22.2-79");
/// assert_eq!(Target::default(), "8.2".parse::<Target>()?);
/// assert!("9.9".parse::<Target>().is_err());
/// # Ok::<(), pemvet::redis::InvalidTarget>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    first: Release,
    last: Release,
}

/// Text that names no documented version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is no documented version of Redis Software; give one of 5.4, 5.6, 6.0, 6.2, 6.4, 7.2, 7.4, 7.8, 7.22, 8.0, 8.2, or a release of these such as 8.0.20-68"
)]
pub struct InvalidTarget(alloc::string::String);

/// One build: `8.0.20-68`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Release {
    line: (u16, u16),
    patch: u16,
    build: u16,
}

impl Release {
    pub(crate) const fn new(line: (u16, u16), patch: u16, build: u16) -> Release {
        Release { line, patch, build }
    }
}

/// The lines that release notes exist for.
const LINES: [(u16, u16); 11] = [
    (5, 4),
    (5, 6),
    (6, 0),
    (6, 2),
    (6, 4),
    (7, 2),
    (7, 4),
    (7, 8),
    (7, 22),
    (8, 0),
    (8, 2),
];

impl Target {
    /// The newest line that is documented.
    pub const LATEST: Target = Target {
        first: Release::new((8, 2), 0, 0),
        last: Release::new((8, 2), u16::MAX, u16::MAX),
    };

    /// Whether it is older than `release`; a line is if one of its releases is.
    ///
    /// ```
    /// use pemvet::redis::Target;
    ///
    /// let fixed = "6.0.20-81".parse::<Target>()?;
    /// assert!("6.0".parse::<Target>()?.may_be_older_than(fixed));
    /// assert!(!"6.0.20-97".parse::<Target>()?.may_be_older_than(fixed));
    /// assert!(!Target::LATEST.may_be_older_than(fixed));
    /// # Ok::<(), pemvet::redis::InvalidTarget>(())
    /// ```
    pub fn may_be_older_than(self, release: Target) -> bool {
        self.may_precede(release.first)
    }

    /// Whether it is this release or a later one; a line is if one of its releases is.
    pub(crate) fn reaches(self, release: Release) -> bool {
        self.last >= release
    }

    /// Whether it is older than this release; a line is if one of its releases is.
    pub(crate) fn may_precede(self, release: Release) -> bool {
        self.first < release
    }
}

impl Default for Target {
    /// [`Target::LATEST`].
    fn default() -> Target {
        Target::LATEST
    }
}

fn read(text: &str) -> Option<Target> {
    let (release, build) = match text.split_once('-') {
        Some((release, build)) => (release, Some(number(build)?)),
        None => (text, None),
    };
    let mut numbers = release.split('.');
    let line = (number(numbers.next()?)?, number(numbers.next()?)?);
    let patch = match numbers.next() {
        Some(patch) => Some(number(patch)?),
        None => None,
    };
    let is_complete = numbers.next().is_none() && (patch.is_some() || build.is_none());
    if !is_complete || !LINES.contains(&line) {
        return None;
    }
    Some(Target {
        first: Release::new(line, patch.unwrap_or(0), build.unwrap_or(0)),
        last: Release::new(line, patch.unwrap_or(u16::MAX), build.unwrap_or(u16::MAX)),
    })
}

/// Digits only, without a sign; the largest number stands for "any" and is no version.
fn number(text: &str) -> Option<u16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number != u16::MAX)
}

/// Reads `8.0`, `8.0.20` or `8.0.20-68`; anything else, and a line without documentation, is an [`InvalidTarget`].
impl core::str::FromStr for Target {
    type Err = InvalidTarget;

    fn from_str(text: &str) -> Result<Target, InvalidTarget> {
        read(text).ok_or_else(|| InvalidTarget(crate::text::echo(text).into_owned()))
    }
}

/// As short as it was given.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first.build == self.last.build {
            return self.first.fmt(f);
        }
        let Release { line, patch, .. } = self.first;
        write!(f, "{}.{}", line.0, line.1)?;
        if patch == self.last.patch {
            write!(f, ".{patch}")?;
        }
        Ok(())
    }
}

/// `8.0.20-68`; `8.2` where it stands for the begin of a line.
impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Release { line, patch, build } = self;
        write!(f, "{}.{}", line.0, line.1)?;
        if *patch > 0 {
            write!(f, ".{patch}")?;
        }
        if *build > 0 {
            write!(f, "-{build}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::{Release, Target};

    #[test]
    fn a_version_is_read_as_it_is_written() {
        for good in ["5.4", "6.2.18", "7.22.2-79", "8.0.20-68", "8.2"] {
            assert_eq!(
                good.parse::<Target>().map(|target| target.to_string()),
                Ok(good.into())
            );
        }
        for bad in [
            "",
            "8",
            "8.",
            "8.1",
            "8.2-4",
            "8.2.1.1",
            "+8.2",
            "8.2.x",
            "8.2.65535",
            "v8.2",
            "latest",
        ] {
            assert!(bad.parse::<Target>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_line_is_each_of_its_releases() {
        let release = Release::new((8, 0), 20, 68);
        let is = |text: &str| {
            let target = text.parse::<Target>().unwrap();
            (target.may_precede(release), target.reaches(release))
        };
        assert_eq!(is("7.22"), (true, false));
        assert_eq!(is("8.0"), (true, true));
        assert_eq!(is("8.0.20"), (true, true));
        assert_eq!(is("8.0.20-67"), (true, false));
        assert_eq!(is("8.0.20-68"), (false, true));
        assert_eq!(is("8.2"), (false, true));
    }
}
