//! Rules of the area `name`: names.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::net::IpAddr;

use super::name_cover::{covers, is_partly_covered};
use super::name_form::{is_preferred_name, shown};
use super::{Context, Entry, Found, Needs, Sink};
use crate::certificate::distinguished_name;
use crate::certificate::{Certificate, ExtensionKind, Form, GeneralName, ip_address};
use crate::class::Class;
use crate::product::name::CertificateName;
use crate::profile::{Profile, Purpose, RequiredAttribute, Standard};
use crate::report::{Details, Given, Help};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::{self, Fact};
use crate::text;
use crate::vocabulary::{KeyPurpose, ReferenceIdentifier};

pub(super) static AREA: Area = Area {
    name: "name",
    title: "Names",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "server-name-absent",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::NoAlternativeName,
                Fact::AddressInCommonName,
                Fact::OnlyEmailNames,
                Fact::EmptyNames,
            ]),
            summary: "a server's leaf has neither a DNS name nor an address among its alternative names",
            explanation: "\
Clients compare the host that they connect to with the DNS names and addresses of the subject alternative
name. Where there are none, Go (\"certificate relies on legacy Common Name field\"), rustls and browsers
accept no name at all. OpenSSL, Python, GnuTLS and Java still fall back to the common name of the subject,
which RFC 9525 forbids. It is an error whatever names the profile requires, except under the standard
`Rfc5280`, which says nothing about servers: there it is a warning where no name is required and the subject
is not empty.

Have the certificate issued again with the server's names in its subject alternative name.",
            citations: &[
                "RFC 9525 section 6.3",
                "RFC 5280 section 4.1.2.6",
                "RFC 5280 section 4.2.1.6",
                "CA/B Baseline Requirements 7.1.2.7.12",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: server_name_absent,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::SAN_NAME_MISSING,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::PartialWildcard]),
            summary: "the leaf is not valid for a name that is required",
            explanation: "\
Clients compare the host that they connect to with the subject alternative name. Where it has DNS names, no
client looks at the common name; rustls, Go, Python and browsers never do. A wildcard covers exactly one
label: `*.example.com` covers `a.example.com`, and neither `example.com` nor `a.b.example.com`. Where the
missing names are only advised, such as those under `internal.` for Redis Software, it is a warning.

Have the certificate issued again with all the names in its subject alternative name.",
            citations: &[
                "RFC 5280 section 4.2.1.6",
                "RFC 9525 section 6",
                "Redis Software: create certificates",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: san_name_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::NAMES_NOT_CHECKED,
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "no name was given, so the leaf's names were not compared with any",
            explanation: "\
The profile is for a server, and no name was given that its leaf must have. Everything else was checked.

Give the names that clients use, with `--hostname`.",
            citations: &["RFC 9525 section 6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: names_not_checked,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::COMMON_NAME_DIFFERS,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the leaf's common name is not the cluster's name",
            explanation: "\
The documentation of Redis Software asks for a common name equal to the cluster's FQDN. TLS clients
do not look at it; tools that show or compare subjects do. A common name has 64 characters at most,
so a longer FQDN is not asked for.

Have the next certificate issued with that common name.",
            citations: &[
                "Redis Software: create certificates",
                "ITU-T X.520 ub-common-name",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: common_name_differs,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::SUBJECT_ATTRIBUTE_MISSING,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the leaf's subject lacks an attribute that is asked for",
            explanation: "\
The profile asks for attributes of the subject, such as country, state, locality, organization and
organizational unit, with given values or with any. The guidelines for Redis Software from 6.2 to 8.0
list these five; the product checks none of them. TLS peers do not look at them, unless they are
configured to accept certain subjects only. Values are compared letter by letter.

Have the certificate issued with the subject that the message asks for.",
            citations: &["Redis Software 6.2 to 8.0: create certificates", "ITU-T X.520"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: subject_attribute_missing,
    },
];

/// Names of the leaf, as text.
fn present(leaf: &Certificate<'_>) -> Vec<String> {
    let names = leaf.alternative_names();
    names
        .iter()
        .filter_map(|name| name.text())
        .map(|name| shown(&name))
        .collect()
}

/// The same of an e-mail address.
fn is_plain_address(address: &str) -> bool {
    address
        .split_once('@')
        .is_some_and(|(user, host)| is_plain(user) && is_plain(host))
}

/// Whether OpenSSL's configuration can hold it as it is.
fn is_plain(name: &str) -> bool {
    shown(name) == name
}

fn is_valid_for(leaf: &Certificate<'_>, wanted: &ReferenceIdentifier) -> bool {
    let names = leaf.alternative_names();
    names.iter().any(|name| match (name, wanted) {
        (GeneralName::Dns(pattern), ReferenceIdentifier::Dns(wanted)) => covers(pattern, wanted),
        (GeneralName::Ip(octets), ReferenceIdentifier::Ip(wanted)) => ip_address(octets) == Some(*wanted),
        (GeneralName::Email(address), ReferenceIdentifier::Email(wanted)) => {
            ReferenceIdentifier::email(address)
                .is_ok_and(|address| address == ReferenceIdentifier::Email(wanted.clone()))
        }
        _ => false,
    })
}

/// Whether a leaf for servers has no name that a client could compare with the host that it calls.
fn lacks_server_name(context: &Context<'_>, leaf: &Certificate<'_>) -> bool {
    let is_unclear = leaf.version != 3 || leaf.is_unclear(ExtensionKind::SubjectAlternativeName);
    let mut names = leaf.alternative_names().iter();
    let has_one = names.any(|name| matches!(name.form(), Form::Dns | Form::Ip));
    is_for_server(context) && !is_unclear && !has_one
}

/// Nodes of a cluster do not compare each other's names.
fn is_for_server(context: &Context<'_>) -> bool {
    let profile = context.profile;
    let upload = profile.product.upload().and_then(|upload| upload.name);
    profile.purpose == Purpose::EndEntity
        && profile.usages.contains(&KeyPurpose::ServerAuth)
        && upload.is_none_or(CertificateName::is_server)
}

fn server_name_absent(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    // Another leaf may have the names.
    if sink.has_rejected(names::LEAF_AMBIGUOUS) || !lacks_server_name(context, leaf) {
        return;
    }
    let (location, what) = match &leaf.subject_alternative_name {
        Some(names) => (
            context.at_field(place, &names.bytes),
            "neither a DNS name nor an address in its subject alternative name",
        ),
        None => (context.at_certificate(place), "no subject alternative name"),
    };
    let common_name = leaf.subject.common_name();
    let fact = common_name.as_ref().map(|common_name| {
        if leaf.subject_alternative_name.is_some() {
            match leaf.alternative_names().iter().next() {
                Some(_) => Fact::OnlyEmailNames,
                None => Fact::EmptyNames,
            }
        } else if common_name.parse::<IpAddr>().is_ok() {
            Fact::AddressInCommonName
        } else {
            Fact::NoAlternativeName
        }
    });
    let consequence = match (&common_name, fact) {
        (Some(common_name), Some(fact)) => format!(
            "Few clients look at its common name, {}. {}",
            text::clip(&text::escape(common_name), 256),
            stacks::sentence(fact)
        ),
        _ => String::from("It has no common name either: no client can accept it under any name."),
    };
    let required = &context.profile.names;
    let missing: Vec<String> = required
        .iter()
        .map(|required| required.name.to_string())
        .collect();
    let missing_too = match missing.is_empty() {
        true => String::new(),
        false => format!(" Missing: {}.", text::list(&missing, 8)),
    };
    let message = format!("The leaf is for a server, and has {what}.{missing_too} {consequence}");
    let help = match missing.is_empty() {
        true => "have it issued again. OpenSSL: subjectAltName = DNS:…".into(),
        false => issued_with_names(context, leaf),
    };
    // RFC 5280 does not know servers' names, and asks for any name where there is no subject.
    let is_only_named_elsewhere = missing.is_empty() && !leaf.subject.is_empty();
    let severity = match context.profile.standard {
        Standard::Rfc5280 if is_only_named_elsewhere => Severity::Warning,
        _ => Severity::Error,
    };
    let found = Found::new(location, message)
        .severity(severity)
        .help(help)
        .details(Details::Names {
            missing_names: missing,
            present_names: Vec::new(),
        });
    // Nobody finds a name that is not the common name either.
    sink.push(match fact.filter(|_| is_called_so(leaf, context.profile)) {
        Some(fact) => found.known_as(fact),
        None => found,
    });
}

/// Whether each common name is each of the names that are required, as whoever looks at them compares them.
pub(super) fn is_called_so(leaf: &Certificate<'_>, profile: &Profile) -> bool {
    let common_names = leaf.subject.common_names();
    let is_one = |common_name: &String, wanted: &ReferenceIdentifier| match wanted {
        ReferenceIdentifier::Dns(wanted) => covers(common_name, wanted),
        ReferenceIdentifier::Ip(wanted) => common_name.parse() == Ok(*wanted),
        ReferenceIdentifier::Email(_) => true,
    };
    let mut required = profile.names.iter();
    required.all(|it| common_names.iter().all(|name| is_one(name, &it.name))) && !common_names.is_empty()
}

fn san_name_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    // Another leaf may have the names; and whose names are refused is not asked for them.
    let is_unclear = leaf.is_unclear(ExtensionKind::SubjectAlternativeName);
    if sink.has_rejected(names::LEAF_AMBIGUOUS) || is_unclear {
        return;
    }
    let missing: Vec<_> = context
        .profile
        .names
        .iter()
        .filter(|required| !is_valid_for(leaf, &required.name))
        // Where no such name is there at all, that is what is said.
        .filter(|required| {
            let is_email = matches!(required.name, ReferenceIdentifier::Email(_));
            is_email || !lacks_server_name(context, leaf)
        })
        .collect();
    if leaf.version != 3 && leaf.subject_alternative_name.is_none() {
        return;
    }
    let Some(severity) = missing.iter().map(|required| required.severity).max() else {
        return;
    };
    let is_partly = missing
        .iter()
        .all(|required| is_partly_covered(leaf, &required.name));
    let missing: Vec<String> = missing.iter().map(|required| required.name.to_string()).collect();
    let present = present(leaf);
    let location = match &leaf.subject_alternative_name {
        Some(names) => context.at_field(place, &names.bytes),
        None => context.at_certificate(place),
    };
    let message = match (&leaf.subject_alternative_name, leaf.subject.common_name()) {
        (None, Some(common_name)) => format!(
            "The leaf has no subject alternative name. Missing: {}. Its common name, {}, does not count.",
            text::list(&missing, 8),
            text::clip(&text::escape(&common_name), 256)
        ),
        (None, None) => format!(
            "The leaf has no subject alternative name. Missing: {}.",
            text::list(&missing, 8)
        ),
        (Some(_), _) => format!(
            "Missing: {}. Present: {}.{}{}",
            text::list(&missing, 8),
            if present.is_empty() {
                "none".into()
            } else {
                text::list(&present, 8)
            },
            listed_in_another_form(context, leaf),
            covered_by_wildcard(context, leaf)
        ),
    };
    let help = issued_with_names(context, leaf);
    let found = Found::new(location, message)
        .severity(severity)
        .help(help)
        .details(Details::Names {
            missing_names: missing.clone(),
            present_names: present.iter().take(100).cloned().collect(),
        });
    sink.push(match is_partly {
        true => found.known_as(Fact::PartialWildcard),
        false => found,
    });
}

/// Names the required names that are listed in a form that clients do not compare.
fn listed_in_another_form(context: &Context<'_>, leaf: &Certificate<'_>) -> String {
    let mut told = String::new();
    for required in &context.profile.names {
        if is_valid_for(leaf, &required.name) {
            continue;
        }
        let names = leaf.alternative_names().iter();
        let mut listed = names.filter_map(|name| match name {
            GeneralName::Dns(listed) => Some(listed),
            _ => None,
        });
        match &required.name {
            ReferenceIdentifier::Ip(wanted) if listed.any(|listed| listed.parse() == Ok(*wanted)) => {
                told.push_str(&format!(
                    "\n{wanted} is listed as a DNS name; clients compare an address with entries of the type IP address only."
                ));
            }
            ReferenceIdentifier::Dns(wanted) if listed.any(|listed| is_dotted(listed, wanted)) => {
                told.push_str(&format!(
                    "\n{wanted} is listed with a dot at its end, as zone files write it; clients do not match such an entry."
                ));
            }
            _ => {}
        }
    }
    told
}

/// Whether `listed` would be valid for `wanted` without the dot at its end.
fn is_dotted(listed: &str, wanted: &str) -> bool {
    listed
        .strip_suffix('.')
        .is_some_and(|plain| covers(plain, wanted))
}

/// Tells which required names are not listed and yet covered.
fn covered_by_wildcard(context: &Context<'_>, leaf: &Certificate<'_>) -> String {
    let names = leaf.alternative_names();
    let mut told = String::new();
    for required in &context.profile.names {
        let ReferenceIdentifier::Dns(wanted) = &required.name else {
            continue;
        };
        let patterns = names.iter().filter_map(|name| match name {
            GeneralName::Dns(pattern) => Some(pattern),
            _ => None,
        });
        let mut covering = patterns.filter(|pattern| covers(pattern, wanted));
        let listed = names
            .iter()
            .any(|name| matches!(name, GeneralName::Dns(it) if it.eq_ignore_ascii_case(wanted)));
        if let (Some(pattern), false) = (covering.next(), listed) {
            told.push_str(&format!(
                "\n{wanted} is not listed but covered by {}; a wildcard covers one label, so not x.{wanted}.",
                text::clip(&text::escape(pattern), 256)
            ));
        }
    }
    told
}

/// Whether clients match it. They take an underscore, although it belongs in no host's name.
fn is_usable(name: &str) -> bool {
    is_preferred_name(&name.replace('_', "x"))
}

/// How to ask for the names that the leaf has and those that it lacks, in the words of OpenSSL and of certreq.
fn issued_with_names(context: &Context<'_>, leaf: &Certificate<'_>) -> String {
    let names = wanted_names(context, leaf);
    let openssl: Vec<String> = names
        .iter()
        .map(|(openssl, _, name)| format!("{openssl}:{name}"))
        .collect();
    let certreq: String = names
        .iter()
        .take(LISTED)
        .map(|(_, certreq, name)| format!("\n  _continue_ = \"{certreq}={name}&\""))
        .collect();
    format!(
        "have it issued again. OpenSSL:\n  subjectAltName = {}\ncertreq, in [Extensions] of the .inf:\n  2.5.29.17 = \"{{text}}\"{certreq}",
        text::list(&openssl, LISTED)
    )
}

/// How many names a help lists.
const LISTED: usize = 16;

/// The names that the leaf has and those that it lacks, each with its type in OpenSSL's words and in those of certreq.
fn wanted_names(context: &Context<'_>, leaf: &Certificate<'_>) -> Vec<(&'static str, &'static str, String)> {
    const DNS: (&str, &str) = ("DNS", "dns");
    const IP: (&str, &str) = ("IP", "ipaddress");
    const EMAIL: (&str, &str) = ("email", "email");
    let present = leaf.alternative_names();
    let named = |(openssl, certreq): (&'static str, &'static str), name: String| (openssl, certreq, name);
    let mut names: Vec<_> = present
        .iter()
        .filter_map(|name| match name {
            // One that is no DNS name is not worth having again.
            GeneralName::Dns(name) => is_usable(name).then(|| named(DNS, name.into())),
            GeneralName::Ip(octets) => ip_address(octets).map(|address| named(IP, address.to_string())),
            GeneralName::Email(address) => is_plain_address(address).then(|| named(EMAIL, address.into())),
            _ => None,
        })
        .collect();
    let missing = context
        .profile
        .names
        .iter()
        .filter(|required| !is_valid_for(leaf, &required.name));
    names.extend(missing.map(|required| match &required.name {
        ReferenceIdentifier::Dns(name) => named(DNS, name.clone()),
        ReferenceIdentifier::Ip(address) => named(IP, address.to_string()),
        ReferenceIdentifier::Email(address) => named(EMAIL, address.clone()),
    }));
    names
}

fn names_not_checked(context: &Context<'_>, sink: &mut Sink<'_>) {
    let has_leaf = context
        .leaf()
        .is_some_and(|(_, leaf)| !lacks_server_name(context, leaf));
    if is_for_server(context) && context.profile.names.is_empty() && has_leaf {
        let message = "No name was given, so the leaf's names were not compared with any.";
        sink.push(
            Found::new(None, message).help(Help::give(Given::Hostname, "give the names that clients use, ")),
        );
    }
}

fn common_name_differs(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context
        .leaf()
        .filter(|_| !sink.has_rejected(names::LEAF_AMBIGUOUS))
    else {
        return;
    };
    // X.520 allows 64 characters; a longer name cannot stand there.
    let wanted: Vec<&String> = context
        .profile
        .common_names
        .iter()
        .filter(|wanted| wanted.len() <= 64)
        .collect();
    let Some(first) = wanted.first() else {
        return;
    };
    let all = text::list(&wanted, 4);
    let message = match leaf.subject.common_name() {
        Some(found) if wanted.iter().any(|wanted| found.eq_ignore_ascii_case(wanted)) => return,
        Some(found) => format!(
            "The leaf's common name is {}; `{}` should have {all}.",
            text::clip(&text::escape(&found), 256),
            context.profile.title
        ),
        None => format!(
            "The leaf has no common name; `{}` should have {all}.",
            context.profile.title
        ),
    };
    let found = Found::new(context.at_field(place, &leaf.subject.bytes), message)
        .help("TLS clients do not look at it; correct it with the next certificate")
        .details(Details::Names {
            missing_names: alloc::vec![(*first).clone()],
            present_names: leaf
                .subject
                .common_name()
                .iter()
                .map(|it| text::escape(it).into_owned())
                .collect(),
        });
    sink.push(found);
}

fn subject_attribute_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf().filter(|_| !context.profile.subject.is_empty()) else {
        return;
    };
    let present = distinguished_name::attributes(leaf.subject.contents());
    let has = |required: &&RequiredAttribute| {
        present
            .iter()
            .filter(|it| it.is(required.attribute))
            .any(|it| match (it.text(), &required.value) {
                (Some(found), Some(wanted)) => found == wanted.as_str(),
                (Some(found), None) => !found.trim().is_empty(),
                (None, _) => false,
            })
    };
    let missing: Vec<_> = context.profile.subject.iter().filter(|it| !has(it)).collect();
    let Some(severity) = missing.iter().map(|required| required.severity).max() else {
        return;
    };
    let missing: Vec<String> = missing.iter().map(|required| asked(required)).collect();
    let message = format!(
        "The leaf's subject is {}; `{}` asks for {}.",
        text::clip(&leaf.subject.text, 256),
        text::escape(&context.profile.title),
        text::list(&missing, 8)
    );
    let found = Found::new(context.at_field(place, &leaf.subject.bytes), message)
        .severity(severity)
        .help("have it issued again with that subject, or ask for less")
        .details(Details::Names {
            missing_names: missing.clone(),
            present_names: Vec::new(),
        });
    sink.push(found);
}

/// `O=Example`, or `OU` for any.
fn asked(required: &RequiredAttribute) -> String {
    let short = required.attribute.as_str();
    match &required.value {
        Some(value) => format!("{short}={}", text::clip(&text::echo(value), 256)),
        None => short.into(),
    }
}
