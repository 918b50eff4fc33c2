//! A bar on a terminal, for walks that take a while.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

pub(crate) struct Progress(ProgressBar);

/// Fewer are done before anybody could read the bar.
const WORTH_A_BAR: usize = 500;

impl Progress {
    /// Hidden unless standard error is a terminal.
    pub(crate) fn new(files: usize) -> Progress {
        Progress::of("reading", files)
    }

    /// The bar for what follows.
    pub(crate) fn next(self, bundles: usize) -> Progress {
        drop(self);
        Progress::of("judging", bundles)
    }

    pub(crate) fn step(&self) {
        self.0.inc(1);
    }

    fn of(what: &'static str, length: usize) -> Progress {
        if length < WORTH_A_BAR {
            return Progress(ProgressBar::hidden());
        }
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(bar)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
