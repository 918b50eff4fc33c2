//! Rules of the area `der`: the encoding of certificates.

use alloc::format;

use super::deviation::{Known, further, known, place_of};
use super::{Context, Entry, Found, Needs, Sink, Source, odd_name};
use crate::class::Class;
use crate::der::Deviation;
use crate::report::Details;
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;
use crate::stacks::{Fact, sentence};
use crate::text;

pub(super) static AREA: Area = Area {
    name: "der",
    title: "The encoding of certificates",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "der-not-canonical",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::BooleanNotCanonical,
                Fact::LengthNotMinimal,
                Fact::SerialNotMinimal,
                Fact::UnusedBitsSet,
                Fact::RdnNotSorted,
                Fact::SerialEmpty,
                Fact::KeyNotMinimal,
                Fact::PathLengthNotMinimal,
                Fact::NullNotEmpty,
                Fact::KeyUsageUndecodable,
                Fact::KeyUsageUndecodableInCa,
            ]),
            summary: "a certificate is not in DER: a value is not in the one encoding that DER has for it",
            explanation: "\
DER gives each value one encoding: the shortest length, the shortest INTEGER, TRUE as FF, unused bits zero.
Other encodings are read by some libraries and refused by others, so that two peers see different
certificates, or one sees none at all: rustls and Go refuse lengths and BOOLEANs in other forms, OpenSSL
INTEGERs. Trailing zero bits in a key usage and an RDN whose attributes are not sorted are read by all: a
note, and an error under the standards `Rfc5280` and `CaBrowserForum`.

The certificate has to be issued again, by software that writes DER.",
            citations: &[
                "RFC 5280 section 4.1",
                "ITU-T X.690 section 10",
                "ITU-T X.690 section 11",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: der_not_canonical,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "default-encoded",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::DefaultWritten, Fact::ConstraintMinimumWritten]),
            summary: "a certificate encodes a default value, which DER leaves out",
            explanation: "\
A field must be left out where it has its default value: no `critical FALSE`, no `cA FALSE`, no `version 1`.
OpenSSL, Go and rustls read it, Python's cryptography refuses the certificate: a warning, and an error under
the standards `Rfc5280` and `CaBrowserForum`.

Have the next certificate issued by software that writes DER.",
            citations: &["ITU-T X.690 section 11.5", "RFC 5280 section 4.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: default_encoded,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "bytes-left-over",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::BytesInCertificate,
                Fact::BytesInField,
                Fact::BytesInBasicConstraints,
                Fact::BytesAfterBasicConstraints,
                Fact::BytesAfterBasicConstraintsOfCa,
                Fact::BytesAfterKeyUsage,
                Fact::BytesAfterKeyUsageOfCa,
                Fact::BytesAfterNames,
                Fact::BytesAfterNamesOfCa,
                Fact::BytesAfterNamesOfRoot,
                Fact::BytesAfterPurposesOfRoot,
                Fact::BytesAfterNameConstraints,
                Fact::BytesAfterIdentifier,
                Fact::BytesAfterAuthorityKeyOfCa,
                Fact::BytesAfterSubjectKeyOfRoot,
                Fact::BytesInIdentifier,
                Fact::BytesInIdentifierOfCa,
                Fact::BytesAfterPoints,
                Fact::BytesAfterPointsInLeaf,
                Fact::BytesAfterAccessInformation,
                Fact::BytesAfterAccessInformationInLeaf,
                Fact::IssuerNamesMalformed,
            ]),
            summary: "a certificate holds bytes that belong to no field",
            explanation: "\
A structure has more bytes after its last field, and nothing defines what they mean. Which libraries ignore
them depends on the place: behind the value of basicConstraints OpenSSL and Go do, inside it only Go; rustls,
BoringSSL and GnuTLS refuse nearly all.

The certificate has to be issued again.",
            citations: &["RFC 5280 section 4.1", "ITU-T X.690 section 8.1"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: bytes_left_over,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "time-form",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::UtcTimeBefore2000,
                Fact::TimeBefore1950,
                Fact::TimeWithoutSeconds,
                Fact::TimeWithOffset,
                Fact::TimeWithOffsetOfZero,
                Fact::TimeWithFraction,
                Fact::LongTimeBefore2050,
            ]),
            summary: "a date of a certificate is not in the form that RFC 5280 prescribes",
            explanation: "\
Dates to the year 2049 are `YYMMDDHHMMSSZ`, later ones `YYYYMMDDHHMMSSZ`: with seconds, without
fractions, in UTC. rustls and OpenSSL refuse other forms. Years before 1970 are read by
most; rustls and Firefox know no time before 1970: a warning. The long
form for a year before 2050 is read by all: a note, and an error under the standards `Rfc5280` and
`CaBrowserForum`.

The certificate has to be issued again.",
            citations: &["RFC 5280 section 4.1.2.5"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: time_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "name-string-form",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::PrintableStringWrong,
                Fact::Utf8DnsName,
                Fact::AttributeNoString,
                Fact::AttributeOfOtherType,
                Fact::CharacterOfOtherType,
                Fact::PrintableStringUsual,
                Fact::NotUtf8,
                Fact::NotUtf8InNames,
                Fact::CharacterCut,
                Fact::UniversalCharacterCut,
                Fact::RdnEmpty,
            ]),
            summary: "a name holds a string that its type does not allow",
            explanation: "\
Each type of string in a name allows certain characters. A UTF8String that is not
UTF-8, an `@` or `_` in a PrintableString, half a character at the end: Go refuses to read such a
certificate, OpenSSL some of them, and attributes that are a number. `*` and `&` in a
PrintableString are read by all but pyca: a note; an attribute that is a BIT STRING by all but Chrome. A NUL
character, or an RDN without an attribute, is read by most: a warning. All are errors
under the standards `Rfc5280` and `CaBrowserForum`.

Have the certificate issued with UTF8String.",
            citations: &["RFC 5280 section 4.1.2.4", "ITU-T X.680 section 41"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: name_string_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "object-identifier-form",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::IdentifierMalformed,
                Fact::IdentifierCutOff,
                Fact::PurposeMalformed,
                Fact::PurposeMalformedInCa,
                Fact::PurposeCutOff,
                Fact::PurposeCutOffInCa,
                Fact::RegisteredIdMalformed,
                Fact::PoliciesUndecodable,
                Fact::PoliciesUndecodableInLeaf,
                Fact::AccessInformationUndecodable,
                Fact::AccessInformationUndecodableInLeaf,
                Fact::NumberOver31Bits,
                Fact::NumberOver64Bits,
            ]),
            summary: "a certificate holds an object identifier that is malformed, or has a large number",
            explanation: "\
An object identifier is a sequence of numbers in seven-bit groups. OpenSSL and Go refuse one without a number,
one that is cut off within a number, and one with a number that begins with zeros. Go cannot read a number
of 2147483648 or more, except in certificate policies, nor GnuTLS one of more than 64 bits; RFC 5280 advises
to stay below 268435456, and the others read it: a warning.

The certificate has to be issued again.",
            citations: &["ITU-T X.690 section 8.19", "RFC 5280 appendix B"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: object_identifier_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::SIGNATURE_ALGORITHM_DIFFERS,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::AlgorithmsDifferInNull,
                Fact::AlgorithmsDifferInRoot,
                Fact::AlgorithmsDifferInNullOfRoot,
            ]),
            summary: "a certificate names two different signature algorithms",
            explanation: "\
A certificate names its signature algorithm twice: inside the part that is signed, and beside the signature.
Both must be the same, parameters included, as only the inner one is protected. Go, OpenSSL and rustls refuse
the certificate otherwise. Where one has NULL as parameters and the other none, Java and GnuTLS take it, and
OpenSSL does not look at a root's.

The certificate has to be issued again.",
            citations: &["RFC 5280 section 4.1.1.2"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: signature_algorithm_differs,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "algorithm-parameters",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::EcdsaWithNull,
                Fact::EdSignatureWithNull,
                Fact::EdKeyWithNull,
                Fact::RsaKeyWithoutNull,
                Fact::RsaSignatureWithoutNull,
            ]),
            summary: "an algorithm has parameters that it must not have, or lacks those that it must have",
            explanation: "\
ECDSA and Ed25519 have no parameters, not even NULL; RSA has NULL. A signature by ECDSA with NULL is
refused by rustls, and taken by OpenSSL, Go, Java and GnuTLS: a warning. An RSA key without NULL is
refused by Go and BoringSSL; an RSA signature without it is read by most: a warning. Each is an
error under the standards `Rfc5280` and `CaBrowserForum`.

The certificate has to be issued again.",
            citations: &[
                "RFC 5758 section 3.2",
                "RFC 8410 section 3",
                "RFC 3279 section 2.3.1",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: algorithm_parameters,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "general-name-form",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::AddressOfFiveOctets,
                Fact::AddressOfFiveOctetsInLeaf,
                Fact::Ipv4MappedAddress,
                Fact::Ipv4MappedAddressInLeaf,
                Fact::UnparsableUri,
                Fact::UnparsableUriInLeaf,
                Fact::AddressMaskWithHoles,
                Fact::WildcardInConstraint,
                Fact::ConstraintNoHost,
                Fact::ConstraintAddressLength,
                Fact::ConstraintEmptyLabel,
                Fact::ConstraintOddLabel,
                Fact::ConstraintUnderscore,
                Fact::ConstraintEmpty,
                Fact::UriConstraintMalformed,
                Fact::UriConstraintNoHost,
                Fact::MailConstraintMalformed,
                Fact::MailConstraintNoHost,
                Fact::MailConstraintEmptyLabel,
                Fact::OtherNameConstraintCritical,
                Fact::DirectoryNameConstraint,
                Fact::DirectoryNamePermitted,
                Fact::DirectoryNameExcluded,
                Fact::DirectoryNameExcludedNotCritical,
                Fact::EmptyName,
                Fact::EmptyDnsName,
                Fact::MailWithoutHost,
                Fact::UriWithoutScheme,
                Fact::EdiPartyName,
                Fact::RareName,
                Fact::NameNotAscii,
                Fact::NameNotAsciiInLeaf,
                Fact::NameOfNoForm,
                Fact::NameOfNoFormInCa,
                Fact::OtherNameMalformed,
                Fact::PointNameMalformed,
                Fact::IssuerNamesMalformed,
                Fact::RareConstraintCritical,
                Fact::RareConstraint,
            ]),
            summary: "an alternative name or a name constraint does not have the form of its type",
            explanation: "\
An iPAddress has 4 or 16 octets; DNS names, e-mail addresses and URIs are ASCII; a directoryName is a
distinguished name. Go refuses to read a certificate with anything else among its alternative names.
Malformed names of types that nobody compares, such as x400Address, are ignored by most: a warning, and an
error under the standards `Rfc5280` and `CaBrowserForum`. A constraint on addresses is an address and a mask
of ones followed by zeros: Go and GnuTLS refuse a CA with another mask, whatever is below it. A constraint
on DNS names is a domain; OpenSSL, Go, GnuTLS and Java compare a `*` in it literally, and rustls refuses the
CA. What one library alone refuses is a warning: an IPv4 address written as an IPv6 address, from Go 1.27,
an address of another length among the alternative names, and a URI that cannot be parsed. Nobody parses
names in CRL distribution points or in issuerAltName: a note.

Have the certificate issued without that name, or with another constraint.",
            citations: &[
                "RFC 5280 section 4.2.1.6",
                "RFC 5280 section 4.2.1.10",
                "RFC 3986 section 3",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::UNUSUAL_NAME,
        check: general_name_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "extension-value-empty",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[Fact::EmptyKeyUsage, Fact::PoliciesEmpty]),
            summary: "an extension is present and empty",
            explanation: "\
A key usage without any bit allows the key nothing: OpenSSL refuses the certificate. An empty list of
names, policies or distribution points is ignored by most: a warning, and
an error under the standards `Rfc5280` and `CaBrowserForum`. BoringSSL and Chrome cannot read an
empty list of policies.

Have the certificate issued with what was meant, or without the extension.",
            citations: &["RFC 5280 section 4.2.1.3", "RFC 5280 section 4.2.1.6"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: extension_value_empty,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "policy-qualifier-form",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::QualifierMalformed]),
            summary: "a qualifier of a certificate policy is not of its kind",
            explanation: "\
A policy may have qualifiers: the URI of a certification practice statement, an IA5String, or a notice whose
text is a UTF8String, BMPString, VisibleString or IA5String. Most libraries do not decode them; BoringSSL does,
and refuses the certificate: a warning, and an error under the standards `Rfc5280` and `CaBrowserForum`.

Have the certificate issued with qualifiers of the right types, or without them.",
            citations: &["RFC 5280 section 4.2.1.4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: policy_qualifier_form,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "field-of-later-version",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Verifies(&[
                Fact::VersionTwo,
                Fact::ExtensionsInVersionOne,
                Fact::UniqueIdentifierInVersionOne,
                Fact::FieldOfLaterVersionInRoot,
            ]),
            summary: "a certificate has a field that its version does not have",
            explanation: "\
Extensions came with X.509 version 3, unique identifiers with version 2. A certificate that gives an older
version and has them is refused by rustls and others; libraries that go by the version ignore the extensions.

The certificate has to be issued again as version 3.",
            citations: &["RFC 5280 section 4.1.2.1", "RFC 5280 section 4.1.2.8"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: field_of_later_version,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: "unique-identifier",
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::UniqueIdentifier]),
            summary: "a certificate has a unique identifier of its subject or issuer",
            explanation: "\
Unique identifiers were meant to tell apart subjects of the same name; nobody uses them, and CAs must not
write them. OpenSSL and Go ignore them, rustls refuses the certificate: a warning. Because rustls is known to
refuse it, pemvet does not ask rustls for a second opinion on the path.

Have the next certificate issued without it.",
            citations: &["RFC 5280 section 4.1.2.8"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::DEVIATION,
        check: unique_identifier,
    },
];

/// What a deviation is, what is wanted instead, and how grave it is for what is deployed.
struct Words {
    found: &'static str,
    wanted: &'static str,
    severity: Severity,
}

fn words(found: &'static str, wanted: &'static str, severity: Severity) -> Words {
    Words {
        found,
        wanted,
        severity,
    }
}

type Describe = fn(Deviation) -> Option<Words>;

/// One finding for each certificate and kind of deviation that `describe` has words for.
fn deviations(context: &Context<'_>, sink: &mut Sink<'_>, help: &'static str, describe: Describe) {
    for (member, certificate) in context.judged_with_anchor() {
        let mut told: alloc::vec::Vec<(Deviation, Known)> = alloc::vec::Vec::new();
        for noted in certificate.deviations.iter() {
            let Some(words) = describe(noted.deviation) else {
                continue;
            };
            let known = known(certificate, context.standing(member, certificate), noted);
            if known == Known::Irrelevant {
                continue;
            }
            if told.contains(&(noted.deviation, known)) {
                continue;
            }
            told.push((noted.deviation, known));
            let message = format!(
                "{} has {} ({}{}); wanted: {}.",
                context.describe_member_first(member),
                words.found,
                place_of(certificate, noted),
                further(certificate, noted.deviation),
                words.wanted,
            );
            // OpenSSL, GnuTLS and BoringSSL decode every name of it, whoever compares it.
            let names = certificate.subject_alternative_name.as_ref();
            let is_among_names = names.is_some_and(|names| names.bytes.contains(&noted.bytes.start));
            let severity = match (noted.deviation, known) {
                (Deviation::UnusedNameMalformed, _) if is_among_names => Severity::Error,
                (_, Known::ReadByAll) => Severity::Note,
                _ => words.severity,
            };
            let found = Found::new(context.at_member_field(member, &noted.bytes), message)
                .help(help)
                .details(Details::Kind {
                    kind: words.found.into(),
                });
            // RFC 5280 appendix B only advises against large numbers.
            let source = match noted.deviation {
                Deviation::NumberOver31Bits | Deviation::NumberOver64Bits => None,
                _ => Some(Source::Rfc5280),
            };
            let is_demanded = source.is_some_and(|source| context.applies(source));
            let severity = source.map_or(severity, |source| context.severity(source, severity));
            sink.push(match known {
                Known::Graded(fact) if !is_demanded => found.fact(fact),
                Known::ForNamed(fact) if !is_demanded && severity == sink.rule.severity => {
                    found.for_named(fact)
                }
                Known::Graded(fact) | Known::ForNamed(fact) => found.severity(severity).for_named(fact),
                Known::ReadByAll | Known::Irrelevant | Known::Nothing => found.severity(severity),
            });
        }
    }
}

const ISSUE_AGAIN: &str = "the certificate has to be issued again";
const NEXT_TIME: &str = "have the next certificate issued by software that writes DER";

fn der_not_canonical(context: &Context<'_>, sink: &mut Sink<'_>) {
    deviations(context, sink, ISSUE_AGAIN, |deviation| {
        let error = Severity::Error;
        Some(match deviation {
            Deviation::LengthNotMinimal => words(
                "a length in more octets than it needs",
                "the shortest form",
                error,
            ),
            Deviation::TagNotMinimal => words(
                "a small tag number in the form for large ones",
                "the shortest form",
                error,
            ),
            Deviation::BooleanNotCanonical => {
                words("a BOOLEAN that is neither 00 nor FF", "FF for TRUE", error)
            }
            Deviation::IntegerNotMinimal => words(
                "an INTEGER with redundant leading octets",
                "the shortest form",
                error,
            ),
            Deviation::IntegerEmpty => words("an empty INTEGER", "at least one octet", error),
            Deviation::BitStringMalformed => words(
                "a BIT STRING without a valid count of unused bits",
                "a number from 0 to 7",
                error,
            ),
            Deviation::UnusedBitsNotZero => words("a BIT STRING whose unused bits are set", "zeros", error),
            Deviation::UnusedBits => words("a key or signature with unused bits", "whole octets", error),
            Deviation::NullNotEmpty => words("a NULL with contents", "an empty one", error),
            Deviation::NamedBitsNotMinimal => words(
                "a list of named bits with trailing zeros",
                "no trailing zeros",
                Severity::Note,
            ),
            Deviation::SetNotSorted => words(
                "an RDN whose attributes are not sorted",
                "the order of DER",
                Severity::Note,
            ),
            _ => return None,
        })
    });
}

fn default_encoded(context: &Context<'_>, sink: &mut Sink<'_>) {
    deviations(context, sink, NEXT_TIME, |deviation| match deviation {
        Deviation::DefaultEncoded => Some(words(
            "a default value that is written out",
            "the field left out",
            Severity::Warning,
        )),
        _ => None,
    });
}

fn bytes_left_over(context: &Context<'_>, sink: &mut Sink<'_>) {
    deviations(context, sink, ISSUE_AGAIN, |deviation| match deviation {
        Deviation::BytesLeftOver => Some(words(
            "bytes that belong to no field",
            "nothing there",
            Severity::Error,
        )),
        _ => None,
    });
}

fn time_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    deviations(context, sink, ISSUE_AGAIN, |deviation| {
        let utc = "YYMMDDHHMMSSZ, from 2050 YYYYMMDDHHMMSSZ";
        Some(match deviation {
            Deviation::TimeWithoutSeconds => words("a time without seconds", utc, Severity::Error),
            Deviation::TimeWithFraction => words("a time with fractions of a second", utc, Severity::Error),
            Deviation::TimeWithOffset => words("a time that is not in UTC", utc, Severity::Error),
            Deviation::TimeBefore1950 => words("a year before 1950", "a later one", Severity::Error),
            Deviation::TimeInWrongForm => words(
                "a year before 2050 in the form for later years",
                utc,
                Severity::Note,
            ),
            _ => return None,
        })
    });
    for (place, certificate) in context.judged() {
        let is_early = |time: i64| (YEAR_1950..0).contains(&time);
        let is_said = certificate.deviations.has(Deviation::TimeInWrongForm);
        let early = [
            ("notBefore", certificate.not_before),
            ("notAfter", certificate.not_after),
        ]
        .into_iter()
        .find(|(_, time)| is_early(*time));
        let Some((what, time)) = early.filter(|_| !is_said && !context.is_root(place, certificate)) else {
            continue;
        };
        let message = format!(
            "{} has a {what} of {}; all libraries read dates from 1970 on. {}",
            context.describe_first(place),
            text::day(time),
            sentence(Fact::UtcTimeBefore2000),
        );
        let found = Found::new(context.at_field(place, &certificate.validity_bytes), message)
            .fact(Fact::UtcTimeBefore2000)
            .help("if clients that refuse it connect, have it issued with a date from 1970 on");
        sink.push(found);
    }
}

/// Seconds from 1970 back to 1950, the first year of UTCTime.
const YEAR_1950: i64 = -631_152_000;

fn name_string_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have the certificate issued with UTF8String in its names";
    deviations(context, sink, help, |deviation| {
        let (error, warning) = (Severity::Error, Severity::Warning);
        Some(match deviation {
            Deviation::CharacterNotAllowed => words(
                "a string with a character that its type does not allow",
                "a UTF8String",
                error,
            ),
            Deviation::CharacterUsualNotAllowed => words(
                "a PrintableString with `*` or `&`",
                "a UTF8String",
                Severity::Note,
            ),
            Deviation::NotUtf8 => words("a UTF8String that is not UTF-8", "UTF-8", error),
            Deviation::NotWholeCharacters => words(
                "a string that ends in the middle of a character",
                "whole characters",
                error,
            ),
            Deviation::NotAString => words("an attribute that is not a string", "a UTF8String", error),
            Deviation::NulCharacter => words("a string with a NUL character", "one without", warning),
            Deviation::RelativeNameEmpty => words("an RDN without an attribute", "at least one", warning),
            _ => return None,
        })
    });
}

fn object_identifier_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    deviations(context, sink, ISSUE_AGAIN, |deviation| {
        let found = match deviation {
            Deviation::ObjectIdentifierEmpty => "an empty object identifier",
            Deviation::ObjectIdentifierCutOff => "an object identifier whose last number is cut off",
            Deviation::ArcNotMinimal => "an object identifier with a number that begins with zeros",
            Deviation::ArcTooLarge => "an object identifier with a number of more than 128 bits",
            Deviation::NumberOver31Bits | Deviation::NumberOver64Bits => {
                let found = "an object identifier with a number of 2147483648 or more";
                return Some(words(found, "numbers below 268435456", Severity::Warning));
            }
            _ => return None,
        };
        Some(words(found, "a well-formed one", Severity::Error))
    });
}

fn signature_algorithm_differs(context: &Context<'_>, sink: &mut Sink<'_>) {
    deviations(context, sink, ISSUE_AGAIN, |deviation| match deviation {
        Deviation::AlgorithmsDiffer => Some(words(
            "a signature algorithm in the signed part that differs from the one beside the signature",
            "the same",
            Severity::Error,
        )),
        _ => None,
    });
}

fn algorithm_parameters(context: &Context<'_>, sink: &mut Sink<'_>) {
    deviations(context, sink, ISSUE_AGAIN, |deviation| {
        Some(match deviation {
            Deviation::ParametersUnexpected => words(
                "parameters for an algorithm that has none, or NULL alone",
                "no parameters, or NULL for RSA",
                Severity::Error,
            ),
            Deviation::ParametersMissing => words(
                "an RSA algorithm without NULL parameters",
                "NULL",
                Severity::Warning,
            ),
            _ => return None,
        })
    });
}

fn general_name_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have the certificate issued without that name";
    deviations(context, sink, help, |deviation| {
        Some(match deviation {
            Deviation::AddressLength => words(
                "an IP address that has neither 4 nor 16 octets",
                "4 octets for IPv4, 16 for IPv6",
                Severity::Error,
            ),
            Deviation::GeneralNameMalformed => words(
                "a name that does not have the form of its type",
                "a well-formed one",
                Severity::Error,
            ),
            Deviation::UnusedNameMalformed => words(
                "a malformed name of a type that nobody compares",
                "a DNS name or an IP address",
                Severity::Warning,
            ),
            _ => return None,
        })
    });
    odd_name::names_of_odd_form(context, sink);
}

fn extension_value_empty(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have the certificate issued with what was meant, or without the extension";
    deviations(context, sink, help, |deviation| {
        Some(match deviation {
            Deviation::KeyUsageEmpty => words("a key usage without any bit", "at least one", Severity::Error),
            Deviation::ListEmpty => words("an empty list", "at least one entry", Severity::Warning),
            _ => return None,
        })
    });
}

fn policy_qualifier_form(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have it issued with a URI as IA5String and notices as UTF8String, or without qualifiers";
    deviations(context, sink, help, |deviation| match deviation {
        Deviation::QualifierMalformed => Some(words(
            "a qualifier of a certificate policy that is not of its kind",
            "a URI as IA5String, or a notice",
            Severity::Warning,
        )),
        _ => None,
    });
}

fn field_of_later_version(context: &Context<'_>, sink: &mut Sink<'_>) {
    deviations(context, sink, ISSUE_AGAIN, |deviation| match deviation {
        Deviation::FieldOfLaterVersion => Some(words(
            "a field that its version of X.509 does not have",
            "version 3",
            Severity::Error,
        )),
        _ => None,
    });
}

fn unique_identifier(context: &Context<'_>, sink: &mut Sink<'_>) {
    let help = "have the next certificate issued without it";
    deviations(context, sink, help, |deviation| match deviation {
        Deviation::UniqueIdentifier => Some(words(
            "a unique identifier of its subject or issuer",
            "none",
            Severity::Warning,
        )),
        _ => None,
    });
}
