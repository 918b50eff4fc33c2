//! What is to stand where a value stood: a block, base64 of it, or a document with a block in it.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::put_back::{self, Content, Edit};
use crate::input::base64;
use crate::input::part::FilePart;
use crate::input::remark::{Form, Remark};

/// What is written for a text.
pub(super) enum Written<'t> {
    Text(Cow<'t, str>),
    Base64(Zeroizing<String>),
}

impl Written<'_> {
    pub(super) fn borrowed(&self) -> Content<'_> {
        match self {
            Written::Text(text) => Content::Text(text),
            Written::Base64(base64) => Content::Base64(base64),
        }
    }
}

pub(super) fn content_of<'t>(text: &'t str, wants_base64: bool, prefix: &str) -> Written<'t> {
    match (wants_base64, prefix) {
        (true, "") => Written::Base64(base64::encode(text.as_bytes())),
        (true, prefix) => Written::Text(Cow::Owned(format!(
            "{prefix}{}",
            *base64::encode(text.as_bytes())
        ))),
        (false, "") => Written::Text(Cow::Borrowed(text)),
        (false, prefix) => Written::Text(Cow::Owned(format!("{prefix}{text}"))),
    }
}

/// The value that a document is, with these edits made in the document.
pub(super) fn outer(file: &str, part: &FilePart, mut inside: Vec<Edit>) -> Result<Edit, String> {
    let (Some(inner), Some(token)) = (&part.inner, &part.token) else {
        return Err("its place was not found".into());
    };
    inside.sort_by_key(|edit| edit.bytes.start);
    let old = std::str::from_utf8(&inner.document).unwrap_or_default();
    let document = put_back::applied(old, &inside);
    let mut edit = {
        // It may hold a key.
        let mut whole = Zeroizing::new(String::with_capacity(document.len() + part.prefix.len()));
        whole.push_str(&part.prefix);
        whole.push_str(&document);
        match inner.is_base64 {
            true if part.prefix.is_empty() => {
                put_back::edit(file, token, Content::Base64(&base64::encode(document.as_bytes())))?
            }
            true => return Err("it is base64 behind the name of a variable".into()),
            false => put_back::edit(file, token, Content::Text(&whole))?,
        }
    };
    edit.document = Some(document);
    Ok(edit)
}

/// Whether base64 is to stand there: where it stood, or where Kubernetes wants it.
pub(super) fn wants_base64(part: &FilePart) -> bool {
    part.form == Some(Form::Base64) || part.remarks.contains(&Remark::PemInData)
}
