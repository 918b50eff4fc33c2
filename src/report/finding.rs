//! What rules say, and where.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;
use core::ops::{Range, RangeInclusive};

use super::help::Help;
use crate::class::Class;
use crate::rule::Rule;
use crate::severity::Severity;
use crate::stacks::{self, Fact};

/// Which of the inputs a [`Location`] points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
// Closed: whoever shows a finding has to name each input.
pub enum Input {
    /// The bytes given to [`Bundle::new`](crate::Bundle::new).
    Certificates,
    /// The bytes given to [`Bundle::with_private_key`](crate::Bundle::with_private_key).
    Key,
    /// A trust anchor of the [profile](crate::Profile::trust); as only its DER is known, the ranges are empty.
    Trust,
}

/// The place in the input that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Location {
    /// Which input.
    pub input: Input,
    /// The certificate's place in the file, from 0; `None` where the finding is not about one certificate.
    pub certificate: Option<usize>,
    /// Lines, from 1, both ends included; 0 to 0 for a trust anchor. A line ends at LF, CR LF or a lone CR.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize::lines"))]
    pub lines: RangeInclusive<usize>,
    /// Bytes, from 0, the end excluded, in the input as it was given.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize::bytes"))]
    pub bytes: Range<usize>,
}

impl Location {
    /// A place for a finding of [`Finding::new`]. Both ranges as the fields describe them.
    ///
    /// ```
    /// use pemvet::{Input, Location};
    ///
    /// let location = Location::new(Input::Key, 1..=28, 0..1_704);
    /// assert_eq!((location.certificate, *location.lines.end()), (None, 28));
    /// ```
    pub fn new(input: Input, lines: RangeInclusive<usize>, bytes: Range<usize>) -> Location {
        Location {
            input,
            certificate: None,
            lines,
            bytes,
        }
    }
}

/// Typed facts behind a finding's message, so that nobody has to parse prose: one variant for each shape of facts.
///
/// Names and texts are escaped by [`text::escape`](crate::text::escape). As JSON a variant is an object of its members, all
/// of them, `null` where there is no value; [`Details::None`] is the empty object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
#[non_exhaustive]
pub enum Details {
    /// The message says all.
    #[default]
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize::nothing"))]
    None,
    /// Names or purposes that were required, and those that were found.
    Names {
        /// Required and not found.
        missing_names: Vec<String>,
        /// Found instead.
        present_names: Vec<String>,
    },
    /// Names that a renewal no longer has.
    Lost {
        /// The first of them.
        missing_names: Vec<String>,
        /// How many there are.
        found: usize,
    },
    /// Names that a CA does not allow.
    ConstrainedName {
        /// The names.
        present_names: Vec<String>,
        /// Their form.
        kind: String,
    },
    /// The order of the certificates.
    Order {
        /// Places in the file, from 0, in the order found.
        found_order: Vec<usize>,
        /// The same in the order wanted.
        wanted_order: Vec<usize>,
    },
    /// Certificates that could be the leaf.
    Candidates {
        /// Places in the file, from 0.
        found_order: Vec<usize>,
    },
    /// The other certificate that the finding is about.
    Certificate {
        /// Its place in the file, from 0; `None` for a trust anchor.
        other_certificate: Option<usize>,
    },
    /// The issuer that is wanted.
    Issuer {
        /// Its distinguished name.
        wanted_issuer: Option<String>,
        /// Its key identifier, in upper-case hex with colons.
        wanted_key_identifier: Option<String>,
        /// The key identifier that was found, in upper-case hex with colons.
        found_key_identifier: Option<String>,
        /// Where the certificate says that its issuer can be had (never contacted).
        issuer_urls: Vec<String>,
        /// Place of the other certificate that the finding is about, from 0.
        other_certificate: Option<usize>,
    },
    /// A size: key bits, bytes, blocks, lines or days of validity, as the rule says.
    Size {
        /// What was found, where it was counted.
        found: Option<usize>,
        /// The limit, or what was wanted.
        wanted: Option<usize>,
    },
    /// A kind of damage, and how often it is there.
    Counted {
        /// As [`RepairKind::as_str`](crate::pem::RepairKind::as_str) names it.
        kind: String,
        /// How many places.
        found: usize,
    },
    /// An algorithm, a curve, a label or a kind that was found.
    Kind {
        /// Its name.
        kind: String,
    },
    /// A span of time.
    Days {
        /// Whole days, rounded towards zero: since expiry when negative, left until expiry when positive.
        days: i64,
    },
    /// What a renewal changes.
    Change {
        /// The value in the previous bundle.
        old: String,
        /// The value in the new one.
        new: String,
    },
}

/// One thing that a rule has to say.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Finding {
    /// The rule that reports it: its name is the stable identity, its texts explain it.
    #[cfg_attr(feature = "serde", serde(serialize_with = "serialize::rule_name"))]
    pub rule: &'static Rule,
    /// The class of an error; `None` for warnings and notes, which reject nothing.
    pub class: Option<Class>,
    /// How much it matters for this bundle under this profile.
    pub severity: Severity,
    /// What was found and what was wanted. Escaped; several lines where a list is shown.
    pub message: String,
    /// What to do.
    pub help: Option<Help>,
    /// The facts of the message, typed.
    pub details: Details,
    /// Where. `None` where there is no place, such as an empty input.
    pub location: Option<Location>,
    /// What it is in the table of stacks, which tells who refuses it.
    #[cfg_attr(
        feature = "serde",
        serde(
            rename = "refused_by",
            skip_serializing_if = "Option::is_none",
            serialize_with = "serialize::refused_by"
        )
    )]
    pub fact: Option<Fact>,
}

impl Finding {
    /// The families that refuse it, by name and version: `Go from 1.23`. Empty where the table of stacks knows of nobody, or has
    /// no row.
    pub fn refused_by(&self) -> Vec<String> {
        let refusers = self.fact.into_iter().flat_map(stacks::refusers);
        refusers.map(|refuser| refuser.to_string()).collect()
    }

    /// A finding of `rule`, with its severity and class and without a place, for programs that see what one bundle does not
    /// show: [`Bundle::validate`](crate::Bundle::validate) never raises the rules of the areas `document` and `repository`.
    ///
    /// `message` is shown as it is: escape foreign text in it with [`text::escape`](crate::text::escape).
    ///
    /// ```
    /// use pemvet::{Finding, Severity, rules};
    ///
    /// let rule = rules::find("key-readable-by-all").unwrap();
    /// let finding = Finding::new(rule, "Mode 0644 lets everybody read it; wanted 0600.");
    /// assert_eq!((finding.severity, finding.class), (Severity::Warning, None));
    /// ```
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Finding {
        Finding {
            rule,
            class: (rule.severity == Severity::Error).then_some(rule.class),
            severity: rule.severity,
            message: message.into(),
            help: None,
            details: Details::default(),
            location: None,
            fact: None,
        }
    }
}

/// `error[certificate-expired] expired certificates:24-44: The intermediate …`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.severity, self.rule.name)?;
        if let Some(class) = self.class {
            write!(f, " {class}")?;
        }
        if let Some(location) = &self.location {
            match location.input {
                Input::Certificates => write!(f, " certificates:{}", Lines(&location.lines))?,
                Input::Key => write!(f, " key:{}", Lines(&location.lines))?,
                Input::Trust => f.write_str(" trust")?,
            }
        }
        write!(f, ": {}", self.message)?;
        if let Some(help) = &self.help {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

/// `7` or `7-9`.
struct Lines<'a>(&'a RangeInclusive<usize>);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.start() == self.0.end() {
            write!(f, "{}", self.0.start())
        } else {
            write!(f, "{}-{}", self.0.start(), self.0.end())
        }
    }
}

#[cfg(feature = "serde")]
pub(super) mod serialize {
    use alloc::string::ToString as _;
    use core::ops::{Range, RangeInclusive};

    use serde::{Serialize as _, Serializer};

    use crate::rule::Rule;
    use crate::stacks::{self, Fact};

    pub(in crate::report) fn nothing<S: Serializer>(to: S) -> Result<S::Ok, S::Error> {
        serde::ser::SerializeMap::end(to.serialize_map(Some(0))?)
    }

    pub(in crate::report) fn lines<S: Serializer>(
        lines: &RangeInclusive<usize>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        [lines.start(), lines.end()].serialize(to)
    }

    pub(in crate::report) fn refused_by<S: Serializer>(
        fact: &Option<Fact>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let refusers = fact.iter().flat_map(|fact| stacks::refusers(*fact));
        to.collect_seq(refusers.map(|refuser| refuser.to_string()))
    }

    pub(in crate::report) fn bytes<S: Serializer>(bytes: &Range<usize>, to: S) -> Result<S::Ok, S::Error> {
        [bytes.start, bytes.end].serialize(to)
    }

    pub(in crate::report) fn rule_name<S: Serializer>(
        rule: &&'static Rule,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        rule.name.serialize(to)
    }
}
