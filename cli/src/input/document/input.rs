//! Text for the YAML reader, which ends early where the reader would keep too much of it.

use std::cell::Cell;

use saphyr_parser::input::SkipTabs;
use saphyr_parser::{Input, StrInput};

/// The reader hands on nothing of a list in brackets before it knows whether the list is the name of something, and
/// until then keeps each token, a hundred bytes and more. Names are never so long; a list of some thousand numbers is.
pub(super) const MOST_KEPT: usize = 16_384;

/// How much the reader has kept since it handed something on.
#[derive(Default)]
pub(super) struct Kept {
    tokens: Cell<usize>,
}

impl Kept {
    /// Something was handed on.
    pub(super) fn none(&self) {
        if !self.is_too_much() {
            self.tokens.set(0);
        }
    }

    /// The text ended early for this.
    pub(super) fn is_too_much(&self) -> bool {
        self.tokens.get() >= MOST_KEPT
    }
}

pub(super) struct Bounded<'t> {
    text: StrInput<'t>,
    kept: &'t Kept,
    /// The reader begins each token by asking for one character ahead and then looking at it.
    asked_for_one: bool,
}

impl<'t> Bounded<'t> {
    pub(super) fn new(text: &'t str, kept: &'t Kept) -> Bounded<'t> {
        Bounded {
            text: StrInput::new(text),
            kept,
            asked_for_one: false,
        }
    }
}

impl Input for Bounded<'_> {
    fn lookahead(&mut self, count: usize) {
        self.asked_for_one = count == 1;
        self.text.lookahead(count);
    }

    fn look_ch(&mut self) -> char {
        if std::mem::take(&mut self.asked_for_one) {
            self.kept.tokens.set(self.kept.tokens.get().saturating_add(1));
            if self.kept.is_too_much() {
                self.text = StrInput::new("");
            }
        }
        self.text.lookahead(1);
        self.peek()
    }

    fn buflen(&self) -> usize {
        self.text.buflen()
    }

    fn bufmaxlen(&self) -> usize {
        self.text.bufmaxlen()
    }

    fn raw_read_ch(&mut self) -> char {
        crate::input::work::look_at(1);
        self.text.raw_read_ch()
    }

    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        crate::input::work::look_at(1);
        self.text.raw_read_non_breakz_ch()
    }

    fn skip(&mut self) {
        self.asked_for_one = false;
        crate::input::work::look_at(1);
        self.text.skip();
    }

    fn skip_n(&mut self, count: usize) {
        crate::input::work::look_at(count);
        self.text.skip_n(count);
    }

    fn peek(&self) -> char {
        crate::input::work::look_at(1);
        self.text.peek()
    }

    fn peek_nth(&self, n: usize) -> char {
        crate::input::work::look_at(n);
        self.text.peek_nth(n)
    }

    fn skip_ws_to_eol(&mut self, skip_tabs: SkipTabs) -> (usize, Result<SkipTabs, &'static str>) {
        self.asked_for_one = false;
        let (skipped, found) = self.text.skip_ws_to_eol(skip_tabs);
        crate::input::work::look_at(skipped.saturating_add(1));
        (skipped, found)
    }

    fn skip_while_non_breakz(&mut self) -> usize {
        self.asked_for_one = false;
        let skipped = self.text.skip_while_non_breakz();
        crate::input::work::look_at(skipped.saturating_add(1));
        skipped
    }

    fn skip_while_blank(&mut self) -> usize {
        self.asked_for_one = false;
        let skipped = self.text.skip_while_blank();
        crate::input::work::look_at(skipped.saturating_add(1));
        skipped
    }

    fn peek_opt(&self) -> Option<char> {
        crate::input::work::look_at(1);
        self.text.peek_opt()
    }
}
