//! Certificates in a message: subject, place in the file, lines.

use alloc::format;
use alloc::string::String;

use super::context::Context;

pub(super) fn subject(context: &Context<'_>, place: usize) -> String {
    context
        .certificate(place)
        .map(|certificate| context.called(certificate))
        .unwrap_or_default()
}

/// Of a line of a list, which has room.
fn whole_subject<'c>(context: &Context<'c>, place: usize) -> &'c str {
    let certificate = context.certificate(place);
    certificate.map_or("", |certificate| certificate.subject.text.as_str())
}

/// `  2  lines 32-50  CN=Example Root CA`, the number being the place in the file, from 1.
pub(super) fn line_of(context: &Context<'_>, place: usize) -> String {
    let lines = context
        .at_certificate(place)
        .map_or(0..=0, |location| location.lines);
    let number = place_in_file(Some(&place));
    format!(
        "  {number}  lines {}-{}  {}",
        lines.start(),
        lines.end(),
        whole_subject(context, place)
    )
}

pub(super) fn place_in_file(place: Option<&usize>) -> usize {
    place.copied().unwrap_or(0).saturating_add(1)
}
