//! Templates of YAML and JSON, as far as they can be read before they are filled in.

use memchr::memmem;
use zeroize::Zeroizing;

use crate::input::work;

/// What begins and ends a mark.
const MARKS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// Whether a text may be a template of Helm, Jinja, a shell or the like.
pub(super) fn is_one(text: &[u8]) -> bool {
    work::look_at(text.len());
    ["{{", "{%", "${", "<%"]
        .iter()
        .any(|mark| memmem::find(text, mark.as_bytes()).is_some())
}

/// The text with a word in place of each mark, and without the lines that hold nothing else; each line stays where it was.
pub(super) fn filled_in(text: &str) -> Zeroizing<String> {
    work::look_at(text.len());
    let mut filled = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    let mut is_begun = false;
    while let Some((at, (begin, end))) = first_mark(rest) {
        let (before, mark) = rest.split_at(at);
        let inner = mark.get(begin.len()..).unwrap_or_default();
        let length = memmem::find(inner.as_bytes(), end.as_bytes());
        let Some(length) = length.map(|length| begin.len() + length + end.len()) else {
            break;
        };
        let (mark, after) = mark.split_at(length);
        filled.push_str(before);
        let begun = match before.rsplit_once('\n') {
            Some((_, begun)) => {
                is_begun = false;
                begun
            }
            None => before,
        };
        is_begun |= !begun.trim_start().is_empty();
        let behind = after.trim_start_matches([' ', '\t', '\r']);
        let is_line = !is_begun && (behind.is_empty() || behind.starts_with('\n'));
        is_begun |= !is_line;
        let fill = if is_line { ' ' } else { 'x' };
        filled.extend(mark.chars().map(|character| match character {
            '\n' => '\n',
            _ => fill,
        }));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn first_mark(text: &str) -> Option<(usize, (&'static str, &'static str))> {
    let mut from = 0usize;
    while let Some(at) = memchr::memchr(b'{', text.as_bytes().get(from..)?) {
        let at = from + at;
        let found = MARKS
            .iter()
            .find(|(begin, _)| text.get(at..).is_some_and(|it| it.starts_with(begin)));
        if let Some(mark) = found {
            return Some((at, *mark));
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::filled_in;

    #[test]
    fn lines_stay_and_marks_become_words() {
        let filled = filled_in("{{- if .x }}\na: {{ .y | quote }}\n{# b\nc #}\n  {{ z }}  \nd: {e}\n");
        assert_eq!(
            filled.as_str(),
            "            \na: xxxxxxxxxxxxxxxx\n    \n    \n         \nd: {e}\n"
                .replace("         \nd", "           \nd")
        );
    }
}
