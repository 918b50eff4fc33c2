//! Rules of the area `encoding`: PEM and DER.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::absent;
use super::explanatory_text;
use super::reading;
use super::undecodable::{Known, undecodable};
use super::{Context, Entry, Found, Needs, Sink, UnreadReason};
use crate::certificate::{Malformed, Unreadable};
use crate::chain::Member;
use crate::class::Class;
use crate::pem::{ContentKind, Fault, FaultKind, HiddenContent, HiddenForm, Kind, Section};
use crate::report::{Details, Help};
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::{self, Fact};

pub(super) static AREA: Area = Area {
    name: names::AREA_ENCODING,
    title: "PEM and DER",
    fixed: true,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::CERTIFICATE_NOT_FOUND,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the input holds no certificate",
            explanation: "\
Nothing in the input is a certificate in PEM form, a block between `-----BEGIN CERTIFICATE-----` and
`-----END CERTIFICATE-----`. Most PEM readers return an empty list here and report no error.

The message says what the input looks like instead, and the help how to convert it. Where there is a block
that cannot be decoded, the rule about its damage reports instead.",
            citations: &["RFC 7468 section 5.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
        check: absent::certificate_not_found,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::END_MARKER_MISSING,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::EndMarkerMissing, Fact::LastEndMarkerMissing]),
            summary: "a block begins and does not end",
            explanation: "\
A BEGIN line is followed by another BEGIN or by the end of the file: the block was cut off when it was copied.
Many readers drop such a block silently, or join it to the next.

Copy the block again, up to and including its END line.",
            citations: &["RFC 7468 section 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::FAULT,
        check: end_marker_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "end-marker-mismatch",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a block's END has another label than its BEGIN",
            explanation: "\
BEGIN and END of a block must carry the same label. OpenSSL refuses the file; other readers accept the block,
or drop it silently.

Find out which of the two is right; usually lines of two files were mixed.",
            citations: &["RFC 7468 section 2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::FAULT,
        check: end_marker_mismatch,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::MARKER_MALFORMED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::BeginMarkerMissing]),
            summary: "a line looks like BEGIN or END and cannot be read as one",
            explanation: "\
A marker is five dashes, BEGIN or END in capitals, the label, five dashes, on a line of its own. Where dashes,
case or line ends are wrong it is clear what was meant, and rule marker-repaired reports it. Here it is not:
the label is damaged, as in `-----BEGIN%20CERTIFICATE-----`, or the marker is an END whose BEGIN is missing.
Readers drop such a block silently.

Write the marker as it should be. An END without a BEGIN belongs to a block whose first lines are missing.",
            citations: &["RFC 7468 section 2", "RFC 7468 section 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::FAULT,
        check: marker_malformed,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::BASE64_INVALID,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[
                Fact::DamagedLeaf,
                Fact::DamagedLaterBlock,
                Fact::DamagedRoot,
                Fact::ShortLaterBlock,
            ]),
            summary: "a block's content is not base64",
            explanation: "\
Between BEGIN and END there are only base64 characters, `A` to `Z`, `a` to `z`, `0` to `9`, `+` and `/`, with
`=` at the end where needed. Another character means that something was inserted, such as the `<br>` of a web
page; a wrong number of characters means that something is missing. Blanks, quotation marks and the like at
the ends of lines are repaired instead. Dots, or a word in brackets, are what documentation prints in place of
the content.

Copy the block again from its source.",
            citations: &["RFC 4648 section 4", "RFC 7468 section 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::FAULT,
        check: base64_invalid,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::CERTIFICATE_UNREADABLE,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::CutLeaf, Fact::CutLaterBlock]),
            summary: "a block can be decoded, and its content is not a certificate",
            explanation: "\
The base64 is well formed, but the bytes in it are not an X.509 certificate in DER: usually a whole line is
missing or doubled, or the block holds something other than its label says.

Copy the block again from its source.",
            citations: &["RFC 5280 section 4.1", "ITU-T X.690 section 10"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::UNREAD,
        check: certificate_unreadable,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::EXTENSION_MALFORMED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::AccessInformationUndecodable,
                Fact::AccessInformationUndecodableInLeaf,
                Fact::PoliciesUndecodable,
                Fact::PoliciesUndecodableInLeaf,
                Fact::PolicyMappingsUndecodable,
                Fact::PolicyConstraintsUndecodable,
                Fact::InhibitAnyPolicyUndecodable,
                Fact::NetscapeTypeUndecodable,
                Fact::AddressBlocksUndecodable,
                Fact::AsNumbersUndecodable,
                Fact::IssuerNamesMalformed,
                Fact::NamesUndecodable,
                Fact::NamesUndecodableInCa,
                Fact::NamesUndecodableInRoot,
                Fact::NameOfNoForm,
                Fact::NameOfNoFormInCa,
                Fact::KeyUsageUndecodable,
                Fact::KeyUsageUndecodableInCa,
                Fact::PurposesUndecodable,
                Fact::PurposesUndecodableInCa,
                Fact::PurposesUndecodableInRoot,
                Fact::BasicConstraintsUndecodable,
                Fact::AuthorityKeyUndecodable,
                Fact::AuthorityKeyUndecodableInCa,
                Fact::SubjectKeyUndecodable,
                Fact::SubjectKeyUndecodableInLeaf,
                Fact::SubjectKeyUndecodableInRoot,
                Fact::ConstraintsUndecodableInLeaf,
                Fact::PointsUndecodable,
                Fact::PointsUndecodableInLeaf,
            ]),
            summary: "an extension of a known kind cannot be decoded",
            explanation: "\
An extension such as the subject alternative name is present, but its content is not what its definition
prescribes. Some libraries ignore it, and the certificate then seems to have fewer names or purposes than it
was issued with. For names, usages, purposes, constraints and key identifiers this is an error, unless
stacks are named and none of them refuses it. For an extension that only some stacks decode, the table of
stacks decides. Under the standards `Rfc5280` and `CaBrowserForum` each is an error. At most five malformed
extensions of a certificate are reported.

Have the certificate issued again.",
            citations: &["RFC 5280 section 4.2", "RFC 3779", "RFC 3820"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::MALFORMED,
        check: extension_malformed,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::CONTENT_OUTSIDE_BLOCKS,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Policy,
            summary: "a certificate or a private key stands outside the blocks",
            explanation: "\
Between the blocks, or behind what a block holds, there are bytes that are a certificate or a
private key: base64 without BEGIN and END, base64 of a whole PEM file, DER, hexadecimal digits,
UTF-16, or PEM whose dashes a web page or a mail has escaped. Readers of PEM pass over it without
a word, so the file has fewer certificates than somebody put into it. pemvet does not guess which
of them are wanted, and `pemvet fix` writes nothing.

Write each certificate as a block of its own, or take it out. A private key belongs in a file of
its own.",
            citations: &["RFC 7468 sections 2 and 3"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::FAULT,
        check: content_outside_blocks,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::BLOCK_UNEXPECTED,
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
A certificate request, a public key, a CRL or another block is among the certificates. OpenSSL skips it; other
readers stop there, or take it for the certificate. Key parameters are a note, as the files of many servers
hold them; right before a key they are not reported.

`pemvet fix` leaves it out. A certificate request is what you send to the CA; the certificate is what the CA
returns.",
            citations: &["RFC 7468 section 5"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
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
`openssl pkcs12` writes `Bag Attributes`, `subject=` and `issuer=` lines around each block. Most readers skip
such text, some refuse it, and some products have failed on it: a proxy of Redis Software 6.2.8 may crash on
extra text in its certificate.

`pemvet fix` leaves it out, as does `openssl x509` for a single certificate.",
            citations: &["RFC 7468 section 2", "Redis Software 6.2.8 release notes"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::NOTHING,
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
            let found = Found::new(context.at(fault.bytes.clone()), message).help(help);
            sink.push(match reading::fact_of_fault(context, fault) {
                Some(fact) => found.known_as(fact),
                None => found,
            });
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
                "another BEGIN follows on {} before its END line",
                line_and_column(context, fault.at)
            )
        };
        let message =
            format!("The block that begins on {begin} does not end: {stop}. Nothing of it was read.");
        Some((message, "copy the block again, up to and including its END line"))
    });
}

fn end_marker_mismatch(context: &Context<'_>, sink: &mut Sink<'_>) {
    faults(context, sink, &[FaultKind::EndMarkerMismatch], |fault| {
        let begin = line_and_column(context, fault.bytes.start);
        let end = line_and_column(context, fault.at);
        let what = match fault.labels {
            Some([first, last]) => {
                format!("begins on {begin} with BEGIN {first} ends on {end} with END {last}")
            }
            None => format!("begins on {begin} ends on {end} with the END of another kind of block"),
        };
        let message = format!("The block that {what}. Nothing of it was read.");
        Some((
            message,
            "the labels after BEGIN and END must be the same; copy the block again",
        ))
    });
}

fn marker_malformed(context: &Context<'_>, sink: &mut Sink<'_>) {
    let kinds = [FaultKind::MarkerMalformed, FaultKind::EndWithoutBegin];
    faults(context, sink, &kinds, |fault| {
        let at = line_and_column(context, fault.at);
        match fault.kind {
            FaultKind::MarkerMalformed => Some((
                format!("The BEGIN or END on {at} has no label that can be read. The block was not read."),
                "a marker is five dashes, BEGIN or END and the label in capitals, five dashes, alone on its line",
            )),
            FaultKind::EndWithoutBegin => Some((
                format!(
                    "The END on {at} has no BEGIN: the first lines of its block are missing. Nothing of it was read."
                ),
                "copy the block again, from its BEGIN line on, which has the same label as the END",
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
                format!("has something on {at} that is not base64")
            }
            FaultKind::Placeholder => {
                format!("has a placeholder on {at}, dots or a word in brackets, where its content belongs")
            }
            FaultKind::Markup => format!("has markup on {at}, as from a web page or an e-mail"),
            FaultKind::NulByte => format!("has NUL bytes on {at}"),
            FaultKind::Base64Length => {
                String::from("is incomplete: the number of its base64 characters is not a multiple of four")
            }
            FaultKind::EmptyBody => String::from("is empty"),
            _ => return None,
        };
        let help = match fault.kind {
            FaultKind::Placeholder => "put the whole block in its place, from BEGIN to END",
            _ => "copy the block again from its source",
        };
        let message = format!("The block that begins on {begin} {what}. Nothing of it was read.");
        Some((message, help))
    });
}

fn content_outside_blocks(context: &Context<'_>, sink: &mut Sink<'_>) {
    faults(context, sink, &[FaultKind::OutsideBlocks], |fault| {
        let hidden = fault.hidden?;
        let what = match hidden.content {
            HiddenContent::Certificate => "a certificate",
            HiddenContent::PrivateKey => "a private key",
            HiddenContent::Pkcs7 => "certificates in PKCS#7",
            HiddenContent::Pkcs12 => "PKCS#12, certificates or keys",
            HiddenContent::JavaKeyStore => "a Java key store",
            HiddenContent::PuttyKey => "a private key of PuTTY",
            HiddenContent::AgeKey => "a private key of age",
        };
        let place = line_and_column(context, fault.at);
        let message = match hidden.form {
            HiddenForm::Behind => format!(
                "The block that begins in {place} goes on behind its first content with {what}. Nothing of it was read."
            ),
            form => format!(
                "From {place} on there is {what} outside all blocks{}. It was not read.",
                written_as(form)
            ),
        };
        let help = match (hidden.content, hidden.form) {
            (content, _) if content.is_secret() => {
                "take it out of this file; a key that others may have seen has to be replaced"
            }
            (_, HiddenForm::Behind) => "put each certificate into a block of its own",
            (_, HiddenForm::Base64) => {
                "put -----BEGIN CERTIFICATE----- on the line before it and -----END CERTIFICATE----- on the line after it, or take it out"
            }
            _ => "write it as PEM, a block from BEGIN to END, or take it out",
        };
        Some((message, help))
    });
}

fn written_as(form: HiddenForm) -> &'static str {
    match form {
        HiddenForm::Base64 => ", in base64 without BEGIN and END",
        HiddenForm::Base64OfPem => ", PEM that was encoded in base64 once more",
        HiddenForm::Der => ", in DER",
        HiddenForm::Hexadecimal => ", in hexadecimal digits",
        HiddenForm::Numbers => ", as numbers of an array",
        HiddenForm::Escapes => ", as a string with escapes",
        HiddenForm::Utf16 => ", PEM in UTF-16",
        HiddenForm::Utf32 => ", PEM in UTF-32",
        HiddenForm::Uuencoded => ", in a file that was uuencoded",
        HiddenForm::OneByte => ", in a part of the file that is not UTF-16 as the rest is",
        HiddenForm::EscapedMarkers => ", PEM whose dashes are escaped",
        HiddenForm::Text | HiddenForm::Behind => "",
    }
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
        let kind = context.content_of(unread);
        let is_archive = kind == Some(ContentKind::Pkcs12);
        let help = match is_archive {
            true => Help::command(
                "sed '/-----/d' {file} | openssl base64 -d -out archive.p12 && openssl pkcs12 -in archive.p12 -nokeys -out {new}",
            ),
            false => help.into(),
        };
        let message = match reason {
            _ if is_archive => String::from(
                "This block is labelled as a certificate and holds PKCS#12, an archive of certificates and keys: a tool encoded \
                 the archive as if it were a certificate, as certutil -encode does.",
            ),
            Unreadable::TrailingBytes(bytes) => format!(
                "This block holds more than one certificate: another begins {bytes} bytes before its end. None of them was read."
            ),
            _ => format!("This block is labelled as a certificate and is not one: {reason}."),
        };
        let found = Found::new(location, message).help(help);
        sink.push(
            match reading::fact_of_unreadable(context, unread.section, reason) {
                Some(fact) if !is_archive => found.known_as(fact),
                _ => found,
            },
        );
    }
}

/// Malformed extensions of one certificate that are reported, the gravest first.
const MOST_MALFORMED: usize = 5;

fn extension_malformed(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (member, certificate) in context.judged_with_anchor() {
        let malformed = certificate.malformed_extensions.iter();
        let mut malformed: Vec<(Known, &Malformed)> = malformed
            .map(|it| (undecodable(context, (member, certificate), it), it))
            .collect();
        malformed.sort_by_key(|(known, _)| Reverse(known.severity));
        for (known, extension) in malformed.into_iter().take(MOST_MALFORMED) {
            let who = known.fact.map(stacks::sentence);
            let message = format!(
                "{} has the extension {}, which cannot be decoded. {}",
                context.describe_member_first(member),
                extension.name,
                who.as_deref()
                    .unwrap_or("Its content is unknown; libraries that decode it refuse the certificate.")
            );
            let found = Found::new(context.at_member_field(member, &extension.bytes), message)
                .severity(known.severity)
                .help(match member {
                    Member::File(_) => "the certificate has to be issued again",
                    Member::Anchor(_) => "use another trust anchor, or have its certificate issued again",
                })
                .details(Details::Kind {
                    kind: extension.name.clone(),
                });
            sink.push(match known.fact {
                Some(fact) => found.known_as(fact),
                None => found,
            });
        }
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
