//! Laws of the chain: any bag of certificates, in any order.

#![cfg_attr(fuzzing, no_main)]

pemvet_fuzz::target!(pemvet_fuzz::chain::laws);
