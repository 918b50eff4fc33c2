//! Rules of the area `name-form`: the form of names.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::net::Ipv4Addr;

use super::name_cover::is_needless;
use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::{Certificate, ExtensionKind, GeneralName, ip_address};
use crate::class::Class;
use crate::report::Details;
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::{self, Fact};
use crate::text;

pub(super) static AREA: Area = Area {
    name: "name-form",
    title: "The form of names",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "san-criticality",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[Fact::EmptySubjectNotCritical]),
            summary: "the leaf's subject alternative name is critical although the subject is not empty, or not critical although it is",
            explanation: "\
Where the subject is empty, the subject alternative name is the certificate's only name and must be
critical; otherwise it should not be. Where it must be critical and is not, Java cannot parse the
certificate, and Chrome, pyca/cryptography and Python 3.13 on OpenSSL 3 refuse it: a warning. Where it is
critical needlessly, every client takes it: a note. Both are an error under the standards `Rfc5280` and
`CaBrowserForum`.

Have the next certificate issued with a subject, and the extension not critical.",
            citations: &[
                "RFC 5280 section 4.2.1.6",
                "CA/B Baseline Requirements 7.1.2.7.12",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::SubjectAlternativeName),
        check: san_criticality,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "dns-name-form",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Verifies(&[Fact::TrailingDot, Fact::PartialWildcard]),
            summary: "a DNS name of the leaf does not follow the preferred name syntax",
            explanation: "\
A dNSName consists of labels of letters, digits and hyphens, of which the first may be `*`; an
address, an underscore or a letter beyond ASCII has no place in it. Some libraries never match such
a name, others do: a note, because a required name that is missing has a rule of its own, and an
error under the standards `Rfc5280` and `CaBrowserForum`.

Have the next certificate issued without such names; names beyond ASCII are written as `xn--`,
addresses as iPAddress.",
            citations: &["RFC 5280 section 4.2.1.6", "RFC 1034 section 3.5"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::extension(ExtensionKind::SubjectAlternativeName),
        check: dns_name_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "wildcard-public-suffix",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::PublicSuffixWildcard, Fact::TopLevelWildcard]),
            summary: "a wildcard of the leaf covers a whole public suffix",
            explanation: "\
A wildcard such as `*.co.uk` or `*.github.io` covers names of owners who have nothing to do with
each other. No public CA may issue it and browsers refuse it: a warning, and an error under the
standard `CaBrowserForum`. The rule needs a list of public suffixes, `Profile::is_public_suffix`;
without one it is silent.

Have the certificate issued for the names below your own domain.",
            citations: &["CA/B Baseline Requirements 3.2.2.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::SUFFIXES.and(Needs::extension(ExtensionKind::SubjectAlternativeName)),
        check: wildcard_public_suffix,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "common-name-not-in-san",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "the leaf's common name is not one of its alternative names",
            explanation: "\
The Baseline Requirements want a common name to be a copy of one entry of the subject alternative
name, byte for byte: an address in its canonical text, a name in its `xn--` form. This rule
reports under the standard `CaBrowserForum` only, as private PKI puts all sorts of things there.

Have the certificate issued with such a common name, or without one.",
            citations: &["CA/B Baseline Requirements 7.1.4.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: common_name_not_in_san,
    },
];

fn san_criticality(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    let kind = ExtensionKind::SubjectAlternativeName;
    let is_critical = leaf.extensions.has_critical(kind);
    if is_critical == leaf.subject.is_empty() {
        return;
    }
    let Some(extension) = leaf.extension(kind) else {
        return;
    };
    let message = match is_critical {
        true => String::from(
            "The leaf's subject alternative name is critical, although the subject is not empty.",
        ),
        false => format!(
            "The leaf's subject is empty, and its subject alternative name is not critical. {}",
            stacks::sentence(Fact::EmptySubjectNotCritical)
        ),
    };
    let found = Found::new(context.at_field(place, &extension.bytes), message)
        .help("have the next certificate issued with a subject, and the extension not critical")
        .severity(context.severity(Source::Rfc5280, Severity::Note));
    sink.push(match is_critical {
        true => found,
        false => found.fact(Fact::EmptySubjectNotCritical),
    });
}

fn dns_names<'c>(leaf: &'c Certificate<'c>) -> impl Iterator<Item = &'c str> {
    leaf.alternative_names().iter().filter_map(|name| match name {
        GeneralName::Dns(name) => Some(name),
        _ => None,
    })
}

/// Escaped, and in quotes where it could be taken for several names or for the end of a sentence.
pub(super) fn shown(name: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-._*:".contains(character);
    let escaped = text::escape(name);
    if name.chars().all(plain) && !name.is_empty() && !name.ends_with('.') {
        escaped.into_owned()
    } else {
        format!("\"{escaped}\"")
    }
}

/// RFC 1034 section 3.5 as RFC 1123 section 2.1 relaxes it, and a wildcard as the first label.
pub(super) fn is_preferred_name(name: &str) -> bool {
    let host = name.strip_prefix("*.").unwrap_or(name);
    // An IPv6 address has colons, which no label has.
    let is_address = || host.parse::<Ipv4Addr>().is_ok();
    name.len() <= 253 && are_labels(host) && !is_address()
}

/// Labels of 1 to 63 letters, digits and hyphens, none at an end, with dots between them.
fn are_labels(host: &str) -> bool {
    let (mut length, mut before) = (0u32, Kind::Dot);
    for byte in host.bytes() {
        let kind = KINDS.get(usize::from(byte)).copied().unwrap_or(Kind::Other);
        length = match kind {
            Kind::Letter => length.wrapping_add(1),
            Kind::Hyphen if length > 0 => length.wrapping_add(1),
            Kind::Dot if before != Kind::Hyphen && (1..=63).contains(&length) => 0,
            _ => return false,
        };
        before = kind;
    }
    before != Kind::Hyphen && (1..=63).contains(&length)
}

/// What an octet of a name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Or a digit.
    Letter,
    Hyphen,
    Dot,
    Other,
}

/// For each octet; every name of every leaf is looked up here.
static KINDS: [Kind; 256] = {
    let (mut kinds, mut octet) = ([Kind::Other; 256], 0u8);
    let mut rest: &mut [Kind] = &mut kinds;
    while let Some((kind, others)) = rest.split_first_mut() {
        *kind = match octet {
            b'a'..=b'z' | b'0'..=b'9' | b'A'..=b'Z' => Kind::Letter,
            b'-' => Kind::Hyphen,
            b'.' => Kind::Dot,
            _ => Kind::Other,
        };
        octet = octet.wrapping_add(1);
        rest = others;
    }
    kinds
};

fn dns_name_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    // The rule about missing names has reported a dot at the end.
    let dot_is_said = sink.has_rejected(names::SAN_NAME_MISSING);
    let odd: Vec<String> = dns_names(leaf)
        .filter(|name| !is_preferred_name(name.strip_suffix('.').filter(|_| dot_is_said).unwrap_or(name)))
        .map(|name| text::clip(&shown(name), 256).into_owned())
        .collect();
    let (false, Some(names)) = (odd.is_empty(), &leaf.subject_alternative_name) else {
        return;
    };
    let message = format!(
        "The leaf has DNS names that do not follow the preferred name syntax: {}.",
        text::list(&odd, 5)
    );
    let found = Found::new(context.at_field(place, &names.bytes), message)
        .help("have the next certificate issued without them; names beyond ASCII are written as xn--, addresses as iPAddress")
        .severity(context.severity(Source::Rfc5280, Severity::Note))
        .details(Details::Names { missing_names: Vec::new(), present_names: odd.into_iter().take(100).collect() });
    sink.push(found);
}

fn wildcard_public_suffix(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (Some((place, leaf)), Some(is_public_suffix)) = (context.leaf(), &context.profile.is_public_suffix)
    else {
        return;
    };
    let wide = dns_names(leaf).find(|name| {
        name.strip_prefix("*.")
            .is_some_and(|below| is_public_suffix.has(&below.trim_end_matches('.').to_ascii_lowercase()))
    });
    let (Some(wide), Some(names)) = (wide, &leaf.subject_alternative_name) else {
        return;
    };
    // Whoever calls a host that another name covers does not come to it.
    let is_needless = is_needless(context, leaf, wide);
    let wide = text::clip(&text::escape(wide), 256).into_owned();
    let message = format!("The leaf's wildcard {wide} covers a whole public suffix.");
    let fact = match wide.matches('.').count() {
        1 => Fact::TopLevelWildcard,
        _ => Fact::PublicSuffixWildcard,
    };
    let found = Found::new(context.at_field(place, &names.bytes), message)
        .help("have it issued for the names below your own domain")
        .severity(context.severity(Source::CaBrowserForum, Severity::Warning))
        .details(Details::Names {
            missing_names: Vec::new(),
            present_names: alloc::vec![wide],
        });
    sink.push(match is_needless {
        true => found,
        false => found.for_named(fact),
    });
}

fn common_name_not_in_san(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf().filter(|_| context.applies(Source::CaBrowserForum)) else {
        return;
    };
    let Some(common_name) = leaf.subject.common_name() else {
        return;
    };
    let is_copy = |name: GeneralName<'_>| match name {
        // The domain of a wildcard entry passes, too: x509-limbo's good certificates have it.
        GeneralName::Dns(name) => {
            name.strip_prefix("*.").unwrap_or(name) == common_name || name == common_name
        }
        GeneralName::Ip(octets) => {
            ip_address(octets).is_some_and(|address| address.to_string() == *common_name)
        }
        _ => false,
    };
    if leaf.alternative_names().iter().any(is_copy) {
        return;
    }
    let shown = text::clip(&text::escape(&common_name), 256).into_owned();
    let message = format!("The leaf's common name, {shown}, is not one of its alternative names.");
    let found = Found::new(context.at_field(place, &leaf.subject.bytes), message)
        .help("have it issued with a common name that is a copy of an alternative name, or without one")
        .details(Details::Names {
            missing_names: Vec::new(),
            present_names: alloc::vec![shown],
        });
    sink.push(found);
}

#[cfg(test)]
mod tests {
    use super::is_preferred_name;

    #[test]
    fn names_of_letters_digits_and_hyphens_are_preferred() {
        for good in [
            "a.example",
            "*.a.example",
            "localhost",
            "xn--bcher-kva.example",
            "1.2.example",
        ] {
            assert!(is_preferred_name(good), "{good}");
        }
        for bad in [
            "",
            "a_b.example",
            "192.0.2.1",
            "bücher.example",
            "f*.example",
            "a..b",
            "-a.example",
            "*.*.a",
        ] {
            assert!(!is_preferred_name(bad), "{bad}");
        }
    }
}
