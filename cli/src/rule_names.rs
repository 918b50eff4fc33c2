//! Names of rules as people write them.

use pemvet::rules::{self, Rule};
use pemvet::text::echo;

use crate::nearest;

/// The rule of that name. The error is words for the user, with the name that may be meant.
pub(crate) fn find(name: &str) -> Result<&'static Rule, String> {
    rules::find(name).map_err(|_| {
        let meant = nearest::among(name, rules::all().map(|rule| rule.name));
        let hint = match (meant.as_str(), similar(name).as_slice()) {
            ("", []) => "; pemvet rules lists them all".into(),
            ("", similar) => format!("; similar: {}", similar.join(", ")),
            (meant, _) => meant.to_owned(),
        };
        format!("there is no rule \"{}\"{hint}", echo(name))
    })
}

/// At most five names that share most words with `name`.
fn similar(name: &str) -> Vec<&'static str> {
    let words: Vec<&str> = name.split('-').filter(|word| word.len() > 2).collect();
    let shared = |rule: &Rule| words.iter().filter(|word| rule.name.contains(**word)).count();
    let mut close: Vec<(usize, &str)> = rules::all()
        .map(|rule| (shared(rule), rule.name))
        .filter(|(shared, _)| *shared > 0)
        .collect();
    close.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    close.into_iter().take(5).map(|(_, name)| name).collect()
}
