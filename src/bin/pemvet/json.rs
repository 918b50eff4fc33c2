use std::io::Write as _;

use pemvet::Report;
use serde::Serialize;

use crate::Failure;
use crate::check::Vetted;

/// Version 1; later versions only add.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    bundles: Vec<Bundle<'a>>,
}

#[derive(Serialize)]
struct Bundle<'a> {
    path: &'a str,
    #[serde(flatten)]
    result: Result<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Result<'a> {
    Report(&'a Report),
    Unread { error: &'a str },
}

pub(crate) fn print(vetted: &[Vetted]) -> std::result::Result<(), Failure> {
    let bundles = vetted.iter().map(|one| Bundle {
        path: &one.path,
        result: match &one.result {
            Ok(report) => Result::Report(report),
            Err(error) => Result::Unread { error },
        },
    });
    let document = Document {
        version: 1,
        bundles: bundles.collect(),
    };
    let text = serde_json::to_string_pretty(&document);
    let text = text.map_err(|error| Failure::new(format!("JSON could not be made: {error}")))?;
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(())
}
