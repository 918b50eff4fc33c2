//! Takes out of the text between blocks what is no text: see [`hidden`].

use alloc::vec::Vec;
use core::ops::Range;

use memchr::memmem;

use super::explanatory_text::trimmed;
use super::fault::{Hidden, HiddenForm};
use super::scanner::Facts;
use super::{ContentKind, ExplanatoryText, Fault, FaultKind, hidden, recognized};

/// The facts of `text`, less what is hidden in it.
pub(super) fn text(text: &[u8], facts: &mut Facts) {
    let pieces = match &facts.unmarked {
        // Of what is one thing as a whole somebody else tells.
        Some(_) if is_one_thing(text) => return,
        Some(all) => core::slice::from_ref(all),
        None => &facts.explanatory_text,
    };
    let is_hiding = |piece: &ExplanatoryText| {
        let bytes = text.get(piece.within.clone()).unwrap_or_default();
        piece.commented_out.is_none() && !hidden::search(bytes).is_empty()
    };
    if !pieces.iter().any(is_hiding) {
        return;
    }
    let mut pieces = core::mem::take(&mut facts.explanatory_text);
    pieces.extend(facts.unmarked.take());
    for piece in pieces {
        divide(text, piece, facts);
    }
    facts.faults.sort_by_key(|fault| fault.bytes.start);
}

/// The same for a file in UTF-16, once its pieces have their places in the file: a part of it may be something else.
pub(super) fn source(source: &[u8], facts: &mut Facts) {
    let pieces = match &facts.unmarked {
        Some(all) => core::slice::from_ref(all),
        None => &facts.explanatory_text,
    };
    let mut found = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.commented_out.is_none()) {
        let bytes = source.get(piece.bytes.clone()).unwrap_or_default();
        let block = memmem::find(bytes, b"BEGIN ").and_then(|at| Some((at, recognized::labelled(bytes)?)));
        let block = block.map(|(at, content)| {
            (
                at..bytes.len(),
                Hidden {
                    content,
                    form: HiddenForm::OneByte,
                },
            )
        });
        let first = hidden::search(bytes).into_iter().next();
        let one = match (block, first) {
            (Some(block), Some(other)) if other.0.start < block.0.start => Some(other),
            (block, other) => block.or(other),
        };
        if let Some((place, hidden)) = one {
            let start = piece.bytes.start;
            found.push((start.saturating_add(place.start)..piece.bytes.end, hidden));
        }
    }
    if found.is_empty() {
        return;
    }
    let mut pieces = core::mem::take(&mut facts.explanatory_text);
    pieces.extend(facts.unmarked.take());
    for (bytes, hidden) in found {
        for piece in &mut pieces {
            if piece.bytes.end == bytes.end {
                piece.bytes.end = bytes.start;
            }
        }
        facts.faults.push(fault(bytes, hidden));
    }
    pieces.retain(|piece| !piece.bytes.is_empty());
    facts.explanatory_text = pieces;
    facts.faults.sort_by_key(|fault| fault.bytes.start);
}

fn fault(bytes: Range<usize>, hidden: Hidden) -> Fault {
    Fault {
        kind: FaultKind::OutsideBlocks,
        at: bytes.start,
        bytes,
        labels: None,
        markers: (0, 0),
        hidden: Some(hidden),
    }
}

fn is_one_thing(text: &[u8]) -> bool {
    !matches!(
        ContentKind::of(text),
        ContentKind::Text | ContentKind::Binary | ContentKind::Der(_) | ContentKind::OtherDer
    ) && hidden::search(text).len() < 2
}

/// A piece of text, less what is hidden in it.
fn divide(text: &[u8], piece: ExplanatoryText, facts: &mut Facts) {
    let whole = piece.within.clone();
    let found = match piece.commented_out {
        Some(_) => Vec::new(),
        None => hidden::search(text.get(whole.clone()).unwrap_or_default()),
    };
    if found.is_empty() {
        facts.explanatory_text.push(piece);
        return;
    }
    let mut start = whole.start;
    for (place, hidden) in found {
        let bytes = whole.start.saturating_add(place.start)..whole.start.saturating_add(place.end);
        facts.explanatory_text.extend(trimmed(text, start..bytes.start));
        start = bytes.end;
        facts.faults.push(fault(bytes, hidden));
    }
    facts.explanatory_text.extend(trimmed(text, start..whole.end));
}
