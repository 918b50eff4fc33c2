//! Laws of bodies of requests.

#![cfg_attr(fuzzing, no_main)]

pemvet_fuzz::target!(pemvet_fuzz::bodies::laws);
