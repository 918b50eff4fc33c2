//! The answer to a word that a closed list does not have.

use alloc::string::String;
use alloc::vec::Vec;

/// The most characters of a foreign text that are compared.
const COMPARED: usize = 40;

/// The most names that are offered.
const OFFERED: usize = 3;

/// A word that is not in its list: no rule, no certificate, no fact, no attribute has that name.
///
/// ```
/// use pemvet::redis::CertificateName;
///
/// let unknown = "proxxy".parse::<CertificateName>().unwrap_err();
/// assert_eq!(unknown.to_string(), "there is no certificate \"proxxy\"; did you mean proxy?");
/// assert_eq!(unknown.nearest(), ["proxy"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {what} \"{written}\"{}", .nearest.first().map(|near| alloc::format!("; did you mean {near}?")).unwrap_or_default())]
pub struct UnknownWord {
    what: &'static str,
    written: String,
    nearest: Vec<&'static str>,
}

impl UnknownWord {
    pub(crate) fn new(
        what: &'static str,
        written: &str,
        known: impl Iterator<Item = &'static str>,
    ) -> UnknownWord {
        UnknownWord {
            what,
            written: crate::text::echo(written).into_owned(),
            nearest: nearest(written, known),
        }
    }

    /// The words that it may be a slip of, nearest first; none if nothing is near.
    pub fn nearest(&self) -> &[&'static str] {
        &self.nearest
    }
}

/// The names that a text may be a slip of, nearest first; none if nothing is near.
pub(crate) fn nearest(text: &str, names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    // Folded and cut before it is compared: the work does not grow with the text.
    let folded: Vec<char> = text
        .chars()
        .take(COMPARED)
        .map(|it| it.to_ascii_lowercase())
        .collect();
    let mut near: Vec<(usize, &'static str)> = names
        .map(|name| (distance(&folded, name), name))
        .filter(|(distance, name)| distance.saturating_mul(2) <= name.len().max(folded.len()))
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, name)| name).take(OFFERED).collect()
}

/// How many letters have to be put in, taken out or changed to make one of the other (Levenshtein); two neighbours that
/// changed places count as one (optimal string alignment).
fn distance(from: &[char], to: &str) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    let mut left = None;
    for (line, &have) in from.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut last = line.saturating_add(1);
        next.push(last);
        let mut wanted_before = None;
        for (column, (wanted, (corner, above))) in
            to.chars().zip(row.iter().zip(row.iter().skip(1))).enumerate()
        {
            let changed = corner.saturating_add(usize::from(have != wanted));
            last = changed.min(above.saturating_add(1)).min(last.saturating_add(1));
            if left == Some(wanted) && wanted_before == Some(have) {
                let swapped = column.checked_sub(1).and_then(|column| before.get(column));
                last = last.min(swapped.map_or(usize::MAX, |it| it.saturating_add(1)));
            }
            next.push(last);
            wanted_before = Some(wanted);
        }
        before = core::mem::replace(&mut row, next);
        left = Some(have);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_slips() {
        let distance = |from: &str, to: &str| distance(&from.chars().collect::<Vec<_>>(), to);
        assert_eq!(distance("nginx", "nginx"), 0);
        assert_eq!(distance("ngnix", "nginx"), 1);
        assert_eq!(distance("", "redis"), 5);
        assert_eq!(distance("redis", ""), 5);
        assert_eq!(distance("haproxi", "haproxy"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
