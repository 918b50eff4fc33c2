//! Laws of `pemvet::pem::scan`.

#![cfg_attr(fuzzing, no_main)]

pemvet_fuzz::target!(pemvet_fuzz::pem::laws);
