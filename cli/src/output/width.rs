//! Text for a terminal of some width.

use unicode_width::UnicodeWidthStr as _;

use crate::output::destination;

/// A narrower terminal is written to as if it had this many columns.
const LEAST: usize = 40;

/// Columns of the terminal that standard output is, or those that the variable COLUMNS says for a file or a pipe; `None`
/// where nothing says any: then lines stay whole.
pub(crate) fn columns() -> Option<usize> {
    if destination::is_elsewhere() {
        return None;
    }
    let terminal = terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    let said = || std::env::var("COLUMNS").ok()?.parse().ok();
    Some(terminal.or_else(said)?.max(LEAST))
}

/// Breaks a line between words so that, `indent` columns further in, it fits; a word that is longer stays whole.
pub(crate) fn fold(line: &str, indent: usize, columns: Option<usize>) -> Vec<String> {
    let Some(columns) = columns.filter(|columns| line.width() + indent > *columns) else {
        return vec![line.into()];
    };
    let mut lines: Vec<String> = Vec::new();
    for word in line.split(' ') {
        match lines.last_mut() {
            Some(last) if indent + last.width() + 1 + word.width() <= columns => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.into()),
        }
    }
    lines
}

/// As [`fold`], for a command with words in parentheses after it: the command stays whole, so that it can be pasted.
pub(crate) fn fold_command(line: &str, indent: usize, columns: Option<usize>) -> Vec<String> {
    let fits = columns.is_none_or(|columns| line.width() + indent <= columns);
    match line.split_once("   (").filter(|_| !fits) {
        Some((command, words)) => vec![command.into(), format!("({words}")],
        None => vec![line.into()],
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_command};

    #[test]
    fn lines_are_broken_between_words_and_nothing_is_lost() {
        let text = "Found leaf, root, intermediate; wanted /a/very/long/path/that/does/not/fit.";
        assert_eq!(fold(text, 2, None), [text]);
        assert_eq!(fold(text, 2, Some(200)), [text]);
        let folded = fold(text, 2, Some(24));
        assert_eq!(
            folded,
            [
                "Found leaf, root,",
                "intermediate; wanted",
                "/a/very/long/path/that/does/not/fit."
            ]
        );
        assert_eq!(folded.join(" "), text);
    }

    #[test]
    fn a_command_is_never_broken() {
        let line = "pemvet fix a.pem --output b.pem   (writes the right order)";
        assert_eq!(fold_command(line, 8, Some(80)), [line]);
        assert_eq!(
            fold_command(line, 8, Some(40)),
            ["pemvet fix a.pem --output b.pem", "(writes the right order)"]
        );
    }

    #[test]
    fn a_character_counts_the_columns_that_it_takes() {
        assert_eq!(fold("証明 書", 0, Some(6)), ["証明", "書"]);
    }
}
