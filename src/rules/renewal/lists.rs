//! A list of trusted CAs beside the one that it replaces.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::certificate::Certificate;
use crate::renewal;
use crate::report::{Details, Given, Help};
use crate::rules::{Context, Found, Sink};
use crate::severity::Severity;
use crate::text;

/// The first eight of `shown`, and how many more there are of `all`.
pub(super) fn listed(shown: &[String], all: usize) -> String {
    let first = shown.get(..shown.len().min(8)).unwrap_or_default();
    let mut list = text::list(first, 8);
    if all > first.len() {
        list.push_str(&format!(" and {} more", all.saturating_sub(first.len())));
    }
    list
}

/// The certificates of the previous list, where two lists are compared.
pub(super) fn compared<'c>(context: &Context<'c>) -> Option<&'c [Certificate<'c>]> {
    let previous = context.previous.filter(|_| context.is_trust_list())?;
    Some(previous.certificates()).filter(|certificates| !certificates.is_empty())
}

/// `CN=Example Root CA, O=Example, until 2040-01-01`.
fn described(certificate: &Certificate<'_>) -> String {
    format!(
        "{}, until {}",
        text::clip(&certificate.subject.text, 256),
        text::day(certificate.not_after)
    )
}

pub(super) fn authority_lost(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(old) = compared(context) else {
        return;
    };
    let new = context.certificates;
    // An unreadable block may be the one.
    if !context.is_complete() {
        return;
    }
    let is_lost = |old: &&Certificate<'_>| !new.iter().any(|it| renewal::is_same_authority(it, old));
    let lost: Vec<&Certificate<'_>> = old.iter().filter(is_lost).collect();
    if lost.is_empty() {
        return;
    }
    let shown: Vec<String> = lost.iter().take(100).map(|it| described(it)).collect();
    let mut message = format!("No longer in the list: {}.", listed(&shown, lost.len()));
    let is_in_use = lost.iter().any(|it| it.not_after >= context.now);
    message.push_str(match is_in_use {
        true => " Whatever chain ends there is refused from now on: \"unknown CA\".",
        false => " It had expired, so nobody verified with it any more.",
    });
    if lost
        .iter()
        .any(|old| new.iter().any(|it| it.subject.matches(&old.subject)))
    {
        message.push_str(
            " The new list has a CA of the same name with another key, which does not stand in for it.",
        );
    }
    let mut found = Found::new(None, message).details(Details::Lost {
        missing_names: shown,
        found: lost.len(),
    });
    found = match is_in_use {
        true => found.help(Help::give(
            Given::Pool,
            "put it back, unless no certificate of it is in use; the bundles that lose their anchor are named ",
        )),
        false => found.severity(Severity::Note),
    };
    sink.push(found);
}

pub(super) fn authority_added(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(old) = compared(context) else {
        return;
    };
    let mut added = context
        .certificates
        .iter()
        .enumerate()
        .filter(|(_, new)| !old.iter().any(|it| renewal::is_same_authority(it, new)));
    let Some((place, first)) = added.next() else {
        return;
    };
    let mut shown = alloc::vec![described(first)];
    shown.extend(added.map(|(_, new)| described(new)));
    let message = format!("New in the list: {}.", listed(&shown, shown.len()));
    let found = Found::new(context.at_certificate(place), message).details(Details::Names {
        missing_names: Vec::new(),
        present_names: shown.into_iter().take(100).collect(),
    });
    sink.push(found);
}
