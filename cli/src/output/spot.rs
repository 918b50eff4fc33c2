//! Where a finding stands: the file, and its lines.

use std::ops::RangeInclusive;

use pemvet::{Finding, Input};

use crate::check::outcome::{BundleOutcome, Place};

/// The place that a finding is about, of the bundle or of its key, and the lines in it, from 1.
pub(crate) fn of<'a>(
    one: &'a BundleOutcome,
    finding: &Finding,
) -> (&'a Place, Option<RangeInclusive<usize>>) {
    match &finding.location {
        None => (&one.place, None),
        Some(location) if location.input == Input::Trust => (&one.place, None),
        Some(location) => {
            let key = one.key.as_ref().filter(|_| location.input == Input::Key);
            let (first, last) = (*location.lines.start().max(&1), *location.lines.end().max(&1));
            (key.unwrap_or(&one.place), Some(first..=last))
        }
    }
}
