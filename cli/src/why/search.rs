//! Which messages a text holds, and which findings of a bundle explain them.

use std::cmp::Reverse;

use pemvet::rules::{self, Concern, Rule};
use pemvet::{Finding, NotChecked, Severity};

use super::messages::{self, Causes, Message};
use crate::check::outcome::CheckOutcome;

/// Of more messages than these at a time the rest says nothing new.
const MOST_MESSAGES: usize = 6;
/// Who speaks where it may be any server.
const SERVER: &str = "a server";
/// Of a message alone as many rules are named.
const MOST_UNPROVED: usize = 6;

/// What a text means, and why somebody prints it.
pub(crate) struct Answer {
    /// The message that says most, first.
    pub(crate) meanings: Vec<Meaning>,
    /// The likeliest first.
    pub(crate) causes: Vec<Cause>,
    /// The message blames no certificate.
    pub(crate) is_elsewhere: bool,
    /// A bundle was looked at.
    pub(crate) has_bundle: bool,
}

pub(crate) struct Meaning {
    pub(crate) by: &'static str,
    pub(crate) means: &'static str,
}

pub(crate) struct Cause {
    pub(crate) rule: &'static Rule,
    /// The number of the bundle and of its finding.
    pub(crate) found: Option<(usize, usize)>,
    /// The message is about something else; it is wrong all the same.
    pub(crate) is_beside: bool,
}

impl Answer {
    /// Whether it is said why: by what is in the bundle, where there is one.
    pub(crate) fn is_explained(&self) -> bool {
        let is_cause = |it: &Cause| !it.is_beside && (it.found.is_some() || !self.has_bundle);
        !self.meanings.is_empty() && (self.is_elsewhere || self.causes.iter().any(is_cause))
    }
}

/// The messages that `text` holds, the one of most words first.
pub(super) fn known(text: &str) -> Vec<Message> {
    let text = plain(text);
    let is_in = |message: &Message| {
        let mut words = message.words.iter();
        words.all(|words| text.contains(&format!(" {words} ")))
    };
    let mut known: Vec<Message> = messages::all().into_iter().filter(is_in).collect();
    let says_something = |it: &Message| matches!(it.causes, Causes::Rules(_) | Causes::Elsewhere);
    known.sort_by_key(|it| {
        let length: usize = it.words.iter().map(|words| words.len()).sum();
        // A server tells what it could not do, and its library why.
        (!says_something(it), it.by == SERVER, Reverse(length))
    });
    // What tells only that something failed says nothing new beside a reason.
    if known.first().is_some_and(says_something) {
        known.retain(says_something);
    }
    known.truncate(MOST_MESSAGES);
    known
}

/// Small letters, and one blank for whatever is neither letter nor digit; `KeyMismatch` is two words.
fn plain(text: &str) -> String {
    let mut plain = String::from(" ");
    let mut was_small = false;
    for letter in text.chars() {
        let is_part = letter.is_ascii_alphanumeric();
        let begins_word = letter.is_ascii_uppercase() && was_small;
        if (begins_word || !is_part) && !plain.ends_with(' ') {
            plain.push(' ');
        }
        if is_part {
            plain.push(letter.to_ascii_lowercase());
        }
        was_small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
}

/// How near a finding is to what the messages are about; the least is nearest.
type Distance = (usize, Reverse<Severity>, usize);

/// The rules that the messages name, the likeliest first, each once.
fn named(known: &[Message]) -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for message in known {
        if let Causes::Rules(rules) = &message.causes {
            let new: Vec<&str> = rules.iter().copied().filter(|it| !names.contains(it)).collect();
            names.extend(new);
        }
    }
    names
}

/// Whether the messages are about the reading of files, and about the verification of a chain.
fn concerns(known: &[Message], names: &[&str]) -> (bool, bool) {
    let of_rules = names.iter().filter_map(|name| rules::find(name).ok());
    let (mut loads, mut verifies) = (false, false);
    for rule in of_rules {
        loads |= matches!(rule.concern, Concern::Loads(_));
        verifies |= matches!(rule.concern, Concern::Verifies(_));
    }
    for message in known {
        loads |= matches!(message.causes, Causes::Loading);
        verifies |= matches!(message.causes, Causes::Loading | Causes::Verifying);
    }
    (loads, verifies)
}

/// Whether only the key can show it.
fn is_about_key(rule: &Rule) -> bool {
    let of_key = [rules::names::KEY_MISMATCH, rules::names::KEY_UNREADABLE];
    let mut areas = of_key.iter().filter_map(|name| rules::find(name).ok());
    areas.any(|it| it.area.name == rule.area.name)
}

pub(super) fn answer(known: &[Message], judged: Option<&CheckOutcome>) -> Answer {
    let names = named(known);
    let is_elsewhere = known.first().is_some_and(|it| it.causes == Causes::Elsewhere);
    let mut causes = Vec::new();
    let mut has_key = false;
    if let Some(outcome) = judged {
        let (loads, verifies) = concerns(known, &names);
        let distance = |finding: &Finding| -> Option<Distance> {
            let severity = Reverse(finding.severity);
            if let Some(place) = names.iter().position(|name| *name == finding.rule.name) {
                return Some((0, severity, place));
            }
            let fits = match finding.rule.concern {
                Concern::Loads(_) => loads,
                Concern::Verifies(_) => verifies,
                _ => false,
            };
            match (fits && !is_elsewhere, finding.severity) {
                (_, Severity::Note) => None,
                (true, _) => Some((1, severity, 0)),
                (false, Severity::Error) => Some((2, severity, 0)),
                (false, _) => None,
            }
        };
        let mut found: Vec<(Distance, usize, usize)> = Vec::new();
        for (bundle, one) in outcome.bundle_outcome.iter().enumerate() {
            let Ok(verdict) = &one.result else { continue };
            has_key |= !verdict.report.not_checked().contains(&NotChecked::Pair);
            for (number, finding) in verdict.findings.iter().enumerate() {
                found.extend(distance(finding).map(|it| (it, bundle, number)));
            }
        }
        found.sort_by_key(|it| it.0);
        for (distance, bundle, number) in found {
            let verdict = outcome
                .bundle_outcome
                .get(bundle)
                .and_then(|it| it.result.as_ref().ok());
            if let Some(finding) = verdict.and_then(|it| it.findings.get(number)) {
                causes.push(Cause {
                    rule: finding.rule,
                    found: Some((bundle, number)),
                    is_beside: distance.0 == 2,
                });
            }
        }
    }
    let likeliest = names
        .iter()
        .filter_map(|name| rules::find(name).ok())
        .map(|rule| Cause {
            rule,
            found: None,
            is_beside: false,
        });
    if judged.is_none() {
        causes.extend(likeliest.take(MOST_UNPROVED));
    } else if !has_key && causes.iter().all(|it| it.is_beside) {
        let mut open: Vec<Cause> = likeliest.take(2).filter(|it| is_about_key(it.rule)).collect();
        open.append(&mut causes);
        causes = open;
    }
    Answer {
        meanings: known
            .iter()
            .map(|it| Meaning {
                by: it.by,
                means: it.means,
            })
            .collect(),
        causes,
        is_elsewhere,
        has_bundle: judged.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::{known, plain};
    use crate::why::messages;

    #[test]
    fn words_are_compared_whatever_stands_between_them() {
        assert_eq!(
            plain("tls: InvalidCertificate(UnknownIssuer)\n"),
            " tls invalid certificate unknown issuer "
        );
        assert_eq!(
            plain("'ERR_OSSL_X509_KEY_VALUES_MISMATCH'"),
            " err ossl x509 key values mismatch "
        );
    }

    #[test]
    fn each_message_is_found_by_its_own_words() {
        for message in messages::all() {
            for words in &message.words {
                assert_eq!(plain(words).trim(), *words, "written as it is compared");
            }
            let found = known(&format!("[12] {}!", message.words.join(": ")));
            let is_found = found
                .iter()
                .any(|it| it.words == message.words && it.by == message.by);
            assert!(is_found, "{:?}", message.words);
        }
    }

    #[test]
    fn the_message_that_says_most_comes_first() {
        let found = known("error 19: self-signed certificate in certificate chain");
        let first = found.first().expect("a message");
        assert_eq!(first.words, ["self signed certificate in certificate chain"]);
        assert!(known("the quick brown fox").is_empty());
    }
}
