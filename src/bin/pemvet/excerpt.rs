//! Lines of the file that may be shown: those of certificates that were read, and markers. Never a line that could be a
//! key's, nor other text around the blocks, which could be a password.

use std::collections::BTreeMap;

use pemvet::{Finding, Input, Report};

use crate::content::Part;

/// What fits beside the number on a terminal; a longer line is a whole block.
const LONGEST: usize = 76;

/// Of the findings about text, the first line and the last: by number, as printed.
pub(crate) fn of(findings: &[Finding], report: &Report, part: &Part) -> BTreeMap<usize, String> {
    let text = std::str::from_utf8(&part.text).ok().filter(|_| part.keys == 0);
    let about_text = findings.iter().filter(|finding| is_about_text(finding));
    let places = about_text.filter_map(|finding| finding.location.as_ref());
    let wanted: Vec<usize> = places
        .flat_map(|place| [*place.lines.start(), *place.lines.end()])
        .collect();
    let Some(text) = text.filter(|_| !wanted.is_empty()) else {
        return BTreeMap::new();
    };
    let is_certificate = |number: &usize| {
        let mut certificates = report.certificates().iter();
        certificates.any(|certificate| certificate.lines.contains(number))
    };
    let numbered = text
        .split('\n')
        .zip(1..)
        .filter(|(_, number)| wanted.contains(number));
    numbered
        .filter(|(line, number)| {
            line.chars().count() <= LONGEST && (is_certificate(number) || is_marker(line))
        })
        .map(|(line, number)| (number, pemvet::text::escape(line.trim_end()).into_owned()))
        .collect()
}

/// For other rules the lines are base64 of a field, which tells nobody anything.
pub(crate) fn is_about_text(finding: &Finding) -> bool {
    let in_file = finding
        .location
        .as_ref()
        .is_some_and(|it| it.input == Input::Certificates);
    in_file && matches!(finding.rule.area().name, "encoding" | "repair")
}

/// A BEGIN or END of a certificate, however it is written, and nothing else on the line.
fn is_marker(line: &str) -> bool {
    let words = line
        .split(|it: char| !it.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut known = 0usize;
    for word in words {
        match word.to_ascii_uppercase().as_str() {
            "BEGIN" | "END" | "CERTIFICATE" => known = known.saturating_add(1),
            "X509" | "TRUSTED" | "REQUEST" | "NEW" | "PKCS7" | "CMS" | "CRL" => {}
            _ => return false,
        }
    }
    known > 0
}

#[cfg(test)]
mod tests {
    use super::is_marker;

    #[test]
    fn only_markers_of_certificates_are_shown() {
        for marker in [
            "-----BEGIN CERTIFICATE-----",
            "-----END CERTIFICATE----",
            "—–BEGIN certificate—–",
            "-----END CERTIFICATE----------BEGIN CERTIFICATE-----",
        ] {
            assert!(is_marker(marker), "{marker}");
        }
        for other in [
            "",
            "-----",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN CERTIFICATE-----MIIB",
            "hunter2",
            "END x",
        ] {
            assert!(!is_marker(other), "{other}");
        }
    }
}
