//! Base64 of what is public: the two ways to decode it beside each other.

#![cfg_attr(fuzzing, no_main)]

pemvet_fuzz::target!(pemvet_fuzz::base64::laws);
