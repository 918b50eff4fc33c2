//! What somebody may have meant, by edit distance.

/// `; did you mean "proxy"?`, or nothing where no word is near.
pub(crate) fn among(given: &str, known: impl IntoIterator<Item = &'static str>) -> String {
    match word(given, known) {
        Some(word) => format!("; did you mean \"{word}\"?"),
        None => String::new(),
    }
}

/// The word that the fewest edits lead to, at most one for three letters of it.
pub(crate) fn word(given: &str, known: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    if given.len() > LONGEST {
        return None;
    }
    let given = given.to_ascii_lowercase().replace('_', "-");
    let edits = known
        .into_iter()
        .map(|word| (distance(&given, &word.replace('_', "-")), word));
    let (edits, word) = edits.min_by_key(|(edits, _)| *edits)?;
    (edits <= word.chars().count() / 3).then_some(word)
}

/// Longer words are no slips of the pen.
const LONGEST: usize = 64;

/// Letters to put in, take out, change, or swap with the next.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, one) in from.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let changed = above[column] + usize::from(one != other);
            let mut least = changed.min(above[column + 1] + 1).min(line[column] + 1);
            let is_swapped = row > 0 && column > 0 && from[row - 1] == *other && to[column - 1] == *one;
            if is_swapped {
                least = least.min(before[column - 1] + 1);
            }
            line.push(least);
        }
        before = std::mem::replace(&mut above, line);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{among, distance, word};

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        assert_eq!(distance("proxy", "porxy"), 1);
        assert_eq!(distance("", "api"), 3);
        assert_eq!(word("prxoy", ["api", "proxy", "cm"]), Some("proxy"));
        assert_eq!(
            word("metrics-exporter", ["metrics_exporter"]),
            Some("metrics_exporter")
        );
        assert_eq!(word("nonsense", ["api", "proxy", "cm"]), None);
        assert_eq!(word(&"x".repeat(100), ["api"]), None);
        assert_eq!(among("sincer", ["syncer"]), "; did you mean \"syncer\"?");
    }
}
