//! `pemvet csr`: vets a certificate request before it is sent to a CA, and writes what makes a good one.

mod arguments;
mod authority;
mod der;
mod facts;
mod judged;
mod parsed;
mod place;
mod placeholder;
mod print;
mod remarks;
mod signature;
mod template;
mod words;

pub(crate) use arguments::Csr;

use crate::outcome::{Failure, Outcome};
use arguments::Format;

pub(crate) fn run(csr: &Csr) -> Result<Outcome, Failure> {
    if let Some(tool) = csr.template {
        return template::run(csr, tool);
    }
    let judged = judged::judge(csr)?;
    match csr.format {
        Format::Text => print::text(&judged)?,
        Format::Json => print::json(&judged)?,
    }
    Ok(judged.outcome())
}
