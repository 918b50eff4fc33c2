//! A new bundle beside the one that it replaces. Where no previous bundle is given, all are silent.

mod lists;

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use self::lists::listed;
use super::{Context, Entry, Found, Needs, Sink};
use crate::certificate::ExtensionKind;
use crate::class::Class;
use crate::renewal::{self, Line, TopChange};
use crate::report::{Details, Given, Help};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::text;
use crate::vocabulary::KeyPurpose;

pub(super) static AREA: Area = Area {
    name: "renewal",
    title: "Renewal",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-not-comparable",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the previous bundle has no leaf that the new one could be compared with",
            explanation: "\
What a renewal takes away was not checked: the file given as the previous bundle holds no
certificate, only CA certificates, or several leaves.

Give the file that is in use now: `pemvet check NEW --previous OLD`.",
            citations: &["RFC 8446 section 4.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: renewal_not_comparable,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-same-certificate",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the new bundle has the leaf of the previous one",
            explanation: "\
Nothing was renewed. It breaks nobody today, and everybody on the day when the certificate expires,
because whoever installs it believes that the work is done. Often the old file was uploaded again, or
the CA's answer was saved elsewhere. Where only the certificates above the leaf differ, it is a note:
then a chain was mended.

Give the file that the CA has issued.",
            citations: &["RFC 5280 section 4.1.2.5"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: renewal_same_certificate,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-ends-earlier",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the new certificate expires no later than the previous one",
            explanation: "\
A renewal should expire later than what it replaces. Where it does not, old and new are often
swapped. It breaks nobody today; clients refuse the server sooner than they would without the renewal.

Check whether old and new were swapped; otherwise ask the CA for one that is valid for longer.",
            citations: &["RFC 5280 section 4.1.2.5"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: renewal_ends_earlier,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-name-lost",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the new certificate is not valid for a name of the previous one",
            explanation: "\
A name of the previous leaf's subject alternative name is neither listed in the new leaf nor covered
by one of its wildcards. Clients that connect to that name refuse the server: \"hostname mismatch\",
ERR_CERT_COMMON_NAME_INVALID, \"no alternative certificate subject name matches target host name\".
Names that the profile requires are for `san-name-missing` to report.

Have it issued again with the name, unless nobody uses the name any more.",
            citations: &["RFC 9525 section 6.3", "RFC 5280 section 4.2.1.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: renewal_name_lost,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-usage-lost",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the new certificate lacks a purpose that the previous one had",
            explanation: "\
The extended key usage of the new leaf lacks a purpose of the previous one. Without clientAuth, servers
refuse it when its holder connects to them; without serverAuth, clients refuse it: \"unsuitable
certificate purpose\". Public CAs leave clientAuth out now. Purposes that the profile requires are for
`eku-purpose-missing` to report.

Ask for the purpose again, or use a separate certificate for it.",
            citations: &["RFC 5280 section 4.2.1.12"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: renewal_usage_lost,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-key-type-changed",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the new key is of another type than the previous one",
            explanation: "\
RSA became an elliptic curve, or one curve another. It breaks servers and clients whose cipher suites
or signature algorithms are set for the old type only (\"no shared cipher\"), old clients without
elliptic curves, and whoever has pinned the old key. RSA keys of different sizes are of one type.

Check the TLS settings on both sides before it is installed.",
            citations: &["RFC 8446 section 4.2.3", "RFC 8422 section 5.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: renewal_key_type_changed,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-subject-changed",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the new certificate has another subject",
            explanation: "\
TLS clients do not look at a server's subject. Whatever tells peers apart by it does: access lists and
user names of servers that ask for client certificates, proxies that pass it on, monitoring. For these
the holder of the new certificate is somebody else.

Have it issued with the old subject, or change these lists first.",
            citations: &["RFC 5280 section 4.1.2.6", "RFC 5280 section 7.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: renewal_subject_changed,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-root-changed",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the new chain ends at another root",
            explanation: "\
Every peer that trusts only the old root refuses the new chain: \"unable to get local issuer
certificate\", \"unknown ca\", PKIX path building failed. A root of the same name with another key is
another root. A self-signed certificate is its own root.

Give the new root to all peers first; they can trust both for a time.",
            citations: &["RFC 5280 section 6.1.1 (d)"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: renewal_root_changed,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-issuer-changed",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "another CA issued the new certificate",
            explanation: "\
The root is the same, so peers that trust it notice nothing, as long as the new intermediate is sent.
It breaks peers that trust or pin the old intermediate itself, and servers where only the leaf is
replaced and the old intermediate stays. Where it cannot be told whether the root is the same, it is
a warning.

Replace the whole chain, not only the leaf.",
            citations: &["RFC 5280 section 6.1", "RFC 8446 section 4.4.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: renewal_issuer_changed,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-same-key",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "the new certificate has the key of the previous one",
            explanation: "\
It breaks nobody, and peers that have pinned the key go on working. A new certificate does not make a
leaked key safe.

If the key may have leaked, make a new one, and have the old certificate revoked.",
            citations: &["RFC 4210 section 3.1.1", "NIST SP 800-57 part 1 section 5.3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: renewal_same_key,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::RENEWAL_AUTHORITY_LOST,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Policy,
            summary: "the new list of trusted CAs lacks one of the previous list",
            explanation: "\
A CA of the previous list is not in the new one, by name and key: whatever chain ends at it is refused from then
on, with \"unknown CA\" or \"certificate signed by unknown authority\". Where its peers have moved to another CA
that is meant; often a list was written anew and not added to. A CA that has expired is a note: nobody verified
with it any more.

Put it back, unless no certificate of it is in use; `pemvet check NEW --profile authority --previous OLD --pool
DIR` names the bundles that lose their anchor.",
            citations: &["RFC 5280 section 6.1.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: lists::authority_lost,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "renewal-authority-added",
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Policy,
            summary: "the new list of trusted CAs has one that the previous list had not",
            explanation: "\
A CA came into the list: from then on whatever it issues is trusted by those who use the list. That is what a list
is renewed for, and what somebody would do who wants to be let in.

See that it is the one that was meant, by its fingerprint.",
            citations: &["RFC 5280 section 6.1.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::PREVIOUS,
        check: lists::authority_added,
    },
];

/// Both chains and the place of the new leaf; `None` where one of them cannot be told.
fn pair<'c>(context: &Context<'c>) -> Option<(Line<'c>, Line<'c>, usize)> {
    // A list of CAs has no leaf, whatever certificates are in it.
    if context.is_trust_list() {
        return None;
    }
    let old = context.previous?.line(context.anchors).ok()?;
    let new = Line::of(context.certificates, context.chain, context.anchors)?;
    let (place, _) = context.leaf()?;
    Some((old, new, place))
}

/// As [`pair`], of two leaves that differ.
fn renewed<'c>(context: &Context<'c>) -> Option<(Line<'c>, Line<'c>, usize)> {
    pair(context).filter(|(old, new, _)| old.leaf.der != new.leaf.der)
}

fn renewal_not_comparable(context: &Context<'_>, sink: &mut Sink<'_>) {
    if lists::compared(context).is_some() {
        return;
    }
    let Some(Err(reason)) = context.previous.map(|previous| previous.line(context.anchors)) else {
        return;
    };
    let message = format!("The previous bundle {reason}: what the renewal changes was not checked.");
    sink.push(
        Found::new(None, message).help(Help::give(Given::Previous, "give the file that is in use now ")),
    );
}

fn renewal_same_certificate(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((old, new, place)) = pair(context).filter(|(old, new, _)| old.leaf.der == new.leaf.der) else {
        return;
    };
    let until = text::day(new.leaf.not_after);
    let (message, severity) = if old.equals(&new) {
        let message = format!(
            "Leaf and chain are the previous ones: nothing is renewed. The leaf is valid until {until}; after that, clients refuse it."
        );
        (message, Severity::Warning)
    } else {
        let message =
            format!("The leaf is the previous one, valid until {until}; only certificates above it differ.");
        (message, Severity::Note)
    };
    let mut found = Found::new(context.at_certificate(place), message).severity(severity);
    if severity == Severity::Warning {
        found = found.help("look for the CA's new certificate; its notAfter is later");
    }
    sink.push(found);
}

fn renewal_ends_earlier(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((old, new, place)) = renewed(context) else {
        return;
    };
    if new.leaf.not_after > old.leaf.not_after {
        return;
    }
    let (before, after) = (old.leaf.not_after, new.leaf.not_after);
    let message = if before == after {
        format!(
            "Both leaves are valid until {}: the renewal extends nothing.",
            text::rfc3339(after)
        )
    } else {
        format!(
            "The new leaf is valid until {}, the previous one until {}: clients refuse the server {} sooner.",
            text::rfc3339(after),
            text::rfc3339(before),
            text::duration(before.saturating_sub(after))
        )
    };
    let found = Found::new(context.at_field(place, &new.leaf.validity_bytes), message)
        .help("check whether the two files are swapped");
    sink.push(found);
}

fn renewal_name_lost(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((old, new, place)) = renewed(context) else {
        return;
    };
    if new.leaf.is_unclear(ExtensionKind::SubjectAlternativeName) {
        return;
    }
    let demanded: Vec<String> = context
        .profile
        .names
        .iter()
        .map(|required| required.name.to_string())
        .collect();
    let mut lost = renewal::lost_names(old.leaf, new.leaf);
    lost.retain(|name| !demanded.contains(name));
    if lost.is_empty() {
        return;
    }
    let shown: Vec<String> = lost
        .iter()
        .take(100)
        .map(|name| text::clip(&text::escape(name), 256).into_owned())
        .collect();
    let location = match &new.leaf.subject_alternative_name {
        Some(names) => context.at_field(place, &names.bytes),
        None => context.at_certificate(place),
    };
    let message = format!(
        "The previous leaf was valid for {} and the new one is not. Clients that connect to {} refuse it: \"hostname mismatch\".",
        listed(&shown, lost.len()),
        if lost.len() == 1 {
            "that name"
        } else {
            "those names"
        }
    );
    let found = Found::new(location, message)
        .help("have it issued again with these names, unless nobody uses them any more")
        .details(Details::Lost {
            missing_names: shown,
            found: lost.len(),
        });
    sink.push(found);
}

fn renewal_usage_lost(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((old, new, place)) = renewed(context) else {
        return;
    };
    let Some(usage) = &new.leaf.extended_key_usage else {
        return;
    };
    let profile = context.profile;
    let demanded: Vec<&str> = profile
        .usages
        .iter()
        .chain(&profile.advised_usages)
        .map(|it: &KeyPurpose| it.as_str())
        .collect();
    let mut lost = renewal::lost_purposes(old.leaf, new.leaf);
    lost.retain(|purpose| !demanded.contains(&purpose.as_str()));
    if lost.is_empty() {
        return;
    }
    let before = match &old.leaf.extended_key_usage {
        Some(usage) => usage.value.text.as_str(),
        None => "every purpose",
    };
    let message = format!(
        "The previous leaf allowed {before}; the new one allows {} only. Peers that verify it for {} refuse it: \"unsuitable certificate purpose\".",
        usage.value.text,
        text::list(&lost, 8)
    );
    let found = Found::new(context.at_field(place, &usage.bytes), message)
        .help("have it issued again with all purposes, or use a separate certificate for the other")
        .details(Details::Names {
            missing_names: lost.clone(),
            present_names: usage.value.text.split(", ").take(16).map(Into::into).collect(),
        });
    sink.push(found);
}

fn renewal_key_type_changed(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((old, new, place)) = renewed(context) else {
        return;
    };
    let (before, after) = (&old.leaf.public_key.kind, &new.leaf.public_key.kind);
    if renewal::is_same_type(before, after) {
        return;
    }
    let message = format!(
        "The previous key is {}, the new one {}. Peers whose cipher suites or signature algorithms are set for the old type alone fail: \"no shared cipher\".",
        before.text(),
        after.text()
    );
    let found = Found::new(context.at_field(place, &new.leaf.public_key.bytes), message)
        .help("check the TLS settings on both sides first, or have it issued for a key of the old type")
        .details(Details::Change {
            old: before.text().into_owned(),
            new: after.text().into_owned(),
        });
    sink.push(found);
}

fn renewal_subject_changed(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((old, new, place)) = renewed(context) else {
        return;
    };
    if old.leaf.subject.matches(&new.leaf.subject) {
        return;
    }
    let message = format!(
        "The previous subject is \"{}\", the new one \"{}\". Servers that know this peer by its subject take it for somebody else.",
        text::clip(&old.leaf.subject.text, 256),
        text::clip(&new.leaf.subject.text, 256)
    );
    let found = Found::new(context.at_field(place, &new.leaf.subject.bytes), message)
        .help("change access lists that name the old subject before it is installed")
        .details(Details::Change {
            old: old.leaf.subject.text.clone(),
            new: new.leaf.subject.text.clone(),
        });
    sink.push(found);
}

fn renewal_root_changed(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((old, new, _)) = pair(context) else {
        return;
    };
    if old.tops(&new) != TopChange::Different {
        return;
    }
    let (before, after) = (old.top_name(), new.top_name());
    let change = if before == after {
        format!("Both chains end at {after}, which has another key now.")
    } else {
        format!("The previous chain ends at {before}, the new one at {after}.")
    };
    let message = format!(
        "{change} Peers that trust only the previous root refuse the new chain: \"unable to get local issuer certificate\"."
    );
    let top = context.chain.path.last().copied();
    let found = Found::new(top.and_then(|top| context.at_certificate(top)), message)
        .help("give the new root to all peers before the chain is installed")
        .details(Details::Change {
            old: before.into(),
            new: after.into(),
        });
    sink.push(found);
}

fn renewal_issuer_changed(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((old, new, place)) = renewed(context) else {
        return;
    };
    let tops = old.tops(&new);
    if tops == TopChange::Different || old.has_same_issuer(&new) {
        return;
    }
    let (before, after) = (&old.leaf.issuer.text, &new.leaf.issuer.text);
    let change = if old.leaf.issuer.matches(&new.leaf.issuer) {
        format!("The issuer {after} has another key now.")
    } else {
        format!("The previous issuer is {before}, the new one {after}.")
    };
    let (consequence, severity) = match tops {
        TopChange::Same => (
            "The root is the same: only peers that trust or pin the old issuer itself refuse it.",
            Severity::Note,
        ),
        _ => (
            "Whether the root is the same cannot be told: a chain is incomplete.",
            Severity::Warning,
        ),
    };
    let found = Found::new(context.at_certificate(place), format!("{change} {consequence}"))
        .severity(severity)
        .help("replace the whole chain, not only the leaf")
        .details(Details::Change {
            old: before.to_string(),
            new: after.to_string(),
        });
    sink.push(found);
}

fn renewal_same_key(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((old, new, place)) = renewed(context) else {
        return;
    };
    if old.leaf.public_key.raw != new.leaf.public_key.raw {
        return;
    }
    let message = "The new leaf has the key of the previous one. Nobody refuses it for that; but if the key has leaked, it stays in use.";
    sink.push(Found::new(
        context.at_field(place, &new.leaf.public_key.bytes),
        message,
    ));
}
