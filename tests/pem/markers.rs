//! Escaped text, and markers that are damaged.

use crate::making::{END, Row, bytes, certificate, good, line, lines, replaced, row};

pub(super) fn escapes() -> Vec<Row> {
    vec![
        row(
            "literal line ends",
            replaced("\n", "\\n"),
            3,
            &["newlines-unescaped"],
            &[],
            (1, 28),
        ),
        row(
            "literal CRLF",
            replaced("\n", "\\r\\n"),
            3,
            &["newlines-unescaped"],
            &[],
            (1, 28),
        ),
        row(
            "escaped twice",
            replaced("\n", "\\\\n"),
            3,
            &["newlines-unescaped"],
            &[],
            (1, 28),
        ),
        row(
            "a JSON string",
            format!(
                "{{\"certificate\": \"{}\"}}",
                good().replace('\n', "\\n").replace('/', "\\/")
            ),
            3,
            &["glued-marker-split", "text-removed", "newlines-unescaped"],
            &[],
            (1, 1),
        ),
        row(
            "backslash and line end",
            replaced("\n", "\\\n"),
            3,
            &["backslashes-removed"],
            &[],
            (1, 28),
        ),
        row(
            "a C string",
            lines(|_, line| format!("\"{line}\\n\"")),
            3,
            &["quotes-removed", "newlines-unescaped"],
            &[],
            (1, 1),
        ),
        row(
            "blanks for line ends",
            replaced("\n", " "),
            3,
            &["line-ends-restored"],
            &[],
            (1, 28),
        ),
        row(
            "no line ends at all",
            replaced("\n", ""),
            3,
            &["glued-marker-split"],
            &[],
            (1, 28),
        ),
    ]
}

pub(super) fn markers() -> Vec<Row> {
    vec![
        row(
            "END and BEGIN glued",
            replaced("-----\n-----BEGIN", "----------BEGIN"),
            3,
            &["glued-marker-split"],
            &[],
            (24, 26),
        ),
        row(
            "END glued to the base64",
            line(43, |line| format!("{line}{END}"))
                .split(|_| false)
                .flat_map(|text| {
                    String::from_utf8_lossy(text)
                        .replacen(&format!("{END}\n{END}"), END, 1)
                        .into_bytes()
                })
                .collect::<Vec<_>>(),
            3,
            &["glued-marker-split"],
            &[],
            (43, 33),
        ),
        row(
            "text after END",
            line(24, |line| format!("{line} # leaf")),
            3,
            &["glued-marker-split", "text-removed"],
            &[],
            (24, 27),
        ),
        row(
            "text before BEGIN",
            line(25, |line| format!("ca: {line}")),
            3,
            &["glued-marker-split", "text-removed"],
            &[],
            (25, 1),
        ),
        row(
            "four dashes after two ENDs",
            line(44, |line| line[..24].into())
                .split(|_| false)
                .flat_map(|text| {
                    String::from_utf8_lossy(text)
                        .trim_end()
                        .trim_end_matches('-')
                        .to_string()
                        .into_bytes()
                        .into_iter()
                        .chain(*b"----\n")
                })
                .collect::<Vec<_>>(),
            3,
            &["dash-count-repaired"],
            &[],
            (44, 1),
        ),
        row(
            "four dashes after the last END",
            line(63, |line| line[..24].into()),
            3,
            &["dash-count-repaired"],
            &[],
            (63, 1),
        ),
        row(
            "four dashes and glued",
            bytes(&[
                certificate(0).trim_end().trim_end_matches('-').as_bytes(),
                b"---------BEGIN CERTIFICATE-----",
                &certificate(1).as_bytes()[27..],
            ]),
            2,
            &["dash-count-repaired", "glued-marker-split"],
            &[],
            (24, 1),
        ),
        row(
            "six dashes before BEGIN",
            line(25, |line| format!("-{line}")),
            3,
            &["dash-count-repaired"],
            &[],
            (25, 1),
        ),
        row(
            "one dash",
            lines(|_, line| line.replace("-----", "-")),
            3,
            &["dash-count-repaired"],
            &[],
            (1, 1),
        ),
        row(
            "64 dashes",
            line(25, |line| line.replace("-----", &"-".repeat(64))),
            3,
            &["dash-count-repaired"],
            &[],
            (25, 1),
        ),
        row(
            "65 dashes",
            line(25, |line| line.replace("-----", &"-".repeat(65))),
            2,
            &["text-removed"],
            &["end-without-begin"],
            (25, 1),
        ),
        row(
            "no dashes after the last END",
            line(63, |line| line.trim_end_matches('-').into()),
            3,
            &["dash-count-repaired"],
            &[],
            (63, 1),
        ),
        row(
            "no dashes before the first BEGIN",
            line(1, |line| line.trim_start_matches('-').into()),
            3,
            &["dash-count-repaired"],
            &[],
            (1, 1),
        ),
        row(
            "em dashes in END",
            line(63, |line| line.replace("-----", "\u{2014}")),
            3,
            &["smart-dashes-replaced"],
            &[],
            (63, 1),
        ),
        row(
            "en dashes throughout",
            lines(|_, line| line.replace("-----", "\u{2013}\u{2013}-")),
            3,
            &["smart-dashes-replaced"],
            &[],
            (1, 1),
        ),
        row(
            "an own word and em dashes",
            good()
                .replacen("BEGIN CERTIFICATE", "BEGIN MY CERTIFICATE", 1)
                .replacen("END CERTIFICATE-----", "END MY CERTIFICATE\u{2014}\u{2014}", 1),
            3,
            &["label-corrected", "smart-dashes-replaced"],
            &[],
            (1, 1),
        ),
        row(
            "lower case",
            line(25, str::to_lowercase),
            3,
            &["marker-case-repaired"],
            &[],
            (25, 1),
        ),
        row(
            "lower case throughout, one dash",
            lines(|_, line| {
                if line.starts_with('-') {
                    line.to_lowercase().replace("-----", "-")
                } else {
                    line.into()
                }
            }),
            0,
            &[],
            &["end-marker-missing", "end-marker-missing", "end-marker-missing"],
            (25, 1),
        ),
        row(
            "capital letters first",
            line(25, |_| "-----Begin Certificate-----".into()),
            3,
            &["marker-case-repaired"],
            &[],
            (25, 1),
        ),
        row(
            "blanks in the marker",
            line(25, |_| "----- BEGIN  CERTIFICATE -----".into()),
            3,
            &["marker-spacing-repaired"],
            &[],
            (25, 1),
        ),
    ]
}
