//! Whether an extension may be there, and whether it has to be critical: rows, and one check of them.

use alloc::format;

use crate::certificate::{Certificate, ExtensionKind};
use crate::chain::{Member, is_authority};
use crate::rules::{Context, Found, Sink, Source};
use crate::severity::Severity;

/// What is asked of the presence and the criticality of an extension.
pub(super) struct Row {
    pub(super) kind: ExtensionKind,
    pub(super) holder: Holder,
    pub(super) wanted: Wanted,
    /// Who wants it, and what it is where the profile's standard does not; `None` is nothing.
    pub(super) source: Source,
    pub(super) otherwise: Option<Severity>,
    /// What is found, after the certificate's name.
    pub(super) found: &'static str,
    pub(super) help: &'static str,
}

/// The certificates that a [`Row`] is about.
pub(super) enum Holder {
    Leaf,
    /// Those that are not a CA's.
    NoAuthority,
    /// The self-issued among the CAs.
    Root,
    Any,
}

pub(super) enum Wanted {
    Absent,
    /// Critical, if it is there.
    Critical,
    NotCritical,
}

impl Row {
    fn is_about(&self, context: &Context<'_>, member: Member, certificate: &Certificate<'_>) -> bool {
        let is_leaf = || {
            context
                .leaf()
                .is_some_and(|(leaf, _)| member == Member::File(leaf))
        };
        match self.holder {
            Holder::Any => true,
            Holder::NoAuthority => !is_authority(certificate),
            Holder::Root => certificate.is_self_issued() && (context.is_trust_list() || !is_leaf()),
            Holder::Leaf => is_leaf(),
        }
    }

    fn is_broken_by(&self, certificate: &Certificate<'_>) -> bool {
        let extensions = &certificate.extensions;
        let is_critical = extensions.has_critical(self.kind);
        extensions.has(self.kind)
            && match self.wanted {
                Wanted::Absent => true,
                Wanted::Critical => !is_critical,
                Wanted::NotCritical => is_critical,
            }
    }
}

/// Tells of each certificate that breaks a row.
pub(super) fn check(context: &Context<'_>, sink: &mut Sink<'_>, row: &Row) {
    let severity = match row.otherwise {
        Some(otherwise) => context.severity(row.source, otherwise),
        None if context.applies(row.source) => Severity::Error,
        None => return,
    };
    for (member, certificate) in context.judged_with_anchor() {
        if row.is_broken_by(certificate) && row.is_about(context, member, certificate) {
            let found = about(context, member, certificate, row.kind, row.found, row.help);
            sink.push(found.severity(severity));
        }
    }
}

/// Reports the extension of a kind in a certificate.
pub(super) fn about(
    context: &Context<'_>,
    member: Member,
    certificate: &Certificate<'_>,
    kind: ExtensionKind,
    what: &str,
    help: &'static str,
) -> Found {
    let location = match certificate.extension(kind) {
        Some(extension) => context.at_member_field(member, &extension.bytes),
        None => context.at_member(member),
    };
    let message = format!("{} {what}.", context.describe_member_first(member));
    Found::new(location, message).help(help)
}
