//! Archives of certificates and keys under a password, PKCS#12 (RFC 7292) and Java's key stores: what is in them, as data. Nothing here prints.
//!
//! What the MAC protects are the bytes as they were written, so they are read as BER and never written anew.

mod bags;
mod ber;
mod budget;
mod cipher;
mod content;
#[cfg(test)]
mod damage;
mod der;
mod hash;
mod java;
mod key;
mod key_form;
mod mac;
mod oid;
mod open;
mod password;
mod refusal;
mod write;

pub(crate) use self::content::{Archive, Certificate, Integrity, Key, Locked, Part, Shut};
pub(crate) use self::java::{is_java_store, open_java};
pub(crate) use self::key::{is_encrypted_key, open_key, pem};
pub(crate) use self::key_form::{KeyForm, converted, pkcs8};
pub(crate) use self::open::{is_archive, open};
pub(crate) use self::password::Spelling;
pub(crate) use self::refusal::{HOW_TO_GIVE, Refusal};
pub(crate) use self::write::{Content, write};
