//! Texts and globs as pemvet.toml has them.

use std::path::Path;

/// A basic string of TOML: as JSON writes it, but that TOML takes no DEL.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007f")
}

/// The glob of this very file, from the folder of the configuration.
pub(crate) fn glob(file: &Path) -> String {
    let parts = file.components();
    parts
        .map(|part| format!("/{}", escaped(&part.as_os_str().to_string_lossy())))
        .collect()
}

/// A name as globs of .gitignore take it for itself.
pub(crate) fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for character in name.chars() {
        if matches!(
            character,
            '*' | '?' | '[' | ']' | '{' | '}' | '\\' | '!' | '#' | ' '
        ) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
