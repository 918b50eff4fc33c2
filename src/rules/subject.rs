//! Rules of the area `subject`: what subjects and issuers say.

mod form;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

use self::form::{COUNTRY, DOMAIN_COMPONENT};
use super::context::Source;
use super::demand::{Whom, Wrong, demand};
use super::reserved::is_reserved;
use super::{Context, Entry, Needs, Sink};
use crate::certificate::distinguished_name::{Attribute, EMAIL_ADDRESS};
use crate::certificate::{Certificate, GeneralName};
use crate::class::Class;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::text;

pub(super) static AREA: Area = Area {
    name: "subject",
    title: "What subjects and issuers say",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "common-name-too-long",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a common name is longer than 64 characters",
            explanation: "\
RFC 5280 bounds a common name by 64 characters, and OpenSSL makes no request with a longer one. Clients read
names from the subject alternative name and take it all the same, so the rule reports under the standards
`Rfc5280` and `CaBrowserForum` only.

Have it issued without a common name, or with a shorter one; the subject alternative name may be as long as
the DNS allows.",
            citations: &["RFC 5280 appendix A.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: common_name_too_long,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-text-too-long",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a text of a subject is longer than its attribute may be",
            explanation: "\
X.520 and RFC 5280 bound the texts of names: 64 characters for organization, unit, title and serial number,
128 for locality, state and street, 40 for a postal code, 255 for an e-mail address. Nobody refuses a longer
one; databases and directories may cut it.

Have the next certificate issued with a shorter text.",
            citations: &["RFC 5280 appendix A.1", "X.520 annex C"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: subject_text_too_long,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-string-type",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a leaf has a text of the type TeletexString, BMPString or UniversalString in its subject",
            explanation: "\
RFC 5280 wants PrintableString or UTF8String in new names; CAs whose older certificates have other types may
keep them. OpenSSL and Go read TeletexString as Latin-1, others as something else, so that letters beyond
ASCII change.

Have the certificate issued with UTF8String in its subject.",
            citations: &["RFC 5280 section 4.1.2.4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: subject_string_type,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-attribute-form",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a text of a subject or an issuer has not the form that its attribute has",
            explanation: "\
RFC 5280 says what each attribute of a name is: a country is a PrintableString of two characters, a serial
number and a dnQualifier are PrintableString, a domain component and an e-mail address IA5String; others, such
as organization and common name, are UTF8String or PrintableString and never IA5String. None is empty. Clients
take any of them; programs that compare octets, or read by the letter, find another name or none.

Have the certificate issued with the form of the attribute. A request that asks for it is not enough where the
CA writes the name anew: its profile decides.",
            citations: &[
                "RFC 5280 appendix A.1",
                "RFC 5280 section 4.1.2.4",
                "X.520 section 6",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: form::subject_attribute_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-blank-edge",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a text of a subject or an issuer begins or ends with a blank",
            explanation: "\
A blank at an end is what pasting leaves behind. Comparison of names drops it, exact comparison of texts
does not, so peers that look for a name in the subject miss it.

Have the next certificate issued without it.",
            citations: &["RFC 5280 section 7.1", "RFC 4518 section 2.6.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: subject_blank_edge,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-control-character",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a text of a subject holds a control character",
            explanation: "\
Control characters, such as a line end or a NUL, have no place in a name: programs that print, log or
compare it disagree on what it says.

Have the certificate issued with the text that was meant.",
            citations: &["RFC 5280 appendix A.1", "CA/B Baseline Requirements 7.1.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: subject_control_character,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-wrongly-decoded",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a text of a subject looks like UTF-8 that was read as Latin-1",
            explanation: "\
Letters such as `Ã¼` in place of `ü` come from a program that took UTF-8 for Latin-1 and encoded it again.
Whoever compares the subject with the right text finds another.

Have the certificate issued with the right letters; write the configuration of the CA or of the request as
UTF-8 (OpenSSL: `-utf8`).",
            citations: &["RFC 5280 section 4.1.2.4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: subject_wrongly_decoded,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-html-entity",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a text of a subject holds an HTML entity",
            explanation: "\
`&amp;` in a name was an ampersand in a web form: the form escaped it, and nobody undid that. The name of
the organization is not what its register says.

Have the certificate issued with the character itself.",
            citations: &["CA/B Baseline Requirements 7.1.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: subject_html_entity,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-placeholder",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a text of a subject is a placeholder",
            explanation: "\
Attributes without information, such as `-`, `.`, a blank or `N/A`, must not be in a public certificate:
what is not known is left out.

Have the certificate issued without the attribute.",
            citations: &["CA/B Baseline Requirements 7.1.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: subject_placeholder,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "rdn-multi-valued",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "a part of a subject or an issuer has several attributes",
            explanation: "\
A relative distinguished name is a set, and may have several attributes. Nearly all have one, and programs
that go through the name one by one, or compare its texts, take the rest for absent: a note. One part that has
the same attribute twice is an error, as X.501 has each type in it once.

Have the next certificate issued with one attribute in each part.",
            citations: &["RFC 5280 section 4.1.2.4", "X.501 section 9.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: rdn_multi_valued,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-attribute-repeated",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a subject has an attribute twice that it may have once",
            explanation: "\
A public certificate may repeat domainComponent and streetAddress, and no other attribute. Whoever reads the
first and whoever reads the last see different subjects. Judged in what was issued since 2023-09-15.

Have the certificate issued with each attribute once.",
            citations: &["CA/B Baseline Requirements 7.1.4.1"],
            in_force: Period::since(2023, 9, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: subject_attribute_repeated,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "common-name-repeated",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the leaf has several common names",
            explanation: "\
Of several common names some programs read the first, others the last. Public certificates have one at most.

Have it issued with one common name, or with none, and all names as alternative names.",
            citations: &["CA/B Baseline Requirements 7.1.4.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: common_name_repeated,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "common-name-discouraged",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "the leaf has a common name, which public certificates should not have",
            explanation: "\
Clients have ignored the common name for years where there are alternative names. The Baseline Requirements
advise against it since 2023-09-15.

Ask the CA for a profile without a common name when nothing of yours reads it.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.2"],
            in_force: Period::since(2023, 9, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: common_name_discouraged,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "common-name-reserved-address",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "the leaf has a reserved IP address as its common name",
            explanation: "\
Nobody owns a private or reserved address, so no public CA can verify who asks for it.

Have it issued for a name of the DNS, or by a private CA.",
            citations: &["CA/B Baseline Requirements 4.2.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: common_name_reserved_address,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "subject-email-not-in-san",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "an e-mail address of a subject is not among the alternative names",
            explanation: "\
New certificates have e-mail addresses as rfc822Name among the alternative names; emailAddress in the
subject is deprecated, and name constraints treat the two differently.

Have it issued without the address, or with it as an alternative name (OpenSSL: `subjectAltName =
email:copy`).",
            citations: &["RFC 5280 section 4.1.2.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: subject_email_not_in_san,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "country-not-upper-case",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a country code is not in upper case",
            explanation: "\
Codes of ISO 3166-1 are two capital letters; programs that compare texts tell `de` and `DE` apart.

Have the certificate issued with the code in capital letters.",
            citations: &["ISO 3166-1", "CA/B Baseline Requirements 7.1.2.7.4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: country_not_upper_case,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "country-unknown",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a country code is not one of ISO 3166-1",
            explanation: "\
A public certificate names a country by its code of two letters, or by `XX` where there is none: `UK` is not
`GB`, and a country's name is no code.

Have the certificate issued with the code of ISO 3166-1.",
            citations: &["ISO 3166-1", "CA/B Baseline Requirements 7.1.2.7.4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: country_unknown,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "ca-subject-incomplete",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the subject of a CA lacks its common name, organization or country",
            explanation: "\
A public CA is named by all three, so that people can tell whom they trust and programs build chains by a
name that is used once.

Use a CA certificate with a complete name; a CA cannot change its name without a new certificate.",
            citations: &["CA/B Baseline Requirements 7.1.2.10.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: ca_subject_incomplete,
    },
];

/// Object identifiers of attributes; id-at is 2.5.4.
const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const STREET: &[u8] = &[0x55, 4, 9];
const ORGANIZATION: &[u8] = &[0x55, 4, 10];

/// The most characters of an attribute: RFC 5280 appendix A.1 and, for street and postal code, X.520 annex C.
static BOUNDS: [(&[u8], usize); 14] = [
    (COMMON_NAME, 64),
    (&[0x55, 4, 4], 32_768),
    (&[0x55, 4, 5], 64),
    (&[0x55, 4, 7], 128),
    (&[0x55, 4, 8], 128),
    (STREET, 128),
    (ORGANIZATION, 64),
    (&[0x55, 4, 11], 64),
    (&[0x55, 4, 12], 64),
    (&[0x55, 4, 17], 40),
    (&[0x55, 4, 41], 32_768),
    (&[0x55, 4, 42], 32_768),
    (&[0x55, 4, 65], 128),
    (&EMAIL_ADDRESS, 255),
];

/// Of names, characters, and clipped, so that one attribute makes no page.
fn shown(text: &str) -> String {
    format!("\"{}\"", text::clip(&text::escape(text), 80))
}

/// One finding for the first attribute of a subject of which `look` says something: the end of "has NAME …".
fn of_subject(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    whom: (Source, Whom),
    help: &'static str,
    look: impl Fn(&Attribute<'_>) -> Option<String>,
) {
    demand(context, sink, whom, help, |certificate| {
        let said = |attribute: Attribute<'_>| Some(format!("has {} {}", attribute.name(), look(&attribute)?));
        let what = certificate.subject.attributes().into_iter().find_map(said)?;
        Some(Wrong::at(&certificate.subject.bytes, what))
    });
}

const RFC: Source = Source::Rfc5280;
const BASELINE: Source = Source::CaBrowserForum;

fn common_name_too_long(context: &Context<'_>, sink: &mut Sink<'_>) {
    too_long(context, sink, |kind| kind == COMMON_NAME);
}

fn subject_text_too_long(context: &Context<'_>, sink: &mut Sink<'_>) {
    too_long(context, sink, |kind| kind != COMMON_NAME);
}

fn too_long(context: &Context<'_>, sink: &mut Sink<'_>, is_asked: fn(&[u8]) -> bool) {
    let help = "have it issued with a shorter text, or without it";
    of_subject(context, sink, (RFC, Whom::Any), help, |attribute| {
        let mut bounds = BOUNDS.iter().filter(|(kind, _)| is_asked(kind));
        let (_, most) = bounds.find(|(kind, _)| *kind == attribute.kind())?;
        // A character takes one octet at least.
        let length = attribute.octets().len();
        let length = if length > *most {
            attribute.text()?.chars().count()
        } else {
            0
        };
        (length > *most).then(|| format!("of {length} characters in its subject; {most} are allowed"))
    });
}

fn subject_string_type(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with UTF8String in its subject";
    of_subject(context, sink, (RFC, Whom::Subscriber), help, |attribute| {
        let is_rare = attribute.has_rare_type();
        is_rare.then(|| {
            format!(
                "as {} in its subject; UTF8String or PrintableString is wanted",
                attribute.string_type()
            )
        })
    });
}

fn subject_blank_edge(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have the next certificate issued without the blank";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let edged = |attribute: &Attribute<'_>| {
            let text = attribute.text();
            let text = text.filter(|text| text.starts_with(' ') || text.ends_with(' '))?;
            // One that is nothing else has a rule of its own.
            (!text.trim().is_empty()).then(|| format!("{}={}", attribute.name(), shown(&text)))
        };
        let names = [(&certificate.subject, "subject"), (&certificate.issuer, "issuer")];
        names.into_iter().find_map(|(name, which)| {
            let edge = name.attributes().iter().find_map(edged)?;
            let what = format!("has a blank at an end of {edge} in its {which}");
            Some(Wrong::at(&name.bytes, what))
        })
    });
}

fn subject_control_character(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the text that was meant";
    of_subject(context, sink, (RFC, Whom::Any), help, |attribute| {
        let text = attribute.text()?;
        let control = text.chars().find(|it| it.is_control())?;
        Some(format!(
            "with the control character U+{:04X} in its subject: {}",
            u32::from(control),
            shown(&text)
        ))
    });
}

fn subject_wrongly_decoded(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the right letters";
    of_subject(context, sink, (RFC, Whom::Any), help, |attribute| {
        let text = attribute.text().filter(|text| !text.is_ascii())?;
        let octets: Option<Vec<u8>> = text.chars().map(|it| u8::try_from(u32::from(it)).ok()).collect();
        let meant = String::from_utf8(octets?).ok()?;
        Some(format!(
            "= {} in its subject; {} was probably meant",
            shown(&text),
            shown(&meant)
        ))
    });
}

/// What web forms make of characters: by name, or by number.
fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|after| {
        let Some((name, _)) = after.split_once(';') else {
            return false;
        };
        let is_number = name.strip_prefix('#').is_some_and(|digits| {
            let digits = digits.strip_prefix(['x', 'X']).unwrap_or(digits);
            !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_hexdigit())
        });
        let is_name = (2..=8).contains(&name.len()) && name.bytes().all(|it| it.is_ascii_alphabetic());
        is_number || is_name
    })
}

fn subject_html_entity(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the character itself";
    of_subject(context, sink, (BASELINE, Whom::Any), help, |attribute| {
        let text = attribute.text().filter(|text| has_entity(text))?;
        Some(format!("with an HTML entity in its subject: {}", shown(&text)))
    });
}

fn subject_placeholder(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued without the attribute";
    of_subject(context, sink, (BASELINE, Whom::Any), help, |attribute| {
        let text = attribute.text()?;
        let trimmed = text.trim();
        let is_mark = trimmed.chars().all(|it| !it.is_alphanumeric()) && !attribute.octets().is_empty();
        let says_nothing = ["n/a", "none", "null", "unknown", "not applicable"];
        let is_word = says_nothing.iter().any(|it| trimmed.eq_ignore_ascii_case(it));
        (is_mark || is_word).then(|| format!("= {} in its subject, which says nothing", shown(&text)))
    });
}

fn rdn_multi_valued(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have the next certificate issued with one attribute in each part";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let names = [(&certificate.subject, "subject"), (&certificate.issuer, "issuer")];
        let twice = names.into_iter().find_map(|(name, which)| {
            let attributes = name.attributes();
            let again = twice_in_one_part(&attributes)?.name();
            let what = format!("has {again} twice in one part of its {which}");
            Some(Wrong::at(&name.bytes, what).severity(Severity::Error))
        });
        let joined = || {
            names.into_iter().find_map(|(name, which)| {
                let joined = name.attributes().into_iter().find(Attribute::joins)?.name();
                let what = format!("has {joined} beside another attribute in one part of its {which}");
                Some(Wrong::at(&name.bytes, what))
            })
        };
        twice.or_else(joined)
    });
}

/// An attribute whose part of the name has another one of the same type before it.
fn twice_in_one_part<'b, 'a>(attributes: &'b [Attribute<'a>]) -> Option<&'b Attribute<'a>> {
    // A crafted name may have thousands; as many as anybody reads are compared.
    let few = attributes.get(..64).unwrap_or(attributes);
    let again = few.iter().enumerate().find(|(place, it)| {
        let before = few.iter().take(*place).rev();
        // From here back to the first of the part.
        let mut is_inside = it.joins();
        let mut part = before.take_while(|before| core::mem::replace(&mut is_inside, before.joins()));
        part.any(|before| before.kind() == it.kind())
    });
    again.map(|(_, it)| it)
}

fn repeated<'a>(certificate: &Certificate<'a>, is_asked: impl Fn(&[u8]) -> bool) -> Option<Attribute<'a>> {
    let attributes = certificate.subject.attributes();
    // A crafted name may have thousands; as many as anybody reads are compared.
    let few = attributes.get(..64).unwrap_or(&attributes);
    let again = few.iter().enumerate().find(|(place, it)| {
        let mut before = few.iter().take(*place);
        is_asked(it.kind()) && before.any(|before| before.kind() == it.kind())
    });
    let (place, _) = again?;
    attributes.into_iter().nth(place)
}

fn subject_attribute_repeated(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with each attribute once";
    demand(context, sink, (BASELINE, Whom::Any), help, |certificate| {
        let may_repeat = [DOMAIN_COMPONENT, STREET, COMMON_NAME];
        let again = repeated(certificate, |kind| !may_repeat.contains(&kind))?;
        let what = format!("has {} more than once in its subject", again.name());
        Some(Wrong::at(&certificate.subject.bytes, what))
    });
}

fn common_name_repeated(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with one common name or none, and all names as alternative names";
    demand(context, sink, (BASELINE, Whom::Subscriber), help, |certificate| {
        repeated(certificate, |kind| kind == COMMON_NAME)?;
        Some(Wrong::at(&certificate.subject.bytes, "has several common names"))
    });
}

fn common_name_discouraged(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help =
        "nothing has to be done; a profile without a common name is better where nothing of yours reads it";
    demand(context, sink, (BASELINE, Whom::Server), help, |certificate| {
        certificate.subject.common_name()?;
        let what = "has a common name; the Baseline Requirements advise against it";
        Some(Wrong::at(&certificate.subject.bytes, what))
    });
}

fn common_name_reserved_address(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued for a name of the DNS, or by a private CA";
    of_subject(context, sink, (BASELINE, Whom::Server), help, |attribute| {
        let text = attribute.text().filter(|_| attribute.kind() == COMMON_NAME)?;
        let address: IpAddr = text.parse().ok().filter(is_reserved)?;
        Some(format!("= {address} in its subject, an address that nobody owns"))
    });
}

fn subject_email_not_in_san(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued without the address, or with it as an alternative name";
    demand(context, sink, (RFC, Whom::Subscriber), help, |certificate| {
        let listed = |email: &String| {
            let mut names = certificate.alternative_names().iter();
            names.any(|name| match name {
                GeneralName::Email(name) | GeneralName::Mailbox(name) => name.eq_ignore_ascii_case(email),
                _ => false,
            })
        };
        let emails = certificate.subject.emails();
        let few = emails.get(..16).unwrap_or(emails);
        let missing = few.iter().find(|email| !listed(email))?;
        let what = format!("has the e-mail address {} in its subject alone", shown(missing));
        Some(Wrong::at(&certificate.subject.bytes, what))
    });
}

fn country_not_upper_case(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the code in capital letters";
    of_subject(context, sink, (RFC, Whom::Any), help, |attribute| {
        let text = attribute.text().filter(|_| attribute.kind() == COUNTRY)?;
        let is_lower = text.bytes().any(|it| it.is_ascii_lowercase());
        is_lower.then(|| {
            format!(
                "= {} in its subject; two capital letters are wanted",
                shown(&text)
            )
        })
    });
}

/// The codes of two letters of ISO 3166-1, one after the other, and XX, which the Baseline Requirements have for none.
const COUNTRIES: &[u8] = b"\
    ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCN\
    COCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHM\
    HNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMK\
    MLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURW\
    SASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVI\
    VNVUWFWSYEYTZAZMZWXX";

fn is_country(code: &str) -> bool {
    let code = code.to_ascii_uppercase();
    COUNTRIES
        .as_chunks::<2>()
        .0
        .iter()
        .any(|known| known.as_slice() == code.as_bytes())
}

fn country_unknown(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the code of ISO 3166-1";
    of_subject(context, sink, (BASELINE, Whom::Any), help, |attribute| {
        let text = attribute.text().filter(|_| attribute.kind() == COUNTRY)?;
        (!is_country(&text)).then(|| {
            format!(
                "= {} in its subject, which is no code of ISO 3166-1",
                shown(&text)
            )
        })
    });
}

fn ca_subject_incomplete(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "use a CA certificate with a common name, an organization and a country";
    demand(context, sink, (BASELINE, Whom::Authority), help, |certificate| {
        let attributes = certificate.subject.attributes();
        let has = |kind: &[u8]| {
            attributes
                .iter()
                .any(|it| it.kind() == kind && !it.octets().is_empty())
        };
        let wanted = [
            (COMMON_NAME, "common name"),
            (ORGANIZATION, "organization"),
            (COUNTRY, "country"),
        ];
        let missing: Vec<&str> = wanted
            .into_iter()
            .filter(|(kind, _)| !has(kind))
            .map(|(_, name)| name)
            .collect();
        // A subject without anything has a rule of its own.
        (!missing.is_empty() && !certificate.subject.is_empty()).then(|| {
            let what = format!("is a CA without {} in its subject", missing.join(" and "));
            Wrong::at(&certificate.subject.bytes, what)
        })
    });
}
