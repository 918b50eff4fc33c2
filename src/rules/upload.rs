use alloc::format;

use super::{Context, Found, Rule, Sink};
use crate::class::Class;
use crate::redis::CertificateName;
use crate::report::Severity;
use crate::text;

pub(super) static RULES: &[Rule] = &[Rule {
    name: "unknown-name",
    class: Class::Unknown,
    severity: Severity::Error,
    summary: "the product has no certificate of that name",
    explanation: "\
Redis Software replaces certificates by name: `api`, `cm`, `proxy` and so on. A name that it
does not know is answered with 403, whatever the bundle holds, so nothing else is judged.

Use one of the names that the message lists.",
    citations: &["Redis Software REST API, PUT /v1/cluster/certificates: 403, unknown certificate"],
    check: unknown_name,
}];

fn unknown_name(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(name) = &context.profile.unknown_name else {
        return;
    };
    let known = CertificateName::ALL.map(CertificateName::as_str).join(", ");
    let name = text::escape(name);
    let message = format!(
        "There is no certificate named \"{}\". The names are: {known}.",
        text::clip(&name, 64)
    );
    sink.push(Found::new(None, message).help("choose one of these names; the bundle itself was not judged"));
}
