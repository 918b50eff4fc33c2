//! The check of `text-outside-blocks`: what stands around the blocks.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Context, Found, Sink};
use crate::pem::{ExplanatoryLines, ExplanatoryText, RepairKind};
use crate::product::known_faults::TEXT_CRASHES_PROXY;
use crate::report::{Details, Help};
use crate::severity::Severity;
use crate::text;

pub(super) fn text_outside_blocks(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.scan.sections().is_empty() {
        return;
    }
    commented_out(context, sink);
    let is_told = |text: &&ExplanatoryText| {
        text.commented_out.is_some()
            || shares_line_with_marker(context, text)
            || is_closing_mark(context, text)
    };
    let outside: Vec<&ExplanatoryText> = context
        .scan
        .explanatory_text()
        .iter()
        .filter(|it| !is_told(it))
        .collect();
    let (Some(first), Some(last)) = (outside.first(), outside.last()) else {
        return;
    };
    let lines = lines(context, &outside);
    let place = if outside.len() == 1 {
        "at one place"
    } else {
        "around the blocks"
    };
    let message = format!("{}; passed over.", described(&lines, place));
    let crashes = context.as_given() && context.targets_release_with(&TEXT_CRASHES_PROXY);
    let (message, severity) = match crashes {
        true => (
            format!(
                "{message} The proxy of Redis Software 6.2.8 may crash on it ({}).",
                TEXT_CRASHES_PROXY.ticket
            ),
            Severity::Warning,
        ),
        false => (message, Severity::Note),
    };
    let found = Found::new(context.at(first.bytes.start..last.bytes.end), message)
        .severity(severity)
        .help(Help::fix("leaves it out"))
        .details(Details::Size {
            found: Some(lines.all),
            wanted: None,
        });
    sink.push(found);
}

/// What all these pieces consist of; a line that a block divides counts once.
fn lines(context: &Context<'_>, outside: &[&ExplanatoryText]) -> ExplanatoryLines {
    let mut sum = ExplanatoryLines::default();
    let mut last = 0;
    for text in outside {
        let lines = context.scan.describe(text);
        let divided = context.lines.line(text.bytes.start) == last;
        last = context.lines.line(text.bytes.end.saturating_sub(1));
        sum.all = sum
            .all
            .saturating_add(lines.all)
            .saturating_sub(usize::from(divided));
        sum.bag_attributes = sum.bag_attributes.saturating_add(lines.bag_attributes);
        sum.names = sum.names.saturating_add(lines.names);
        sum.certificate_text = sum.certificate_text.saturating_add(lines.certificate_text);
    }
    sum
}

fn described(lines: &ExplanatoryLines, place: &str) -> String {
    let all = text::count(lines.all, "line");
    let (bag, words) = (lines.bag_attributes, lines.certificate_text);
    if lines.names >= lines.all {
        return format!("{all} of subject= and issuer= {place}, as openssl pkcs12 and s_client write them");
    }
    if bag >= lines.all {
        return format!("{all} of Bag Attributes {place}, as openssl pkcs12 writes them");
    }
    if words >= lines.all {
        return format!("{all} of a certificate in words {place}, as openssl x509 -text writes them");
    }
    let mut described = format!("{all} of text {place}");
    // Names alone are what `openssl s_client` prints around what a server sent.
    if bag > lines.names {
        described.push_str(&format!(
            ", {bag} of them Bag Attributes as openssl pkcs12 writes them"
        ));
    }
    if words > 0 {
        described.push_str(&format!(
            ", {words} of them a certificate in words as openssl x509 -text writes it"
        ));
    }
    described
}

/// Whether it is the quotation mark that closes what another one before the blocks has opened.
fn is_closing_mark(context: &Context<'_>, text: &ExplanatoryText) -> bool {
    let marks = context.scan.source().get(text.bytes.clone()).unwrap_or_default();
    let opened = |kind| matches!(kind, RepairKind::QuotesRemoved | RepairKind::NewlinesUnescaped);
    matches!(marks, [b'"' | b'\''] | [b'"' | b'\'', b',' | b';'])
        && context.repairs.iter().any(|it| opened(it.kind))
}

/// Blocks that were commented out; the rule about private keys in certificate files reports those.
fn commented_out(context: &Context<'_>, sink: &mut Sink<'_>) {
    for text in context.scan.explanatory_text() {
        let Some(kind) = text.commented_out.filter(|kind| !kind.is_private_key()) else {
            continue;
        };
        let message = format!(
            "Every line of this block is commented out. Its label says {}; it was not read.",
            kind.as_str()
        );
        let found = Found::new(context.at(text.bytes.clone()), message)
            .help(Help::fix("leaves it out"))
            .details(Details::Kind {
                kind: "commented-out".into(),
            });
        sink.push(found);
    }
}

/// Whether the text stands on the line of a marker: `marker-repaired` and its like tell that.
fn shares_line_with_marker(context: &Context<'_>, text: &ExplanatoryText) -> bool {
    // Repairs are in the order of the file.
    let after = context
        .repairs
        .partition_point(|repair| repair.bytes.start < text.bytes.start);
    let near = context.repairs.get(after.saturating_sub(1)..).unwrap_or_default();
    let mut near = near.iter().take_while(|it| it.bytes.start <= text.bytes.end);
    let one_line =
        context.lines.line(text.bytes.start) == context.lines.line(text.bytes.end.saturating_sub(1));
    one_line && near.any(|it| it.kind == RepairKind::GluedMarkerSplit && it.bytes.end > text.bytes.start)
}
