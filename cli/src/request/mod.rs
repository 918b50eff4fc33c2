//! `pemvet request`: the status that a request's body earns, and why; bodies that are mended or made.

mod arguments;
pub(crate) mod body;
mod build;
mod delete;
mod json;
mod judged;
mod mend;
mod print;
mod remarks;
mod terms;
mod write;

use crate::input::files;
use crate::outcome::{Failure, Outcome};

pub(crate) use arguments::Request;
use terms::Terms;

/// Eleven names with chain and key take a hundred kilobytes; nothing else has any business in a body.
const LARGEST: usize = 8 << 20;

#[cfg(feature = "internals")]
pub(crate) use body::read as read_body;

pub(crate) fn run(request: &Request) -> Result<Outcome, Failure> {
    if let Some(name) = &request.delete {
        return delete::run(request, name);
    }
    let terms = Terms::of(request)?;
    let Some(file) = &request.file else {
        return build::run(request, &terms);
    };
    let path = files::shown(file);
    let source = files::read(file, LARGEST).map_err(|reason| Failure::new(format!("{path}: {reason}")))?;
    if source.len() > LARGEST {
        return Err(Failure::new(format!(
            "{path}: is no body of a request: over 8 MiB"
        )));
    }
    let body = body::read(&source, request.endpoint.map(Into::into));
    let report = terms.judge(&body)?;
    let judged = terms.judged(&path, Some(file), &source, &body, &report);
    match &request.output {
        Some(output) if request.fix => mend::run(request, &terms, &judged, output),
        Some(_) => Err(Failure::new(
            "--output is for --fix and --build; give one of them",
        )),
        None => {
            print::judged(request.format, &judged, None)?;
            Ok(judged.outcome())
        }
    }
}
