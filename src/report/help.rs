//! What to do about a finding: words, and a remedy that a program can carry out or print with the right paths.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

/// What to do about a finding.
///
/// The library knows no paths: where a remedy names files, it says which file is meant, and whoever prints it puts the paths
/// in, quoted for the shell that it is for.
///
/// ```
/// use pemvet::{Bundle, Profile, Provider, Remedy, RepairMode, UnixTime};
///
/// # let pem = include_bytes!("../../testdata/demo/from-pfx.pem");
/// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// let mut profile = Profile::any(Provider::AWS_LC_RS);
/// profile.repair = RepairMode::AsGiven;
/// let report = Bundle::new(pem).validate(&profile, now);
/// let help = report.findings()[0].help.as_ref().unwrap();
/// assert_eq!(help.remedy(), Some(Remedy::Fix));
/// assert_eq!(help.text(), "writes the right order");
/// assert_eq!(help.to_string(), "pemvet fix FILE   (writes the right order)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    before: Cow<'static, str>,
    remedy: Option<Remedy>,
    after: &'static str,
}

/// What a program can carry out, or print for a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remedy {
    /// `pemvet fix` writes the bundle as it should be; [`Report::to_repaired_pem`](crate::Report::to_repaired_pem) is the same text.
    Fix,
    /// `pemvet fix --split` writes certificates and private key to a file each.
    Split,
    /// Something has to be given with the bundle.
    Give(Given),
    /// A command of other software.
    Command(Command),
}

/// What a judgement can be given besides the bundle, by whatever name a program has for it; in words it is the option of the
/// command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Given {
    /// The private key: [`Bundle::with_private_key`](crate::Bundle::with_private_key).
    Key,
    /// Trust anchors: [`Profile::trust`](crate::Profile::trust).
    Trust,
    /// The names that clients use: [`Profile::names`](crate::Profile::names).
    Hostname,
    /// The bundle that is in use now: [`Bundle::with_previous`](crate::Bundle::with_previous).
    Previous,
    /// The version of Redis Software.
    Target,
    /// That it is a list of trusted CAs: [`Profile::authority`](crate::Profile::authority).
    Authority,
    /// A folder of other bundles, which the library does not take.
    Pool,
}

impl Given {
    /// As the command takes it, and the kind of remedy in JSON.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Given::Key => ("--key", "give-key"),
            Given::Trust => ("--trust", "give-trust"),
            Given::Hostname => ("--hostname", "give-hostname"),
            Given::Previous => ("--previous", "give-previous"),
            Given::Target => ("--target", "give-target"),
            Given::Authority => ("--profile authority", "give-authority"),
            Given::Pool => ("--pool DIR", "give-pool"),
        }
    }
}

/// "with --key".
impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "with {}", self.names().0)
    }
}

/// A command for a shell, in which some words are files that the library does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    template: &'static str,
}

/// A part of a [`Command`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece {
    /// Text as it is, quoted for a POSIX shell.
    Text(&'static str),
    /// The file with the certificates.
    Certificates,
    /// The file with the private key.
    Key,
    /// A file that does not exist yet.
    New,
}

/// How templates write the pieces that are files.
const FILES: [(&str, Piece, &str); 3] = [
    ("{file}", Piece::Certificates, "FILE"),
    ("{key}", Piece::Key, "KEYFILE"),
    ("{new}", Piece::New, "NEW"),
];

impl Command {
    /// Its parts, in their order; put together they are the command.
    ///
    /// ```
    /// # use pemvet::{Bundle, Piece, Profile, Provider, Remedy, UnixTime};
    /// # let pem = include_bytes!("../../testdata/demo/good.pem");
    /// # let key = include_bytes!("../../testdata/keys/proxy-encrypted-pkcs8.key");
    /// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
    /// # let report = Bundle::new(pem).with_private_key(key).validate(&Profile::mutual(Provider::AWS_LC_RS), now);
    /// # let encrypted = report.findings().iter().find(|it| it.rule.name == "key-encrypted").unwrap();
    /// let Some(Remedy::Command(command)) = encrypted.help.as_ref().unwrap().remedy() else { panic!() };
    /// let shown = command.pieces().map(|piece| match piece {
    ///     Piece::Text(text) => text,
    ///     Piece::Key => "'my key.pem'",
    ///     _ => "unprotected.key",
    /// });
    /// assert_eq!(shown.collect::<String>(), "openssl pkey -in 'my key.pem' -out unprotected.key");
    /// ```
    pub fn pieces(self) -> impl Iterator<Item = Piece> {
        let mut rest = self.template;
        core::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let next = FILES
                .iter()
                .filter_map(|(marker, piece, _)| Some((rest.find(marker)?, *marker, *piece)))
                .min_by_key(|(place, ..)| *place);
            match next {
                Some((0, marker, piece)) => {
                    rest = rest.get(marker.len()..).unwrap_or_default();
                    Some(piece)
                }
                Some((place, ..)) => {
                    let (text, after) = rest.split_at_checked(place)?;
                    rest = after;
                    Some(Piece::Text(text))
                }
                None => Some(Piece::Text(core::mem::take(&mut rest))),
            }
        })
    }
}

impl Help {
    fn with(remedy: Remedy, after: &'static str) -> Help {
        Help {
            before: Cow::Borrowed(""),
            remedy: Some(remedy),
            after,
        }
    }

    /// `pemvet fix`, and what it does, such as "writes the right order".
    pub(crate) fn fix(does: &'static str) -> Help {
        Help::with(Remedy::Fix, does)
    }

    /// `pemvet fix --split`, and what is to be known of it.
    pub(crate) fn split(does: &'static str) -> Help {
        Help::with(Remedy::Split, does)
    }

    /// A command of other software; `{file}`, `{key}` and `{new}` in it are files.
    ///
    /// ```
    /// let help = pemvet::Help::command("chmod 600 {key}");
    /// assert_eq!(help.to_string(), "chmod 600 KEYFILE");
    /// ```
    pub fn command(template: &'static str) -> Help {
        Help::with(Remedy::Command(Command { template }), "")
    }

    /// What to give besides the bundle: such as "give the key" and, in the command's words, "with --key".
    pub(crate) fn give(given: Given, words: impl Into<Cow<'static, str>>) -> Help {
        Help::with(Remedy::Give(given), "").after(words)
    }

    /// Words that stand before a command, with what divides them from it.
    pub(crate) fn after(self, words: impl Into<Cow<'static, str>>) -> Help {
        Help {
            before: words.into(),
            ..self
        }
    }

    /// Words about a command that stand behind it.
    pub(crate) fn before(self, words: &'static str) -> Help {
        Help { after: words, ..self }
    }

    /// What to do in words, without the remedy. Escaped; may be empty where the remedy says all.
    pub fn text(&self) -> String {
        let before = self.before.trim_end_matches([' ', ':', ',']);
        let mut text = String::from(before);
        if !before.is_empty() && !self.after.is_empty() {
            text.push_str("; ");
        }
        text.push_str(self.after.trim_start_matches([' ', ',', ';']));
        text
    }

    /// Words that stand before the remedy, with what divides them from it; all words, where there is no remedy. Escaped.
    pub fn words_before(&self) -> &str {
        &self.before
    }

    /// Words that stand behind the remedy.
    pub fn words_after(&self) -> &str {
        self.after
    }

    /// What a program can carry out, or print for a shell.
    pub fn remedy(&self) -> Option<Remedy> {
        self.remedy
    }
}

impl From<&'static str> for Help {
    fn from(words: &'static str) -> Help {
        Cow::Borrowed(words).into()
    }
}

impl From<String> for Help {
    fn from(words: String) -> Help {
        Cow::<'static, str>::Owned(words).into()
    }
}

impl From<Cow<'static, str>> for Help {
    fn from(words: Cow<'static, str>) -> Help {
        Help {
            before: words,
            remedy: None,
            after: "",
        }
    }
}

/// In one line, `FILE`, `KEYFILE` and `NEW` in the places of files.
impl fmt::Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.before)?;
        match self.remedy {
            None => {}
            Some(Remedy::Fix) => f.write_str("pemvet fix FILE")?,
            Some(Remedy::Split) => f.write_str("pemvet fix FILE --split CERTIFICATES,KEY")?,
            Some(Remedy::Give(given)) => given.fmt(f)?,
            Some(Remedy::Command(command)) => command.fmt(f)?,
        }
        match (self.remedy, self.after) {
            (_, "") => Ok(()),
            (Some(Remedy::Fix | Remedy::Split), does) => write!(f, "   ({does})"),
            (_, words) => f.write_str(words),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in self.pieces() {
            let known = FILES.iter().find(|(_, it, _)| *it == piece);
            match (piece, known) {
                (Piece::Text(text), _) => f.write_str(text)?,
                (_, Some((_, _, name))) => f.write_str(name)?,
                (_, None) => {}
            }
        }
        Ok(())
    }
}

/// `{"text": "…", "remedy": {"kind": "fix"}}`; a command as its parts, texts and `{"file": "key"}`.
#[cfg(feature = "serde")]
mod serialize {
    use alloc::vec::Vec;

    use serde::ser::SerializeStruct as _;
    use serde::{Serialize, Serializer};

    use super::{Help, Piece, Remedy};

    impl Serialize for Help {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut help = to.serialize_struct("Help", 2)?;
            help.serialize_field("text", &self.text())?;
            help.serialize_field("remedy", &self.remedy)?;
            help.end()
        }
    }

    impl Serialize for Remedy {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut remedy = to.serialize_struct("Remedy", 2)?;
            let kind = match self {
                Remedy::Fix => "fix",
                Remedy::Split => "split",
                Remedy::Give(given) => given.names().1,
                Remedy::Command(_) => "command",
            };
            remedy.serialize_field("kind", kind)?;
            match self {
                Remedy::Command(command) => {
                    let pieces: Vec<Piece> = command.pieces().collect();
                    remedy.serialize_field("command", &pieces)?;
                }
                _ => remedy.skip_field("command")?,
            }
            remedy.end()
        }
    }

    impl Serialize for Piece {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let file = match self {
                Piece::Text(text) => return text.serialize(to),
                Piece::Certificates => "certificates",
                Piece::Key => "key",
                Piece::New => "new",
            };
            let mut piece = to.serialize_struct("File", 1)?;
            piece.serialize_field("file", file)?;
            piece.end()
        }
    }
}
