//! Rules of the area `validity`: validity.

use alloc::format;
use alloc::string::String;

use super::calendar::{DOMAIN_PROOF, Limit, VALIDITY, is_public, limit_at, next_after};
use super::{Context, Entry, Found, Needs, Sink, Source};
use crate::certificate::Certificate;
use crate::chain::{Member, is_authority};
use crate::class::Class;
use crate::report::Details;
use crate::report::Role;
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;
use crate::vocabulary::KeyPurpose;

pub(super) static AREA: Area = Area {
    name: names::AREA_VALIDITY,
    title: "Validity",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "validity-reversed",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a certificate that the chain needs ends before it begins",
            explanation: "\
The first second of validity, notBefore, lies after the last one, notAfter: there is no time at
which the certificate is valid. rustls reports that; others report it as expired or not yet valid,
whichever they check first.

The certificate has to be issued again.",
            citations: &["RFC 5280 section 4.1.2.5"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: validity_reversed,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::CERTIFICATE_EXPIRED,
            class: Class::Expired,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a certificate that the chain needs has expired",
            explanation: "\
The last second of validity, notAfter, lies before the time of the check; that second itself is
still valid. It does not matter which certificate of the chain it is: leaf, intermediate, root, or
the trust anchor. Servers start with an expired certificate, and then every handshake fails.

A leaf has to be issued again. For an intermediate or root ask the CA for its renewed
certificate; the leaf usually stays as it is. An expired certificate that the chain does not
need is no error.",
            citations: &["RFC 5280 section 4.1.2.5", "RFC 5280 section 6.1.3 (a) (2)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: certificate_expired,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::CERTIFICATE_NOT_YET_VALID,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a certificate that the chain needs is not valid yet",
            explanation: "\
The first second of validity, notBefore, lies after the time of the check. Within five minutes it
is a warning: then a clock is probably wrong, the CA's or that of this machine.

Wait, or set the clock right.",
            citations: &["RFC 5280 section 4.1.2.5", "RFC 5280 section 6.1.3 (a) (2)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: certificate_not_yet_valid,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::CERTIFICATE_EXPIRES_SOON,
            class: Class::Expired,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "a certificate that the chain needs expires soon",
            explanation: "\
Less than 30 days are left, or less than a third of the certificate's lifetime if that is shorter,
so that short-lived certificates are not reported from their first day. For a certificate of a public CA it
says how long the next one may be valid: 398 days, 200 since 2026-03-15, 100 since 2027-03-15, 47 since 2029-03-15.

Renew it.",
            citations: &["RFC 5280 section 4.1.2.5"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: certificate_expires_soon,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "validity-long",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "a server's certificate is valid for more than 825 days, or one for Redis Software for more than a year",
            explanation: "\
The longer a certificate is valid, the longer a stolen key is of use, and the less often anybody
practises replacing it. The documentation of Redis Software recommends one year at most; 366 days are
accepted. Clients on Apple's systems refuse servers' certificates of more than 825 days, those of
private CAs included: beyond that it is a warning.

Have the next certificate issued for a year, and put its renewal into the calendar.",
            citations: &["Redis Software: create certificates", "Apple support HT210176"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: validity_long,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "issuer-expires-first",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "a CA of the chain expires before the leaf",
            explanation: "\
A chain is valid as long as all its certificates are: when the intermediate, the root or the trust
anchor expires, every handshake fails, whatever the leaf says. Monitoring that looks at leaves
alone misses that day.

Note the earlier day, and ask the CA for its renewed certificate before it; the leaf usually stays
as it is. `certificate-expired` reports a CA that has expired already.",
            citations: &["RFC 5280 section 6.1.3 (a) (2)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: issuer_expires_first,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "baseline-validity-exceeded",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a server's certificate is valid for longer than the Baseline Requirements allow one of its day of issue",
            explanation: "\
Public CAs issue servers' certificates for shorter and shorter times: 825 days since 2018-03-01, 398
days since 2020-09-01, 200 days since 2026-03-15, 100 days since 2027-03-15 and 47 days since
2029-03-15, counted from the first second to the last and by the day of issue. Browsers refuse what a
public CA issued for longer. Judged under the standard `CaBrowserForum` alone: private CAs are free.

Ask the CA for a certificate of the allowed length, one day less to be safe, and renew by a program.",
            citations: &["CA/B Baseline Requirements 6.3.2, as of version 2.3.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: baseline_validity_exceeded,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "baseline-validity-close",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "a server's certificate is valid for the last day that the Baseline Requirements allow one of its day of issue",
            explanation: "\
The Baseline Requirements advise CAs to stay a day below the limit, because a second more is a day more: 397
days, 199, 99 and 46. What exceeds the limit has a rule of its own.

Nothing has to be done; a CA that issues for a day less is on the safe side.",
            citations: &["CA/B Baseline Requirements 6.3.2, as of version 2.3.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::BASELINE,
        check: baseline_validity_close,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::NEXT_VALIDITY_SHORTER,
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "a public CA may not issue the next certificate for as long as this one",
            explanation: "\
Public CAs issue servers' certificates for 200 days at most since 2026-03-15, for 100 since 2027-03-15 and for 47
since 2029-03-15. This certificate is valid for longer than what the CA may issue on the day it ends: from then on it
has to be renewed more often than before.

Let a program renew it, by ACME for instance, before the day comes; until then put the shorter time into the calendar.",
            citations: &["CA/B Baseline Requirements 6.3.2, as of version 2.3.1"],
            in_force: Period::ALWAYS,
            new_in: "0.2",
        },
        needs: Needs::PREVIEW,
        check: next_validity_shorter,
    },
];

/// A year, and a leap year.
const YEAR: i64 = 366 * DAY;
/// What Apple's clients accept of a server.
const LONGEST: i64 = 825 * DAY;
/// 2019-07-01, from which on that holds (Apple HT210176).
const APPLE_SINCE: i64 = 1_561_939_200;

const DAY: i64 = 86_400;

fn is_reversed(certificate: &Certificate<'_>) -> bool {
    certificate.not_before > certificate.not_after
}

fn validity_reversed(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        if !is_reversed(certificate) {
            continue;
        }
        let message = format!(
            "{} is valid from {} until {}, which is earlier.",
            context.describe_member_first(member),
            text::rfc3339(certificate.not_before),
            text::rfc3339(certificate.not_after)
        );
        let location = context.at_member_field(member, &certificate.validity_bytes);
        sink.push(Found::new(location, message).help("the certificate has to be issued again"));
    }
}

fn certificate_expired(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (place, certificate) in context.judged() {
        let ago = context.now.saturating_sub(certificate.not_after);
        if ago <= 0 || is_reversed(certificate) {
            continue;
        }
        let others = match (context.role(place), context.leaf()) {
            (Role::Intermediate | Role::Root, Some((_, leaf))) if leaf.not_after >= context.now => {
                format!(
                    " The leaf is valid until {}, but no chain to it is.",
                    text::day(leaf.not_after)
                )
            }
            _ => String::new(),
        };
        let message = format!(
            "{} expired on {}, {} before {}.{others}",
            context.describe_first(place),
            text::rfc3339(certificate.not_after),
            text::duration(ago),
            text::rfc3339(context.now)
        );
        let found = Found::new(context.at_field(place, &certificate.validity_bytes), message)
            .help(renewal(context, place, certificate))
            .details(Details::Days {
                days: ago.div_euclid(DAY).saturating_neg(),
            });
        sink.push(found);
    }
    for (member, anchor) in context.judged_with_anchor() {
        let ago = context.now.saturating_sub(anchor.not_after);
        if matches!(member, Member::File(_)) || ago <= 0 || is_reversed(anchor) {
            continue;
        }
        let message = format!(
            "{} expired on {}, {} before {}.",
            context.describe_member_first(member),
            text::rfc3339(anchor.not_after),
            text::duration(ago),
            text::rfc3339(context.now)
        );
        let found = Found::new(context.at_member(member), message).help("ask the CA for its renewed root");
        sink.push(found.details(Details::Days {
            days: ago.div_euclid(DAY).saturating_neg(),
        }));
    }
}

fn renewal(context: &Context<'_>, place: usize, certificate: &Certificate<'_>) -> String {
    if context.role(place) == Role::Leaf || !is_authority(certificate) {
        return "have it issued again, with a new key if your policy asks for one".into();
    }
    let key = match certificate.subject_key_identifier {
        Some(identifier) => format!(" with key id {}", text::colon_hex(identifier)),
        None => String::new(),
    };
    let lines = context
        .at_certificate(place)
        .map_or(0..=0, |location| location.lines);
    // An expired leaf has to be issued again all the same.
    let expired = |(_, leaf): (usize, &Certificate<'_>)| leaf.not_after < context.now;
    let first = if context.is_trust_list() || context.leaf().is_some_and(expired) {
        ""
    } else {
        "do not reissue the leaf yet: "
    };
    format!(
        "{first}ask the CA for the renewed \"{}\"{key} and replace lines {}-{}",
        certificate.subject.text,
        lines.start(),
        lines.end()
    )
}

fn certificate_not_yet_valid(context: &Context<'_>, sink: &mut Sink<'_>) {
    let tolerance = i64::try_from(context.profile.clock_tolerance.as_secs()).unwrap_or(i64::MAX);
    for (member, certificate) in context.judged_with_anchor() {
        let wait = certificate.not_before.saturating_sub(context.now);
        if wait <= 0 || is_reversed(certificate) {
            continue;
        }
        let message = format!(
            "{} is valid from {}, {} after {}.",
            context.describe_member_first(member),
            text::rfc3339(certificate.not_before),
            text::duration(wait),
            text::rfc3339(context.now)
        );
        let days = wait.div_euclid(DAY);
        let mut found = Found::new(
            context.at_member_field(member, &certificate.validity_bytes),
            message,
        )
        .help("wait, or check the clock")
        .details(Details::Days { days });
        if wait <= tolerance {
            found = found
                .severity(Severity::Warning)
                .help(format!("valid in {}; check the clock", text::duration(wait)));
        }
        sink.push(found);
    }
}

fn certificate_expires_soon(context: &Context<'_>, sink: &mut Sink<'_>) {
    let limit = i64::from(context.profile.expiry_warning_days).saturating_mul(DAY);
    for (place, certificate) in context.judged() {
        let left = certificate.not_after.saturating_sub(context.now);
        let lifetime = certificate.not_after.saturating_sub(certificate.not_before);
        if left < 0 || left >= limit.min(lifetime / 3) {
            continue;
        }
        let message = format!(
            "{} expires on {}, in {}.",
            context.describe_first(place),
            text::rfc3339(certificate.not_after),
            text::duration(left)
        );
        let message = match context.role(place) == Role::Leaf && is_public(certificate) {
            true => format!("{message} {}", next_of_public(context.now)),
            false => message,
        };
        let found = Found::new(context.at_field(place, &certificate.validity_bytes), message)
            .help("renew it")
            .details(Details::Days {
                days: left.div_euclid(DAY),
            });
        sink.push(found);
    }
}

/// How long the next certificate of a public CA is valid at most, and what changes after it.
fn next_of_public(now: i64) -> String {
    let days = |table, at| limit_at(table, at).map_or(0, |limit| limit.days);
    let later = next_after(&VALIDITY, now).map_or_else(String::new, |next| {
        let until = text::day(next.since);
        format!("; what it issues from {until} on, for {} days", next.days)
    });
    format!(
        "A public CA issues the next one for {} days at most, on a proof of the domain of the last {} days{later}.",
        days(&VALIDITY, now),
        days(&DOMAIN_PROOF, now),
    )
}

fn validity_long(context: &Context<'_>, sink: &mut Sink<'_>) {
    let profile = context.profile;
    let serves = [&profile.usages, &profile.advised_usages]
        .iter()
        .any(|usages| usages.contains(&KeyPurpose::ServerAuth));
    let is_for_tls = serves || !profile.usages.is_empty();
    let Some((place, leaf)) = context.leaf().filter(|_| is_for_tls) else {
        return;
    };
    let lifetime = leaf.not_after.saturating_sub(leaf.not_before);
    let is_refused = serves && lifetime > LONGEST && leaf.not_before >= APPLE_SINCE;
    let is_uploaded = profile.product.upload().is_some();
    let is_long = is_refused || (is_uploaded && lifetime > YEAR);
    if !is_long {
        return;
    }
    let wanted = match is_uploaded {
        true => "the documentation of Redis Software recommends a year at most",
        false => "a server's certificate should be valid for 825 days at most",
    };
    let limit = match is_refused {
        true => {
            " Clients on Apple's systems refuse servers' certificates of more than 825 days that were issued since July 2019."
        }
        false => "",
    };
    let message = format!(
        "{} is valid for {}, from {} to {}; {wanted}.{limit}",
        context.describe_first(place),
        text::duration(lifetime),
        text::day(leaf.not_before),
        text::day(leaf.not_after)
    );
    let found = Found::new(context.at_field(place, &leaf.validity_bytes), message)
        .severity(if is_refused {
            Severity::Warning
        } else {
            Severity::Note
        })
        .help("have the next one issued for a year")
        .details(Details::Size {
            found: usize::try_from(lifetime.div_euclid(DAY)).ok(),
            wanted: usize::try_from(YEAR.div_euclid(DAY)).ok(),
        });
    sink.push(match is_refused {
        true => found.fact(Fact::Over825Days),
        false => found,
    });
}

fn issuer_expires_first(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((_, leaf)) = context.leaf().filter(|_| !context.is_trust_list()) else {
        return;
    };
    let earlier = context.authorities().filter(|(_, authority)| {
        (context.now..leaf.not_after).contains(&authority.not_after) && leaf.not_before <= leaf.not_after
    });
    let Some((member, first)) = earlier.min_by_key(|(_, authority)| authority.not_after) else {
        return;
    };
    let message = format!(
        "{} expires on {}, {} before the leaf, which is valid until {}.",
        context.describe_member_first(member),
        text::rfc3339(first.not_after),
        text::duration(leaf.not_after.saturating_sub(first.not_after)),
        text::rfc3339(leaf.not_after)
    );
    let found = Found::new(context.at_member_field(member, &first.validity_bytes), message)
        .help("renew the chain by the earlier day, not by the leaf's")
        .details(Details::Days {
            days: first.not_after.saturating_sub(context.now).div_euclid(DAY),
        });
    sink.push(found);
}

/// The leaf of a server, the days that it is valid for, a part of one being a whole, and the limit of its day of issue.
fn limited<'c>(context: &Context<'c>) -> Option<(usize, &'c Certificate<'c>, i64, Limit)> {
    let is_judged = context.applies(Source::CaBrowserForum) && !context.is_trust_list();
    let (place, leaf) = context.leaf().filter(|_| is_judged)?;
    // Others than servers' have limits of other documents.
    let usage = leaf.extended_key_usage.as_ref();
    if usage.is_some_and(|usage| !usage.value.server_auth) {
        return None;
    }
    Some((place, leaf, days_of(leaf), limit_at(&VALIDITY, leaf.not_before)?))
}

/// Days begun from the first second to the last, which belongs to it (Baseline Requirements 6.3.2).
fn days_of(certificate: &Certificate<'_>) -> i64 {
    let seconds = certificate
        .not_after
        .saturating_sub(certificate.not_before)
        .saturating_add(1);
    seconds.saturating_add(DAY - 1).div_euclid(DAY)
}

fn baseline_validity_exceeded(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf, days, limit)) = limited(context).filter(|(_, _, days, limit)| *days > limit.days)
    else {
        return;
    };
    let most = limit.days;
    let message = format!(
        "{} is valid for {days} days, from {} to {}; the Baseline Requirements allow {most} days for what is issued since {}.",
        context.describe_first(place),
        text::day(leaf.not_before),
        text::day(leaf.not_after),
        text::day(limit.since)
    );
    sink.push(
        Found::new(context.at_field(place, &leaf.validity_bytes), message)
            .help("have it issued again for a shorter time, and renewed by a program")
            .details(Details::Size {
                found: usize::try_from(days).ok(),
                wanted: usize::try_from(most).ok(),
            }),
    );
}

fn baseline_validity_close(context: &Context<'_>, sink: &mut Sink<'_>) {
    // Before 2020-09-01 nothing was advised.
    let is_close = |days: i64, limit: Limit| days == limit.days && limit.days <= 398;
    let Some((place, leaf, days, limit)) =
        limited(context).filter(|(_, _, days, limit)| is_close(*days, *limit))
    else {
        return;
    };
    let message = format!(
        "{} is valid for {days} days, which is all that the Baseline Requirements allow since {}; they advise a day less.",
        context.describe_first(place),
        text::day(limit.since)
    );
    let found =
        Found::new(context.at_field(place, &leaf.validity_bytes), message).help("nothing has to be done");
    sink.push(found.details(Details::Size {
        found: usize::try_from(days).ok(),
        wanted: usize::try_from(days.saturating_sub(1)).ok(),
    }));
}

fn next_validity_shorter(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((place, leaf)) = context.leaf().filter(|(_, leaf)| is_public(leaf)) else {
        return;
    };
    let days = days_of(leaf);
    let Some(next) = limit_at(&VALIDITY, leaf.not_after).filter(|next| next.days < days) else {
        return;
    };
    let message = format!(
        "{} is valid for {days} days; what a public CA issues when it ends, on {}, may be valid for {} at most.",
        context.describe_first(place),
        text::day(leaf.not_after),
        next.days
    );
    let found = Found::new(context.at_field(place, &leaf.validity_bytes), message)
        .help("let a program renew it, by ACME for instance")
        .details(Details::Size {
            found: usize::try_from(days).ok(),
            wanted: usize::try_from(next.days).ok(),
        });
    sink.push(found);
}
