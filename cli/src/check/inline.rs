//! `# pemvet: ignore[rule] reason` beside a value: what is not told of it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use pemvet::{Finding, rules};

use crate::check::bundle_to_check::BundleToCheck;
use crate::check::configuration::covers;
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
    mistakes: Vec<String>,
}

struct Understood {
    /// `values.yaml:3`
    place: String,
    mark: Mark,
    /// Each with whether it was of use.
    rules: Vec<(&'static rules::Rule, Cell<bool>)>,
    reason: String,
}

impl Inline {
    pub(crate) fn of(subjects: &[BundleToCheck]) -> Inline {
        let mut inline = Inline {
            by_subject: vec![Vec::new(); subjects.len()],
            beside_blocks: vec![Vec::new(); subjects.len()],
            ..Inline::default()
        };
        let mut by_file: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, subject) in subjects.iter().enumerate() {
            // Where the file is PEM as a whole, they are text.
            let is_inside = subject.part.lines.is_some() || subject.part.is_only_remarks;
            if is_inside && !subject.part.marks.is_empty() {
                by_file.entry(subject.file).or_default().push(place);
            }
        }
        for places in by_file.into_values() {
            let Some(first) = places.first().and_then(|place| subjects.get(*place)) else {
                continue;
            };
            let parts: Vec<(usize, &FilePart, RangeInclusive<usize>)> = places
                .iter()
                .filter_map(|place| Some((*place, &subjects.get(*place)?.part)))
                .map(|(place, part)| (place, part, part.lines_in_file()))
                .collect();
            for mark in first.part.marks.iter() {
                let place = format!("{}:{}", first.place.path, mark.line);
                match understood(mark, place) {
                    Ok(understood) => inline.add(mark, understood, &parts),
                    Err(mistake) => inline.mistakes.push(mistake),
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

    pub(crate) fn has_mistakes(&self) -> bool {
        !self.mistakes.is_empty()
    }

    /// What is wrong with marks, and which are of no use.
    pub(crate) fn remarks(&self, selection: &Selection) -> Vec<String> {
        let mut remarks = self.mistakes.clone();
        for mark in &self.marks {
            let unused = mark.rules.iter().filter(|(_, is_used)| !is_used.get());
            for (rule, _) in unused.filter(|(rule, _)| selection.judges(rule)) {
                remarks.push(format!(
                    "{}: pemvet: ignore[{}] passes over nothing; take it out",
                    mark.place, rule.name
                ));
            }
        }
        remarks
    }
}

fn understood(mark: &Mark, place: String) -> Result<Understood, String> {
    if mark.rules.is_empty() {
        return Err(format!(
            "{place}: write # pemvet: ignore[rule] reason, with the name of a rule in brackets"
        ));
    }
    let mut rules = Vec::with_capacity(mark.rules.len());
    for name in &mark.rules {
        let rule = rule_names::find(name).map_err(|reason| format!("{place}: {reason}"))?;
        if rule.area.fixed {
            return Err(format!(
                "{place}: {} says that something was not read or not judged, which cannot be ignored",
                rule.name
            ));
        }
        rules.push((rule, Cell::new(false)));
    }
    if mark.reason.is_empty() {
        return Err(format!(
            "{place}: pemvet: ignore[{}] needs a reason",
            mark.rules.join(", ")
        ));
    }
    Ok(Understood {
        place,
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
