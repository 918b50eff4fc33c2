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
    /// `$'…'`, as bash has it.
    EnvDollar,
    EnvBare,
    /// Quotation marks of a shell, where `\n` is no escape.
    ShellQuoted,
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
    /// Of npm's settings.
    Npm,
    /// Of a unit of systemd.
    Unit,
    /// Of a part of a mail.
    MailText,
    /// The same in quoted-printable.
    MailQuoted,
    /// A string literal of a program.
    Source,
    /// One in which a backslash is no escape.
    SourceRaw,
    /// A here-document of a script.
    Heredoc,
    /// A string of Erlang.
    Erlang,
    /// One between three quotation marks, where a backslash is no escape.
    ErlangLines,
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
    /// The same in JSON, where the first of the two is a certificate or a key.
    MemberLost(String, usize, usize),
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
    /// Base64 stands in a file of a ConfigMap, whose `data` is text.
    Base64InMap,
    /// `\n` in double quotes of a list of variables.
    EnvEscapes,
    /// The same in a list that this unit of systemd, as printed, takes by `EnvironmentFile=`.
    EnvOfUnit(String),
    /// A value over several lines in a list of variables.
    EnvLines,
    /// A comment behind the last quotation mark.
    EnvComment,
    /// The quotation marks are backticks.
    EnvBackticks,
    /// The quotation marks are `$'…'`.
    EnvDollar,
    /// `export` stands before the name.
    EnvExport,
    /// Blanks stand around the `=`.
    EnvApart,
    /// A colon stands in place of the `=`.
    EnvColon,
    /// `$'…'`, and yet blanks or a colon that no shell takes.
    EnvDollarApart,
    /// Something stands behind the last quotation mark.
    EnvGlued,
    /// The quotation mark before the value, on this line, is never closed.
    EnvOpen(usize),
    /// A block on lines of its own, which no variable has.
    EnvStray,
    /// A value of a unit ends at a blank of its block, since nothing quotes it.
    UnitBlank,
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
    /// A Secret of the type `kubernetes.io/tls` has no member of this name.
    MemberAbsent(&'static str),
    /// In place of a certificate or a key stands the path of a file, as printed.
    MemberIsPath(String),
    /// The file is DER, and this file of Caddy's, as printed, names it where PEM is read.
    NamedByCaddy(String),
    /// The content of this file, as printed, is compressed.
    Compressed(String),
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
                | Remark::MemberLost(..)
                | Remark::JsonMark
                | Remark::Utf16
                | Remark::PrivateKey(..)
        )
    }
}
