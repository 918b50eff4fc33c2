//! DER of one certificate to facts. No fact is a judgement.
//!
//! Who reads what: `read.rs` and the modules that it calls go over the DER once, forward, with [`crate::der`]. They
//! read everything that rules ask of every certificate, allocate nothing for it, and note each deviation from
//! DER and RFC 5280 with its place. `fast_path.rs` and `fast_extension.rs` recognise as a whole what nearly all certificates have; whatever does
//! not fit is for the others to judge. Two general parsers stay, for what is asked of few certificates: `lazy.rs`
//! has x509-parser read the authority information access, and oid-registry name
//! object identifiers. x509-parser is also the independent reader that tests compare this one with: it takes
//! many times as long (docs/performance.md), and passes over bytes that belong to no field.

#[cfg(any(test, feature = "internals"))]
pub(crate) mod agreement;
mod algorithm;
mod at;
mod constraint_parts;
#[cfg(test)]
mod differential;
pub(crate) mod distinguished_name;
mod elements;
mod extension;
mod extension_facts;
mod extension_values;
mod extensions;
mod facts;
mod fast_extension;
mod fast_path;
#[cfg(test)]
mod fast_path_tests;
mod general_name;
mod key;
mod known;
mod lazy;
mod limbs;
mod modulus;
mod name;
mod policies;
pub(crate) mod post_quantum;
mod pss;
mod read;
mod resources;
mod signature;
pub(crate) mod uri;
mod values;

pub(crate) use algorithm::Hash;
pub(crate) use at::At;
pub(crate) use constraint_parts::constraints_in_parts;
pub(crate) use extension::{Extension, ExtensionKind};
pub(crate) use extension_facts::{BasicConstraints, ExtendedKeyUsage, KeyUsage, Malformed};
pub(crate) use facts::{Certificate, Unreadable, fingerprint};
pub(crate) use general_name::{DirectoryName, Form, GeneralName, NameConstraints, Subtree, ip_address};
pub(crate) use key::{EXPLICIT, KeyKind};
pub(crate) use known::{KnownCertificates, MOST_CERTIFICATES};
pub(crate) use modulus::Modulus;
pub(crate) use name::Name;
pub(crate) use policies::{ANY_POLICY, Policy, PolicyValues, Said, policy_text};
#[cfg(test)]
pub(crate) use policies::{Mapping, PolicyConstraints};
pub(crate) use read::read;
pub(crate) use resources::{Choice, Range, Resources};
pub(crate) use values::{AccessMethod, Notice};
