//! Names that are equal and written differently.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::steps::steps;
use crate::certificate::Name;
use crate::certificate::distinguished_name::{self, Attribute};
use crate::chain::{Member, SignatureFact};
use crate::report::Details;
use crate::rules::{Context, Found, Sink};
use crate::stacks::{self, Fact};

pub(super) fn issuer_name_encoding_differs(context: &Context<'_>, sink: &mut Sink<'_>) {
    for step in steps(context) {
        // An anchor that is no issuer is said to be none.
        let is_issuer = step.link.signature != SignatureFact::Bad && !step.link.key_identifiers_differ;
        if !step.link.names_encoded_differently || (matches!(step.issuer, Member::Anchor(_)) && !is_issuer) {
            continue;
        }
        let fact = match has_rare_string(&step.certificate.issuer) == has_rare_string(&step.above.subject) {
            true => Fact::IssuerStringType,
            false => Fact::IssuerRareStringType,
        };
        let (named, own) = (&step.certificate.issuer, &step.above.subject);
        let message = format!(
            "{} names its issuer \"{}\"; the issuer's own subject is \"{}\". RFC 5280 takes these names as equal, but {}. {}",
            context.describe_first(step.child),
            named.text,
            own.text,
            difference(named, own),
            stacks::sentence(fact)
        );
        let found = Found::new(
            context.at_member_field(step.issuer, &step.above.subject.bytes),
            message,
        )
        .help("ask the CA for its certificate with the subject encoded exactly as in the certificates that it issued")
        .fact(fact)
        .details(Details::Issuer {
            wanted_issuer: Some(step.certificate.issuer.text.clone()),
            wanted_key_identifier: None,
            found_key_identifier: None,
            issuer_urls: Vec::new(),
            other_certificate: Some(step.child),
        });
        sink.push(found);
    }
}

/// How two equal names differ, as the end of a sentence.
fn difference(named: &Name<'_>, own: &Name<'_>) -> String {
    match distinguished_name::differing_types(named.contents(), own.contents()) {
        Some((attribute, one, other)) => {
            format!(
                "their string types differ: {attribute} is a {one} in the first and a {other} in the second"
            )
        }
        None if named.text.as_str() != own.text.as_str() => "they are spelled differently".into(),
        None => "they are encoded differently".into(),
    }
}

/// Whether a name holds a string of a type that is hardly used: TeletexString, UniversalString or BMPString.
fn has_rare_string(name: &Name<'_>) -> bool {
    distinguished_name::attributes(name.contents())
        .iter()
        .any(Attribute::has_rare_type)
}
