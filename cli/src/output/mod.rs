//! Everything that is written: text, JSON, SARIF, annotations, files.

pub(crate) mod chain_table;
pub(crate) mod cluster;
pub(crate) mod concise;
pub(crate) mod dates;
pub(crate) mod destination;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod helps;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod junit;
mod line_hash;
pub(crate) mod link;
pub(crate) mod markup;
pub(crate) mod output_file;
pub(crate) mod paragraph;
pub(crate) mod picture;
pub(crate) mod remedy;
pub(crate) mod sarif;
pub(crate) mod spot;
pub(crate) mod standard;
pub(crate) mod statistics;
pub(crate) mod step_summary;
pub(crate) mod text;
pub(crate) mod why;
pub(crate) mod width;
