//! Rules about files that hold certificates as values: YAML, JSON and the like. The library judges a value alone; the
//! program that cuts the file raises these.

use super::{Context, Entry, Needs, Sink};
use crate::class::Class;
use crate::rule::{Area, Concern, Period, Rule, names};
use crate::severity::Severity;

pub(super) static AREA: Area = Area {
    name: "document",
    title: "Files that hold certificates as values",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::DOCUMENT_MALFORMED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "the file that holds the certificates is not the YAML, JSON, TOML or HCL that its name says",
            explanation: "\
The file's name says what language it is written in, and no reader of that language takes it: a
block of YAML that is not indented, or is with tabs; a line end within a string of JSON; a quotation
mark that is never closed. Whoever loads the file gets an error, and no certificate. Files with marks
of templates, such as `{{`, are not blamed. What looks like certificates in it was judged as it stands.

Write it as the language wants it: in YAML `key: |` and the lines of the block indented below it; in
JSON `\\n` in place of each line end, as `jq -Rs . FILE` does.",
            citations: &[
                "YAML 1.2.2 section 8.1",
                "RFC 8259 section 7",
                "TOML 1.0.0 section String",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::DOCUMENT_KEY_TWICE,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a key stands twice in one mapping of the file that holds the certificates",
            explanation: "\
YAML wants the keys of a mapping to differ, and JSON says that its names should. Of two values under
one key kubectl, Helm, PyYAML, Psych and nearly all readers of JSON take the last without a word; Go's
yaml.v3, js-yaml, npm's yaml, ruamel.yaml and YAML::PP refuse the file. Which certificate is served
depends on the reader.

Leave the one that is meant.",
            citations: &["YAML 1.2.2 section 3.2.1.3", "RFC 8259 section 4"],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::DOCUMENT_BASE64_REFUSED,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "a value that Kubernetes wants in base64 is none, as Kubernetes reads it",
            explanation: "\
`data` of a Secret, `binaryData` of a ConfigMap, `caBundle` of a webhook and the members of a
kubeconfig that end in `-data` are base64 with padding; of other characters only line ends may stand
in it. The API server and kubectl answer `illegal base64 data` for PEM itself, for blanks, which `>`,
quotation marks and unquoted values make of line ends, for padding that is missing or too much, and
for two texts in a row. Readers in Python, Node.js and Ruby pass over blanks, so such a file works for
some.

Write what `base64 -w0 FILE` prints on one line, or `|` before the lines; PEM as it is belongs under
`stringData`.",
            citations: &[
                "RFC 4648 section 3.3",
                "Kubernetes API reference: Secret v1 core, data",
            ],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::DOCUMENT_READERS_DIFFER,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Loads(&[]),
            summary: "readers of the file make different values of what is written there",
            explanation: "\
The form has no one definition. In a list of variables (`.env`) the libraries of most languages read
`\\n` in double quotes as a line end, while systemd's EnvironmentFile=, shells, make and kubectl
--from-env-file keep a backslash and an n; a value over several lines is cut after its first line by
some; backticks are quotation marks for dotenv from 16 on and Node.js only. It is a note where most
read it, and a warning where few do.

Base64 on one line is read alike by all of them: `NAME=` and what `base64 -w0 FILE` prints.",
            citations: &["systemd.exec(5), EnvironmentFile="],
            in_force: Period::ALWAYS,
            new_in: "0.1",
        },
        needs: Needs::COMMAND,
        check: nothing,
    },
];

/// It takes the file around the value to tell.
fn nothing(_: &Context<'_>, _: &mut Sink<'_>) {}
