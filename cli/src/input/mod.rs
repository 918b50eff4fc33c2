//! What is looked at: files, directories, documents.

pub(crate) mod archive_note;
pub(crate) mod archives;
pub(crate) mod base64;
mod caddy;
pub(crate) mod content;
pub(crate) mod document;
mod embedded;
pub(crate) mod escapes;
pub(crate) mod files;
pub(crate) mod line_map;
pub(crate) mod lines;
pub(crate) mod marks;
pub(crate) mod mention;
pub(crate) mod opened;
pub(crate) mod pairs;
pub(crate) mod parallel;
pub(crate) mod part;
pub(crate) mod progress;
pub(crate) mod remark;
pub(crate) mod roles;
pub(crate) mod units;
pub(crate) mod walk;
pub(crate) mod work;
