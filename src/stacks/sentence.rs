//! Who refuses and who takes a fact, as a sentence built from the table alone.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::cell::{Cell, cells_of};
use super::effect::Effect;
use super::fact::Fact;
use super::family::Family;
use super::table::row;

/// In which order effects are told, with the verb for one family and for several: of readers, then of verifiers.
const TOLD: [(Effect, [&str; 2], [&str; 2]); 9] = [
    (
        Effect::Refuses,
        ["does not load it", "do not load it"],
        ["refuses it", "refuse it"],
    ),
    (
        Effect::BreaksHandshake,
        ["starts and aborts the handshake", "start and abort the handshake"],
        ["aborts the handshake", "abort the handshake"],
    ),
    (
        Effect::ClientRefuses,
        ["starts, and clients refuse it", "start, and clients refuse it"],
        ["refuses it", "refuse it"],
    ),
    (
        Effect::Stops,
        ["stops reading there and starts", "stop reading there and start"],
        ["refuses it", "refuse it"],
    ),
    (
        Effect::LosesBlock,
        [
            "skips a block, which peers then lack",
            "skip a block, which peers then lack",
        ],
        ["refuses it", "refuse it"],
    ),
    (
        Effect::LosesNext,
        [
            "reads it, and skips the next block",
            "read it, and skip the next block",
        ],
        ["refuses it", "refuse it"],
    ),
    (
        Effect::Drops,
        ["leaves it out", "leave it out"],
        ["accepts it", "accept it"],
    ),
    (
        Effect::Sends,
        ["sends it as it is", "send it as it is"],
        ["accepts it", "accept it"],
    ),
    (
        Effect::Passes,
        ["loads it", "load it"],
        ["accepts it", "accept it"],
    ),
];

/// What begins the name of a family that is several servers.
const PLURAL: &str = "HAProxy-like servers";

/// More names than these are counted where they come last.
const MOST_NAMES: usize = 8;

/// Who refuses and who takes a fact. Families that nobody has run are left out; a family that refuses at some versions or
/// settings takes it at the others unless that is said.
///
/// ```
/// use pemvet::stacks::{Fact, sentence};
///
/// assert_eq!(
///     sentence(Fact::PolicyTwice),
///     "BoringSSL, Go and Chrome refuse it; OpenSSL and Firefox accept it.",
/// );
/// ```
pub fn sentence(fact: Fact) -> String {
    let row = row(fact);
    let readers = told(row.readers, |(_, reader, _)| reader);
    let verifiers = told(row.verifiers, |(_, _, verifier)| verifier);
    match (readers.is_empty(), verifiers.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("{readers}."),
        (true, false) => format!("{verifiers}."),
        (false, false) => format!("Servers: {readers}. Clients: {verifiers}."),
    }
}

type Told = (Effect, [&'static str; 2], [&'static str; 2]);

/// What is told of a family.
struct Entry {
    effect: Effect,
    name: String,
    /// Whether it holds for every version and setting.
    is_whole: bool,
}

fn told<F: Family>(cells: &'static [Cell<F>], verbs: fn(Told) -> [&'static str; 2]) -> String {
    let entries = entries(cells);
    let is_told = |effect: Effect| entries.iter().any(|entry| entry.effect == effect);
    let last = TOLD.iter().rfind(|told| is_told(told.0)).map(|told| told.0);
    let mut parts: Vec<String> = Vec::new();
    for told in &TOLD {
        let of_effect = || entries.iter().filter(|entry| entry.effect == told.0);
        let [one, several] = verbs(*told);
        let whole = of_effect().filter(|entry| entry.is_whole).count();
        let counted = whole > MOST_NAMES && last == Some(told.0);
        let which = if parts.is_empty() { "known" } else { "other" };
        let rest = counted.then(|| format!("{whole} {which} implementations"));
        let named = of_effect().filter(|entry| !(counted && entry.is_whole));
        let names: Vec<&str> = named
            .map(|entry| entry.name.as_str())
            .chain(rest.as_deref())
            .collect();
        match names.as_slice() {
            [] => {}
            [name] if !counted && !name.starts_with(PLURAL) => parts.push(format!("{name} {one}")),
            names => parts.push(format!("{} {several}", listed(names))),
        }
    }
    parts.join("; ")
}

/// What is told of each family, in the order of families.
fn entries<F: Family>(cells: &'static [Cell<F>]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for &family in F::ALL {
        let mut before: Vec<&Cell<F>> = Vec::new();
        for cell in cells_of(cells, family) {
            let is_rest = before.iter().any(|it| it.versions.overlap(cell.versions));
            let taken_for_granted = is_rest && cell.effect.works() == Some(true);
            if cell.effect != Effect::Unknown && !taken_for_granted {
                let otherwise = if is_rest { " otherwise" } else { "" };
                let name = family.named(cell.versions);
                entries.push(Entry {
                    effect: cell.effect,
                    name: format!("{name}{}{otherwise}", cell.when.words()),
                    is_whole: cell.is_final() && !is_rest,
                });
            }
            before.push(cell);
        }
    }
    entries
}

/// `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_say_who_and_from_when() {
        let expected = [
            (
                Fact::ByteOrderMark,
                "Go, BoringSSL, gRPC, rustls and Tomcat do not load it; Erlang skips a block, which peers then lack; 10 other implementations load it.",
            ),
            (
                Fact::DhParameters,
                "s2n does not load it; 15 other implementations load it.",
            ),
            (
                Fact::DuplicateCertificate,
                "Netty does not load it; GnuTLS leaves it out; 14 other implementations send it as it is.",
            ),
            (
                Fact::NegativeSerial,
                "Go from 1.23 and pyca refuse it; OpenSSL, BoringSSL, Java, GnuTLS, rustls, Chrome and Firefox accept it.",
            ),
            (
                Fact::CaWithoutKeyUsage,
                "Python from 3.13 and pyca refuse it; OpenSSL, BoringSSL, Go, Java, GnuTLS, rustls, Chrome and Firefox accept it.",
            ),
            (
                Fact::ConstraintsNotCritical,
                "Python from 3.13 with OpenSSL up to 3 and pyca refuse it; OpenSSL, Python from 3.13 with OpenSSL from 4.0.3, BoringSSL, Go, Java, GnuTLS, rustls, Chrome and Firefox accept it.",
            ),
            (
                Fact::RootNamesAnother,
                "OpenSSL without partial chains and BoringSSL refuse it; Go, Java, GnuTLS, rustls, Chrome and Firefox accept it.",
            ),
            (
                Fact::Ed25519,
                "Servers: Mbed TLS, NSS, Tomcat, Netty and s2n do not load it; Botan starts and aborts the handshake; \
                 10 other implementations load it. Clients: Chrome and Firefox refuse it; OpenSSL and Go accept it.",
            ),
            (Fact::LeafNamedAsCa, "OpenSSL refuses it."),
            (
                Fact::Sha1Ca,
                "Servers: OpenSSL up to 1.1 at security level 2 or higher and OpenSSL from 3 to 3.5.7 at security level 1 or \
                 higher do not load it; HAProxy-like servers with OpenSSL up to 1.1 at security level 2 or higher and \
                 HAProxy-like servers with OpenSSL from 3 to 3.5.7 at security level 1 or higher stop reading there and start; \
                 14 other implementations load it. Clients: OpenSSL up to 1.1 at security level 2 or higher, OpenSSL from 3 at \
                 security level 1 or higher, Go from 1.18, GnuTLS, rustls, pyca, Chrome, Firefox and Apple from 13 refuse it; \
                 BoringSSL, Go up to 1.17 and Java accept it.",
            ),
            (
                Fact::MlDsaCa,
                "Servers: OpenSSL up to 3.4 at security level 1 or higher, GnuTLS up to 3.7, Mbed TLS and tlslite-ng do not load \
                 it; HAProxy-like servers with OpenSSL up to 3.4 at security level 1 or higher and Erlang start and abort the \
                 handshake; 10 other implementations load it. Clients: OpenSSL up to 3.4, Go up to 1.26, Java up to 25, GnuTLS \
                 up to 3.7 and Firefox refuse it; OpenSSL from 3.5, BoringSSL, Go from 1.27, rustls and Chrome accept it.",
            ),
            (
                Fact::NoAlternativeName,
                "Servers: 16 known implementations load it. Clients: Go from 1.15, rustls, pyca, Chrome from 58, Firefox and \
                 Apple from 13 refuse it; OpenSSL, Go up to 1.14, Java, GnuTLS, Chrome up to 57 and Apple up to 12 accept it.",
            ),
            (
                Fact::Rsa1024Leaf,
                "Servers: OpenSSL at security level 2 or higher, HAProxy-like servers at security level 2 or higher, \
                 BoringSSL and rustls do not load it; tlslite-ng starts and aborts the handshake; OpenSSL otherwise, \
                 HAProxy-like servers otherwise and 11 other implementations start, and clients refuse it. Clients: OpenSSL at \
                 security level 2 or higher, rustls and Apple from 13 refuse it; Go, Chrome and Firefox accept it.",
            ),
        ];
        for (fact, words) in expected {
            assert_eq!(sentence(fact), words, "{fact:?}");
        }
    }

    /// Names of several servers are never alone before a verb.
    #[test]
    fn verbs_fit_their_subjects() {
        for fact in Fact::ALL {
            let words = sentence(*fact);
            for wrong in [
                "servers does",
                "higher stops",
                "servers st",
                "servers sends",
                "servers loads",
                "servers leaves",
                "servers skips",
            ] {
                let alone = words
                    .split("; ")
                    .any(|part| part.starts_with("HAProxy") && part.contains(wrong));
                assert!(!alone, "{words}");
            }
        }
    }

    #[test]
    fn every_fact_has_a_sentence() {
        for fact in Fact::ALL {
            let words = sentence(*fact);
            assert!(
                words.ends_with('.') && words.starts_with(char::is_alphanumeric),
                "{fact:?}: {words}"
            );
            assert!(
                !words.contains("  ") && !words.contains(" ;") && !words.contains(".."),
                "{words}"
            );
        }
    }
}
