//! What both benches share: the inputs, the readers, and the check that each reader really does the work.

#![allow(dead_code, reason = "each bench uses a part of it")]

pub(crate) mod certificates;
#[path = "../../tests/support/counting.rs"]
pub(crate) mod counting;
pub(crate) mod inputs;
pub(crate) mod plain;
pub(crate) mod readers;
pub(crate) mod signatures;
pub(crate) mod timing;

use inputs::{Expected, Input};
use readers::Reader;

/// Whether `cargo bench` started this program; `cargo test --benches` only wants to know that it works.
pub(crate) fn is_measuring() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// Stops the bench unless `reader` finds in `input` what is there: nothing passes for speed by giving up.
pub(crate) fn assert_reads(reader: &Reader, input: &Input) {
    let outcome = (reader.read)(&input.text);
    let who = format!("{} on {}", reader.name, input.name);
    match input.expected {
        Expected::Blocks { blocks, certificates } => {
            assert!(!outcome.failed, "{who}: an error");
            assert_eq!(outcome.blocks, blocks, "{who}: blocks");
            let found = (reader.certificates)(&input.text);
            assert_eq!(found.len(), certificates, "{who}: certificates");
            assert!(found == (readers::FLOOR.certificates)(&input.text), "{who}: DER");
        }
        Expected::Unfinished => assert_eq!(outcome.blocks, 0, "{who}: blocks"),
    }
}
