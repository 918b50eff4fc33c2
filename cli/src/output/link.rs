//! Paths that a terminal opens with a click (OSC 8), and their form in URIs.

use std::io::IsTerminal as _;
use std::path::Path;

use crate::output::destination;

/// `shown`, as a link where standard output is a terminal that wants more than plain text.
pub(crate) fn to(file: Option<&Path>, shown: &str) -> String {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty())
        || destination::is_elsewhere()
        || anstream::ColorChoice::global() == anstream::ColorChoice::Never
        || std::env::var_os("TERM").is_some_and(|it| it == "dumb");
    let target = file.filter(|_| !plain && std::io::stdout().is_terminal());
    let target = target.and_then(|file| std::fs::canonicalize(file).ok());
    match target.filter(|_| cfg!(unix)) {
        Some(path) => {
            let path = encoded_path(path.as_os_str().as_encoded_bytes());
            format!("\u{1b}]8;;file://{path}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\")
        }
        None => shown.into(),
    }
}

fn encoded_path(path: &[u8]) -> String {
    let parts: Vec<String> = path.split(|byte| *byte == b'/').map(encoded).collect();
    parts.join("/")
}

/// Everything but unreserved characters as `%XX` (RFC 3986 section 2.3).
pub(crate) fn encoded(part: &[u8]) -> String {
    let mut text = String::new();
    for byte in part {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            text.push(char::from(*byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}
