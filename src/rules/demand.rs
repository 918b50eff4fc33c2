//! Demands of standards on single certificates: whom they are about, and how a finding is made.
//!
//! Such a rule is silent under the standard `Deployed`: what it finds, every client takes. Its severity is that under the
//! standards which demand it.

use alloc::format;
use alloc::string::String;
use core::ops::Range;

use super::context::{Context, Source};
use super::sink::{Found, Sink};
use crate::certificate::{Certificate, ExtensionKind};
use crate::chain::{Member, is_authority};
use crate::severity::Severity;

/// The certificates that a demand is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    /// The leaf, unless it is a CA.
    Subscriber,
    /// The same, unless its extended key usage is for other things than TLS servers.
    Server,
    Authority,
    /// The CAs that another one has issued.
    Subordinate,
    /// The self-issued CAs.
    Root,
    Any,
}

/// What a certificate does not keep to.
pub(super) struct Wrong {
    /// The end of the sentence that begins with the certificate's name, without a period.
    what: String,
    bytes: Range<usize>,
    severity: Option<Severity>,
}

impl Wrong {
    pub(super) fn at(bytes: &Range<usize>, what: impl Into<String>) -> Wrong {
        Wrong {
            what: what.into(),
            bytes: bytes.clone(),
            severity: None,
        }
    }

    /// In the extension of this kind, or in the whole certificate where there is none.
    pub(super) fn in_extension(
        certificate: &Certificate<'_>,
        kind: ExtensionKind,
        what: impl Into<String>,
    ) -> Wrong {
        let bytes = match certificate.extension(kind) {
            Some(extension) => extension.bytes,
            None => 0..certificate.der.len(),
        };
        Wrong::at(&bytes, what)
    }

    pub(super) fn severity(mut self, severity: Severity) -> Wrong {
        self.severity = Some(severity);
        self
    }
}

impl Whom {
    fn is(self, context: &Context<'_>, member: Member, certificate: &Certificate<'_>) -> bool {
        let is_leaf = || {
            !context.is_trust_list() && context.chain.path.first().map(|it| Member::File(*it)) == Some(member)
        };
        match self {
            Whom::Any => true,
            Whom::Subscriber => !is_authority(certificate) && is_leaf(),
            Whom::Server => {
                let usage = certificate.extended_key_usage.as_ref().map(|usage| &usage.value);
                let is_server =
                    usage.is_none_or(|usage| usage.server_auth || usage.any || !usage.client_auth);
                is_server && !is_authority(certificate) && is_leaf()
            }
            Whom::Authority => is_authority(certificate),
            Whom::Subordinate => is_authority(certificate) && !certificate.is_self_issued(),
            Whom::Root => is_authority(certificate) && certificate.is_self_issued(),
        }
    }
}

/// One finding for each of these certificates that `look` finds something wrong with, of those that were issued while the
/// rule was in force.
pub(super) fn demand(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    (source, whom): (Source, Whom),
    help: &'static str,
    look: impl Fn(&Certificate<'_>) -> Option<Wrong>,
) {
    if !context.applies(source) {
        return;
    }
    for (member, certificate) in context.judged_with_anchor() {
        let is_asked =
            sink.rule.in_force.covers(certificate.not_before) && whom.is(context, member, certificate);
        let Some(wrong) = Some(certificate).filter(|_| is_asked).and_then(&look) else {
            continue;
        };
        let message = format!("{} {}.", context.describe_member_first(member), wrong.what);
        let location = match wrong.bytes.len() == certificate.der.len() {
            true => context.at_member(member),
            false => context.at_member_field(member, &wrong.bytes),
        };
        let found = Found::new(location, message).help(help);
        sink.push(match wrong.severity {
            Some(severity) => found.severity(severity),
            None => found,
        });
    }
}
