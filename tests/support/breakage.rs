//! Ways to break a text that holds a private key.

/// From the text of a key and the body of its block to what is given as input.
pub(crate) type Broken = fn(&str, &str) -> Vec<u8>;

fn label_of(text: &str) -> &str {
    let start = text.rfind("-----BEGIN ").expect("a block") + 11;
    &text[start..start + text[start..].find("-----").expect("its end")]
}

fn labelled(text: &str, label: &str) -> String {
    text.replace(label_of(text), label)
}

/// With the body's line of this number, from 0, changed.
fn line(text: &str, place: usize, change: impl Fn(&str) -> String) -> String {
    let begin = text.lines().count() - text[text.rfind("-----BEGIN").expect("a block")..].lines().count();
    let lines = text.lines().enumerate().map(|(at, line)| {
        if at == begin + 1 + place {
            change(line)
        } else {
            format!("{line}\n")
        }
    });
    lines.collect()
}

fn half(body: &str) -> &str {
    &body[..body.len() / 2 / 4 * 4]
}

pub(crate) const BREAKAGES: &[(&str, Broken)] = &[
    ("as it is", |text, _| text.into()),
    ("cut in the middle", |text, _| text[..text.len() / 2].into()),
    ("cut before the end", |text, _| text[..text.len() - 40].into()),
    ("first half missing", |text, _| text[text.len() / 2..].into()),
    ("a star in it", |text, _| {
        line(text, 0, |line| format!("{}*{}\n", &line[..20], &line[21..])).into()
    }),
    ("a character lost", |text, _| {
        line(text, 0, |line| format!("{}{}\n", &line[..20], &line[21..])).into()
    }),
    ("a line lost", |text, _| line(text, 1, |_| String::new()).into()),
    ("first line lost", |text, _| {
        line(text, 0, |_| String::new()).into()
    }),
    ("a line twice", |text, _| {
        line(text, 0, |line| format!("{line}\n{line}\n")).into()
    }),
    ("another first octet", |text, _| {
        line(text, 0, |line| format!("L{}\n", &line[1..])).into()
    }),
    ("as a certificate", |text, _| labelled(text, "CERTIFICATE").into()),
    ("as a damaged certificate", |text, _| {
        line(&labelled(text, "CERTIFICATE"), 0, |line| {
            format!("{}A{}\n", &line[..9], &line[10..])
        })
        .into()
    }),
    ("as a cut certificate", |text, body| {
        let _ = text;
        format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            half(body)
        )
        .into()
    }),
    ("as a certificate of a tail", |_, body| {
        let tail = &body[body.len() / 2 / 4 * 4..];
        format!("-----BEGIN CERTIFICATE-----\n{tail}\n-----END CERTIFICATE-----\n").into()
    }),
    ("as a trusted certificate", |text, _| {
        labelled(text, "TRUSTED CERTIFICATE").into()
    }),
    ("as a request", |text, _| {
        labelled(text, "CERTIFICATE REQUEST").into()
    }),
    ("as a public key", |text, _| labelled(text, "PUBLIC KEY").into()),
    ("as an encrypted key", |text, _| {
        labelled(text, "ENCRYPTED PRIVATE KEY").into()
    }),
    ("as parameters", |text, _| labelled(text, "EC PARAMETERS").into()),
    ("as PKCS7", |text, _| labelled(text, "PKCS7").into()),
    ("as something unknown", |text, _| labelled(text, "SECRET").into()),
    ("as the other kind of key", |text, _| {
        labelled(text, "RSA PRIVATE KEY").into()
    }),
    ("END of another label", |text, _| {
        text.replace("END ", "END X").into()
    }),
    ("END missing", |text, _| text.replace("-----END", "").into()),
    ("BEGIN missing", |text, _| text.replace("-----BEGIN", "").into()),
    ("markers missing", |_, body| body.into()),
    ("glued to another", |text, _| {
        format!("{}{text}", text.trim_end()).into()
    }),
    ("BEGIN with four dashes", |text, _| {
        text.replace("-----BEGIN", "----BEGIN").into()
    }),
    ("END with four dashes", |text, _| {
        text.replace("-----END", "----END").into()
    }),
    ("labels end with two dashes", |text, _| {
        text.replace("KEY-----", "KEY--").into()
    }),
    ("smart dashes", |text, _| text.replace("--", "\u{2014}").into()),
    ("lower case labels", |text, _| {
        text.replace("BEGIN", "begin").replace("END", "end").into()
    }),
    ("body in the line of BEGIN", |text, _| {
        text.replace("KEY-----\n", "KEY-----").into()
    }),
    ("body after a damaged BEGIN", |_, body| {
        format!("-----BEGIN PRIVATE KEY {body}-----END PRIVATE KEY-----").into()
    }),
    ("body as the label", |_, body| {
        format!("-----BEGIN {body}-----\nMIIB\n-----END {body}-----\n").into()
    }),
    ("body's start as the label", |_, body| {
        format!("-----BEGIN {0}-----\n{body}\n-----END {0}-----\n", &body[20..60]).into()
    }),
    ("body in both labels", |_, body| {
        format!(
            "-----BEGIN CERTIFICATE {0}-----\n{body}\n-----END CERTIFICATE {0}-----\n",
            &body[20..60]
        )
        .into()
    }),
    ("body after END", |text, body| {
        format!("{}{body}", text.trim_end()).into()
    }),
    ("CRLF", |text, _| text.replace('\n', "\r\n").into()),
    ("CR", |text, _| text.replace('\n', "\r").into()),
    ("escaped line ends", |text, _| text.replace('\n', "\\n").into()),
    ("line ends escaped twice", |text, _| {
        text.replace('\n', "\\\\n").into()
    }),
    ("backslashes before line ends", |text, _| {
        text.replace('\n', "\\\n").into()
    }),
    ("blanks for line ends", |text, _| text.replace('\n', " ").into()),
    ("one long line", |text, body| {
        format!("-----BEGIN {0}-----\n{body}\n-----END {0}-----\n", label_of(text)).into()
    }),
    ("indented", |text, _| text.replace('\n', "\n    ").into()),
    ("quoted", |text, _| {
        text.lines()
            .map(|line| format!("> {line}\n"))
            .collect::<String>()
            .into()
    }),
    ("with line numbers", |text, _| {
        text.lines()
            .enumerate()
            .map(|(at, line)| format!("{at:4}  {line}\n"))
            .collect::<String>()
            .into()
    }),
    ("blank lines", |text, _| text.replace('\n', "\n\n").into()),
    ("byte order mark", |text, _| format!("\u{FEFF}{text}").into()),
    ("UTF-16", |text, _| {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }),
    ("NUL octets", |text, _| text.replace('\n', "\n\0").into()),
    ("zero-width characters", |text, _| {
        text.replace('\n', "\u{200B}\n").into()
    }),
    ("URL-safe alphabet", |text, body| {
        let body = body.replace('+', "-").replace('/', "_");
        format!("-----BEGIN {0}-----\n{body}\n-----END {0}-----\n", label_of(text)).into()
    }),
    ("padding missing", |text, body| {
        format!(
            "-----BEGIN {0}-----\n{1}\n-----END {0}-----\n",
            label_of(text),
            &body[..body.len() - 3]
        )
        .into()
    }),
    ("padding in the middle", |text, body| {
        format!(
            "-----BEGIN {0}-----\n{1}==\n{body}\n-----END {0}-----\n",
            label_of(text),
            half(body)
        )
        .into()
    }),
    ("markup", |text, _| text.replace('\n', "<br>\n").into()),
    ("headers before the body", |text, _| {
        text.replacen("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\n\n", 1)
            .into()
    }),
    ("body in a header", |text, body| {
        text.replacen("KEY-----\n", &format!("KEY-----\nX-Key: {body}\n\n"), 1)
            .into()
    }),
    ("body in bag attributes", |text, body| {
        format!("Bag Attributes\n    friendlyName: {body}\nsubject={body}\n{text}").into()
    }),
    ("prose around it", |_, body| {
        format!("here is the key: {body}, thanks").into()
    }),
    ("YAML", |text, _| {
        format!("key: |\n  {}", text.replace('\n', "\n  ")).into()
    }),
    ("JSON", |text, _| {
        format!("{{\"private_key\":\"{}\"}}", text.replace('\n', "\\n")).into()
    }),
    ("commented out", |text, _| {
        text.lines()
            .map(|line| format!("# {line}\n"))
            .collect::<String>()
            .into()
    }),
    ("half commented out", |text, _| {
        text.lines()
            .enumerate()
            .map(|(at, line)| format!("{}{line}\n", if at < 3 { "# " } else { "" }))
            .collect::<String>()
            .into()
    }),
    ("values of a list", |_, body| {
        format!("[\"{body}\", \"{}\", \"{body}\"]\n", half(body)).into()
    }),
    ("beside a certificate without markers", |_, body| {
        let text = include_str!("../../testdata/demo/root.pem");
        let certificate: String = text.lines().filter(|line| !line.starts_with('-')).collect();
        format!("{certificate}\n{body}\n{certificate}\n{}", half(body)).into()
    }),
    ("UTF-32", |text, _| {
        text.chars()
            .flat_map(|character| u32::from(character).to_le_bytes())
            .collect()
    }),
    ("hex", |_, body| {
        let octets = super::secrets::decoded(body);
        octets
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect::<String>()
            .into()
    }),
    ("DER", |_, body| super::secrets::decoded(body)),
    ("DER with octets after it", |_, body| {
        [super::secrets::decoded(body), vec![1, 2, 3]].concat()
    }),
    ("inside a certificate block", |text, _| {
        format!("-----BEGIN CERTIFICATE-----\n{text}-----END CERTIFICATE-----\n").into()
    }),
    ("BEGIN of a certificate, END of a key", |text, body| {
        format!(
            "-----BEGIN CERTIFICATE-----\n{body}\n-----END {}-----\n",
            label_of(text)
        )
        .into()
    }),
    ("seventeen times", |text, _| text.repeat(17).into()),
];
