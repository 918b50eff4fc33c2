//! Why an archive or a key was not opened, for people.

use super::ber::Damage;
use super::budget::{MOST_MEMORY, MOST_ROUNDS, MOST_ROUNDS_IN_SUM, TooManyRounds};
use super::content::{MOST_BAGS, Part};

/// Why an archive was not opened.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    NeedsPassword,
    /// The MAC does not fit, and nothing else fits either; what the MAC is.
    WrongPassword(String),
    /// The same where nothing is encrypted.
    WrongPasswordOrChanged(String),
    /// The MAC does not fit, and the password opens the content.
    MacDiffers,
    /// The MAC fits, and the password opens nothing.
    OtherPassword,
    /// There is no MAC that could tell why nothing opens.
    NothingOpens,
    Damaged(Damage),
    TooMuch(TooManyRounds),
    TooManyBags,
    /// A part is encrypted with what is not known: name and number.
    Cipher(Part, String),
    /// Signed with a public key, not under a password.
    Signed,
    /// Encrypted for a public key, not under a password.
    Enveloped,
    /// Java's store for secret keys, of which there is no reader.
    Jceks,
    /// A key outside of an archive.
    KeyDoesNotOpen,
    /// The text of such a key is not whole.
    KeyDamaged,
}

impl From<Damage> for Refusal {
    fn from(damage: Damage) -> Refusal {
        Refusal::Damaged(damage)
    }
}

impl From<TooManyRounds> for Refusal {
    fn from(rounds: TooManyRounds) -> Refusal {
        Refusal::TooMuch(rounds)
    }
}

/// What to pass.
pub(crate) const HOW_TO_GIVE: &str =
    "give it with --password-file FILE, --password-fd N or the environment variable PEMVET_PASSWORD";

impl Refusal {
    /// One sentence that says why, and what to do.
    pub(crate) fn words(&self) -> String {
        match self {
            Refusal::NeedsPassword => format!("PKCS#12, needs a password: {HOW_TO_GIVE}"),
            Refusal::WrongPassword(mac) => format!(
                "PKCS#12, wrong password: the MAC ({mac}) does not match; if the password is right, the file was changed after it \
                 was packed"
            ),
            Refusal::WrongPasswordOrChanged(mac) => format!(
                "PKCS#12, wrong password, or changed after it was packed: the MAC ({mac}) does not match, and nothing in it is encrypted \
                 that would tell which"
            ),
            Refusal::MacDiffers => {
                "PKCS#12, damaged: the password opens what is in it, but the MAC does not match, so the file was changed after it was \
                 packed, or its MAC is under another password; copy it again, in binary"
                    .into()
            }
            Refusal::OtherPassword => {
                "PKCS#12, under two passwords: the MAC matches, but what is in it does not open with this password; give the one that \
                 it was encrypted with"
                    .into()
            }
            Refusal::NothingOpens => {
                "PKCS#12, does not open with this password; there is no MAC that could tell a wrong password from damage".into()
            }
            Refusal::Damaged(Damage { at }) => format!(
                "PKCS#12, damaged at byte {at}: what stands there is not what PKCS#12 has there, or goes on after the end of the file; \
                 copy it again, in binary and whole"
            ),
            Refusal::TooMuch(TooManyRounds::Item(count)) => format!(
                "PKCS#12, not opened: it wants {count} rounds of key derivation, and pemvet does {MOST_ROUNDS} at most; pack it again \
                 with fewer"
            ),
            Refusal::TooMuch(TooManyRounds::Sum(count)) => format!(
                "PKCS#12, not opened: it wants {count} rounds of key derivation in all, and pemvet does {MOST_ROUNDS_IN_SUM} for a file \
                 at most; pack it again with fewer"
            ),
            Refusal::TooMuch(TooManyRounds::Memory(bytes)) => format!(
                "not opened: scrypt wants {bytes} bytes of memory for its key, and pemvet gives {MOST_MEMORY} at most; encrypt it again \
                 with less"
            ),
            Refusal::TooManyBags => format!(
                "PKCS#12, not opened: it holds more than {MOST_BAGS} bags, which is more than are read"
            ),
            Refusal::Cipher(part, name) => {
                let part = match part {
                    Part::Key => "the private key is",
                    Part::Bags => "the certificates are",
                };
                match name.contains(' ') {
                    true => format!(
                        "PKCS#12, not opened: {part} encrypted with {name}, which pemvet does not know; pack it again with AES-256-CBC"
                    ),
                    false => format!(
                        "PKCS#12, not opened: {part} encrypted with {name}, which nobody is known to write, so the file may be damaged \
                         there; copy it again, or pack it again with AES-256-CBC"
                    ),
                }
            }
            Refusal::Signed => {
                "PKCS#12, not opened: it is signed with a public key and not under a password, which pemvet does not read".into()
            }
            Refusal::Jceks => {
                "a Java key store of the kind JCEKS, which pemvet does not read: keytool -importkeystore -srckeystore FILE -destkeystore \
                 store.p12 -deststoretype PKCS12 makes PKCS#12 of it"
                    .into()
            }
            Refusal::KeyDoesNotOpen => {
                "the private key does not open with this password; such a key has no MAC that could tell a wrong password from damage"
                    .into()
            }
            Refusal::KeyDamaged => "the text of the encrypted private key is damaged; copy it again".into(),
            Refusal::Enveloped => {
                "PKCS#12, not opened: it is encrypted for somebody's public key and not under a password".into()
            }
        }
    }

    /// The same of a key outside of an archive.
    pub(crate) fn words_of_key(&self) -> String {
        match self {
            Refusal::Damaged(Damage { at }) => {
                format!("the encrypted private key is damaged at byte {at} of its DER; copy it again")
            }
            Refusal::Cipher(_, name) => format!(
                "the private key is encrypted with {name}, which pemvet does not know: openssl pkcs8 -topk8 writes AES-256-CBC"
            ),
            other => other.words().replace("PKCS#12", "the encrypted private key"),
        }
    }

    /// Whether a password could help that was not given.
    pub(crate) fn needs_password(&self) -> bool {
        *self == Refusal::NeedsPassword
    }
}
