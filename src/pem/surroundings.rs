//! A body with something around each of its lines: what a log puts before them, what a program joins strings with, HTML.

use alloc::vec::Vec;

use zeroize::Zeroizing;

/// The lines of a body (from the end of BEGIN to the start of END) without what stands around each of them; `None` where that
/// is nothing, or not the same everywhere.
pub(super) fn removed(body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    match memchr::memchr(b'<', body) {
        Some(_) => without_markup(body),
        None => without_margins(body),
    }
}

/// Each element of HTML is a line end, or nothing to a line that begins or ends there.
fn without_markup(body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
    let mut rest = body;
    while let Some(open) = memchr::memchr(b'<', rest) {
        plain.extend_from_slice(rest.get(..open)?);
        plain.push(b'\n');
        let element = rest.get(open..)?;
        let element = element.get(..LONGEST_ELEMENT).unwrap_or(element);
        let close = memchr::memchr(b'>', element)?;
        rest = rest.get(open.saturating_add(close).saturating_add(1)..)?;
    }
    plain.extend_from_slice(rest);
    Some(plain)
}

/// `<div class="line number1 index0 alt2">`.
const LONGEST_ELEMENT: usize = 256;

/// What stands before END on its line stands before each, and what stands behind BEGIN on its line behind each.
fn without_margins(body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let first = memchr::memchr(b'\n', body)?;
    let last = memchr::memrchr(b'\n', body).filter(|last| *last > first)?;
    let behind = body.get(..first)?.trim_ascii();
    let before = body.get(last.saturating_add(1)..)?;
    let is_before = !before.trim_ascii().is_empty();
    let is_text = |byte: &u8| !byte.is_ascii_control() || byte.is_ascii_whitespace();
    let is_known = behind.iter().chain(before).all(is_text)
        && before.len().max(behind.len()) <= LONGEST_MARGIN
        && !before.last().copied().is_some_and(is_base64)
        && (is_before || !behind.is_empty());
    if !is_known {
        return None;
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
    for line in body
        .get(first.saturating_add(1)..last)?
        .split(|byte| *byte == b'\n')
    {
        let line = match is_before {
            true => line.get(alike(before, line)?..)?,
            false => line,
        };
        plain.extend_from_slice(line.trim_ascii().strip_suffix(behind)?);
        plain.push(b'\n');
    }
    Some(plain)
}

/// A time, the names of a machine and of a program, a number.
const LONGEST_MARGIN: usize = 160;

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// How much of `line` looks like `margin`: digits stand for any digits, blanks for blanks.
fn alike(margin: &[u8], line: &[u8]) -> Option<usize> {
    let run = |text: &[u8], of: fn(&u8) -> bool| text.iter().take_while(|byte| of(byte)).count();
    let (mut at, mut within) = (0usize, 0usize);
    while let Some(wanted) = margin.get(at) {
        let (here, rest) = (margin.get(at..)?, line.get(within..)?);
        let of: fn(&u8) -> bool = match wanted {
            b'0'..=b'9' => u8::is_ascii_digit,
            b' ' | b'\t' => |byte| matches!(byte, b' ' | b'\t'),
            _ => {
                if rest.first() != Some(wanted) {
                    return None;
                }
                (at, within) = (at.saturating_add(1), within.saturating_add(1));
                continue;
            }
        };
        let there = run(rest, of);
        // Numbers stand to the right.
        if there == 0 && (at > 0 || wanted.is_ascii_digit()) {
            return None;
        }
        (at, within) = (at.saturating_add(run(here, of)), within.saturating_add(there));
    }
    Some(within)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::removed;

    fn plain(body: &str) -> Option<String> {
        removed(body.as_bytes()).map(|it| String::from_utf8_lossy(&it).into_owned())
    }

    #[test]
    fn what_stands_around_each_line_is_removed() {
        for body in [
            "\n09:59:59.9 app[7]: AAAA\n10:00:00.12 app[7]: BB9B\n10:00:01.0 app[7]: ",
            "\nweb-1  | AAAA\nweb-1  | BB9B\nweb-1  | ",
            "\n  9  AAAA\n 10  BB9B\n 11  ",
            "$\nAAAA$\nBB9B$\n",
            "\" & vbCrLf & _\r\n  \"AAAA\" & vbCrLf & _\r\n  \"BB9B\" & vbCrLf & _\r\n  \"",
            "\\n\\\n   \\AAAA\\n\\\n   \\BB9B\\n\\\n   \\",
        ] {
            assert_eq!(plain(body).as_deref(), Some("AAAA\nBB9B\n"), "{body}");
        }
        let markup = plain("</p>\n<p>AAAA</p>\n<p>BB9B</p>\n<p>").unwrap();
        assert_eq!(markup.split_whitespace().collect::<Vec<_>>(), ["AAAA", "BB9B"]);
    }

    #[test]
    fn what_differs_is_no_margin() {
        for body in [
            "\nAAAA\nBB9B\n",
            "\n  AAAA\n  BB9B\n  ",
            "\nlog: AAAA\nBB9B\nlog: ",
            "$\nAAAA$\nBB9B\n",
            "<br",
            "\nxAAAA\nxBB9B\nx",
            "\0\nAAAA\0\nBB9B\0\n",
        ] {
            assert_eq!(plain(body), None, "{body}");
        }
    }
}
