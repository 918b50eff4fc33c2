//! Rules of the area `encoding`: PEM and DER.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::absent;
use super::explanatory_text;
use super::{Context, Entry, Found, Sink, Source, UnreadReason};
use crate::certificate::Unreadable;
use crate::class::Class;
use crate::pem::{Fault, FaultKind, Kind, Section};
use crate::report::{Details, Help};
use crate::rule::{Area, Concern, Rule, names};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;

pub(super) static AREA: Area = Area {
    name: names::AREA_ENCODING,
    title: "PEM and DER",
    fixed: true,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "certificate-not-found",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the input holds no certificate",
            explanation: "\
Nothing in the input is a certificate in PEM form, a block between `-----BEGIN CERTIFICATE-----`
and `-----END CERTIFICATE-----`. Most PEM readers return an empty list here and report no error.

The message names what the input looks like instead, and the help how to convert it. Where a
block is there and cannot be decoded, the rule about its damage reports instead.",
            citations: &["RFC 7468 section 5.1"],
        },
        check: absent::certificate_not_found,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "end-marker-missing",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::EndMarkerMissing]),
            summary: "a block begins and does not end",
            explanation: "\
A BEGIN line is followed by another BEGIN or by the end of the file: the block was cut off when
it was copied. Common readers drop such a block without a word, or glue it to the next.

Copy the block again, up to and including its END line.",
            citations: &["RFC 7468 section 3"],
        },
        check: end_marker_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "end-marker-mismatch",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a block's END names another kind of content than its BEGIN",
            explanation: "\
BEGIN and END of a block must carry the same label. OpenSSL refuses the file; other readers take
the block, or lose it silently.

Find out which of the two is right; usually lines of two files were mixed.",
            citations: &["RFC 7468 section 2"],
        },
        check: end_marker_mismatch,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "marker-malformed",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a line reads like BEGIN or END and cannot be read as one",
            explanation: "\
A marker is five dashes, BEGIN or END in capitals, the label, five dashes, on a line of its own.
Where dashes, case or line ends are wrong the intent is plain, and rule marker-repaired reports it.
Here the kind of block is not: the label is damaged, as in `-----BEGIN%20CERTIFICATE-----`, or the
marker is an END whose BEGIN is lost. Readers drop such a block without a word.

Write the marker as it should be. An END without a BEGIN belongs to a block whose first lines
are lost.",
            citations: &["RFC 7468 section 2", "RFC 7468 section 3"],
        },
        check: marker_malformed,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "base64-invalid",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::DamagedLeaf, Fact::DamagedLaterBlock]),
            summary: "a block's content is not base64",
            explanation: "\
Between BEGIN and END stand only base64 characters, `A` to `Z`, `a` to `z`, `0` to `9`, `+` and
`/`, with `=` at the end where needed. Another character means that something was inserted, such
as the `<br>` of a web page; a wrong number of characters that something is lost. Blanks, quotation
marks and the like at the ends of lines are repaired instead. Dots, or a word in brackets, are what
documentation prints in the place of the content.

Copy the block again from its source.",
            citations: &["RFC 4648 section 4", "RFC 7468 section 3"],
        },
        check: base64_invalid,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "certificate-unreadable",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::CutLaterBlock]),
            summary: "a block decodes and what it holds is no certificate",
            explanation: "\
The base64 is well formed and the bytes it stands for are not an X.509 certificate in DER:
usually a whole line is missing or doubled, or the block holds something else than its label
says.

Copy the block again from its source.",
            citations: &["RFC 5280 section 4.1", "ITU-T X.690 section 10"],
        },
        check: certificate_unreadable,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "extension-malformed",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::AccessInformationUndecodable,
                Fact::PoliciesUndecodable,
                Fact::PolicyMappingsUndecodable,
                Fact::PolicyConstraintsUndecodable,
                Fact::NetscapeTypeUndecodable,
                Fact::AddressBlocksUndecodable,
                Fact::AsNumbersUndecodable,
            ]),
            summary: "an extension of a known kind cannot be decoded",
            explanation: "\
An extension such as the subject alternative name is there and its content is not what its kind
prescribes. Some readers pass over it, as if it were absent; then a certificate seems to have
fewer names or purposes than it was issued with.

The certificate has to be issued again. For an extension that TLS libraries do not decode, such as
the authority information access, this is a warning.",
            citations: &["RFC 5280 section 4.2"],
        },
        check: extension_malformed,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "block-unexpected",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Loads(&[
                Fact::CertificateRequest,
                Fact::DhParameters,
                Fact::EcParametersInFile,
                Fact::RevocationList,
            ]),
            summary: "a block is neither a certificate nor a private key",
            explanation: "\
A certificate request, a public key, a revocation list or another block stands among the
certificates. OpenSSL passes over it; other readers stop, or take it for the certificate. Key
parameters are a note, as servers' files have them by custom, and right before a key nothing.

`pemvet fix` leaves it out. A certificate request is what one sends to the CA; the certificate
is what comes back.",
            citations: &["RFC 7468 section 5"],
        },
        check: block_unexpected,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::TEXT_OUTSIDE_BLOCKS,
            class: Class::Invalid,
            severity: Severity::Note,
            concern: Concern::Loads(&[]),
            summary: "there is text outside the blocks",
            explanation: "\
`openssl pkcs12` writes `Bag Attributes`, `subject=` and `issuer=` lines around each block. Most
readers pass over such text, some refuse it, and some products have failed on it: a proxy of
Redis Software 6.2.8 may crash on extra text in its certificate.

`pemvet fix` leaves it out, as does `openssl x509` for a single certificate.",
            citations: &["RFC 7468 section 2", "Redis Software 6.2.8 release notes"],
        },
        check: explanatory_text::text_outside_blocks,
    },
];

/// Pushes one finding for each fault of these kinds that `describe` has words for.
fn faults(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    kinds: &[FaultKind],
    describe: impl Fn(&Fault) -> Option<(String, &'static str)>,
) {
    for fault in context.scan.faults() {
        if !kinds.contains(&fault.kind) {
            continue;
        }
        // Thousands of messages that nobody sees take their time, too.
        if sink.is_full() {
            sink.push(Found::new(None, String::new()));
        } else if let Some((message, help)) = describe(fault) {
            sink.push(Found::new(context.at(fault.bytes.clone()), message).help(help));
        }
    }
}

/// `line 3`, and the column where that is not the first.
fn line_and_column(context: &Context<'_>, offset: usize) -> String {
    match (context.lines.line(offset), context.lines.column(offset)) {
        (line, 1) => format!("line {line}"),
        (line, column) => format!("line {line}, column {column}"),
    }
}

fn end_marker_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    faults(context, sink, &[FaultKind::EndMarkerMissing], |fault| {
        let begin = line_and_column(context, fault.bytes.start);
        let stop = if fault.at >= context.scan.source().len() {
            String::from("the file ends before its END line")
        } else {
            format!(
                "another BEGIN follows in {} before its END line",
                line_and_column(context, fault.at)
            )
        };
        let message =
            format!("The block that begins in {begin} does not end: {stop}. Nothing of it was read.");
        Some((message, "copy the block again, up to and including its END line"))
    });
}

fn end_marker_mismatch(context: &Context<'_>, sink: &mut Sink<'_>) {
    faults(context, sink, &[FaultKind::EndMarkerMismatch], |fault| {
        let begin = line_and_column(context, fault.bytes.start);
        let end = line_and_column(context, fault.at);
        let what = match fault.labels {
            Some([first, last]) => {
                format!("begins in {begin} with BEGIN {first} ends in {end} with END {last}")
            }
            None => format!("begins in {begin} ends in {end} with the END of another kind of block"),
        };
        let message = format!("The block that {what}. Nothing of it was read.");
        Some((
            message,
            "the words after BEGIN and END must be the same; copy the block again",
        ))
    });
}

fn marker_malformed(context: &Context<'_>, sink: &mut Sink<'_>) {
    let kinds = [FaultKind::MarkerMalformed, FaultKind::EndWithoutBegin];
    faults(context, sink, &kinds, |fault| {
        let at = line_and_column(context, fault.at);
        match fault.kind {
            FaultKind::MarkerMalformed => Some((
                format!("The marker in {at} names no kind of block. The block was not read."),
                "a marker is five dashes, BEGIN or END and the label in capitals, five dashes, alone on its line",
            )),
            FaultKind::EndWithoutBegin => Some((
                format!(
                    "The END in {at} ends a block that did not begin. Its first lines are lost, and nothing of it was read."
                ),
                "copy the block again, from its BEGIN line on; the words after BEGIN are those after END",
            )),
            _ => None,
        }
    });
}

fn base64_invalid(context: &Context<'_>, sink: &mut Sink<'_>) {
    let kinds = [
        FaultKind::NotBase64,
        FaultKind::Placeholder,
        FaultKind::Markup,
        FaultKind::NulByte,
        FaultKind::Base64Length,
        FaultKind::EmptyBody,
    ];
    faults(context, sink, &kinds, |fault| {
        let begin = line_and_column(context, fault.bytes.start);
        let at = line_and_column(context, fault.at);
        let what = match fault.kind {
            FaultKind::NotBase64 => {
                format!("has something in {at} that is not base64")
            }
            FaultKind::Placeholder => {
                format!("has a placeholder in {at}, dots or a word in brackets, where its content belongs")
            }
            FaultKind::Markup => format!("has markup in {at}, as a web page or a mail puts it there"),
            FaultKind::NulByte => format!("has NUL bytes in {at}"),
            FaultKind::Base64Length => {
                String::from("is incomplete: its base64 characters do not come in fours")
            }
            FaultKind::EmptyBody => String::from("is empty"),
            _ => return None,
        };
        let help = match fault.kind {
            FaultKind::Placeholder => "put the whole block in its place, from BEGIN to END",
            _ => "copy the block again from its source",
        };
        let message = format!("The block that begins in {begin} {what}. Nothing of it was read.");
        Some((message, help))
    });
}

fn certificate_unreadable(context: &Context<'_>, sink: &mut Sink<'_>) {
    for unread in context.unread {
        let UnreadReason::Unreadable(reason) = &unread.reason else {
            continue;
        };
        let location = context.at_unread(unread);
        let help = match reason {
            Unreadable::CutOff => "a line is probably missing; copy the block again from its source",
            // Anything else than a certificate was cut off.
            Unreadable::TrailingBytes(_) => {
                "give each certificate BEGIN and END of its own; copy them again from their source"
            }
            Unreadable::NotACertificate | Unreadable::Broken { .. } => {
                "copy the block again from its source; check what it is with openssl asn1parse"
            }
        };
        let message = match reason {
            Unreadable::TrailingBytes(bytes) => format!(
                "This block holds more than one certificate: another begins {bytes} bytes before its end. None of them was read."
            ),
            _ => format!("This block is labelled as a certificate and is not one: {reason}."),
        };
        sink.push(Found::new(location, message).help(help));
    }
}

/// Extensions that TLS libraries decode before they use a certificate; others they pass over.
const DECODED_BY_ALL: [&str; 7] = [
    "basicConstraints",
    "keyUsage",
    "extendedKeyUsage",
    "subjectAltName",
    "authorityKeyIdentifier",
    "subjectKeyIdentifier",
    "nameConstraints",
];

fn extension_malformed(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (place, certificate) in context.judged() {
        let malformed = &certificate.malformed_extensions;
        let Some(first) = malformed.first() else { continue };
        let names: Vec<&str> = malformed
            .iter()
            .map(|extension| extension.value.as_str())
            .collect();
        let message = format!(
            "{} has {} that cannot be decoded: {}.",
            context.describe_first(place),
            text::count(malformed.len(), "extension"),
            text::list(&names, 5)
        );
        let matters = names.iter().any(|name| DECODED_BY_ALL.contains(name));
        let found = Found::new(context.at_field(place, &first.bytes), message)
            .severity(match policy_fact(&first.value) {
                _ if matters => Severity::Error,
                Some(_) => context.severity(Source::Rfc5280, Severity::Warning),
                None => context.severity(Source::CaBrowserForum, Severity::Warning),
            })
            .help("the certificate has to be issued again")
            .details(Details::Kind {
                kind: first.value.clone(),
            });
        sink.push(match policy_fact(&first.value) {
            Some(fact) => found.fact(fact),
            None => found,
        });
    }
}

/// What it is in the table of stacks that an extension about policies does not decode.
fn policy_fact(name: &str) -> Option<Fact> {
    match name {
        "certificatePolicies" => Some(Fact::PoliciesUndecodable),
        "policyMappings" => Some(Fact::PolicyMappingsUndecodable),
        "policyConstraints" => Some(Fact::PolicyConstraintsUndecodable),
        _ => None,
    }
}

fn block_unexpected(context: &Context<'_>, sink: &mut Sink<'_>) {
    let found_certificates = !context.certificates.is_empty();
    let sections = context.scan.sections();
    for (place, section) in sections.iter().enumerate() {
        let kind = section.kind();
        let next = sections.get(place.saturating_add(1)).map(Section::kind);
        let expected = match kind {
            // OpenSSL writes them before the key.
            Kind::Parameters => next == Some(Kind::PrivateKey),
            _ => kind == Kind::Certificate || kind.is_private_key(),
        };
        if expected || !found_certificates {
            continue;
        }
        let message = format!("This block is {}; it was passed over.", kind.as_str());
        let found = Found::new(context.at(section.bytes()), message)
            .help(Help::fix("leaves it out"))
            .details(Details::Kind {
                kind: kind.as_str().into(),
            });
        sink.push(match kind {
            // `DH PARAMETERS` come with servers' files by custom.
            Kind::Parameters => found.severity(Severity::Note).for_named(Fact::DhParameters),
            Kind::CertificateRequest => found.fact(Fact::CertificateRequest),
            Kind::RevocationList => found.for_named(Fact::RevocationList),
            _ => found,
        });
    }
}
