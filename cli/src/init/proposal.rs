//! The text of a `pemvet.toml` that is proposed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pemvet::rules::Rule;

use super::kind::{self, Kind};
use crate::toml_text::quoted;

/// What is to be passed over, and how much is left.
#[derive(Default)]
pub(super) struct Proposal {
    parts: BTreeMap<(Kind, String), Part>,
    left: usize,
}

/// A part of the repository with findings.
#[derive(Default)]
struct Part {
    files: BTreeSet<PathBuf>,
    /// How often each rule found something.
    rules: BTreeMap<&'static str, usize>,
    /// Some rules cannot be passed over, but their files can.
    is_whole: bool,
}

impl Proposal {
    /// Takes in one finding about a file, whose path is relative to the directory of the repository.
    pub(super) fn add(&mut self, file: &Path, rule: &'static Rule) {
        let Some(part) = kind::of(file) else {
            self.left = self.left.saturating_add(1);
            return;
        };
        let part = self.parts.entry(part).or_default();
        part.files.insert(file.into());
        part.is_whole |= rule.area.fixed;
        let count = part.rules.entry(rule.name).or_default();
        *count = count.saturating_add(1);
    }

    pub(super) fn summary(&self) -> String {
        let shown = "pemvet check shows what is left to judge";
        let left = match self.left {
            0 => "nothing is left".into(),
            1 => format!("1 finding is left; {shown}"),
            left => format!("{left} findings are left; {shown}"),
        };
        let found: usize = self.parts.values().map(Part::findings).sum();
        match self.parts.len() {
            0 => format!("no ignores; {left}"),
            1 => format!("1 ignore for {}; {left}", counted(found, "finding")),
            parts => format!("{parts} ignores for {}; {left}", counted(found, "finding")),
        }
    }

    pub(super) fn to_toml(&self) -> String {
        let mut text = String::from(
            "# Proposed by `pemvet init`. Each entry passes over findings in a part of the repository that by its name is for\n\
             # tests, examples or documentation. Keep those whose reason is true; docs/configuration.md tells what else there is.\n",
        );
        if self.parts.is_empty() {
            text.push_str("# No such part has findings.\n");
        }
        for ((kind, glob), part) in &self.parts {
            // Writing into a string does not fail.
            let _ = part.write(&mut text, *kind, glob);
        }
        text
    }
}

impl Part {
    fn findings(&self) -> usize {
        self.rules.values().sum()
    }

    fn write(&self, text: &mut String, kind: Kind, glob: &str) -> std::fmt::Result {
        let files = counted(self.files.len(), "file");
        writeln!(text, "\n# {} in {files}:", counted(self.findings(), "finding"))?;
        for (rule, count) in &self.rules {
            writeln!(text, "#   {count} {rule}")?;
        }
        writeln!(text, "[[ignore]]\nfiles = [{}]", quoted(glob))?;
        if self.is_whole {
            writeln!(
                text,
                "# Without rules: some of these files cannot be read, which no list of rules passes over."
            )?;
        } else {
            let rules: Vec<String> = self.rules.keys().map(|rule| quoted(rule)).collect();
            writeln!(text, "rules = [{}]", rules.join(", "))?;
        }
        writeln!(text, "reason = {}", quoted(kind.reason()))
    }
}

fn counted(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}
