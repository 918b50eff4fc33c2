//! Damage whose repair is unambiguous. The scanner has read it; the question is who else would.

mod words;

use alloc::format;
use alloc::vec::Vec;
use core::ops::Range;

use self::words::{Family, Words, is_part_of, key_help, words};
use super::{Context, Entry, Found, Needs, Sink};
use crate::class::Class;
use crate::pem::{Fault, Kind, Repair, RepairKind, Scan, Section};
use crate::report::{Details, Help};
use crate::report::{Input, Location};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::vocabulary::KeyRequirement;

pub(super) static AREA: Area = Area {
    name: names::AREA_REPAIR,
    title: "Damage that can be repaired",
    fixed: true,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::TEXT_ENCODING_REPAIRED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::ByteOrderMark, Fact::ByteOrderMarkInKey, Fact::Utf16]),
            summary: "the text is in another encoding, or holds invisible characters",
            explanation: "\
PEM is ASCII. Windows tools save UTF-16, editors put a byte order mark first, and text copied from
a web page or a chat carries no-break and zero-width spaces; the source of a mail is quoted-printable,
with `=3D` for `=`. OpenSSL finds nothing in UTF-16 and refuses a line with an invisible character
or an `=` inside; these are errors where the file is judged as it is. It passes over a byte order
mark, and such characters at the end of a line, where other readers lose the certificate that
follows.

`pemvet fix` writes plain ASCII.",
            citations: &["RFC 7468 section 2", "RFC 20", "RFC 2045 section 6.7"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::REPAIR,
        check: |context, sink| family(context, sink, Family::Encoding),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::LAYOUT_REPAIRED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[
                Fact::IndentedLines,
                Fact::BlankLineInLeaf,
                Fact::BlankLineInLaterBlock,
                Fact::CarriageReturnOnly,
            ]),
            summary: "the lines of a block are indented, quoted, numbered or torn apart",
            explanation: "\
A block was copied out of YAML, a mail, a terminal or an editor, and something of these came along:
indentation, quotation marks, `>` before each line, line numbers, blank lines, carriage returns or U+2028
as the only line ends. The base64 is intact. OpenSSL refuses all of these; other readers return no
certificate and no error. Most read blanks within a line, or a blank line after BEGIN.

`pemvet fix` writes the block as it was.",
            citations: &["RFC 7468 section 2", "RFC 7468 section 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::REPAIR,
        check: |context, sink| family(context, sink, Family::Layout),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::NEWLINE_ESCAPE_REPAIRED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "line ends are escaped, or became blanks",
            explanation: "\
Environment variables, JSON and YAML turn line ends into the two characters `\\n`, once or twice
escaped, or into blanks; the recipe `sed -z 's/\\n/\\\\\\n/g'` leaves a backslash before each real line
end. OpenSSL reads none of these.

`pemvet fix` writes real line ends. For a JSON body let a tool do the quoting: `jq -Rs . FILE`.",
            citations: &["RFC 7468 section 3", "RFC 8259 section 7"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::REPAIR,
        check: |context, sink| family(context, sink, Family::Escapes),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::MARKER_REPAIRED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[
                Fact::MarkersOnOneLine,
                Fact::EndMarkerShort,
                Fact::LastEndMarkerShort,
                Fact::LeafEndMarkerShort,
                Fact::BeginMarkerShort,
            ]),
            summary: "a BEGIN or END line is written wrongly, but its meaning is clear",
            explanation: "\
A marker is five dashes, BEGIN or END in capitals, the label, five dashes, on a line of its own.
Four dashes at the end of `-----END CERTIFICATE----` are a known misprint of a documentation
template; word processors make typographic dashes; `cat` glues END and BEGIN together where a file
has no final line end. OpenSSL refuses the file or passes over the certificate, and some readers
drop it without a word.

The content is intact; nothing needs reissuing. `pemvet fix` writes the markers as they should be.",
            citations: &["RFC 7468 section 2", "RFC 7468 section 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::REPAIR,
        check: |context, sink| family(context, sink, Family::Marker),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "body-repaired",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the base64 of a block is complete, but not written as it should be",
            explanation: "\
There is too little or too much padding, the URL-safe alphabet is used, unused bits are set, or header
lines of an old mail standard are in the block. The content was decoded, and its own length shows that
it is complete. OpenSSL refuses all of these except unused bits.

`pemvet fix` encodes the content again.",
            citations: &["RFC 4648 section 3", "RFC 4648 section 5", "RFC 1421 section 4.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::REPAIR,
        check: |context, sink| family(context, sink, Family::Body),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "label-repaired",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::LabelX509Certificate, Fact::LabelTrustedCertificate]),
            summary: "a block's label and its content disagree, or the label is an old one",
            explanation: "\
The words after BEGIN name one kind of content, and the content is another: somebody edited the
label, or a program wrote the wrong one. The content counts. OpenSSL goes by the label, and refuses
most of these; it knows `X509 CERTIFICATE` and `TRUSTED CERTIFICATE`, which many readers pass over,
and PKCS#8 keys under the labels of older forms.

`pemvet fix` writes certificates as `CERTIFICATE`, without auxiliary trust data; `openssl pkey -in
KEY -out NEW` writes a key with the label that it should have.",
            citations: &["RFC 7468 section 5", "RFC 7468 section 10"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::REPAIR,
        check: |context, sink| family(context, sink, Family::Label),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "trailing-data-cut",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::LabelTrustedCertificate]),
            summary: "bytes follow the certificate inside its block",
            explanation: "\
A block holds one certificate and nothing else. Bytes after it are not covered by any signature;
usually a program wrote a buffer that was too long. The OpenSSL command reads such a block, while
servers that load a chain with OpenSSL, Go and others refuse it.

`pemvet fix` writes the certificate without them.",
            citations: &["RFC 7468 section 5.1", "RFC 5280 section 4.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::REPAIR,
        check: |context, sink| family(context, sink, Family::Trailing),
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::CONTAINER_READ,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::Pkcs7Block]),
            summary: "the certificates come in another form than PEM",
            explanation: "\
The file is a certificate in DER, a PKCS#7 container (`.p7b`, what Windows CAs hand out), base64 of
PEM text as in the `data` of a Kubernetes Secret, or base64 without BEGIN and END. Its certificates
were read; servers that expect PEM find none in it. Base64 without BEGIN and END is what SAML
metadata has, so in a list of trusted CAs it is a note.

`pemvet fix` writes PEM.",
            citations: &["RFC 7468 section 5", "RFC 2315 section 9.1", "RFC 4648 section 4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::REPAIR,
        check: |context, sink| family(context, sink, Family::Container),
    },
];

/// One finding for each kind of repair of this family and each input, with the first place and the number of blocks.
fn family(context: &Context<'_>, sink: &mut Sink<'_>, family: Family) {
    // Where nothing was read, it matters what there is instead, not how that is written.
    if !context.scan.sections().is_empty() {
        report(context, sink, family, Input::Certificates, context.repairs);
    }
    if let Some(key) = context.key_input.filter(|_| context.key.is_some()) {
        report(context, sink, family, Input::Key, key.repairs);
    }
}

fn report(context: &Context<'_>, sink: &mut Sink<'_>, family: Family, input: Input, repairs: &[Repair]) {
    let mut told: Vec<RepairKind> = Vec::new();
    let mut kinds: Vec<RepairKind> = Vec::new();
    for repair in repairs {
        if !kinds.contains(&repair.kind) {
            kinds.push(repair.kind);
        }
    }
    for repair in repairs {
        let Some(words) = words(repair.kind).filter(|words| words.family == family) else {
            continue;
        };
        if told.contains(&repair.kind) {
            continue;
        }
        told.push(repair.kind);
        if kinds.iter().any(|cause| is_part_of(repair.kind, *cause)) {
            continue;
        }
        let count = repairs.iter().filter(|it| it.kind == repair.kind).count();
        let more = match count.saturating_sub(1) {
            0 => alloc::string::String::new(),
            1 => " (and in 1 more place)".into(),
            more => format!(" (and in {more} more places)"),
        };
        let Words { found, wanted, .. } = words;
        let section = section_at(context, input, repair);
        let label = section.and_then(|(scan, section)| scan.label(section));
        let wanted = match label.filter(|_| repair.kind == RepairKind::LabelCorrected) {
            Some(label) => format!("it should be {label}"),
            None => wanted.into(),
        };
        let read = if overlaps_fault(context, input, repair) {
            "What could be read of it was read"
        } else {
            "The content is intact and was read"
        };
        let message = format!(
            "Line {}, column {}: {found}{more}; {wanted}. {read}.",
            repair.lines.start(),
            repair.column
        );
        let location = Location {
            input,
            certificate: None,
            lines: repair.lines.clone(),
            bytes: repair.bytes.clone(),
        };
        // SAML metadata has base64 without markers, and so has the field for an issuer: neither takes a key.
        let takes_no_key = context.profile.private_key == KeyRequirement::Forbidden;
        let custom = repair.kind == RepairKind::MarkersAdded && takes_no_key;
        let matters = context.as_given() && !custom;
        let fact = fact(context, repair, input).filter(|_| matters);
        let finding = Found::new(Some(location), message);
        let finding = match fact {
            Some(fact) if words.refused && KEPT_ERRORS.contains(&fact) => {
                finding.severity(Severity::Error).known_as(fact)
            }
            Some(fact) => finding.fact(fact),
            None if words.refused && matters => finding.severity(Severity::Error),
            None if repair.kind == RepairKind::Pkcs8LabelCorrected && matters => {
                finding.severity(Severity::Warning)
            }
            None => finding.severity(Severity::Note),
        };
        let mut finding = finding.details(Details::Counted {
            kind: repair.kind.as_str().into(),
            found: count,
        });
        if context.as_given() {
            // `pemvet fix` writes certificates alone.
            let mut alike = repairs.iter().filter(|it| it.kind == repair.kind);
            let is_in_keys = alike.all(|it| {
                section_at(context, input, it).is_some_and(|(_, section)| section.kind().is_private_key())
            });
            let has_certificates = !context.certificates.is_empty();
            finding = match (input, has_certificates, is_in_keys) {
                (Input::Key, ..) | (_, false, true) => finding.help(key_help(repair.kind)),
                (_, true, true) => finding.help(Help::split("the key as it is; check the two together")),
                (_, true, false) => finding.help(Help::fix("writes it as every reader wants it")),
                // What `pemvet fix` does not write.
                (_, false, false) if repair.kind == RepairKind::LabelCorrected => {
                    finding.help("write that label after BEGIN and after END")
                }
                (_, false, false) => finding,
            };
        }
        sink.push(finding);
    }
}

/// Facts that some servers pass over, and that lose somebody something all the same.
const KEPT_ERRORS: [Fact; 5] = [
    Fact::Pkcs7Block,
    Fact::EndMarkerShort,
    Fact::LastEndMarkerShort,
    Fact::LeafEndMarkerShort,
    Fact::BeginMarkerShort,
];

/// What a repair mends, in the table of stacks.
pub(super) fn fact(context: &Context<'_>, repair: &Repair, input: Input) -> Option<Fact> {
    let block = section_number(context, input, repair);
    Some(match repair.kind {
        RepairKind::ByteOrderMarkRemoved if input == Input::Key => Fact::ByteOrderMarkInKey,
        RepairKind::ByteOrderMarkRemoved => Fact::ByteOrderMark,
        RepairKind::Utf16Transcoded => Fact::Utf16,
        RepairKind::CarriageReturnsReplaced => Fact::CarriageReturnOnly,
        RepairKind::IndentationRemoved => Fact::IndentedLines,
        RepairKind::BlankLineRemoved if block == 0 => Fact::BlankLineInLeaf,
        RepairKind::BlankLineRemoved => Fact::BlankLineInLaterBlock,
        RepairKind::GluedMarkerSplit => Fact::MarkersOnOneLine,
        RepairKind::OldLabelReplaced => Fact::LabelX509Certificate,
        RepairKind::TrustDataCut => Fact::LabelTrustedCertificate,
        RepairKind::DashCountRepaired if input == Input::Certificates => short_marker(context, repair)?,
        // Beside blocks that are read.
        RepairKind::Pkcs7Read
            if input == Input::Certificates && has_block_outside(context, &repair.bytes) =>
        {
            Fact::Pkcs7Block
        }
        _ => return None,
    })
}

/// A marker of a certificate with four dashes on one side and five on the other, by its place.
fn short_marker(context: &Context<'_>, repair: &Repair) -> Option<Fact> {
    let (scan, section) = section_at(context, Input::Certificates, repair)?;
    let is_certificate = |it: &&Section| it.kind() == Kind::Certificate;
    let mut certificates = scan.sections().iter().filter(is_certificate);
    let is_first = certificates.next().is_none_or(|it| it.bytes() == section.bytes());
    let is_last = !certificates.any(|it| it.bytes().start >= section.bytes().end);
    let marker = scan.source().get(repair.bytes.clone())?.trim_ascii();
    match (marker, is_first, is_last) {
        (b"-----END CERTIFICATE----", true, _) => Some(Fact::LeafEndMarkerShort),
        (b"-----END CERTIFICATE----", _, true) => Some(Fact::LastEndMarkerShort),
        (b"-----END CERTIFICATE----", ..) => Some(Fact::EndMarkerShort),
        (b"-----BEGIN CERTIFICATE----" | b"----BEGIN CERTIFICATE-----", false, _) => {
            Some(Fact::BeginMarkerShort)
        }
        _ => None,
    }
}

fn has_block_outside(context: &Context<'_>, container: &Range<usize>) -> bool {
    let mut sections = context.scan.sections().iter();
    sections.any(|it| it.kind() == Kind::Certificate && !container.contains(&it.bytes().start))
}

/// The block of the file of certificates that a reader loses, or stops at, for what a repair mends.
pub(super) fn block_at_stake(context: &Context<'_>, repair: &Repair) -> Option<Range<usize>> {
    let sections = context.scan.sections();
    let number = match repair.kind {
        RepairKind::Pkcs7Read => return Some(repair.bytes.clone()),
        // That which begins behind the marker before it.
        RepairKind::GluedMarkerSplit => sections.partition_point(|it| it.bytes().start < repair.bytes.start),
        _ => section_number(context, Input::Certificates, repair),
    };
    Some(sections.get(number)?.bytes())
}

/// The number of the section that a repair is part of, or comes before.
fn section_number(context: &Context<'_>, input: Input, repair: &Repair) -> usize {
    let scan = match (input, context.key_input) {
        (Input::Key, Some(key)) => key.scan,
        _ => context.scan,
    };
    scan.sections()
        .partition_point(|it| it.bytes().end <= repair.bytes.start)
}

/// The section that a repair is part of, and the scan that it is in.
fn section_at<'c>(
    context: &Context<'c>,
    input: Input,
    repair: &Repair,
) -> Option<(&'c Scan<'c>, &'c Section)> {
    let scan = match (input, context.key_input) {
        (Input::Key, Some(key)) => key.scan,
        _ => context.scan,
    };
    let sections = scan.sections();
    // What stands before BEGIN belongs to the section as well.
    let place = sections.partition_point(|it| it.bytes().end <= repair.bytes.start);
    let section = sections.get(place)?;
    (repair.bytes.end > section.bytes().start).then_some((scan, section))
}

/// Whether a block was lost among what the repair is about.
fn overlaps_fault(context: &Context<'_>, input: Input, repair: &Repair) -> bool {
    let scan = match (input, context.key_input) {
        (Input::Key, Some(key)) => key.scan,
        _ => context.scan,
    };
    let lost = |fault: &Fault| fault.bytes.start < repair.bytes.end && repair.bytes.start < fault.bytes.end;
    scan.faults().iter().any(lost)
}
