//! What YAML's reader tells of a whole text, to see that a repair changed one value and nothing else.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use saphyr_parser::{Event, Parser};

use super::input::{Bounded, Kept};
use crate::input::work;

/// A number for each thing that the reader tells, in their order. It ends where the reader gives up.
pub(in crate::input) fn told_by_yaml(text: &str) -> Vec<u64> {
    work::look_at(text.len());
    let kept = Kept::default();
    let mut parser = Parser::new(Bounded::new(text, &kept));
    let mut told = Vec::new();
    while let Some(Ok((event, _))) = parser.next_event() {
        kept.none();
        let mut hasher = DefaultHasher::new();
        match event {
            // How it is written is no part of what it is.
            Event::Scalar(value, _, anchor, tag) => {
                value.hash(&mut hasher);
                anchor.hash(&mut hasher);
                format!("{tag:?}").hash(&mut hasher);
            }
            other => format!("{other:?}").hash(&mut hasher),
        }
        told.push(hasher.finish());
    }
    told
}
