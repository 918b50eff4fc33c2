//! Files as tools write them, and other encodings of text.

use crate::making::{
    CERTIFICATE, END, Row, block76, bodies, bytes, der, fixture, good, key, line, lines, replaced, row, utf16,
};

pub(super) fn ordinary() -> Vec<Row> {
    vec![
        row("clean", good(), 3, &[], &[], (0, 0)),
        row("CRLF", replaced("\n", "\r\n"), 3, &[], &[], (0, 0)),
        row("CR CR LF", replaced("\n", "\r\r\n"), 3, &[], &[], (0, 0)),
        row(
            "mixed line ends",
            lines(|at, line| format!("{line}{}", if at % 2 == 0 { "\r" } else { "" })),
            3,
            &[],
            &[],
            (0, 0),
        ),
        row("no final line end", good().trim_end(), 3, &[], &[], (0, 0)),
        row(
            "trailing blanks",
            lines(|_, line| format!("{line} \t ")),
            3,
            &[],
            &[],
            (0, 0),
        ),
        row(
            "one long line of base64",
            bodies(|line| line.into())
                .split(|byte| *byte == b'\n')
                .map(|line| {
                    if line.starts_with(b"-----BEGIN") || line.len() < 64 {
                        bytes(&[line, b"\n"])
                    } else {
                        line.to_vec()
                    }
                })
                .collect::<Vec<_>>()
                .concat(),
            3,
            &[],
            &[],
            (0, 0),
        ),
        row("lines of 76", block76(&[der(0), der(1)]), 2, &[], &[], (0, 0)),
        row(
            "blank lines between blocks",
            replaced(END, "-----END CERTIFICATE-----\n\n"),
            3,
            &[],
            &[],
            (0, 0),
        ),
        row(
            "text between blocks",
            replaced(CERTIFICATE, "a certificate:\n-----BEGIN CERTIFICATE-----"),
            3,
            &["text-removed"],
            &[],
            (1, 1),
        ),
        row(
            "Bag Attributes",
            fixture("demo/from-pfx.pem"),
            3,
            &["bag-attributes-removed"],
            &[],
            (1, 1),
        ),
        row(
            "subject and issuer lines",
            replaced(
                CERTIFICATE,
                "subject=CN = a\nissuer=CN = b\n-----BEGIN CERTIFICATE-----",
            ),
            3,
            &["bag-attributes-removed"],
            &[],
            (1, 1),
        ),
        row(
            "the certificate in words",
            bytes(&[
                b"Certificate:\n    Data:\n        Version: 3 (0x2)\n",
                good().as_bytes(),
            ]),
            3,
            &["text-removed"],
            &[],
            (1, 1),
        ),
        row("key and certificate", key() + &good(), 3, &[], &[], (0, 0)),
        row("nothing", "", 0, &[], &[], (0, 0)),
    ]
}

pub(super) fn encodings() -> Vec<Row> {
    vec![
        row(
            "UTF-8 byte order mark",
            bytes(&[b"\xEF\xBB\xBF", good().as_bytes()]),
            3,
            &["byte-order-mark-removed"],
            &[],
            (1, 1),
        ),
        row(
            "byte order mark before the second block",
            line(25, |line| format!("\u{FEFF}{line}")),
            3,
            &["byte-order-mark-removed"],
            &[],
            (25, 1),
        ),
        row(
            "UTF-16 little endian with mark",
            utf16(&good(), true, u16::to_le_bytes),
            3,
            &["utf16-transcoded"],
            &[],
            (1, 1),
        ),
        row(
            "UTF-16 big endian with mark",
            utf16(&good(), true, u16::to_be_bytes),
            3,
            &["utf16-transcoded"],
            &[],
            (1, 1),
        ),
        row(
            "UTF-16 little endian without mark",
            utf16(&good(), false, u16::to_le_bytes),
            3,
            &["utf16-transcoded"],
            &[],
            (1, 1),
        ),
        row(
            "UTF-16 big endian without mark",
            utf16(&good(), false, u16::to_be_bytes),
            3,
            &["utf16-transcoded"],
            &[],
            (1, 1),
        ),
        row(
            "UTF-16 with CRLF and four dashes",
            utf16(
                &good()
                    .replace("\n", "\r\n")
                    .replacen(END, "-----END CERTIFICATE----", 1),
                true,
                u16::to_le_bytes,
            ),
            3,
            &["utf16-transcoded", "dash-count-repaired"],
            &[],
            (1, 1),
        ),
        row(
            "no-break spaces at line ends",
            bodies(|line| format!("{line}\u{A0}")),
            3,
            &["invisible-line-end-removed"],
            &[],
            (2, 65),
        ),
        row(
            "no-break space after END",
            line(24, |line| format!("{line}\u{A0}")),
            3,
            &["invisible-line-end-removed"],
            &[],
            (24, 26),
        ),
        row(
            "no-break space in a line",
            line(29, |line| format!("{}\u{A0}{}", &line[..20], &line[20..])),
            3,
            &["invisible-characters-removed"],
            &[],
            (29, 21),
        ),
        row(
            "zero-width space before a line",
            line(29, |line| format!("\u{200B}{line}")),
            3,
            &["invisible-characters-removed"],
            &[],
            (29, 1),
        ),
        row(
            "no-break space in a marker",
            line(25, |line| line.replace(' ', "\u{A0}")),
            3,
            &["marker-spacing-repaired"],
            &[],
            (25, 1),
        ),
        row(
            "control character in a line",
            line(29, |line| format!("{}\u{1}{}", &line[..20], &line[20..])),
            3,
            &["invisible-characters-removed"],
            &[],
            (29, 21),
        ),
        row(
            "Ctrl-Z at the end",
            good() + "\u{1A}",
            3,
            &["text-removed"],
            &[],
            (64, 1),
        ),
    ]
}
