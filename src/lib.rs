//! Judges a whole TLS certificate bundle before it is installed: will it work, and if not, what exactly is wrong
//! and what is the repaired file?
//!
//! ```
//! use pemvet::{Bundle, Provider, UnixTime, redis::CertificateName};
//!
//! # let pem = include_bytes!("../testdata/demo/from-pfx.pem");
//! # let key = include_bytes!("../testdata/demo/proxy.key");
//! let profile = CertificateName::Proxy.profile("cluster.example.com", Provider::AWS_LC_RS)?;
//! let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
//! let report = Bundle::new(pem).with_private_key(key).validate(&profile, now);
//!
//! assert_eq!(report.order(), [0, 2, 1]); // The root came before the intermediate …
//! match report.into_result() {
//!     // … and what gets installed is the repaired text, so that is only a note.
//!     Ok(accepted) => assert!(!accepted.to_chain().to_pem().contains("Bag Attributes")),
//!     Err(rejected) => panic!("{rejected} ({})", rejected.class().http_status()),
//! }
//! # Ok::<(), pemvet::InvalidName>(())
//! ```
//!
//! # The way through
//!
//! ```text
//! bytes ──▶ pem ──▶ certificate ─┬▶ chain ──▶ rules ──▶ report
//!                   private key ─┘              ▲
//!                                    profile, now, provider
//! ```
//!
//! Stages record facts, also about broken input; only [`rules`] judge. Every [`Finding`] comes from the one rule
//! table, names its place in the input as bytes and lines, and carries its facts in typed [`Details`].
//!
//! * [`Bundle`] is the input, [`Profile`] what it is held to, [`Report`] the answer.
//! * [`Validator`] judges many bundles that share their issuers, each link between CAs verified once.
//! * [`Accepted`] is proof of acceptance and hands chain and key over; [`Rejected`] is an error with a [`Class`].
//! * [`pem`] alone is a sanitiser for PEM text; [`redis`] knows the names and answers of Redis Software.
//!
//! # What to rely on
//!
//! The library is pure: no clock, no files, no network, no global state; time, trust anchors and cryptography are
//! arguments. Any bytes give a report. Work and memory are bounded by [`Limits`]. Key bytes reach no formatter, and
//! decoded keys are wiped on drop. `rule` names and [`Details`] are the contract; messages may change.
//!
//! # Features
//!
//! * `aws-lc-rs` (default): `Provider::AWS_LC_RS`. Needs a C compiler.
//! * `ring`: `Provider::RING`.
//! * `simd`: decodes the base64 of certificates with AVX2, SSSE3 or NEON where the processor has them. Needs `std`.
//! * `serde`: [`Report`] and everything in it implement `Serialize`, by the JSON contract of the command.
//!
//! Without a provider feature, fill in a [`Provider`] yourself.

// A fence, not a portability promise: files, clocks and sockets do not compile here.
#![no_std]
#![warn(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::as_conversions,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unreachable,
    clippy::print_stdout,
    clippy::print_stderr
)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic))]

extern crate alloc;

mod bundle;
mod certificate;
mod chain;
mod check;
mod class;
mod der;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals;
mod keys;
pub mod pem;
mod product;
mod profile;
mod provider;
pub mod redis;
mod renewal;
mod report;
mod rule;
pub mod rules;
mod severity;
pub mod stacks;
pub mod text;
mod time;
mod trust;
mod validator;
mod vocabulary;
mod word;

pub use bundle::Bundle;
pub use check::{Check, Seen};
pub use class::Class;
pub use profile::{
    KeyTypes, LeafChoice, Limits, Profile, Purpose, RepairMode, RequiredAttribute, RequiredName, Standard,
};
pub use provider::{EcCurve, KeyMaterial, KeyProof, MlDsa, Provider};
pub use report::{
    Accepted, CertificateSummary, Certified, Chain, Command, Details, Finding, Given, Help, Input,
    JudgedCertificate, Location, NoKey, NotChecked, Piece, Rejected, Remedy, Report, Role, StackAnswer,
    TrustBasis,
};
/// Re-exported: the only foreign types in signatures of this crate.
pub use rustls_pki_types::{CertificateDer, PrivateKeyDer, SignatureVerificationAlgorithm, UnixTime};
pub use severity::Severity;
pub use time::Time;
pub use trust::{Trust, TrustAnchors};
pub use validator::Validator;
pub use vocabulary::{
    InvalidName, KeyPurpose, KeyRequirement, PublicSuffixes, ReferenceIdentifier, SubjectAttribute,
};
pub use word::UnknownWord;

/// The README's examples are tested, too.
#[cfg(all(doctest, feature = "aws-lc-rs"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// So are those of the page about the library.
#[cfg(all(doctest, feature = "aws-lc-rs"))]
#[doc = include_str!("../docs/library.md")]
struct LibraryPage;
