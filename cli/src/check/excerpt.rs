//! The lines of a file that are shown with findings about its text.

use std::collections::BTreeMap;

use pemvet::{Finding, Input, Report, rules};

use crate::input::part::FilePart;
use crate::visible::Visible;

/// What fits beside the number on a terminal; a longer line is a whole block.
const LONGEST: usize = 76;

/// Of the findings about text, the first line and the last: by number, as printed.
pub(crate) fn of(findings: &[Finding], report: &Report, part: &FilePart) -> BTreeMap<usize, String> {
    let text = std::str::from_utf8(&part.text).ok().filter(|_| part.keys == 0);
    let about_text = findings.iter().filter(|finding| is_about_text(finding));
    let places = about_text.filter_map(|finding| finding.location.as_ref());
    let mut wanted: Vec<usize> = places
        .flat_map(|place| [*place.lines.start(), *place.lines.end()])
        .collect();
    wanted.sort_unstable();
    let Some(text) = text.filter(|_| !wanted.is_empty()) else {
        return BTreeMap::new();
    };
    let visible = Visible::of(report);
    text.split('\n')
        .enumerate()
        // What stands on one line of the file with others is not what that line looks like.
        .filter(|(place, _)| part.places.is_alone(place + 1))
        .map(|(place, line)| (line, part.places.line_of(place + 1)))
        .filter(|(_, number)| wanted.binary_search(number).is_ok())
        .filter(|(line, _)| line.chars().count() <= LONGEST)
        .filter_map(|(line, number)| Some((number, visible.line(number, line)?)))
        .collect()
}

/// For other rules the lines are base64 of a field, which tells nobody anything.
pub(crate) fn is_about_text(finding: &Finding) -> bool {
    let in_file = finding
        .location
        .as_ref()
        .is_some_and(|it| it.input == Input::Certificates);
    in_file
        && matches!(
            finding.rule.area.name,
            rules::names::AREA_ENCODING | rules::names::AREA_REPAIR
        )
}
