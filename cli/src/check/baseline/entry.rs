//! A finding as a baseline knows it: by what stays when a certificate is renewed.

use std::borrow::Cow;

use pemvet::{Finding, Input, JudgedCertificate, Report, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::known;

/// A finding that is known. A finding is the same where rule, path, value and role are, and subject or names; numbers in a value
/// do not count, since they change with what is written above it.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The file, relative to the folder of the baseline, with `/` between its parts.
    pub(super) path: String,
    /// Where in a document the bundle stands, as it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    /// The rule.
    pub(super) rule: String,
    /// The part that the certificate plays, `bundle` for all of them, `key`, or `anchor`.
    pub(super) role: String,
    /// Of the certificate; of a bundle that of its leaf.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) subject: String,
    /// DNS names and addresses of the same, in order, at most 32 of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) names: Vec<String>,
    /// SHA-256 of the certificate. It only tells those apart that are otherwise alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sha256: Option<String>,
}

/// Of one certificate; more of them tell nobody more.
const MOST_NAMES: usize = 32;

impl Entry {
    pub(super) fn of(path: String, value: Option<String>, report: &Report, finding: &Finding) -> Entry {
        let location = finding.location.as_ref();
        let certificates = report.certificates();
        let own = match location {
            Some(location) if location.input == Input::Certificates => location.certificate,
            _ => None,
        };
        let own = own.and_then(|place| certificates.get(place));
        let leaf = || certificates.iter().find(|it| it.role == Role::Leaf);
        let role = match (own, location.map(|it| it.input)) {
            (Some(own), _) => own.role.as_str(),
            (None, Some(Input::Key)) => "key",
            (None, Some(Input::Trust)) => "anchor",
            (None, _) => "bundle",
        };
        let mut entry = Entry {
            path,
            value,
            rule: finding.rule.name.into(),
            role: role.into(),
            subject: String::new(),
            names: Vec::new(),
            sha256: None,
        };
        if let Some(certificate) = own.or_else(leaf) {
            entry.name_after(certificate);
        }
        entry
    }

    fn name_after(&mut self, certificate: &JudgedCertificate) {
        let summary = certificate.to_summary();
        self.subject = summary.subject;
        self.names = summary.names;
        self.names.sort_unstable();
        self.names.dedup();
        self.names.truncate(MOST_NAMES);
        self.sha256 = Some(summary.sha256);
    }

    /// Forgets which of several alike it is.
    pub(super) fn forget_which(&mut self) {
        self.sha256 = None;
        self.value = self.value.take().map(|value| without_numbers(&value));
    }

    /// What it may be recognized by: subject, names, or that it has neither; at this very place in lists, or at any.
    pub(super) fn identities(&self, is_exact: bool) -> Vec<Key<'_>> {
        let value = self.value.as_deref().map(|value| match is_exact {
            true => Cow::Borrowed(value),
            false => Cow::Owned(without_numbers(value)),
        });
        let of = |identity| Key {
            path: &self.path,
            value: value.clone(),
            rule: known::common(&self.rule),
            role: &self.role,
            identity,
        };
        let subject = Some(Identity::Subject(&self.subject)).filter(|_| !self.subject.is_empty());
        let names = Some(Identity::Names(&self.names)).filter(|_| !self.names.is_empty());
        match (subject, names) {
            (None, None) => vec![of(Identity::None)],
            (subject, names) => subject.into_iter().chain(names).map(of).collect(),
        }
    }

    /// In a few words, for people. They are escaped already, or were read from a file.
    pub(super) fn words(&self) -> String {
        let value = self.value.as_ref().map(|value| format!(" ({value})"));
        let whose = match (self.subject.as_str(), self.names.first()) {
            ("", None) => String::new(),
            ("", Some(name)) => format!(", {} {name}", self.role),
            (subject, _) => format!(", {} {subject}", self.role),
        };
        let words = format!("{}{}: {}{whose}", self.path, value.unwrap_or_default(), self.rule);
        pemvet::text::escape(&words).into_owned()
    }
}

/// A value's name without its places in lists: `items.*.crt` of `items.3.crt`.
fn without_numbers(value: &str) -> String {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = value.split('.');
    let parts: Vec<&str> = parts
        .map(|part| if is_number(part) { "*" } else { part })
        .collect();
    parts.join(".")
}

/// What two findings have in common that are the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key<'a> {
    path: &'a str,
    value: Option<Cow<'a, str>>,
    rule: &'a str,
    role: &'a str,
    identity: Identity<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Identity<'a> {
    None,
    Subject(&'a str),
    Names(&'a [String]),
}
