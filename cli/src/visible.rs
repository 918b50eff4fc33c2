//! What may be shown of a line: markers, and base64 of a certificate that was read. All else could be a key, or a password.

use std::cell::Cell;
use std::ops::RangeInclusive;

use pemvet::{JudgedCertificate, Report};

/// The base64 of a file's certificates.
pub(crate) struct Visible {
    /// In the order of the file.
    certificates: Vec<Body>,
    /// All lines are asked about, from the first to the last: then each character is looked at once.
    is_in_order: bool,
}

struct Body {
    text: String,
    lines: RangeInclusive<usize>,
    /// What follows the line that was asked about last.
    next: Cell<usize>,
}

/// Fewer characters may stand in a certificate and in a key by chance.
const SHORTEST: usize = 12;
/// How far ahead a word is looked for, in order: many lines.
const WINDOW: usize = 4_096;

impl Visible {
    /// For some lines of the text that `report` is about.
    pub(crate) fn of(report: &Report) -> Visible {
        let encoded = |it: &JudgedCertificate| {
            let pem = ::pem::Pem::new("", it.der.as_ref());
            let text = ::pem::encode_config(&pem, ::pem::EncodeConfig::new().set_line_wrap(usize::MAX));
            Body {
                text: text.lines().nth(1).unwrap_or_default().to_owned(),
                lines: it.lines.clone(),
                next: Cell::new(0),
            }
        };
        Visible {
            certificates: report.certificates().iter().map(encoded).collect(),
            is_in_order: false,
        }
    }

    /// For all lines, in their order.
    pub(crate) fn in_order(report: &Report) -> Visible {
        Visible {
            is_in_order: true,
            ..Visible::of(report)
        }
    }

    /// The line of this number, from 1, with everything that may not be shown counted; `None` where that is all of it.
    pub(crate) fn line(&self, number: usize, line: &str) -> Option<String> {
        let line = line.trim_end();
        let mut shown = String::new();
        let mut hidden: Option<usize> = None;
        let mut is_any_shown = false;
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let is_word = is_coded(first);
            let end = rest.find(|it| is_coded(it) != is_word).unwrap_or(rest.len());
            let (token, after) = rest.split_at(end);
            let follows_hidden = hidden.is_some();
            let is_shown = match is_word {
                true => is_marker(token) || self.is_of_certificate(number, token),
                // What stands between two words that are not shown is counted with them.
                false => !follows_hidden || !self.hides_next(number, after),
            };
            if is_shown {
                flush(&mut shown, line, rest, &mut hidden);
                shown.push_str(&pemvet::text::escape(token));
                is_any_shown |= is_word;
            } else {
                hidden = hidden.or(Some(line.len().saturating_sub(rest.len())));
            }
            rest = after;
        }
        flush(&mut shown, line, rest, &mut hidden);
        is_any_shown.then_some(shown)
    }

    fn hides_next(&self, number: usize, rest: &str) -> bool {
        let end = rest.find(|it| !is_coded(it)).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        !word.is_empty() && !is_marker(word) && !self.is_of_certificate(number, word)
    }

    fn is_of_certificate(&self, number: usize, word: &str) -> bool {
        let first = self
            .certificates
            .partition_point(|body| *body.lines.end() < number);
        let rest = self.certificates.get(first..).unwrap_or_default();
        let mut around = rest.iter().take_while(|body| *body.lines.start() <= number);
        around.any(|body| body.has(word, self.is_in_order))
    }
}

impl Body {
    fn has(&self, word: &str, is_in_order: bool) -> bool {
        if self.text.ends_with(word) {
            return true;
        }
        if word.len() < SHORTEST {
            return false;
        }
        if !is_in_order {
            return self.text.contains(word);
        }
        let ahead = self.text.get(self.next.get()..).unwrap_or_default();
        let window = ahead.get(..WINDOW.max(word.len())).unwrap_or(ahead);
        let found = match ahead.starts_with(word) {
            true => Some(0),
            false => window.find(word),
        };
        if let Some(place) = found {
            // A line is asked about twice where something hidden stands before it.
            self.next.set(self.next.get().saturating_add(place));
        }
        found.is_some()
    }
}

/// Counts what is hidden up to `rest`.
fn flush(shown: &mut String, line: &str, rest: &str, hidden: &mut Option<usize>) {
    let Some(start) = hidden.take() else { return };
    let end = line.len().saturating_sub(rest.len());
    shown.push_str(&pemvet::text::counted(line.get(start..end).unwrap_or_default()));
}

/// Letters, digits and what else base64 has.
fn is_coded(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '+' | '/' | '=' | '_')
}

/// A word of a certificate's BEGIN or END.
fn is_marker(word: &str) -> bool {
    let words = [
        "BEGIN",
        "END",
        "CERTIFICATE",
        "X509",
        "TRUSTED",
        "REQUEST",
        "NEW",
        "PKCS7",
        "CMS",
        "CRL",
    ];
    words.into_iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Body, Visible};

    fn line(text: &str) -> Option<String> {
        let visible = Visible {
            certificates: vec![Body {
                text: "MIIBszCCAVqgAwIBAgIUKeyIsNotHereq1w2e3r4".into(),
                lines: 2..=3,
                next: Cell::new(0),
            }],
            is_in_order: false,
        };
        visible.line(2, text)
    }

    #[test]
    fn markers_and_certificates_are_shown_and_all_else_is_counted() {
        for (text, shown) in [
            ("-----BEGIN CERTIFICATE-----", "-----BEGIN CERTIFICATE-----"),
            ("-----END CERTIFICATE----\r", "-----END CERTIFICATE----"),
            ("—–BEGIN certificate—–", "—–BEGIN certificate—–"),
            ("  MIIBszCCAVqgAwIBAgIU", "  MIIBszCCAVqgAwIBAgIU"),
            ("q1w2e3r4", "q1w2e3r4"),
            (
                "MC4CAQAwBQYD -----BEGIN CERTIFICATE-----",
                "(12 characters, not shown) -----BEGIN CERTIFICATE-----",
            ),
            (
                "-----END CERTIFICATE----- MC4C AQAw",
                "-----END CERTIFICATE----- (9 characters, not shown)",
            ),
            (
                "-----END CERTIFICATE-----MIIBszCCAVqgAwIBAgIU",
                "-----END CERTIFICATE-----MIIBszCCAVqgAwIBAgIU",
            ),
            (
                "MIIBszCCAVqgAwIBAgIU hunter2 KeyIsNotHere",
                "MIIBszCCAVqgAwIBAgIU (7 characters, not shown) KeyIsNotHere",
            ),
        ] {
            assert_eq!(line(text).as_deref(), Some(shown));
        }
        for hidden in ["", "-----", "hunter2", "MC4CAQAwBQYD", "MIIBszCC", "\u{1b}[2J"] {
            assert_eq!(line(hidden), None, "{hidden}");
        }
        let other = Visible {
            certificates: Vec::new(),
            is_in_order: false,
        };
        assert_eq!(
            other.line(1, "-----BEGIN PRIVATE KEY-----").as_deref(),
            Some("-----BEGIN (11 characters, not shown)-----")
        );
    }
}
