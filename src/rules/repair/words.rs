//! What is said about each kind of repair.

use crate::pem::RepairKind;
use crate::report::Help;

/// One for each rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Encoding,
    Layout,
    Escapes,
    Marker,
    Body,
    Label,
    Trailing,
    Container,
}

/// What is said about one kind of repair.
pub(super) struct Words {
    pub(super) family: Family,
    /// Whether OpenSSL's reader refuses it, or passes over the block: measured with 3.0, by loading a chain.
    pub(super) refused: bool,
    pub(super) found: &'static str,
    pub(super) wanted: &'static str,
}

/// `None` for what the scanner passes over and other rules report.
pub(super) fn words(kind: RepairKind) -> Option<Words> {
    use RepairKind as R;
    let (family, refused, found, wanted) = match kind {
        R::Utf16Transcoded => (Family::Encoding, true, "the text is UTF-16", "PEM is ASCII"),
        R::ByteOrderMarkRemoved => (
            Family::Encoding,
            false,
            "a byte order mark stands before the line",
            "PEM is ASCII",
        ),
        R::InvisibleCharactersRemoved => (
            Family::Encoding,
            true,
            "there is an invisible character in the line",
            "only base64 may stand there",
        ),
        R::InvisibleLineEndRemoved => (
            Family::Encoding,
            false,
            "an invisible character ends the line",
            "the line should end before it",
        ),
        R::QuotedPrintableDecoded => (
            Family::Encoding,
            true,
            "the block is quoted-printable, as mail has it, with =3D for = or lines that go on behind =",
            "PEM is what a mail program makes of it",
        ),
        R::CarriageReturnsReplaced => (
            Family::Layout,
            true,
            "lines end in a carriage return alone",
            "a line ends in a line feed",
        ),
        R::LineSeparatorsReplaced => (
            Family::Layout,
            true,
            "lines end in a Unicode line separator",
            "a line ends in a line feed",
        ),
        R::CarriageReturnsRemoved => (
            Family::Layout,
            true,
            "lines end in a line feed and then a carriage return",
            "a line ends in a line feed",
        ),
        R::IndentationRemoved => (
            Family::Layout,
            true,
            "the marker is indented",
            "it should start its line",
        ),
        R::YamlBlockScalarRead => (
            Family::Layout,
            true,
            "the block is indented as a block scalar of YAML",
            "its lines should start at the margin",
        ),
        R::BlanksRemoved => (
            Family::Layout,
            false,
            "there are blanks within the base64",
            "its lines should have none",
        ),
        R::BlankLineRemoved => (
            Family::Layout,
            true,
            "there is a blank line within the base64",
            "its lines should follow each other",
        ),
        R::QuotesRemoved => (
            Family::Layout,
            true,
            "the block is in quotation marks",
            "its lines should have none",
        ),
        R::QuotePrefixRemoved => (
            Family::Layout,
            true,
            "lines start with > or |, as a mail quotes them",
            "they should start without",
        ),
        R::SurroundingsRemoved => (
            Family::Layout,
            true,
            "each line has something around it, as in a log, a listing or a page of HTML",
            "lines should be nothing but base64",
        ),
        R::LineNumbersRemoved => (
            Family::Layout,
            true,
            "lines have numbers",
            "they should have none",
        ),
        R::NewlinesUnescaped => (
            Family::Escapes,
            true,
            "line ends are written as \\n",
            "they should be real line ends",
        ),
        R::BackslashesRemoved => (
            Family::Escapes,
            true,
            "lines end in a backslash",
            "they should end before it",
        ),
        R::LineEndsRestored => (
            Family::Escapes,
            true,
            "blanks stand where lines should end",
            "BEGIN, base64 and END have lines of their own",
        ),
        R::GluedMarkerSplit => (
            Family::Marker,
            true,
            "something else stands on the line of a BEGIN or END",
            "a marker has a line of its own",
        ),
        R::DashCountRepaired => (
            Family::Marker,
            true,
            "the dashes of the marker are not five and five",
            "it should have five before and five after",
        ),
        R::SmartDashesReplaced => (
            Family::Marker,
            true,
            "the marker has typographic dashes",
            "it should have five hyphens before and five after",
        ),
        R::MarkerCaseRepaired => (
            Family::Marker,
            true,
            "the marker is in lower case",
            "it should be in capitals",
        ),
        R::MarkerSpacingRepaired => (
            Family::Marker,
            true,
            "there are blanks in the marker",
            "dashes and words should touch",
        ),
        R::PaddingAdded => (
            Family::Body,
            true,
            "the base64 lacks = at its end",
            "its characters come in fours",
        ),
        R::PaddingRemoved => (
            Family::Body,
            true,
            "the base64 has too many = at its end",
            "its characters come in fours",
        ),
        R::TailBitsCleared => (
            Family::Body,
            false,
            "the last character of the base64 has unused bits that are set",
            "they should be zero",
        ),
        R::UrlSafeAlphabetRead => (
            Family::Body,
            true,
            "the base64 is in the URL-safe alphabet",
            "it should have + and / instead of - and _",
        ),
        R::HeadersRemoved => (
            Family::Body,
            true,
            "header lines stand in the block",
            "only base64 may stand there",
        ),
        R::LabelCorrected => (
            Family::Label,
            true,
            "the label says another kind of content than the block has",
            "it should say what is there",
        ),
        R::Pkcs8LabelCorrected => (
            Family::Label,
            false,
            "a PKCS#8 key has the label of an older form, with which OpenSSL reads it, and HAProxy on OpenSSL 1.1.1, Java and \
             others do not",
            "it should be PRIVATE KEY",
        ),
        R::OldLabelReplaced => (
            Family::Label,
            false,
            "the label is an old one",
            "it should be CERTIFICATE",
        ),
        R::TrustDataCut => (
            Family::Label,
            false,
            "auxiliary trust data of OpenSSL follows the certificate",
            "it was left out, and the label should be CERTIFICATE",
        ),
        R::TrailingBytesCut => (
            Family::Trailing,
            true,
            "bytes follow the end of the certificate",
            "they were left out",
        ),
        R::DerRead => (
            Family::Container,
            true,
            "the file is a certificate in DER",
            "PEM is wanted",
        ),
        R::Pkcs7Read => (
            Family::Container,
            true,
            "the certificates are in a PKCS#7 container",
            "PEM is wanted",
        ),
        R::Base64OfPemDecoded => (
            Family::Container,
            true,
            "the PEM text is encoded in base64 once more",
            "it should be PEM itself",
        ),
        R::MarkersAdded => (
            Family::Container,
            true,
            "there is base64 without BEGIN and END",
            "PEM is wanted",
        ),
        R::BagAttributesRemoved | R::TextRemoved | R::Reordered | R::DuplicateRemoved | R::BlockRemoved => {
            return None;
        }
    };
    Some(Words {
        family,
        refused,
        found,
        wanted,
    })
}

/// How to undo the damage in a key file, which `pemvet fix` does not write. Each was tried with OpenSSL 3.0 after it.
pub(super) fn key_help(kind: RepairKind) -> Help {
    use RepairKind as R;
    match kind {
        R::Utf16Transcoded => Help::command("iconv -f UTF-16 -t UTF-8 {key} > {new}"),
        R::InvisibleCharactersRemoved => Help::command("LC_ALL=C sed 's/[^ -~]//g' {key} > {new}"),
        R::QuotedPrintableDecoded => {
            Help::command("perl -MMIME::QuotedPrint -0777 -ne 'print decode_qp($_)' {key} > {new}")
        }
        R::CarriageReturnsReplaced => Help::command("tr '\\r' '\\n' < {key} > {new}"),
        R::LineSeparatorsReplaced => Help::command(r"LC_ALL=C sed 's/\xE2\x80[\xA8\xA9]/\n/g' {key} > {new}"),
        R::CarriageReturnsRemoved => Help::command("tr -d '\\r' < {key} > {new}"),
        R::IndentationRemoved | R::YamlBlockScalarRead => {
            Help::command("sed -n 's/^[[:blank:]]*//; /-----BEGIN/,/-----END/p' {key} > {new}")
        }
        R::BlankLineRemoved => Help::command("sed '/^[[:space:]]*$/d' {key} > {new}"),
        R::QuotesRemoved => Help::command("tr -d '\"'\\' < {key} > {new}"),
        R::QuotePrefixRemoved => Help::command("sed 's/^[>| ]*//' {key} > {new}"),
        R::LineNumbersRemoved => {
            Help::command("sed -E 's/^ *[0-9]+[:.)|[:blank:]][[:blank:]]*//' {key} > {new}")
        }
        R::NewlinesUnescaped => Help::command(
            r#"awk '{gsub(/\\+(r\\+)?n/, "\n"); gsub(/["\\]/, ""); sub(/^ *[^-]*-----BEGIN/, "-----BEGIN"); sub(/^ +/, ""); printf "%s", $0}' {key} > {new}"#,
        ),
        R::BackslashesRemoved => Help::command("sed 's/\\\\*$//' {key} > {new}"),
        R::LineEndsRestored | R::GluedMarkerSplit => {
            Help::command(r#"awk '{gsub(/-----(BEGIN|END) [A-Z ]*-----/, "\n&\n"); print}' {key} > {new}"#)
        }
        R::DashCountRepaired | R::SmartDashesReplaced | R::MarkerCaseRepaired | R::MarkerSpacingRepaired => {
            Help::command(
                r#"LC_ALL=C awk 'match(toupper($0), /(BEGIN|END) [A-Z ]*KEY/) {$0 = "-----" substr(toupper($0), RSTART, RLENGTH) "-----"} {print}' {key} > {new}"#,
            )
        }
        R::PaddingAdded | R::PaddingRemoved => {
            "give the base64 as many = at its end as make its characters come in fours: none, one or two"
                .into()
        }
        R::SurroundingsRemoved => {
            "copy the block again, from BEGIN to END, without what stands before and behind each of its lines"
                .into()
        }
        R::UrlSafeAlphabetRead => Help::command("sed '/-----/!y,-_,+/,' {key} > {new}"),
        R::HeadersRemoved => Help::command("sed '/^[A-Za-z-]*: /,/^$/d' {key} > {new}"),
        R::LabelCorrected => Help::command(
            "openssl asn1parse -in {key} -noout -out KEY.der; openssl pkey -inform DER -in KEY.der -out {new}",
        ),
        R::Base64OfPemDecoded => Help::command("tr -d '\\r\\n ' < {key} | openssl base64 -d -A -out {new}"),
        _ => Help::command("openssl pkey -in {key} -out {new}"),
    }
}

/// Whether damage of kind `one` comes along with damage of kind `cause`, and is reported with it.
pub(super) fn is_part_of(one: RepairKind, cause: RepairKind) -> bool {
    use RepairKind as R;
    let lines = matches!(
        one,
        R::BackslashesRemoved
            | R::IndentationRemoved
            | R::BlanksRemoved
            | R::BlankLineRemoved
            | R::LineEndsRestored
            | R::GluedMarkerSplit
            | R::QuotesRemoved
    );
    match cause {
        // A string of a program, of JSON or of YAML: quotation marks, indentation and a name before it are its own.
        R::NewlinesUnescaped => lines,
        R::BackslashesRemoved => lines && !matches!(one, R::BackslashesRemoved | R::QuotesRemoved),
        R::LineEndsRestored => matches!(
            one,
            R::GluedMarkerSplit | R::BlanksRemoved | R::IndentationRemoved
        ),
        R::SurroundingsRemoved => {
            lines
                || matches!(
                    one,
                    R::GluedMarkerSplit | R::BlanksRemoved | R::LineNumbersRemoved
                )
        }
        R::YamlBlockScalarRead | R::QuotePrefixRemoved => {
            matches!(one, R::IndentationRemoved | R::BlanksRemoved)
        }
        R::CarriageReturnsRemoved | R::CarriageReturnsReplaced => {
            matches!(one, R::BlankLineRemoved | R::BlanksRemoved)
        }
        R::BlankLineRemoved => one == R::BlanksRemoved,
        R::Base64OfPemDecoded => one == R::Pkcs7Read,
        R::Pkcs7Read => one == R::MarkersAdded,
        _ => false,
    }
}
