//! Laws of `pemvet::Bundle::validate`.

#![cfg_attr(fuzzing, no_main)]

pemvet_fuzz::target!(pemvet_fuzz::bundle::laws);
