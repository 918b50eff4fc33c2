//! PEM in the values of YAML, JSON and .env files: each value is a bundle of its own, at its place in the file.

mod environment;
mod input;
mod json;
mod reader;

use std::path::Path;

use self::reader::Reader;
use crate::input::part::{FilePart, PartLimit};
use crate::input::work;

pub(crate) fn is_environment(name: &str) -> bool {
    name == ".env" || name.starts_with(".env.") || name.ends_with(".env")
}

/// Whether standard input is YAML or JSON: what has no file name is recognized by its first lines.
pub(crate) fn looks_like_one(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let is_json = matches!(text.first(), Some(b'{' | b'['));
    let mut lines = text.split(|byte| *byte == b'\n').take(50);
    is_json || lines.any(|line| line.starts_with(b"apiVersion:") || line.starts_with(b"kind:"))
}

/// The values that hold PEM; `None` where the text is no YAML, JSON or list of variables.
pub(crate) fn parts(path: &Path, text: &[u8], room: &mut PartLimit) -> Option<Vec<FilePart>> {
    work::look_at(text.len());
    let text = std::str::from_utf8(text).ok()?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if is_environment(&name.to_ascii_lowercase()) {
        return Some(environment::parts(text, room));
    }
    let mut reader = Reader::new(room);
    let is_json = text.trim_start().starts_with(['{', '[']);
    let is_read = (is_json && json::read(text, &mut reader)) || reader.yaml(text, is_json);
    (is_read || reader.has_enough()).then_some(reader.found)
}
