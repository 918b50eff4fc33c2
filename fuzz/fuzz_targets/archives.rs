//! Laws of archives: PKCS#12 and Java's key stores.

#![cfg_attr(fuzzing, no_main)]

pemvet_fuzz::target!(pemvet_fuzz::archives::laws);
