//! The type that each attribute of a name has.

use alloc::format;
use alloc::string::{String, ToString as _};

use crate::certificate::distinguished_name::{Attribute, EMAIL_ADDRESS};
use crate::chain::is_authority;
use crate::rules::demand::{Whom, Wrong, demand};
use crate::rules::{Context, Sink, Source};
use crate::text;

pub(super) const COUNTRY: &[u8] = &[0x55, 4, 6];
/// 0.9.2342.19200300.100.1.25.
pub(super) const DOMAIN_COMPONENT: &[u8] = &[0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 25];

/// What an attribute is where it is no DirectoryString: RFC 5280 appendix A.1 and, for the country of a company's register, the
/// EV Guidelines of the CA/Browser Forum, section 7.1.4.2.3.
static TYPES: [(&[u8], &str); 6] = [
    (COUNTRY, "PrintableString"),
    (&[0x55, 4, 5], "PrintableString"),
    (&[0x55, 4, 46], "PrintableString"),
    (&[0x2B, 6, 1, 4, 1, 0x82, 0x37, 60, 2, 1, 3], "PrintableString"),
    (DOMAIN_COMPONENT, "IA5String"),
    (&EMAIL_ADDRESS, "IA5String"),
];

/// The attributes 2.5.4.X that are DirectoryString: RFC 5280 appendix A.1 and X.520.
const DIRECTORY_STRINGS: [u8; 17] = [3, 4, 7, 8, 9, 10, 11, 12, 13, 15, 17, 41, 42, 43, 44, 65, 97];

pub(super) fn subject_attribute_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the form of the attribute";
    // Country codes that do not exist are reported by another rule there.
    let is_counted = !context.applies(Source::CaBrowserForum);
    demand(context, sink, (Source::Rfc5280, Whom::Any), help, |certificate| {
        let names = [(&certificate.subject, "subject"), (&certificate.issuer, "issuer")];
        names.into_iter().find_map(|(name, which)| {
            // These types in the subject of a leaf are reported by another rule.
            let is_told =
                |it: &&Attribute<'_>| it.has_rare_type() && which == "subject" && !is_authority(certificate);
            let attributes = name.attributes();
            let mut asked = attributes.iter().filter(|it| !is_told(it));
            let (found, wanted) = asked.find_map(|it| wrong_form(it, is_counted))?;
            let what = format!("has {found} in its {which}; {wanted}");
            Some(Wrong::at(&name.bytes, what))
        })
    });
}

/// What it is, and what is wanted.
fn wrong_form(attribute: &Attribute<'_>, is_counted: bool) -> Option<(String, String)> {
    // Values that are no strings have a rule of their own.
    let kind = Some(attribute.kind()).filter(|_| attribute.is_string())?;
    let (name, found) = (attribute.name(), attribute.string_type());
    let wanted = match TYPES.iter().find(|(known, _)| *known == kind) {
        Some((_, wanted)) => Some(*wanted).filter(|wanted| *wanted != found),
        None if !matches!(kind, [0x55, 4, it] if DIRECTORY_STRINGS.contains(it)) => return None,
        None => matches!(found, "IA5String" | "NumericString" | "VisibleString")
            .then_some("UTF8String or PrintableString"),
    };
    if let Some(wanted) = wanted {
        return Some((format!("{name} as {found}"), format!("{wanted} is wanted")));
    }
    let octets = attribute.octets();
    if octets.is_empty() {
        let wanted = "a text is wanted, or no attribute";
        return Some((format!("an empty {name}"), wanted.to_string()));
    }
    // Letters that are not capital have a rule of their own.
    let is_country = kind == COUNTRY && !octets.iter().any(u8::is_ascii_lowercase);
    (is_counted && is_country && octets.len() != 2).then(|| {
        let characters = text::count(octets.len(), "character");
        (format!("{name} of {characters}"), "two are wanted".to_string())
    })
}
