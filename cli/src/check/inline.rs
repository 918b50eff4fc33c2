//! `# pemvet: ignore[rule] reason` beside a value: what is not told of it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use pemvet::{Finding, rules};

use crate::check::bundle_to_check::BundleToCheck;
use crate::check::configuration::covers;
use crate::check::outcome::MarkRemark;
use crate::check::selection::Selection;
use crate::input::marks::Mark;
use crate::input::part::FilePart;
use crate::input::remark::Form;
use crate::rule_names;

/// The marks of all files.
#[derive(Default)]
pub(crate) struct Inline {
    marks: Vec<Understood>,
    /// The marks that are about each bundle.
    by_subject: Vec<Vec<usize>>,
    /// Of a bundle that is no value but blocks in other text, the marks of its file: they may stand beside one block.
    beside_blocks: Vec<Vec<usize>>,
    /// Marks that say nothing that could be done.
    mistakes: Vec<MarkRemark>,
}

struct Understood {
    /// The file, as printed.
    path: String,
    mark: Mark,
    /// Each with whether it was of use.
    rules: Vec<(&'static rules::Rule, Cell<bool>)>,
    reason: String,
}

impl Inline {
    pub(crate) fn of(subjects: &[BundleToCheck]) -> Inline {
        let parts = subjects.iter();
        let parts: Vec<_> = parts
            .map(|it| (it.file, it.place.path.as_str(), &it.part))
            .collect();
        Inline::of_parts(&parts)
    }

    /// The marks of one file.
    pub(crate) fn of_file(path: &str, parts: &[FilePart]) -> Inline {
        let parts: Vec<_> = parts.iter().map(|part| (0, path, part)).collect();
        Inline::of_parts(&parts)
    }

    /// The marks in these parts, each with the number of its file and the path of that as printed.
    fn of_parts(all: &[(usize, &str, &FilePart)]) -> Inline {
        let mut inline = Inline {
            by_subject: vec![Vec::new(); all.len()],
            beside_blocks: vec![Vec::new(); all.len()],
            ..Inline::default()
        };
        let mut by_file: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, (file, _, part)) in all.iter().enumerate() {
            // Where the file is PEM as a whole, they are text.
            let is_inside = part.lines.is_some() || part.is_only_remarks;
            if is_inside && !part.marks.is_empty() {
                by_file.entry(*file).or_default().push(place);
            }
        }
        for places in by_file.into_values() {
            let Some((_, path, first)) = places.first().and_then(|place| all.get(*place)) else {
                continue;
            };
            let parts: Vec<(usize, &FilePart, RangeInclusive<usize>)> = places
                .iter()
                .filter_map(|place| Some((*place, all.get(*place)?.2)))
                .map(|(place, part)| (place, part, part.lines_in_file()))
                .collect();
            for mark in first.marks.iter() {
                match understood(mark, path) {
                    Ok(understood) => inline.add(mark, understood, &parts),
                    Err(words) => inline.mistakes.push(MarkRemark {
                        path: (*path).into(),
                        line: mark.line,
                        words,
                    }),
                }
            }
        }
        inline
    }

    fn add(
        &mut self,
        mark: &Mark,
        understood: Understood,
        parts: &[(usize, &FilePart, RangeInclusive<usize>)],
    ) {
        let is_in_a_part = parts.iter().any(|(_, _, lines)| lines.contains(&mark.target));
        for (place, part, lines) in parts {
            if is_about(mark, part.form, lines, is_in_a_part)
                && let Some(of_subject) = self.by_subject.get_mut(*place)
            {
                of_subject.push(self.marks.len());
            } else if let (None, Some(beside)) = (part.form, self.beside_blocks.get_mut(*place)) {
                beside.push(self.marks.len());
            }
        }
        self.marks.push(understood);
    }

    /// Why a finding about this bundle is not told.
    pub(crate) fn reason(&self, subject: usize, finding: &Finding) -> Option<String> {
        let of_subject = self.by_subject.get(subject)?.iter();
        let of_subject = of_subject.filter_map(|mark| self.marks.get(*mark));
        let lines = finding.location.as_ref().map(|location| &location.lines);
        let beside = self.beside_blocks.get(subject)?.iter();
        let beside = beside.filter_map(|mark| self.marks.get(*mark));
        let beside = beside.filter(|it| lines.is_some_and(|lines| is_about(&it.mark, None, lines, true)));
        let mut marks = of_subject.chain(beside);
        marks.find_map(|mark| {
            let mut rules = mark.rules.iter();
            let (_, is_used) = rules.find(|(rule, _)| covers(rule.name, finding.rule.name))?;
            is_used.set(true);
            Some(mark.reason.clone())
        })
    }

    /// The rules that marks pass over for this value.
    pub(crate) fn rules(&self, subject: usize) -> impl Iterator<Item = &'static str> {
        let marks = self.by_subject.get(subject).into_iter().flatten();
        let marks = marks.filter_map(|mark| self.marks.get(*mark));
        marks.flat_map(|mark| mark.rules.iter().map(|(rule, _)| rule.name))
    }

    pub(crate) fn has_mistakes(&self) -> bool {
        !self.mistakes.is_empty()
    }

    /// What is wrong with marks, and which are of no use.
    pub(crate) fn remarks(&self, selection: &Selection) -> Vec<MarkRemark> {
        let mut remarks = self.mistakes.clone();
        for mark in &self.marks {
            let unused = mark.rules.iter().filter(|(_, is_used)| !is_used.get());
            for (rule, _) in unused.filter(|(rule, _)| selection.judges(rule)) {
                remarks.push(MarkRemark {
                    path: mark.path.clone(),
                    line: mark.mark.line,
                    words: format!("pemvet: ignore[{}] passes over nothing; take it out", rule.name),
                });
            }
        }
        remarks
    }
}

fn understood(mark: &Mark, path: &str) -> Result<Understood, String> {
    if mark.rules.is_empty() {
        return Err("write # pemvet: ignore[rule] reason, with the name of a rule in brackets".into());
    }
    let mut rules = Vec::with_capacity(mark.rules.len());
    for name in &mark.rules {
        let rule = rule_names::find(name)?;
        if rule.area.fixed {
            return Err(format!(
                "{} says that something was not read or not judged, which cannot be ignored",
                rule.name
            ));
        }
        rules.push((rule, Cell::new(false)));
    }
    if mark.reason.is_empty() {
        return Err(format!(
            "pemvet: ignore[{}] needs a reason",
            mark.rules.join(", ")
        ));
    }
    Ok(Understood {
        path: path.into(),
        mark: mark.clone(),
        rules,
        reason: mark.reason.clone(),
    })
}

/// Whether a mark is about a part of its file: it stands above it or above the line that names it, or behind either, or behind
/// the quotation mark that ends it.
fn is_about(mark: &Mark, form: Option<Form>, lines: &RangeInclusive<usize>, is_in_a_part: bool) -> bool {
    let (first, last) = (*lines.start(), *lines.end());
    let names_it = mark.target.saturating_add(1) == first && !is_in_a_part;
    if mark.is_alone {
        return mark.target == first || names_it;
    }
    let ends_on_its_line = !matches!(
        form,
        Some(
            Form::YamlLiteral
                | Form::YamlFolded
                | Form::HclHeredoc
                | Form::HclHeredocIndented
                | Form::TomlBasicLines
                | Form::TomlLiteralLines
                | Form::ErlangLines
                | Form::Heredoc
        )
    );
    // The quotation mark may stand on a line of its own.
    let is_below = mark.line == last.saturating_add(1) && last > first && !is_in_a_part;
    names_it || (ends_on_its_line && (mark.line == last || is_below))
}
