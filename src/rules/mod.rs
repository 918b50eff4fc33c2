//! The rule table. Stages record facts; only rules judge.
//!
//! A rule is one literal in the `RULES` array of its area's file, with its check under it. Everything else
//! derives from the areas: `pemvet rules`, `pemvet explain`, `docs/rules.md` and the rule names in reports.
//!
//! A rule whose precondition is missing stays silent, because the rule that owns the precondition reports: one
//! fault, one finding.

mod absent;
mod algorithm;
mod answers;
mod archive;
mod calendar;
mod certificate_profile;
mod certificate_version;
mod chain;
mod constraint;
mod context;
mod critical;
mod demand;
mod der;
mod deviation;
mod document;
mod encoding;
mod entry;
mod explanatory_text;
mod extension;
mod grade;
mod host;
mod identifier;
mod international;
mod international_data;
mod issuer;
mod key;
mod key_file;
mod key_type;
mod key_unreadable;
mod leaf;
mod limit;
mod name;
mod name_cover;
mod name_form;
mod needs;
mod odd_constraint;
mod odd_name;
mod path;
mod place;
mod product;
mod public_key;
mod purpose;
mod reading;
mod renewal;
mod repair;
mod repository;
mod request;
mod reserved;
mod resource;
mod revocation;
mod sink;
mod stack;
mod stack_size;
mod subject;
mod table;
mod trust;
mod undecodable;
mod upload;
mod usage;
mod validity;

pub use crate::rule::{Area, Concern, Period, Rule, Severities, names};
pub(crate) use answers::answers;
pub(crate) use context::{Context, KeyInput, SharedFacts, Source, Unread, UnreadReason};
use entry::Entry;
use needs::Needs;
use sink::{Found, Sink};
pub(crate) use table::run;
pub use table::{all, areas, find};
