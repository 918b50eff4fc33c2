//! Private keys: read, checked, matched with a certificate, and written.

pub(crate) mod curve;
pub(crate) mod damage;
pub(crate) mod encode;
pub(crate) mod pair;
pub(crate) mod private_key;
pub(crate) mod rsa;
