use std::io::Write as _;

use serde_json::{Value, json};

use crate::Failure;
use crate::check::Vetted;

/// Version 1; later versions only add.
pub(crate) fn print(vetted: &[Vetted]) -> Result<(), Failure> {
    let bundles = vetted.iter().map(bundle).collect::<Result<Vec<Value>, _>>();
    let document = bundles.map(|bundles| json!({ "version": 1, "bundles": bundles }));
    let text = document.and_then(|document| serde_json::to_string_pretty(&document));
    let text = text.map_err(|error| Failure::new(format!("JSON could not be made: {error}")))?;
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(())
}

fn bundle(vetted: &Vetted) -> Result<Value, serde_json::Error> {
    let mut value = match &vetted.result {
        Ok(report) => serde_json::to_value(report)?,
        Err(error) => json!({ "error": error }),
    };
    if let Some(object) = value.as_object_mut() {
        object.insert("path".into(), Value::from(vetted.path.as_str()));
    }
    Ok(value)
}
