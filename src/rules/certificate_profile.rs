//! Rules of the area `certificate-profile`: what the standards demand of other extensions.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::context::Source;
use super::demand::{Whom, Wrong, demand};
use super::international::is_normalized;
use super::name_form::shown;
use super::{Context, Entry, Needs, Sink};
use crate::certificate::{ANY_POLICY, ExtensionKind, GeneralName, Notice, Said};
use crate::class::Class;
use crate::rule::{Area, Concern, Period, Rule};
use crate::severity::Severity;
use crate::text;

pub(super) static AREA: Area = Area {
    name: "certificate-profile",
    title: "Extensions by the standards",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "authority-key-identifier-incomplete",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "an authority key identifier has a serial number without an issuer, or the reverse",
            explanation: "\
The extension names the issuer's certificate by key, or by that certificate's issuer and serial number. One
of the two alone names nothing.

Have it issued with the key identifier alone.",
            citations: &["RFC 5280 appendix A.2", "RFC 5280 section 4.2.1.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::AuthorityKeyIdentifier)),
        check: authority_key_identifier_incomplete,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "authority-key-identifier-by-name",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "an authority key identifier names the issuer's certificate by issuer and serial number",
            explanation: "\
A CA that is renewed or cross-signed has another certificate with the same key. Who names it by its serial
number ties the leaf to one of them, and OpenSSL refuses a chain with another. Public CAs must not.

Have it issued with the key identifier alone. OpenSSL: authorityKeyIdentifier = keyid.",
            citations: &[
                "Mozilla Root Store Policy 5.2",
                "CA/B Baseline Requirements 7.1.2.11.1",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::AuthorityKeyIdentifier)),
        check: authority_key_identifier_by_name,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "leaf-key-identifier-absent",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "the leaf has no subject key identifier",
            explanation: "\
RFC 5280 advises leafs to have one; the Baseline Requirements advise against it, and their standard asks for
none. No client looks at it in a leaf.

Nothing has to be done.",
            citations: &["RFC 5280 section 4.2.1.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: leaf_key_identifier_absent,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "leaf-key-identifier-discouraged",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "the leaf has a subject key identifier, which public certificates should not have",
            explanation: "\
Nobody needs the identifier of a key that signs no certificates; the Baseline Requirements advise against it
since 2023-09-15, where RFC 5280 advised it.

Nothing has to be done.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.6"],
            in_force: Period::since(2023, 9, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::SubjectKeyIdentifier)),
        check: leaf_key_identifier_discouraged,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "leaf-constraints-not-critical",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the leaf has basic constraints that are not critical",
            explanation: "\
Where a public leaf has basic constraints at all, they are critical, so that nobody takes it for a CA.
OpenSSL's usual recipes write them not critical. Judged in what was issued since 2023-09-15.

OpenSSL: basicConstraints = critical, CA:FALSE, or without the extension.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.6"],
            in_force: Period::since(2023, 9, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::BasicConstraints)),
        check: leaf_constraints_not_critical,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "root-path-length",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a root has a path length constraint",
            explanation: "\
Clients trust a root by its key and name and most do not look at its extensions, so that a limit in it binds
nobody for sure. The Baseline Requirements advise against it.

Put the limit into the issuing CA's certificate.",
            citations: &["CA/B Baseline Requirements 7.1.2.1.4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::BasicConstraints)),
        check: root_path_length,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "inhibit-any-policy-not-critical",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "inhibitAnyPolicy is not critical",
            explanation: "\
RFC 5280 wants the extension critical: who does not understand it must not pass over it.

OpenSSL: inhibitAnyPolicy = critical, 0.",
            citations: &["RFC 5280 section 4.2.1.14"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::InhibitAnyPolicy)),
        check: inhibit_any_policy_not_critical,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "policy-mapping-any",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a policy mapping is from or to anyPolicy",
            explanation: "\
A mapping says that a policy of one domain is as good as one of another; anyPolicy is none of a domain. Go,
Chrome and others refuse a chain with such a mapping where they process policies, which a rule about
explicit policies reports.

Use a CA certificate without the mapping.",
            citations: &["RFC 5280 section 4.2.1.5"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::PolicyMappings)),
        check: policy_mapping_any,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "any-policy-qualifier-unknown",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "anyPolicy has a qualifier that RFC 5280 does not define",
            explanation: "\
anyPolicy stands for all policies, so its qualifiers are those that all may have: the location of a
statement, and a notice.

Have it issued without the qualifier.",
            citations: &["RFC 5280 section 4.2.1.4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::CertificatePolicies)),
        check: any_policy_qualifier_unknown,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "policy-qualifier-text",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "the notice of a certificate policy is too long, empty, or of a type that it must not be",
            explanation: "\
The text of a notice has 200 characters at most, and is a UTF8String. RFC 6818, which changed RFC 5280 in 2013,
forbids IA5String: an error, as is a text that is longer, or empty. VisibleString and BMPString are allowed and
not liked: a note. Control characters and text that is not in Unicode's form NFC should not be: a warning.

Have the certificate issued with a short notice as UTF8String, or better without a notice, which no program
shows.",
            citations: &["RFC 5280 section 4.2.1.4", "RFC 6818 section 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::CertificatePolicies)),
        check: policy_qualifier_text,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "extension-list-empty",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "an extension that no client reads holds an empty list",
            explanation: "\
Subject information access and subject directory attributes are lists of one entry at least. No TLS library
reads them, so none notices; a program that does may fail.

Have it issued with the entries that were meant, or without the extension.",
            citations: &["RFC 5280 section 4.2.2.2", "RFC 5280 section 4.2.1.8"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: extension_list_empty,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "name-constraint-uri-form",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a name constraint on URIs is no fully qualified host name",
            explanation: "\
A constraint on URIs is the name of a host, or a domain with a period before it. A URI, an address or a name
without a period matches nothing that a client compares.

Use a CA certificate whose constraint is a host or a domain, such as `.example.com`.",
            citations: &["RFC 5280 section 4.2.1.10"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280.and(Needs::extension(ExtensionKind::NameConstraints)),
        check: name_constraint_uri_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "issuer-empty",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "the issuer of a certificate is empty",
            explanation: "\
The issuer is the name by which peers look for the CA's certificate, so RFC 5280 wants one that is not
empty. A chain to a CA without a name is found by luck alone.

Have it issued by a CA that has a name.",
            citations: &["RFC 5280 section 4.1.2.4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::RFC5280,
        check: issuer_empty,
    },
];

const RFC: Source = Source::Rfc5280;
const BASELINE: Source = Source::CaBrowserForum;
const BY_KEY: &str = "have it issued with the key identifier alone. OpenSSL: authorityKeyIdentifier = keyid";
const NOTHING: &str = "nothing has to be done";

fn authority_key_identifier_incomplete(context: &Context<'_>, sink: &mut Sink<'_>) {
    demand(context, sink, (RFC, Whom::Any), BY_KEY, |certificate| {
        let authority = certificate.authority_key.as_ref()?;
        let what = match (authority.value.issuer.is_some(), authority.value.serial.is_some()) {
            (true, false) => "has an authority key identifier with an issuer and no serial number",
            (false, true) => "has an authority key identifier with a serial number and no issuer",
            _ => return None,
        };
        Some(Wrong::at(&authority.bytes, what))
    });
}

fn authority_key_identifier_by_name(context: &Context<'_>, sink: &mut Sink<'_>) {
    demand(context, sink, (BASELINE, Whom::Any), BY_KEY, |certificate| {
        let authority = certificate.authority_key.as_ref()?;
        let is_by_name = authority.value.issuer.is_some() && authority.value.serial.is_some();
        let what =
            "has an authority key identifier with the issuer and serial number of its issuer's certificate";
        is_by_name.then(|| Wrong::at(&authority.bytes, what))
    });
}

fn leaf_key_identifier_absent(context: &Context<'_>, sink: &mut Sink<'_>) {
    demand(
        context,
        sink,
        (Source::Rfc5280Alone, Whom::Subscriber),
        NOTHING,
        |certificate| {
            let kind = ExtensionKind::SubjectKeyIdentifier;
            let is_absent = certificate.lacks(kind);
            is_absent.then(|| Wrong::in_extension(certificate, kind, "has no subject key identifier"))
        },
    );
}

fn leaf_key_identifier_discouraged(context: &Context<'_>, sink: &mut Sink<'_>) {
    demand(context, sink, (BASELINE, Whom::Server), NOTHING, |certificate| {
        let kind = ExtensionKind::SubjectKeyIdentifier;
        let what = "has a subject key identifier; the Baseline Requirements advise against it";
        certificate
            .extensions
            .has(kind)
            .then(|| Wrong::in_extension(certificate, kind, what))
    });
}

fn leaf_constraints_not_critical(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "OpenSSL: basicConstraints = critical, CA:FALSE, or without the extension";
    demand(context, sink, (BASELINE, Whom::Subscriber), help, |certificate| {
        let kind = ExtensionKind::BasicConstraints;
        let extensions = &certificate.extensions;
        let is_wrong = extensions.has(kind) && !extensions.has_critical(kind);
        is_wrong
            .then(|| Wrong::in_extension(certificate, kind, "has basic constraints that are not critical"))
    });
}

fn root_path_length(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "put the limit into the issuing CA's certificate";
    demand(context, sink, (BASELINE, Whom::Root), help, |certificate| {
        let constraints = certificate.basic_constraints.as_ref()?;
        let length = constraints.value.path_length?;
        let what = format!("is a root with a path length constraint of {length}");
        Some(Wrong::at(&constraints.bytes, what))
    });
}

fn inhibit_any_policy_not_critical(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "OpenSSL: inhibitAnyPolicy = critical, 0";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let kind = ExtensionKind::InhibitAnyPolicy;
        let extensions = &certificate.extensions;
        let is_wrong = extensions.has(kind) && !extensions.has_critical(kind);
        is_wrong
            .then(|| Wrong::in_extension(certificate, kind, "has inhibitAnyPolicy, and it is not critical"))
    });
}

fn policy_mapping_any(context: &Context<'_>, sink: &mut Sink<'_>) {
    // Where policies are processed, the rule about explicit policies has said it.
    if context.policies().maps_any_at.is_some() {
        return;
    }
    let help = "use a CA certificate without the mapping";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let Said::Value(mappings) = certificate.policy_values().mappings else {
            return None;
        };
        let is_any = mappings
            .iter()
            .any(|it| it.issuer == ANY_POLICY || it.subject == ANY_POLICY);
        let what = "has a policy mapping from or to anyPolicy";
        is_any.then(|| Wrong::in_extension(certificate, ExtensionKind::PolicyMappings, what))
    });
}

fn any_policy_qualifier_unknown(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued without the qualifier";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let what = "has anyPolicy with a qualifier other than a statement or a notice";
        let is_odd = certificate.any_policy_has_odd_qualifier();
        is_odd.then(|| Wrong::in_extension(certificate, ExtensionKind::CertificatePolicies, what))
    });
}

fn policy_qualifier_text(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with a short notice as UTF8String, or without one";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let wrong = certificate
            .notices()
            .iter()
            .filter_map(wrong_notice)
            .collect::<Vec<_>>();
        let (severity, what) = wrong.into_iter().max_by_key(|(severity, _)| *severity)?;
        let wrong = Wrong::in_extension(certificate, ExtensionKind::CertificatePolicies, what);
        Some(wrong.severity(severity))
    });
}

/// What is worst about it.
fn wrong_notice(notice: &Notice<'_>) -> Option<(Severity, String)> {
    /// ub of DisplayText.
    const MOST: usize = 200;
    let length = notice.text.chars().count();
    let control = notice.text.chars().find(|it| it.is_control());
    let found = notice.string_type;
    Some(if found == "IA5String" {
        let what = "has the notice of a policy as IA5String; UTF8String is wanted";
        (Severity::Error, what.into())
    } else if length > MOST {
        let what = format!("has a policy with a notice of {length} characters; {MOST} are allowed");
        (Severity::Error, what)
    } else if length == 0 {
        (Severity::Error, "has a policy with an empty notice".into())
    } else if let Some(control) = control {
        let control = u32::from(control);
        let what = format!("has a policy with a notice that holds the control character U+{control:04X}");
        (Severity::Warning, what)
    } else if !is_normalized(&notice.text) {
        let what = "has a policy with a notice that is not in Unicode's form NFC";
        (Severity::Warning, what.into())
    } else if found != "UTF8String" {
        let what = format!("has the notice of a policy as {found}; UTF8String is liked better");
        (Severity::Note, what)
    } else {
        return None;
    })
}

fn extension_list_empty(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with the entries that were meant, or without the extension";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        certificate.extensions.iter().find_map(|it| {
            let name = match it.identifier {
                [0x2B, 6, 1, 5, 5, 7, 1, 11] => "subject information access",
                [0x55, 0x1D, 9] => "subject directory attributes",
                _ => return None,
            };
            // SEQUENCE, of no length.
            let is_empty = certificate.der.get(it.bytes.clone()) == Some(&[0x30, 0]);
            is_empty.then(|| Wrong::at(&it.bytes, format!("has {name} without any entry")))
        })
    });
}

fn name_constraint_uri_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "use a CA certificate whose constraint is a host or a domain, such as .example.com";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let constraints = certificate.name_constraints.as_ref()?;
        let subtrees = constraints
            .value
            .permitted
            .iter()
            .chain(&constraints.value.excluded);
        let odd = |base: &GeneralName<'_>| match base {
            GeneralName::Uri(uri) if !is_domain(uri) => Some(text::clip(&shown(uri), 256).into_owned()),
            _ => None,
        };
        let uri = subtrees.into_iter().find_map(|subtree| odd(&subtree.base))?;
        let what = alloc::format!("constrains URIs to {uri}, which is no host and no domain");
        Some(Wrong::at(&constraints.bytes, what))
    });
}

fn issuer_empty(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued by a CA that has a name";
    demand(context, sink, (RFC, Whom::Any), help, |certificate| {
        let issuer = &certificate.issuer;
        issuer
            .is_empty()
            .then(|| Wrong::at(&issuer.bytes, "has an empty issuer"))
    });
}

/// A fully qualified name, perhaps with a period before it.
fn is_domain(text: &str) -> bool {
    let host = text.strip_prefix('.').unwrap_or(text);
    let is_label = |label: &str| {
        let is_inner = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
        !label.is_empty() && label.bytes().all(is_inner)
    };
    let is_numeric = host
        .split('.')
        .next_back()
        .is_some_and(|top| top.bytes().all(|it| it.is_ascii_digit()));
    host.contains('.') && host.split('.').all(is_label) && !is_numeric
}
