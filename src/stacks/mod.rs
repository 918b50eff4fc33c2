//! What TLS stacks do with a bundle: families, versions and exceptions as data, with functions that only look them up.
//!
//! A [`Fact`] is something a bundle may have. A [`Reader`] is how servers read files, a [`Verifier`] how clients verify. A
//! [`Stack`] is a product; its [`Setup`] at one version says what it does, an [`Effect`], and how that is known, a
//! [`Provenance`]. What nobody has run is [`Effect::Unknown`], never [`Effect::Passes`].
//!
//! ```
//! use pemvet::stacks::{Fact, Refusal, find, sentence};
//!
//! let postfix = find("postfix")?.stack.newest();
//! assert_eq!(postfix.refusal(Fact::DamagedLaterBlock), Some(Refusal::NoTls));
//! assert_eq!(
//!     sentence(Fact::AnyPurposeInCa),
//!     "OpenSSL, BoringSSL, GnuTLS, rustls and Firefox refuse it; Go, Java, pyca and Chrome accept it.",
//! );
//! # Ok::<(), pemvet::stacks::UnknownStack>(())
//! ```

mod audience;
mod cell;
mod clients;
mod effect;
mod fact;
mod family;
#[cfg(test)]
mod history;
mod loads_blocks;
mod loads_keys;
mod loads_text;
mod post_quantum;
mod sentence;
mod servers;
mod setup;
mod stack;
mod strength;
mod table;
mod unknown;
mod unread;
mod verifies_extensions;
mod verifies_form;
mod verifies_issuer;
mod verifies_names;
mod verifies_usage;
mod verifies_values;
mod version;
mod wanted;

pub use audience::{AUDIENCES, Audience, INTERNAL, REDIS, Refused, Threshold, WEB, newest_and_shipped};
pub use cell::When;
pub use effect::{Effect, Outcome, Provenance, Refusal};
pub use fact::Fact;
pub use family::{Reader, Verifier};
pub use sentence::sentence;
pub use setup::{Setup, effect};
pub use stack::{Release, Role, Stack};
pub use table::{Party, Refuser, refusers};
pub use unknown::{Problem, UnknownStack};
pub use unread::{Unread, unread};
pub use version::{InvalidVersion, Version, Versions};
pub use wanted::{Break, Wanted, find, parse_list, stacks};
