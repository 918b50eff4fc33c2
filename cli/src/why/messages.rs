//! The messages that are known: `messages.txt`, read.

/// What the certificate, the chain or the key may have that makes somebody print the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Causes {
    /// One of these rules, the likeliest first.
    Rules(Vec<&'static str>),
    /// Whatever keeps a program from reading its files.
    Loading,
    /// Whatever makes a peer refuse the chain.
    Verifying,
    /// Nothing: another part of the setting is to blame.
    Elsewhere,
}

/// A message that is known.
pub(super) struct Message {
    /// Whose words it is in.
    pub(super) by: &'static str,
    /// All of them are in it: small letters, and one blank for whatever is neither letter nor digit.
    pub(super) words: Vec<&'static str>,
    /// What it means, and what else to look at.
    pub(super) means: &'static str,
    pub(super) causes: Causes,
}

const TABLE: &str = include_str!("messages.txt");

/// The stacks that the bundle is judged for, so that what those refuse is an error; of a program that is none of them, or of an
/// alert of TLS itself, nothing is known.
const STACKS: &[(&str, &[&str])] = &[
    ("OpenSSL", &["nginx", "openssl@3.0..4.0"]),
    ("Node.js", &["node"]),
    ("Python", &["python"]),
    ("Go", &["caddy", "go"]),
    ("Java", &["tomcat", "java"]),
    ("Netty", &["netty", "java"]),
    ("GnuTLS", &["exim", "lighttpd-gnutls", "gnutls"]),
    ("BoringSSL", &["envoy", "grpc", "boringssl"]),
    ("Chrome", &["chrome"]),
    ("NSS", &["nss"]),
    ("Firefox", &["firefox"]),
    ("rustls", &["rustls"]),
    ("Mbed TLS", &["mbedtls"]),
    ("wolfSSL", &["wolfssl"]),
    ("Botan", &["botan"]),
    ("Erlang", &["erlang"]),
    ("s2n-tls", &["s2n"]),
    ("tlslite-ng", &["tlslite"]),
    ("Windows", &["windows"]),
    ("Apple", &["apple"]),
    ("Redis Software", &[]),
    ("a TLS alert", &[]),
    ("a server", &[]),
];

impl Message {
    pub(super) fn stacks(&self) -> &'static [&'static str] {
        let own = STACKS.iter().find(|(name, _)| *name == self.by);
        own.map(|(_, stacks)| *stacks).unwrap_or_default()
    }
}

/// Every message, in the order of the table.
pub(super) fn all() -> Vec<Message> {
    let mut lists: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut meaning: Option<(Causes, &str)> = None;
    let mut messages = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let Some((head, rest)) = line.split_once(": ") else {
            continue;
        };
        if let Some(name) = head.strip_prefix("list ") {
            lists.push((name, rest.split(' ').collect()));
        } else if let Some(by) = head.strip_prefix("- ") {
            messages.extend(meaning.as_ref().map(|(causes, means)| Message {
                by,
                words: rest.split(" … ").collect(),
                means,
                causes: causes.clone(),
            }));
        } else {
            let list = lists.iter().find(|(name, _)| *name == head);
            let causes = match head {
                "loading" => Causes::Loading,
                "verifying" => Causes::Verifying,
                "elsewhere" => Causes::Elsewhere,
                _ => {
                    Causes::Rules(list.map_or_else(|| head.split(' ').collect(), |(_, rules)| rules.clone()))
                }
            };
            meaning = Some((causes, rest));
        }
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::{Causes, STACKS, TABLE, all};

    #[test]
    fn every_line_of_the_table_is_read() {
        let messages = all();
        let written = TABLE.lines().filter(|line| line.starts_with("- ")).count();
        assert_eq!(messages.len(), written);
        for message in &messages {
            assert!(
                STACKS.iter().any(|(name, _)| *name == message.by),
                "{}",
                message.by
            );
            assert!(message.means.ends_with('.'), "{}", message.means);
        }
    }

    #[test]
    fn each_rule_that_a_message_names_is_one() {
        for message in all() {
            let Causes::Rules(names) = message.causes else {
                continue;
            };
            assert!(!names.is_empty());
            for name in names {
                assert!(
                    pemvet::rules::find(name).is_ok(),
                    "{name:?} of {:?}",
                    message.words
                );
            }
        }
    }

    #[test]
    fn each_stack_is_one() {
        for stack in STACKS.iter().flat_map(|(_, stacks)| *stacks) {
            let name = stack.split('@').next().unwrap_or_default();
            assert!(pemvet::stacks::find(name).is_ok(), "{name}");
        }
    }
}
