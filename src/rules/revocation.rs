//! Rules of the area `revocation`: where a certificate says what is needed to verify and revoke it.

use alloc::format;
use core::net::IpAddr;

use super::context::Source;
use super::demand::{Whom, Wrong, demand};
use super::name_form::shown;
use super::{Context, Entry, Needs, Sink};
use crate::certificate::{AccessMethod, Certificate, ExtensionKind, GeneralName};
use crate::class::Class;
use crate::rule::{Area, Concern, Period, Rule, midnight};
use crate::severity::Severity;
use crate::text;

pub(super) static AREA: Area = Area {
    name: "revocation",
    title: "Locations of issuers and revocation lists",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "issuer-location-not-http",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a location of the issuer's certificate or of an OCSP responder is not of the scheme http",
            explanation: "\
What is fetched to verify a certificate is signed itself and comes over plain http: with https the client
would have to verify another certificate first, and LDAP is not fetched by browsers. Judged in what was
issued since 2023-09-15.

Have it issued by a CA that writes http:// locations.",
            citations: &["CA/B Baseline Requirements 7.1.2.7.7"],
            in_force: Period::since(2023, 9, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::AuthorityInformationAccess)),
        check: issuer_location_not_http,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "issuer-location-internal",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a location of the issuer's certificate or of an OCSP responder is in an internal network",
            explanation: "\
A public certificate is verified by everybody, and a host without a top-level domain is found inside one
network alone. Clients that fetch a missing issuer wait for it in vain. The rule needs a list of public
suffixes, `Profile::is_public_suffix`; without one it is silent.

Have it issued by a CA that writes locations which everybody reaches.",
            citations: &["CA/B Baseline Requirements 7.1.2.10.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE
            .and(Needs::SUFFIXES)
            .and(Needs::extension(ExtensionKind::AuthorityInformationAccess)),
        check: issuer_location_internal,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "crl-location-not-http",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a CRL distribution point is not of the scheme http",
            explanation: "\
Revocation lists are signed and come over plain http; LDAP and https are not what clients fetch them by.
Judged in what was issued since 2023-09-15.

Have it issued by a CA that writes http:// locations.",
            citations: &["CA/B Baseline Requirements 7.1.2.11.2"],
            in_force: Period::since(2023, 9, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE.and(Needs::extension(ExtensionKind::CrlDistributionPoints)),
        check: crl_location_not_http,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "revocation-unlocated",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the leaf says neither where its revocation list is nor where an OCSP responder is",
            explanation: "\
A public certificate names one of the two, unless it is valid for 7 days or less (10 before 2026-03-15).
Without it nobody learns that the certificate was revoked. Judged in what was issued since 2024-03-15.

Have it issued with a CRL distribution point, or for a week.",
            citations: &["CA/B Baseline Requirements 7.1.2.11.2"],
            in_force: Period::since(2024, 3, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: revocation_unlocated,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "certificate-backdated",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "the leaf begins more than 48 hours before it was logged",
            explanation: "\
The oldest signed certificate timestamp tells when the certificate was issued. A public CA may set notBefore
up to 48 hours earlier; more hides an issue from rules that hold since a certain day. Judged in what was
issued since 2023-09-15.

Ask the CA; the certificate has to be issued again.",
            citations: &["CA/B Baseline Requirements 7.1.2.7"],
            in_force: Period::since(2023, 9, 15),
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: certificate_backdated,
    },
];

const BASELINE: Source = Source::CaBrowserForum;
const DAY: i64 = 86_400;
/// What a CA may set notBefore back by.
const BACKDATED: i64 = 2 * DAY;
const HTTP: &str = "have it issued by a CA that writes http:// locations";

fn is_http(uri: &str) -> bool {
    uri.get(..7)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
}

/// Locations of OCSP responders and of issuers' certificates.
fn locations<'a>(certificate: &Certificate<'a>) -> impl Iterator<Item = GeneralName<'a>> {
    let access = certificate.information_access().into_iter();
    access
        .filter(|(method, _)| *method != AccessMethod::Other)
        .map(|(_, location)| location)
}

fn issuer_location_not_http(context: &Context<'_>, sink: &mut Sink<'_>) {
    demand(context, sink, (BASELINE, Whom::Any), HTTP, |certificate| {
        let odd = locations(certificate).find_map(|location| match location {
            GeneralName::Uri(uri) if is_http(uri) => None,
            GeneralName::Uri(uri) => Some(text::clip(&shown(uri), 256).into_owned()),
            other => Some(format!("a {}", other.form().text())),
        })?;
        let what = format!("names {odd} as a location of its issuer's certificate or of an OCSP responder");
        Some(Wrong::in_extension(
            certificate,
            ExtensionKind::AuthorityInformationAccess,
            what,
        ))
    });
}

/// The host of an absolute URI, without user and port.
fn host(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.strip_prefix('[') {
        Some(literal) => literal.split(']').next(),
        None => host.split(':').next(),
    }
}

fn issuer_location_internal(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(suffixes) = &context.profile.is_public_suffix else {
        return;
    };
    let help = "have it issued by a CA that writes locations which everybody reaches";
    demand(context, sink, (BASELINE, Whom::Any), help, |certificate| {
        let internal = |location: GeneralName<'_>| {
            let GeneralName::Uri(uri) = location else {
                return None;
            };
            let host = host(uri).filter(|host| host.parse::<IpAddr>().is_err())?;
            let top = host
                .trim_end_matches('.')
                .rsplit('.')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            (!suffixes.has(&top)).then(|| text::clip(&shown(uri), 256).into_owned())
        };
        let uri = locations(certificate).find_map(internal)?;
        let what = format!("names {uri} as a location, and its host has no top-level domain");
        Some(Wrong::in_extension(
            certificate,
            ExtensionKind::AuthorityInformationAccess,
            what,
        ))
    });
}

fn crl_location_not_http(context: &Context<'_>, sink: &mut Sink<'_>) {
    demand(context, sink, (BASELINE, Whom::Any), HTTP, |certificate| {
        let odd = |location: GeneralName<'_>| match location {
            GeneralName::Uri(uri) if is_http(uri) => None,
            GeneralName::Uri(uri) => Some(text::clip(&shown(uri), 256).into_owned()),
            other => Some(format!("a {}", other.form().text())),
        };
        let odd = certificate.crl_locations().into_iter().find_map(odd)?;
        let what = format!("names {odd} as a CRL distribution point");
        Some(Wrong::in_extension(
            certificate,
            ExtensionKind::CrlDistributionPoints,
            what,
        ))
    });
}

/// The longest validity without a way to revoke it, by the day of issue: Baseline Requirements section 1.6.1.
fn is_short_lived(certificate: &Certificate<'_>) -> bool {
    let days = match certificate.not_before < midnight(2026, 3, 15) {
        true => 10,
        false => 7,
    };
    let seconds = certificate
        .not_after
        .saturating_sub(certificate.not_before)
        .saturating_add(1);
    seconds <= DAY.saturating_mul(days)
}

fn revocation_unlocated(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with a CRL distribution point, or for a week";
    demand(context, sink, (BASELINE, Whom::Server), help, |certificate| {
        let kind = ExtensionKind::CrlDistributionPoints;
        let has_ocsp = || {
            certificate
                .information_access()
                .iter()
                .any(|(method, _)| *method == AccessMethod::Ocsp)
        };
        let is_unlocated = certificate.lacks(kind) && !is_short_lived(certificate) && !has_ocsp();
        let what = "says neither where its revocation list is nor where an OCSP responder is";
        is_unlocated.then(|| Wrong::in_extension(certificate, kind, what))
    });
}

fn certificate_backdated(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "ask the CA; the certificate has to be issued again";
    demand(context, sink, (BASELINE, Whom::Server), help, |certificate| {
        let logged = certificate.first_timestamp()?;
        let ahead = logged.saturating_sub(certificate.not_before);
        let what = format!(
            "is valid from {} on, {} before it was logged, {}",
            text::rfc3339(certificate.not_before),
            text::duration(ahead),
            text::rfc3339(logged)
        );
        (ahead > BACKDATED).then(|| Wrong::at(&certificate.validity_bytes, what))
    });
}
