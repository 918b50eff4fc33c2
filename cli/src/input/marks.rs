//! Comments of a file that say what is not to be told of it: `# pemvet: ignore[rule] reason`.

use std::path::Path;

use memchr::memmem;

use crate::echo;

/// One such comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Its line, from 1.
    pub(crate) line: usize,
    /// The next line that holds more than a comment, where the comment has a line of its own; else its line.
    pub(crate) target: usize,
    /// Nothing else stands on its line.
    pub(crate) is_alone: bool,
    /// As they are written, not escaped.
    pub(crate) rules: Vec<String>,
    /// As printed.
    pub(crate) reason: String,
}

/// What everything that a file says to us begins with.
pub(crate) const NAME: &[u8] = b"pemvet:";
/// Of a mark; blanks may stand between the two.
const WORD: &[u8] = b"ignore";

/// Of one file; more are no work of people.
const MOST: usize = 1_024;

/// Bytes of a comment that are read.
const LONGEST: usize = 1_024;

/// The marks of a file that is not PEM as a whole, where they would be text.
pub(crate) fn of(path: &Path, text: &[u8]) -> Vec<Mark> {
    if memmem::find(text, NAME).is_none() {
        return Vec::new();
    }
    let starts = comments_of(path);
    let mut marks: Vec<Mark> = Vec::new();
    // Those that still look for the line that they are about.
    let mut open: Vec<usize> = Vec::new();
    for (place, line) in text.split(|byte| *byte == b'\n').enumerate() {
        let number = place.saturating_add(1);
        let blank = line.trim_ascii_start();
        // Markers of blocks begin as comments of SQL do.
        let is_comment =
            !blank.starts_with(b"---") && starts.iter().any(|start| blank.starts_with(start.as_bytes()));
        if !is_comment {
            for mark in open.drain(..) {
                if let Some(mark) = marks.get_mut(mark) {
                    mark.target = number;
                }
            }
        }
        let Some(written) = comment(line, starts) else {
            continue;
        };
        if marks.len() == MOST {
            break;
        }
        if is_comment {
            open.push(marks.len());
        }
        marks.push(mark(number, is_comment, written));
    }
    marks
}

/// What begins a comment in files of this name.
fn comments_of(path: &Path) -> &'static [&'static str] {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "json" => &[],
        "jsonc" => &["//", "/*"],
        "xml" => &["<!--"],
        "yaml" | "yml" | "toml" | "properties" => &["#"],
        _ if name.starts_with(".env") || extension == "env" || name == "-" => &["#"],
        "tf" | "hcl" | "tfvars" => &["#", "//", "/*"],
        "ini" | "cfg" | "conf" | "service" => &["#", ";"],
        _ => &["#", "//", "/*", "--", ";", "%", "<!--", "{#"],
    }
}

/// What stands behind the words, where they begin a comment.
fn comment<'a>(line: &'a [u8], starts: &[&str]) -> Option<&'a [u8]> {
    let at = memmem::find(line, NAME)?;
    let rest = line.get(at.saturating_add(NAME.len())..)?.trim_ascii_start();
    let rest = rest.strip_prefix(WORD)?;
    if rest.first().is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    // In the middle of a word it is text. `##` and `///` begin a comment as `#` and `//` do.
    let mut words = line.get(..at)?.trim_ascii_end().rsplit(u8::is_ascii_whitespace);
    let begun = words.next()?;
    let begins = |start: &&str| {
        let more = begun.strip_prefix(start.as_bytes());
        more.is_some_and(|more| {
            more.iter()
                .all(|byte| matches!(byte, b'!' | b'*') || start.as_bytes().contains(byte))
        })
    };
    starts
        .iter()
        .any(begins)
        .then(|| rest.get(..LONGEST).unwrap_or(rest))
}

fn mark(line: usize, is_alone: bool, written: &[u8]) -> Mark {
    let written = String::from_utf8_lossy(written);
    let listed = written.trim_start().strip_prefix('[');
    let listed = listed.and_then(|rest| rest.split_once(']'));
    let (rules, reason) = listed.unwrap_or(("", &written));
    let rules = rules.split(',').map(str::trim).filter(|rule| !rule.is_empty());
    let reason = ["*/", "-->", "#}"]
        .iter()
        .fold(reason.trim(), |reason, end| reason.trim_end_matches(end));
    Mark {
        line,
        target: line,
        is_alone,
        rules: rules.map(String::from).collect(),
        reason: echo::prose(reason),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::of;

    fn found(path: &str, text: &str) -> Vec<(usize, usize, String, String)> {
        let marks = of(Path::new(path), text.as_bytes()).into_iter();
        marks
            .map(|it| (it.line, it.target, it.rules.join(" "), it.reason))
            .collect()
    }

    #[test]
    fn comments_are_found_with_the_line_that_they_are_about() {
        let yaml = "a: 1\n# pemvet: ignore[marker-repaired, bom-removed] as the vendor sends it\n# more\ncrt: |\n  text\n";
        assert_eq!(
            found("a.yaml", yaml),
            [(
                2,
                4,
                "marker-repaired bom-removed".into(),
                "as the vendor sends it".into()
            )]
        );
        assert_eq!(
            found("a.rs", "let a = \"…\"; // pemvet: ignore[a] b\r\n"),
            [(1, 1, "a".into(), "b".into())]
        );
        assert_eq!(
            found("a.xml", "<!-- pemvet: ignore[a] b -->"),
            [(1, 1, "a".into(), "b".into())]
        );
        for written in [
            "#pemvet:ignore[a]b",
            "/// pemvet: ignore [a] b",
            "//! pemvet: ignore[a]  b",
            "/** pemvet: ignore[a] b */",
            "{# pemvet: ignore[a] b #}",
            "%% pemvet:  ignore[ a ] b",
        ] {
            assert_eq!(
                found("a.rs", written),
                [(1, 1, "a".into(), "b".into())],
                "{written}"
            );
        }
        assert_eq!(
            found("a.env", "#pemvet: ignore"),
            [(1, 1, String::new(), String::new())]
        );
    }

    #[test]
    fn what_is_no_comment_is_none() {
        for (path, text) in [
            ("a.json", "# pemvet: ignore[a] b"),
            ("a.yaml", "// pemvet: ignore[a] b"),
            ("a.yaml", "a: \"x\\n# pemvet: ignore[a] b\""),
            ("a.rs", "pemvet: ignore[a] b"),
            ("a.rs", "// pemvet: ignored[a] b"),
            ("a.rs", "// pemvet: test data"),
            ("a.rs", "x# pemvet: ignore[a] b"),
            ("a.rs", "#x pemvet: ignore[a] b"),
        ] {
            assert_eq!(found(path, text), [], "{path} {text}");
        }
    }
}
