//! How a value of a document is written, and what there is to say of it.

use crate::input::base64::Refused;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(unreachable_pub, reason = "a member of FilePart")]
pub enum Form {
    YamlLiteral,
    YamlFolded,
    YamlPlain,
    YamlSingle,
    YamlDouble,
    Json,
    EnvDouble,
    EnvSingle,
    EnvBacktick,
    EnvBare,
    Properties,
    TomlBasic,
    TomlBasicLines,
    TomlLiteral,
    TomlLiteralLines,
    HclQuoted,
    HclHeredoc,
    HclHeredocIndented,
    XmlText,
    XmlAttribute,
    Ini,
    /// Of a unit of systemd.
    Unit,
    /// A string literal of a program.
    Source,
    /// Decoded from base64.
    Base64,
}

/// Something to say of a document, or of how a value in it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(unreachable_pub, reason = "a member of FilePart")]
pub enum Remark {
    /// The file is not what its name says: the language, the line where that shows, what is wrong there.
    Malformed(&'static str, usize, String),
    /// The key, and the lines that it stands on.
    KeyTwice(String, usize, usize),
    /// Kubernetes refuses the base64.
    Base64Refused(Refused),
    /// PEM stands where Kubernetes wants base64.
    PemInData,
    /// The base64 holds DER.
    DerInData,
    /// A byte order mark begins what the base64 holds.
    MarkInData,
    /// Base64 stands where Kubernetes wants text.
    Base64InText,
    /// `\n` in double quotes of a list of variables.
    EnvEscapes,
    /// A value over several lines in a list of variables.
    EnvLines,
    /// A comment behind the last quotation mark.
    EnvComment,
    /// The quotation marks are backticks.
    EnvBackticks,
    /// Line ends of an attribute as references.
    XmlReferences,
    /// Without quotation marks, and yet over several lines: the value ends with the first, the block on this line.
    FirstLineOnly(usize),
    /// A byte order mark begins a file of JSON.
    JsonMark,
    /// The tag says that it is base64, and that its bytes are meant.
    BinaryTag,
    /// The file is UTF-16.
    Utf16,
    /// Nothing stands where a certificate or a key is wanted.
    MemberEmpty,
    /// In place of a certificate or a key stands the path of a file, as printed.
    MemberIsPath(String),
    /// A private key that is in no block: the line that it begins on, what it is.
    PrivateKey(usize, &'static str),
}

impl Remark {
    /// Whether it is about the whole file.
    pub(crate) fn is_of_file(&self) -> bool {
        matches!(
            self,
            Remark::Malformed(..)
                | Remark::KeyTwice(..)
                | Remark::JsonMark
                | Remark::Utf16
                | Remark::PrivateKey(..)
        )
    }
}
