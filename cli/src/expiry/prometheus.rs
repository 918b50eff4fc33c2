//! The text format of Prometheus, version 0.0.4.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

use super::found::{Dated, Found};

/// Under pemvet's own names.
pub(super) fn own(found: &Found, out: &mut dyn Write) -> io::Result<()> {
    for (name, help, of) in [
        (
            "not_before",
            "Start of validity",
            (|it| it.not_before) as fn(&Dated) -> i64,
        ),
        ("not_after", "End of validity", |it| it.not_after),
    ] {
        let metric = format!("pemvet_certificate_{name}_seconds");
        writeln!(out, "# HELP {metric} {help}, in seconds since 1970.")?;
        writeln!(out, "# TYPE {metric} gauge")?;
        // A file may be named twice, and no series may stand twice.
        let mut printed = HashSet::new();
        for it in &found.certificates {
            let labels = it.labels();
            if !printed.contains(&labels) {
                writeln!(out, "{metric}{{{labels}}} {}", of(it))?;
                printed.insert(labels);
            }
        }
    }
    writeln!(
        out,
        "# HELP pemvet_file_readable Whether all of the file could be read."
    )?;
    writeln!(out, "# TYPE pemvet_file_readable gauge")?;
    let unread: HashSet<&str> = found.unread.iter().map(|(path, _)| path.as_str()).collect();
    let mut printed = HashSet::new();
    let paths = found.paths.iter().chain(&found.directories);
    for path in paths.filter(|path| printed.insert(path.as_str())) {
        let readable = u8::from(!unread.contains(path.as_str()) && !found.shut.contains(path));
        writeln!(out, "pemvet_file_readable{{path=\"{}\"}} {readable}", label(path))?;
    }
    Ok(())
}

impl Dated {
    /// The labels of its series.
    fn labels(&self) -> String {
        let value = self
            .value
            .as_ref()
            .map(|value| format!("value=\"{}\",", label(value)));
        format!(
            "path=\"{}\",{}certificate=\"{}\",role=\"{}\",subject=\"{}\",sha256=\"{}\"",
            label(&self.path),
            value.unwrap_or_default(),
            self.place,
            self.summary.role.as_str(),
            label(&self.summary.subject),
            self.summary.sha256
        )
    }
}

/// Text that is escaped already, as the value of a label.
fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// The value of a metric.
type Value<'a> = &'a dyn Fn(&Dated) -> i64;

/// Under the names of x509-certificate-exporter, whose dashboards and alerts then work as they are.
pub(super) fn x509(found: &Found, now: i64, out: &mut dyn Write) -> io::Result<()> {
    let expired = |it: &Dated| i64::from(it.not_after < now);
    let metrics: [(&str, &str, Value<'_>); 3] = [
        ("not_before", "Start of validity, in seconds since 1970.", &|it| {
            it.not_before
        }),
        ("not_after", "End of validity, in seconds since 1970.", &|it| {
            it.not_after
        }),
        ("expired", "Whether the certificate has expired.", &expired),
    ];
    for (name, help, of) in metrics {
        writeln!(out, "# HELP x509_cert_{name} {help}")?;
        writeln!(out, "# TYPE x509_cert_{name} gauge")?;
        // The first to expire stands for those that these labels cannot tell apart.
        let mut printed = HashSet::new();
        for it in &found.certificates {
            let labels = x509_labels(it);
            if !printed.contains(&labels) {
                writeln!(out, "x509_cert_{name}{{{labels}}} {}", of(it))?;
                printed.insert(labels);
            }
        }
    }
    writeln!(
        out,
        "# HELP x509_read_errors Files and blocks that could not be read.\n# TYPE x509_read_errors gauge\nx509_read_errors {}",
        found.unread.len()
    )
}

fn x509_labels(it: &Dated) -> String {
    let name = Path::new(&it.path)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let mut labels = vec![
        ("filename", name.as_ref()),
        ("filepath", it.path.as_str()),
        ("serial_number", it.facts.serial_number.as_str()),
    ];
    let subject = common_name(&it.summary.subject);
    let issuer = common_name(&it.summary.issuer);
    labels.extend(subject.as_deref().map(|name| ("subject_CN", name)));
    labels.extend(issuer.as_deref().map(|name| ("issuer_CN", name)));
    // As it is called for what stands in a kubeconfig.
    labels.extend(it.value.as_deref().map(|value| ("embedded_key", value)));
    let labels = labels
        .iter()
        .map(|(name, value)| format!("{name}=\"{}\"", label(value)));
    labels.collect::<Vec<_>>().join(",")
}

/// The common name of a distinguished name as it is shown, `CN=a\, b, O=c`: the value of its first CN.
fn common_name(shown: &str) -> Option<String> {
    let mut name = String::new();
    let mut rest = shown;
    loop {
        let is_common = rest.strip_prefix("CN=");
        let mut letters = is_common.unwrap_or(rest).char_indices();
        let mut end = None;
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' => {
                    let escaped = letters.next().map(|(_, letter)| letter);
                    if is_common.is_some() {
                        // A character that is not shown as itself stays as it is written: `\u{1b}`.
                        name.extend(escaped.filter(|it| *it == 'u').map(|_| '\\'));
                        name.extend(escaped);
                    }
                }
                ',' | '+' => {
                    end = Some(at);
                    break;
                }
                _ if is_common.is_some() => name.push(letter),
                _ => {}
            }
        }
        if is_common.is_some() {
            return Some(name);
        }
        rest = rest.get(end?.saturating_add(1)..)?.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::common_name;

    #[test]
    fn the_common_name_is_the_value_of_the_first() {
        for (shown, expected) in [
            ("CN=a.example, O=Example", Some("a.example")),
            ("O=Example\\, Inc., CN=b\\, c", Some("b, c")),
            ("O=x+CN=d, C=XX", Some("d")),
            ("O=CN", None),
            ("", None),
            ("CN=\\u{1b}x", Some("\\u{1b}x")),
        ] {
            assert_eq!(common_name(shown).as_deref(), expected, "{shown}");
        }
    }
}
