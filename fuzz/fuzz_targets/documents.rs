//! Laws of documents: YAML, JSON, .env and other text.

#![cfg_attr(fuzzing, no_main)]

pemvet_fuzz::target!(pemvet_fuzz::documents::laws);
