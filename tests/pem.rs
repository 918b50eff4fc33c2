//! The scanner against everything that people do to PEM text, by name; the laws that hold whatever they do are in
//! pem_laws.rs.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use pemvet::pem::{Kind, Scan, scan};
use support::{read, testdata};

/// What one variant of a good bundle leads to.
struct Row {
    name: &'static str,
    text: Vec<u8>,
    certificates: usize,
    /// Names of the repairs, each once, in the order of their first places.
    repairs: &'static [&'static str],
    /// Names of the faults, in the order of the input.
    faults: &'static [&'static str],
    /// Line and column of the first repair or else fault; (0, 0) where there is neither.
    first: (usize, usize),
}

const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Leaf (lines 1 to 24), issuing CA (25 to 44) and root (45 to 63).
fn good() -> String {
    String::from_utf8(read("demo/good.pem")).expect("text")
}

fn key() -> String {
    String::from_utf8(read("demo/proxy.key")).expect("text")
}

/// The good bundle with line `number` changed.
fn line(number: usize, change: impl Fn(&str) -> String) -> Vec<u8> {
    lines(|at, line| if at == number { change(line) } else { line.into() })
}

/// The good bundle with every line changed.
fn lines(change: impl Fn(usize, &str) -> String) -> Vec<u8> {
    let lines = good();
    let lines = lines
        .lines()
        .enumerate()
        .map(|(at, line)| change(at + 1, line) + "\n");
    lines.collect::<String>().into_bytes()
}

/// The good bundle with every line of base64 changed.
fn bodies(change: impl Fn(&str) -> String) -> Vec<u8> {
    lines(|_, line| {
        if line.starts_with("-----") {
            line.into()
        } else {
            change(line)
        }
    })
}

fn replaced(from: &str, to: &str) -> Vec<u8> {
    good().replace(from, to).into_bytes()
}

/// One certificate of the good bundle, from 0.
fn certificate(number: usize) -> String {
    let good = good();
    let part = good.split_inclusive("-----END CERTIFICATE-----\n").nth(number);
    part.expect("three certificates").into()
}

fn der(number: usize) -> Vec<u8> {
    let good = good();
    let scan = scan(good.as_bytes());
    scan.certificates()
        .nth(number)
        .expect("three certificates")
        .to_vec()
}

fn block(label: &str, der: &[u8]) -> String {
    let layout = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new(label, der), layout)
}

fn base64(bytes: &[u8]) -> String {
    let body = block("X", bytes);
    body.lines().filter(|line| !line.starts_with('-')).collect()
}

/// An entry of RFC 2849, lines folded.
fn ldif(value: &str) -> String {
    let line = format!("userCertificate;binary:: {value}");
    let (first, rest) = line.split_at(76);
    let mut entry = format!("dn: cn=x\n{first}\n");
    for part in rest.as_bytes().chunks(75) {
        entry += &format!(" {}\n", String::from_utf8_lossy(part));
    }
    entry + "\n"
}

fn utf16(text: &str, bom: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let bom = bom.then_some(0xFEFF);
    bom.into_iter()
        .chain(text.encode_utf16())
        .flat_map(unit)
        .collect()
}

fn bytes(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(testdata(path)).expect("a fixture")
}

fn names(scan: &Scan<'_>) -> (Vec<&'static str>, Vec<&'static str>, (usize, usize)) {
    let mut repairs = Vec::new();
    for repair in scan.repairs() {
        if !repairs.contains(&repair.kind.as_str()) {
            repairs.push(repair.kind.as_str());
        }
    }
    let faults = scan.faults().iter().map(|fault| fault.kind.as_str()).collect();
    let first = scan.repairs().first().map(|it| (*it.lines.start(), it.column));
    let fault = scan.faults().first().map(|fault| place(scan.source(), fault.at));
    (repairs, faults, first.or(fault).unwrap_or_default())
}

/// Line and column of an offset in text whose lines end in LF.
fn place(text: &[u8], at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |it| it + 1);
    (line, at - start + 1)
}

#[test]
fn every_variant_has_the_certificates_repairs_and_faults_that_are_expected() {
    let original: Vec<Vec<u8>> = (0..3).map(der).collect();
    let mut wrong = Vec::new();
    for row in rows() {
        let scan = scan(&row.text);
        let (repairs, faults, first) = names(&scan);
        let count = scan.certificates().count();
        let found = format!(
            "row(\"{}\", @, {count}, &{repairs:?}, &{faults:?}, {first:?}),",
            row.name
        );
        let expected = (row.certificates, row.repairs, row.faults, row.first);
        if expected != (count, repairs.as_slice(), faults.as_slice(), first) {
            wrong.push(found);
        }
        // What was read is what was there before.
        assert!(
            scan.certificates().all(|der| original.iter().any(|it| it == der))
                || row.name.starts_with("other"),
            "{}",
            row.name
        );
        assert!(scan.accounts_for_every_byte(), "{}", row.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn row(
    name: &'static str,
    text: impl Into<Vec<u8>>,
    certificates: usize,
    repairs: &'static [&'static str],
    faults: &'static [&'static str],
    first: (usize, usize),
) -> Row {
    Row {
        name,
        text: text.into(),
        certificates,
        repairs,
        faults,
        first,
    }
}

fn rows() -> Vec<Row> {
    let mut rows = ordinary();
    rows.extend(encodings());
    rows.extend(layouts());
    rows.extend(escapes());
    rows.extend(markers());
    rows.extend(contents());
    rows.extend(containers());
    rows.extend(damage());
    rows
}

fn ordinary() -> Vec<Row> {
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

fn encodings() -> Vec<Row> {
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

fn layouts() -> Vec<Row> {
    vec![
        row(
            "LF CR",
            replaced("\n", "\n\r"),
            3,
            &["carriage-returns-removed"],
            &[],
            (2, 1),
        ),
        row(
            "CR alone",
            replaced("\n", "\r"),
            3,
            &["carriage-returns-replaced"],
            &[],
            (1, 28),
        ),
        row(
            "line separators",
            replaced("\n", "\u{2028}"),
            3,
            &["line-separators-replaced"],
            &[],
            (1, 28),
        ),
        row(
            "indented",
            lines(|_, line| format!("    {line}")),
            3,
            &["indentation-removed"],
            &[],
            (1, 1),
        ),
        row(
            "only the base64 indented",
            bodies(|line| format!("  {line}")),
            3,
            &["blanks-removed"],
            &[],
            (2, 1),
        ),
        row(
            "YAML block scalar",
            bytes(&[b"tls.crt: |\n", &lines(|_, line| format!("  {line}"))]),
            3,
            &["text-removed", "yaml-block-scalar-read"],
            &[],
            (1, 1),
        ),
        row(
            "in quotation marks",
            format!("\"{}\"", good().trim_end()),
            3,
            &["quotes-removed"],
            &[],
            (1, 1),
        ),
        row(
            "in typographic quotation marks",
            format!("\u{201C}{}\u{201D}", good().trim_end()),
            3,
            &["quotes-removed"],
            &[],
            (1, 1),
        ),
        row(
            "each line in quotation marks",
            lines(|_, line| format!("\"{line}\",")),
            3,
            &["quotes-removed"],
            &[],
            (1, 1),
        ),
        row(
            "quoted as in a mail",
            lines(|_, line| format!("> {line}")),
            3,
            &["quote-prefix-removed"],
            &[],
            (1, 1),
        ),
        row(
            "quoted twice",
            lines(|_, line| format!("> > {line}")),
            3,
            &["quote-prefix-removed"],
            &[],
            (1, 1),
        ),
        row(
            "in a drawn table",
            lines(|_, line| format!("| {line} ")),
            3,
            &["quote-prefix-removed"],
            &[],
            (1, 1),
        ),
        row(
            "line numbers of cat",
            lines(|at, line| format!("{at:6}\t{line}")),
            3,
            &["line-numbers-removed"],
            &[],
            (1, 1),
        ),
        row(
            "line numbers of grep",
            lines(|at, line| format!("{at}:{line}")),
            3,
            &["line-numbers-removed"],
            &[],
            (1, 1),
        ),
        row(
            "line number before BEGIN only",
            line(25, |line| format!("25: {line}")),
            3,
            &["glued-marker-split"],
            &[],
            (25, 1),
        ),
        row(
            "blank line inside",
            line(29, |line| format!("\n{line}")),
            3,
            &["blank-line-removed"],
            &[],
            (29, 1),
        ),
        row(
            "blank line after BEGIN",
            line(25, |line| format!("{line}\n")),
            3,
            &["blanks-removed"],
            &[],
            (26, 1),
        ),
        row(
            "blank line before END",
            line(44, |line| format!("\n{line}")),
            3,
            &["blank-line-removed"],
            &[],
            (44, 1),
        ),
        row(
            "blank in a line",
            line(29, |line| format!("{} {}", &line[..20], &line[20..])),
            3,
            &["blanks-removed"],
            &[],
            (29, 21),
        ),
    ]
}

fn escapes() -> Vec<Row> {
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

fn markers() -> Vec<Row> {
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

fn contents() -> Vec<Row> {
    vec![
        row(
            "X509 CERTIFICATE",
            replaced(" CERTIFICATE", " X509 CERTIFICATE"),
            3,
            &["old-label-replaced"],
            &[],
            (1, 1),
        ),
        row(
            "TRUSTED CERTIFICATE",
            replaced(" CERTIFICATE", " TRUSTED CERTIFICATE"),
            3,
            &["old-label-replaced"],
            &[],
            (1, 1),
        ),
        row(
            "TRUSTED CERTIFICATE with trust data",
            block(
                "TRUSTED CERTIFICATE",
                &[
                    &der(0)[..],
                    &[0x30, 0x0C, 0x30, 0x0A, 6, 8, 43, 6, 1, 5, 5, 7, 3, 1],
                ]
                .concat(),
            ),
            1,
            &["trust-data-cut"],
            &[],
            (1, 1),
        ),
        row(
            "certificate under PUBLIC KEY",
            block("PUBLIC KEY", &der(0)),
            1,
            &["label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "certificate under an unknown label",
            block("CERTIFICAT", &der(0)),
            1,
            &["label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "certificate under PRIVATE KEY",
            block("PRIVATE KEY", &der(0)),
            1,
            &["label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "PKCS#8 key under RSA PRIVATE KEY",
            key().replace("PRIVATE", "RSA PRIVATE"),
            0,
            &["pkcs8-label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "PKCS#1 key under PRIVATE KEY",
            String::from_utf8(fixture("keyforms/rsa-pkcs1.key"))
                .expect("text")
                .replace("RSA ", ""),
            0,
            &["label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "key under CERTIFICATE",
            key().replace("PRIVATE KEY", "CERTIFICATE"),
            0,
            &["label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "byte after the certificate",
            block("CERTIFICATE", &[&der(0)[..], b"\0"].concat()),
            1,
            &["trailing-bytes-cut"],
            &[],
            (1, 1),
        ),
        row(
            "other: two certificates in one block",
            block("CERTIFICATE", &[der(0), der(1)].concat()),
            1,
            &[],
            &[],
            (0, 0),
        ),
        row(
            "header lines",
            replaced(
                CERTIFICATE,
                "-----BEGIN CERTIFICATE-----\nX-Note: a: b\n goes on\n",
            ),
            3,
            &["headers-removed"],
            &[],
            (2, 1),
        ),
        row(
            "padding missing",
            certificate(1).replace('=', ""),
            1,
            &["padding-added"],
            &[],
            (19, 31),
        ),
        row(
            "padding too much",
            certificate(1).replace("=\n", "==\n"),
            1,
            &["padding-removed"],
            &[],
            (19, 33),
        ),
        row(
            "padding where none belongs",
            certificate(0).replace("\n-----END", "====\n-----END"),
            1,
            &["padding-removed"],
            &[],
            (23, 60),
        ),
        row(
            "bits after the end",
            tail_bit(&certificate(1)),
            1,
            &["tail-bits-cleared"],
            &[],
            (19, 32),
        ),
        row(
            "URL-safe alphabet",
            bodies(|line| line.replace('+', "-").replace('/', "_")),
            3,
            &["url-safe-alphabet-read"],
            &[],
            (2, 30),
        ),
        row(
            "both alphabets",
            line(34, |line| line.replacen('+', "-", 1)),
            2,
            &[],
            &["not-base64"],
            (34, 1),
        ),
    ]
}

fn containers() -> Vec<Row> {
    vec![
        row("DER", der(0), 1, &["der-read"], &[], (1, 1)),
        row(
            "DER of two certificates",
            [der(0), der(1)].concat(),
            2,
            &["der-read"],
            &[],
            (1, 1),
        ),
        row(
            "DER and a zero byte",
            [&der(0)[..], b"\0"].concat(),
            1,
            &["der-read", "trailing-bytes-cut"],
            &[],
            (1, 1),
        ),
        row(
            "PKCS#7 in PEM",
            fixture("rules/container-read/bad-pkcs7.pem"),
            3,
            &["pkcs7-read"],
            &[],
            (1, 1),
        ),
        row("PKCS#7 in DER", pkcs7(), 3, &["pkcs7-read"], &[], (1, 1)),
        row(
            "PKCS#7 under CERTIFICATE",
            block("CERTIFICATE", &pkcs7()),
            3,
            &["pkcs7-read"],
            &[],
            (1, 1),
        ),
        row(
            "base64 of PEM",
            base64(good().as_bytes()),
            3,
            &["base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "base64 of PEM in lines",
            block("X", good().as_bytes())
                .lines()
                .filter(|line| !line.starts_with('-'))
                .collect::<Vec<_>>()
                .join("\n"),
            3,
            &["base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "base64 of base64 of PEM",
            base64(base64(good().as_bytes()).as_bytes()),
            3,
            &["base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "base64 of Bag Attributes",
            base64(&fixture("demo/from-pfx.pem")),
            3,
            &["base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "a Kubernetes Secret",
            format!(
                "data:\n  tls.crt: {}\n  tls.key: {}\n",
                base64(good().as_bytes()),
                base64(key().as_bytes())
            ),
            3,
            &["text-removed", "base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "a Kubernetes Secret, its second value cut off",
            format!(
                "data:\n  ca.crt: {}\n  tls.crt: {}\n",
                base64(certificate(2).as_bytes()),
                &base64(good().as_bytes())[..4001]
            ),
            1,
            &["text-removed", "base64-of-pem-decoded"],
            &["base64-length"],
            (1, 1),
        ),
        row(
            "base64 three times",
            base64(base64(base64(good().as_bytes()).as_bytes()).as_bytes()),
            0,
            &[],
            &[],
            (0, 0),
        ),
        row(
            "base64 without markers",
            certificate(0)
                .lines()
                .filter(|line| !line.starts_with('-'))
                .collect::<Vec<_>>()
                .join("\n"),
            1,
            &["markers-added"],
            &[],
            (1, 1),
        ),
        row(
            "base64 of a structure that is no certificate",
            "MIEEEEBEGI=",
            0,
            &[],
            &[],
            (0, 0),
        ),
        row(
            "three certificates in base64 without markers",
            (0..3)
                .map(|number| base64(&der(number)) + "\n")
                .collect::<String>(),
            3,
            &["markers-added"],
            &[],
            (1, 1),
        ),
        row(
            "LDIF",
            (0..3)
                .map(|number| ldif(&base64(&der(number))))
                .collect::<String>(),
            3,
            &["markers-added"],
            &[],
            (2, 26),
        ),
        row(
            "a JSON list of base64, with slashes escaped",
            format!(
                "{{\"x5c\": [\"{}\", \"{}\"]}}\n",
                base64(&der(0)).replace('/', "\\/"),
                base64(&der(1)).replace('/', "\\/")
            ),
            2,
            &["markers-added"],
            &[],
            (1, 11),
        ),
        row(
            "base64 in XML, the second cut off",
            format!("<a>{}</a>\n<b>{}</b>\n", base64(&der(0)), &base64(&der(1))[..400]),
            1,
            &["markers-added"],
            &["base64-length"],
            (1, 4),
        ),
        row(
            "base64 without markers on one line in quotation marks",
            format!("\"{}\"\n", base64(&der(0))),
            1,
            &["markers-added"],
            &[],
            (1, 2),
        ),
    ]
}

fn damage() -> Vec<Row> {
    vec![
        row(
            "END missing, another BEGIN follows",
            line(44, |_| String::new()),
            2,
            &[],
            &["end-marker-missing"],
            (45, 1),
        ),
        row(
            "cut off in the last block",
            good()[..good().len() - 500].to_string(),
            2,
            &[],
            &["end-marker-missing"],
            (55, 27),
        ),
        row(
            "BEGIN twice",
            line(25, |line| format!("{line}\n{line}")),
            3,
            &[],
            &["end-marker-missing"],
            (26, 1),
        ),
        row(
            "END of another label",
            line(44, |_| "-----END X509 CRL-----".into()),
            2,
            &[],
            &["end-marker-mismatch"],
            (44, 1),
        ),
        row(
            "END without BEGIN",
            line(25, |_| String::new()),
            2,
            &[],
            &["end-without-begin"],
            (44, 1),
        ),
        row(
            "not base64",
            line(29, |line| format!("{}*{}", &line[..20], &line[21..])),
            2,
            &[],
            &["not-base64"],
            (29, 21),
        ),
        row(
            "dots for content",
            "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIB...\n-----END CERTIFICATE-----\n",
            0,
            &[],
            &["placeholder"],
            (2, 17),
        ),
        row(
            "a word in brackets for content",
            "-----BEGIN CERTIFICATE-----\n[cert_content]\n-----END CERTIFICATE-----\n",
            0,
            &[],
            &["placeholder"],
            (2, 1),
        ),
        row(
            "padding in the middle",
            line(29, |line| format!("{}={}", &line[..20], &line[21..])),
            2,
            &[],
            &["not-base64"],
            (29, 22),
        ),
        row(
            "quotation mark in the middle",
            line(29, |line| format!("{}\"{}", &line[..20], &line[21..])),
            2,
            &[],
            &["not-base64"],
            (29, 21),
        ),
        row(
            "a character lost",
            line(29, |line| line[1..].into()),
            2,
            &[],
            &["base64-length"],
            (44, 1),
        ),
        row(
            "a character and the padding lost",
            certificate(1).replacen("\nMII", "\nMI", 1).replace('=', ""),
            0,
            &[],
            &["base64-length"],
            (20, 1),
        ),
        row(
            "NUL bytes",
            line(29, |line| format!("{}\0{}", &line[..20], &line[21..])),
            2,
            &[],
            &["nul-byte"],
            (29, 21),
        ),
        row(
            "br tags",
            bodies(|line| format!("{line}<br>")),
            0,
            &[],
            &["markup", "markup", "markup"],
            (2, 65),
        ),
        row(
            "numeric entities",
            certificate(0).replace('\n', "&#10;"),
            0,
            &["text-removed"],
            &["markup"],
            (1, 1568),
        ),
        row(
            "empty body",
            format!("{CERTIFICATE}\n{END}\n"),
            0,
            &[],
            &["empty-body"],
            (1, 28),
        ),
        row(
            "blank body",
            format!("{CERTIFICATE}\n  \n\n{END}\n"),
            0,
            &[],
            &["empty-body"],
            (1, 28),
        ),
        row(
            "percent-encoded label",
            line(25, |_| "-----BEGIN%20CERTIFICATE-----".into()),
            2,
            &[],
            &["marker-malformed"],
            (25, 1),
        ),
        row(
            "commented out",
            lines(|at, line| if at < 25 { format!("# {line}") } else { line.into() }),
            2,
            &["text-removed"],
            &[],
            (1, 1),
        ),
        row(
            "commented out with slashes",
            lines(|at, line| {
                if at > 44 {
                    format!("  // {line}")
                } else {
                    line.into()
                }
            }),
            2,
            &["text-removed"],
            &[],
            (45, 3),
        ),
        row(
            "only half of a block commented out",
            lines(|at, line| if at < 10 { format!("# {line}") } else { line.into() }),
            2,
            &["text-removed"],
            &["not-base64"],
            (1, 1),
        ),
        row(
            "SOPS",
            "tls.crt: ENC[AES256_GCM,data:Tr7o,type:str]\nsops:\n    age:\n        - enc: |\n            -----BEGIN AGE ENCRYPTED FILE-----\n            YWdl\n            -----END AGE ENCRYPTED FILE-----\n",
            0,
            &[],
            &[],
            (0, 0),
        ),
        row(
            "ansible-vault",
            "$ANSIBLE_VAULT;1.1;AES256\n62313365396662343061393464336163\n",
            0,
            &[],
            &[],
            (0, 0),
        ),
        row(
            "prose about markers",
            "-- begin here --\nThe BEGIN and the END are near.\n",
            0,
            &[],
            &[],
            (0, 0),
        ),
    ]
}

fn block76(ders: &[Vec<u8>]) -> String {
    let layout = pem::EncodeConfig::new()
        .set_line_ending(pem::LineEnding::LF)
        .set_line_wrap(76);
    let blocks = ders
        .iter()
        .map(|der| pem::encode_config(&pem::Pem::new("CERTIFICATE", der.as_slice()), layout));
    blocks.collect()
}

/// The first bit that stands for nothing is set.
fn tail_bit(block: &str) -> String {
    let at = block.find('=').expect("padding") - 1;
    let last = block.as_bytes()[at];
    format!("{}{}{}", &block[..at], char::from(last + 1), &block[at + 1..])
}

fn pkcs7() -> Vec<u8> {
    let text = fixture("rules/container-read/bad-pkcs7.pem");
    pem::parse(text).expect("a block").into_contents()
}

/// What each kind of block is taken for, by label and by content.
#[test]
fn kinds_are_told_by_content() {
    let kinds = |text: &[u8]| {
        scan(text)
            .sections()
            .iter()
            .map(pemvet::pem::Section::kind)
            .collect::<Vec<_>>()
    };
    let key_der = pem::parse(key()).expect("a key").into_contents();
    assert_eq!(kinds(key().as_bytes()), [Kind::PrivateKey]);
    assert_eq!(
        kinds(block("CERTIFICATE", &key_der).as_bytes()),
        [Kind::PrivateKey]
    );
    assert_eq!(kinds(block("ANYTHING", &key_der).as_bytes()), [Kind::PrivateKey]);
    assert_eq!(kinds(block("ANYTHING", &der(0)).as_bytes()), [Kind::Certificate]);
    assert_eq!(
        kinds(block("ANYTHING", b"\x04\x01\x00").as_bytes()),
        [Kind::Other]
    );
    let public = fixture("rules/certificate-not-found/bad-der-public-key.pem");
    assert_eq!(kinds(block("CERTIFICATE", &public).as_bytes()), [Kind::PublicKey]);
    let request = fixture("rules/block-unexpected/bad-csr.pem");
    assert_eq!(kinds(&request).last(), Some(&Kind::CertificateRequest));
    for encrypted in [
        "keys/proxy-encrypted-pkcs8.key",
        "keys/proxy-encrypted-traditional.key",
    ] {
        assert_eq!(
            kinds(&fixture(encrypted)),
            [Kind::EncryptedPrivateKey],
            "{encrypted}"
        );
        let indented: String = String::from_utf8(fixture(encrypted))
            .expect("text")
            .lines()
            .map(|line| format!("  {line}\n"))
            .collect();
        assert_eq!(
            kinds(indented.as_bytes()),
            [Kind::EncryptedPrivateKey],
            "{encrypted}"
        );
    }
    let ssh = block("OPENSSH PRIVATE KEY", b"openssh-key-v1\0");
    assert_eq!(kinds(ssh.as_bytes()), [Kind::OpenSshPrivateKey]);
}

/// A finding about an extension points at the lines that hold it, whatever was repaired in between.
#[test]
fn places_inside_a_certificate_lead_back_through_every_repair() {
    let bad = fixture("rules/extension-malformed/bad-san.pem");
    let lines_of = |text: &[u8]| {
        let mut profile = pemvet::Profile::any(support::PROVIDER);
        profile.repair = pemvet::Repair::Repaired;
        let report = support::judge(text, None, &profile);
        let finding = report
            .findings()
            .iter()
            .find(|it| it.rule.name == "extension-malformed");
        let location = finding.expect("the finding").location.clone().expect("a place");
        location.lines
    };
    let text = String::from_utf8(bad.clone()).expect("text");
    let plain = lines_of(&bad);
    assert!(
        plain.start() > &1 && plain.end() - plain.start() <= 1,
        "{plain:?}"
    );
    let indented: String = text.lines().map(|line| format!("    {line}\n")).collect();
    assert_eq!(lines_of(indented.as_bytes()), plain);
    let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
    assert_eq!(lines_of(quoted.as_bytes()), plain);
    let numbered: String = text
        .lines()
        .enumerate()
        .map(|(at, line)| format!("{}: {line}\n", at + 1))
        .collect();
    assert_eq!(lines_of(numbered.as_bytes()), plain);
    assert_eq!(lines_of(text.replace('\n', "\r").as_bytes()), plain);
    assert_eq!(lines_of(text.replace('\n', "\\\n").as_bytes()), plain);
    assert_eq!(
        lines_of(&utf16(&text.replace('\n', "\r\n"), true, u16::to_le_bytes)),
        plain
    );
    assert_eq!(lines_of(text.replace('\n', "\\n").as_bytes()), 1..=1);
}
