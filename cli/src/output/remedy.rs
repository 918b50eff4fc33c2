//! The help of a finding with the paths put in, so that a command can be pasted.

use std::path::Path;

use pemvet::text::quoted_for_shell as quoted;
use pemvet::{Given, Help, Piece, Remedy};

use crate::input::content;

/// The files that a help may be about, as printed.
pub(crate) struct Files<'a> {
    /// `-` is standard input.
    pub(crate) path: &'a str,
    /// The bundle is a value inside that file.
    pub(crate) is_value: bool,
    pub(crate) key_path: Option<&'a str>,
}

/// What to do, in one line.
pub(crate) fn words(help: &Help, files: &Files<'_>) -> String {
    let Some(remedy) = help.remedy() else {
        return help.words_before().into();
    };
    let is_written = content::is_named_like_values(Path::new(files.path));
    if files.is_value && (remedy == Remedy::Split || (remedy == Remedy::Fix && !is_written)) {
        return "take the value out of the file, repair it with pemvet fix -, and put it back".into();
    }
    let action = match remedy {
        Remedy::Fix if files.is_value => format!("pemvet fix {} --in-place", argument(files.path)),
        Remedy::Fix => {
            let key = files.key_path.map(|key| format!(" --key {}", argument(key)));
            let (file, fixed) = match files.path {
                "-" => ("FILE".into(), "FIXED".into()),
                path => (argument(path), argument(&fixed(path, None))),
            };
            format!("pemvet fix {file}{} --output {fixed}", key.unwrap_or_default())
        }
        Remedy::Split => match files.path {
            "-" => "pemvet fix FILE --split CERTIFICATES,KEY".into(),
            path => {
                let (certificates, key) = (fixed(path, None), fixed(path, Some("key")));
                format!(
                    "pemvet fix {} --split {}",
                    argument(path),
                    argument(&format!("{certificates},{key}"))
                )
            }
        },
        Remedy::Give(given) => given.to_string(),
        Remedy::Command(command) => command.pieces().map(|piece| files.piece(piece)).collect(),
        // Of a later version of the library.
        other => format!("{other:?}"),
    };
    let after = match (remedy, help.words_after()) {
        (_, "") => String::new(),
        (Remedy::Fix | Remedy::Split, does) => format!("   ({does})"),
        (_, words) => words.into(),
    };
    format!("{}{action}{after}", help.words_before())
}

/// The same for a member of the request's body in this file.
pub(crate) fn words_in_body(help: &Help, path: &str) -> String {
    let files = Files {
        path: "-",
        is_value: true,
        key_path: None,
    };
    match help.remedy() {
        Some(Remedy::Fix) => fix_of_body(path, help.words_after()),
        Some(Remedy::Split) => fix_of_body(path, ""),
        Some(Remedy::Give(Given::Key)) => {
            format!("{}in the member `key`{}", help.words_before(), help.words_after())
        }
        _ => words(help, &files),
    }
}

/// The command that mends a request's body, and what it does.
pub(crate) fn fix_of_body(path: &str, does: &str) -> String {
    let (body, mended) = match path {
        "-" => ("FILE".into(), "FIXED".into()),
        path => (argument(path), argument(&fixed(path, Some("json")))),
    };
    let does = match does {
        "" => String::new(),
        does => format!("   ({does})"),
    };
    format!("pemvet request {body} --fix --output {mended}{does}")
}

impl Files<'_> {
    fn piece(&self, piece: Piece) -> String {
        // Without a key file, the key that is spoken of is in the only file there is.
        let only = Some(self.path).filter(|path| *path != "-" && !self.is_value);
        match piece {
            Piece::Text(text) => text.into(),
            Piece::Certificates => only.map_or("FILE".into(), argument),
            Piece::Key => self.key_path.or(only).map_or("KEY".into(), argument),
            Piece::New => match self.key_path.or(only) {
                Some(path) => argument(&fixed(path, None)),
                None => "NEW".into(),
            },
            other => format!("{other:?}"),
        }
    }
}

/// A path among the arguments of a command: quoted, and no option.
pub(crate) fn argument(path: &str) -> String {
    match path.starts_with('-') {
        true => quoted(&format!("./{path}")),
        false => quoted(path),
    }
}

/// `proxy.pem` to `proxy-fixed.pem`, or with another extension.
fn fixed(path: &str, extension: Option<&str>) -> String {
    // What is written is PEM, and no document.
    let is_document = content::is_named_like_a_document(Path::new(path));
    let extension = extension.or(is_document.then_some("pem"));
    match path.rsplit_once('.') {
        Some((stem, own)) if !own.contains('/') && !stem.is_empty() && !stem.ends_with('/') => {
            format!("{stem}-fixed.{}", extension.unwrap_or(own))
        }
        _ => format!("{path}-fixed.{}", extension.unwrap_or("pem")),
    }
}

#[cfg(test)]
mod tests {
    use pemvet::Help;

    use super::{Files, words};

    fn shown(template: &'static str, path: &str, key_path: Option<&str>) -> String {
        let files = Files {
            path,
            is_value: false,
            key_path,
        };
        words(&Help::command(template), &files)
    }

    /// The name of one file may hold the word that stands for the other.
    #[test]
    fn paths_are_put_in_whatever_they_are_called() {
        let command = "openssl pkey -in {key} -pubout; openssl x509 -in {file}";
        assert_eq!(
            shown(command, "proxy.pem", Some("PROFILES/proxy.key")),
            "openssl pkey -in PROFILES/proxy.key -pubout; openssl x509 -in proxy.pem"
        );
        assert_eq!(
            shown(command, "{key}.pem", Some("KEYFILE")),
            "openssl pkey -in KEYFILE -pubout; openssl x509 -in '{key}.pem'"
        );
        assert_eq!(
            shown("openssl pkey -in {key} -out {new}", "-a b.pem", None),
            "openssl pkey -in './-a b.pem' -out './-a b-fixed.pem'"
        );
        // What is written is no XML.
        assert_eq!(
            shown("openssl x509 -in {file} -out {new}", "metadata.xml", None),
            "openssl x509 -in metadata.xml -out metadata-fixed.pem"
        );
        assert_eq!(
            shown("chmod 600 {key}", "-", Some("it's.key")),
            r"chmod 600 'it'\''s.key'"
        );
    }
}
