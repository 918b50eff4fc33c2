//! What is accepted against trust anchors, rustls-webpki accepts, too.

#![cfg_attr(fuzzing, no_main)]

pemvet_fuzz::target!(pemvet_fuzz::path_differential::laws);
