//! Words from outside that are said again: arguments, paths, configuration. None of them shows a private key.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path};

use pemvet::text::{counted, echo, escape, may_be_key};

/// A path as it may be printed; octets that are no UTF-8 as `\xFF`.
///
/// Of a path that there is, only the parts are counted that may be keys; what names no file may be a key as a whole.
pub(crate) fn path(path: &Path) -> String {
    let whole = lossless(path.as_os_str());
    if !may_be_key(&whole) {
        return escape(&whole).into_owned();
    }
    if path.symlink_metadata().is_err() {
        return counted(&whole);
    }
    let mut shown = String::new();
    for part in path.components() {
        if !shown.is_empty() && !shown.ends_with('/') {
            shown.push('/');
        }
        match part {
            Component::Normal(part) => shown.push_str(&echo(&lossless(part))),
            other => shown.push_str(&other.as_os_str().to_string_lossy()),
        }
    }
    shown
}

/// Text in which octets that are no UTF-8 stand as `\xFF`, and backslashes twice where there are such octets.
pub(crate) fn lossless(text: &OsStr) -> String {
    if let Some(text) = text.to_str() {
        // As it stands, where it could not be taken for the other.
        return match text.contains(r"\x") {
            true => text.replace('\\', r"\\"),
            false => text.into(),
        };
    }
    let mut whole = String::new();
    for chunk in text.as_encoded_bytes().utf8_chunks() {
        whole.push_str(&chunk.valid().replace('\\', r"\\"));
        for byte in chunk.invalid() {
            whole.push_str(&format!("\\x{byte:02X}"));
        }
    }
    whole
}

/// Sentences of others, which may quote what they were given: on one line, and each word counted that may be a key.
pub(crate) fn prose(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_quoted = |it: char| matches!(it, ' ' | '`' | '"' | '\'' | ',' | '(' | ')');
    if ["--BEGIN", "--END"].iter().any(|marker| line.contains(marker)) {
        return counted(text);
    }
    let words = line.split_inclusive(is_quoted).map(|piece| {
        let word = piece.trim_end_matches(is_quoted);
        let after = piece.get(word.len()..).unwrap_or_default();
        format!("{}{after}", echo(word))
    });
    words.collect()
}

/// What to say where a private key was given as an argument of the command, in place of the name of a file.
pub(crate) fn key_among(arguments: &[OsString]) -> Option<String> {
    let mut before = None;
    // What a server prints may be long and hold numbers in hexadecimal.
    let is_message = |text: &str| text.contains(' ') && !text.contains("-----BEGIN");
    let takes_message = arguments.get(1).is_some_and(|command| command == "why");
    for argument in arguments.iter().skip(1) {
        let text = lossless(argument);
        if takes_message && is_message(&text) {
            continue;
        }
        let (option, value) = match text.split_once('=') {
            Some((option, value)) if is_option(option) => (Some(option.to_owned()), value),
            _ => (before.take(), text.as_str()),
        };
        // Host names may be long, too; they have no capitals.
        let is_key = may_be_key(value) && value.contains(|it: char| it.is_ascii_uppercase());
        if is_key && Path::new(value).symlink_metadata().is_err() {
            return Some(instead_of_name(option.as_deref(), value));
        }
        before = is_option(&text).then(|| text.clone());
    }
    None
}

fn instead_of_name(option: Option<&str>, value: &str) -> String {
    let what = format!("what was given looks like a private key {}", counted(value));
    match option {
        Some(
            option @ ("--key" | "--trust" | "--previous" | "--config" | "--pool" | "--output" | "--split"),
        ) => format!(
            "{option} wants the name of a file; {what}. Give the name of the file that holds it, or - for standard input"
        ),
        Some(option) => format!("{option}: {what}"),
        None => format!(
            "an argument is not understood: {what}. Give the name of the file that holds it, or - for standard input"
        ),
    }
}

/// `--key`, `-q`.
fn is_option(word: &str) -> bool {
    let name = word
        .strip_prefix('-')
        .map(|name| name.strip_prefix('-').unwrap_or(name));
    name.is_some_and(|name| {
        let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        plain && (1..=32).contains(&name.len()) && !name.starts_with('-')
    })
}

/// Arguments with everything counted that may be a key, and the rest made safe for a terminal.
pub(crate) fn arguments(given: &[OsString]) -> Vec<OsString> {
    let one = |argument: &OsString| {
        let text = lossless(argument);
        let safe = match text.split_once('=') {
            Some((option, value)) if is_option(option) => format!("{option}={}", echo(value)),
            _ => echo(&text).into_owned(),
        };
        OsString::from(safe)
    };
    given.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{key_among, path, prose};

    const KEY: &str = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v91naEU0e6aWwCZzUvqVnNFHq8OCYSbJl1gsq";

    #[test]
    fn a_key_in_the_place_of_a_file_name_is_told_and_not_shown() {
        let words = |words: &[&str]| key_among(&words.iter().map(Into::into).collect::<Vec<_>>());
        let told = words(&["pemvet", "check", "a.pem", "--key", KEY]).expect("a key");
        assert!(told.starts_with("--key wants the name of a file; what was given looks like a private key (64 characters, not shown)"), "{told}");
        let told = words(&["pemvet", "check", &format!("--hostname={KEY}")]).expect("a key");
        assert_eq!(
            told,
            "--hostname: what was given looks like a private key (64 characters, not shown)"
        );
        let told = words(&["pemvet", "check", "--key", "-----BEGIN", "PRIVATE", KEY]).expect("a key");
        assert!(told.starts_with("--key wants"), "{told}");
        assert_eq!(words(&["pemvet", "check", "a.pem", "--key", "a.key"]), None);
    }

    #[test]
    fn sentences_of_others_quote_no_key() {
        let said = prose(&format!(
            "unknown variant `{KEY}`, expected one of `any`,\n `server`"
        ));
        assert_eq!(
            said,
            "unknown variant `(64 characters, not shown)`, expected one of `any`, `server`"
        );
    }

    #[cfg(unix)]
    #[test]
    fn two_paths_are_never_shown_alike() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let shown = |bytes: &[u8]| path(OsStr::from_bytes(bytes).as_ref());
        assert_eq!(shown(b"a\xFF.pem"), r"a\xFF.pem");
        assert_eq!(shown(b"a\\xFF\xFE"), r"a\\xFF\xFE");
        assert_eq!(shown(b"a\\xFF.pem"), r"a\\xFF.pem");
    }
}
