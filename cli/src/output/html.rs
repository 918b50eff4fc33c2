//! `show --format html`: a page that stands by itself. It loads nothing, runs nothing, and says so to the browser.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::output::markup::escaped;
use crate::output::picture::{Axis, Row};

const STYLE: &str = include_str!("page.css");

/// What is shown of one file.
pub(crate) struct Page {
    pub(crate) title: String,
    /// RFC 3339.
    pub(crate) at: String,
    /// Seconds since 1970.
    pub(crate) now: i64,
    pub(crate) bundles: Vec<Bundle>,
}

/// One bundle of the file.
pub(crate) struct Bundle {
    /// The value that it is, where the file holds several.
    pub(crate) value: Option<String>,
    pub(crate) is_accepted: bool,
    /// `rejected: invalid`.
    pub(crate) verdict: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) certificates: Vec<Certificate>,
    /// What else is to be said, a line each.
    pub(crate) remarks: Vec<String>,
}

pub(crate) struct Finding {
    pub(crate) severity: &'static str,
    pub(crate) rule: &'static str,
    /// `lines 25-44`, or empty.
    pub(crate) place: String,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Lines of the file, with their numbers.
    pub(crate) excerpt: Vec<(usize, String)>,
}

/// A certificate with what is known of it, by name.
pub(crate) struct Certificate {
    pub(crate) anchor: String,
    pub(crate) number: usize,
    pub(crate) title: String,
    pub(crate) fields: Vec<(&'static str, String)>,
    pub(crate) names: Vec<String>,
}

/// The whole page.
pub(crate) fn page(page: &Page) -> String {
    let title = escaped(&page.title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p class=\"at\">at <time datetime=\"{at}\">{at}</time></p>\n",
        base64(&Sha256::digest(STYLE.as_bytes())),
        at = escaped(&page.at),
    );
    for bundle in &page.bundles {
        add_bundle(&mut html, bundle, page.now);
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

fn add_bundle(html: &mut String, bundle: &Bundle, now: i64) {
    html.push_str("<article>\n");
    // Where the file is one bundle, the verdict is its heading.
    let element = match &bundle.value {
        Some(value) => {
            put(html, format_args!("<h2>{}</h2>\n", escaped(value)));
            "p"
        }
        None => "h2",
    };
    put(
        html,
        format_args!(
            "<{element} class=\"verdict {}\">{}</{element}>\n",
            if bundle.is_accepted {
                "accepted"
            } else {
                "rejected"
            },
            escaped(&bundle.verdict)
        ),
    );
    if !bundle.rows.is_empty() {
        add_chain(html, &bundle.rows);
        add_validity(html, &bundle.rows, now);
    }
    add_findings(html, &bundle.findings);
    for remark in &bundle.remarks {
        put(html, format_args!("<p>{}</p>\n", escaped(remark)));
    }
    if !bundle.certificates.is_empty() {
        html.push_str("<section>\n<h3>Certificates</h3>\n");
        for certificate in &bundle.certificates {
            add_certificate(html, certificate);
        }
        html.push_str("</section>\n");
    }
    html.push_str("</article>\n");
}

/// Nested lists, the issuer above.
fn add_chain(html: &mut String, rows: &[Row]) {
    html.push_str("<section>\n<h3>Chain</h3>\n");
    let mut open = 0usize;
    for row in rows {
        let wanted = row.depth.saturating_add(1).min(open.saturating_add(1));
        while open > wanted {
            html.push_str("</li></ul>\n");
            open = open.saturating_sub(1);
        }
        html.push_str(if open == wanted { "</li>\n" } else { "<ul>\n" });
        open = wanted;
        put(
            html,
            format_args!(
                "<li><a href=\"#{anchor}\">#{number}</a> <b>{name}</b> <span>{note}</span>",
                anchor = row.anchor,
                number = row.number,
                name = escaped(&row.name),
                note = escaped(&row.note)
            ),
        );
    }
    html.push_str(&"</li></ul>\n".repeat(open));
    html.push_str("</section>\n");
}

/// A bar for each certificate, as wide as the page is; all on one axis.
fn add_validity(html: &mut String, rows: &[Row], now: i64) {
    let axis = Axis::of(rows, now);
    html.push_str("<section>\n<h3>Validity</h3>\n<ul class=\"bars\">\n");
    for row in rows {
        let (from, to) = (axis.percent(row.not_before), axis.percent(row.not_after));
        put(
            html,
            format_args!(
                "<li><span>#{} {}, {}</span><svg width=\"100%\" height=\"14\" role=\"img\" aria-label=\"{} to {}\">\
                 <rect class=\"{}\" x=\"{from:.2}%\" y=\"3\" width=\"{:.2}%\" height=\"8\" rx=\"3\"/>\
                 <line class=\"now\" x1=\"{now:.2}%\" x2=\"{now:.2}%\" y1=\"0\" y2=\"14\"/></svg></li>\n",
                row.number,
                escaped(&row.name),
                escaped(&row.until),
                escaped(&row.from_day),
                escaped(&row.to_day),
                row.standing,
                (to - from).max(0.5),
                now = axis.percent(now),
            ),
        );
    }
    put(
        html,
        format_args!(
            "</ul>\n<p class=\"axis\"><span>{}</span><span>{}</span></p>\n</section>\n",
            axis.start_year(),
            axis.end_year()
        ),
    );
}

fn add_findings(html: &mut String, findings: &[Finding]) {
    html.push_str("<section>\n<h3>Findings</h3>\n");
    if findings.is_empty() {
        html.push_str("<p>None.</p>\n");
    }
    for finding in findings {
        put(
            html,
            format_args!(
                "<div class=\"finding {severity}\">\n<h4><span>{severity}</span> {} <small>{}</small></h4>\n\
                 <p class=\"text\">{}</p>\n",
                finding.rule,
                escaped(&finding.place),
                escaped(&finding.message),
                severity = finding.severity,
            ),
        );
        if !finding.excerpt.is_empty() {
            html.push_str("<pre>");
            for (number, line) in &finding.excerpt {
                put(html, format_args!("{number:>5}  {}\n", escaped(line)));
            }
            html.push_str("</pre>\n");
        }
        if let Some(help) = &finding.help {
            put(
                html,
                format_args!("<p class=\"help\"><b>help</b> {}</p>\n", escaped(help)),
            );
        }
        html.push_str("</div>\n");
    }
    html.push_str("</section>\n");
}

fn add_certificate(html: &mut String, certificate: &Certificate) {
    put(
        html,
        format_args!(
            "<section class=\"certificate\" id=\"{}\">\n<h4>#{} {}</h4>\n<dl>\n",
            certificate.anchor,
            certificate.number,
            escaped(&certificate.title)
        ),
    );
    for (name, value) in &certificate.fields {
        put(html, format_args!("<dt>{name}</dt><dd>{}</dd>\n", escaped(value)));
    }
    if !certificate.names.is_empty() {
        html.push_str("<dt>names</dt><dd><ul>");
        for name in &certificate.names {
            put(html, format_args!("<li>{}</li>", escaped(name)));
        }
        html.push_str("</ul></dd>\n");
    }
    html.push_str("</dl>\n</section>\n");
}

/// Where the page tells more of a certificate, of the bundle at this place.
pub(crate) fn anchor(bundle: usize, number: usize) -> String {
    format!("certificate-{bundle}-{number}")
}

fn put(to: &mut String, what: std::fmt::Arguments<'_>) {
    // A string takes everything.
    let _ = to.write_fmt(what);
}

/// RFC 4648 section 4, for the hash of the style.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let byte = |place: usize| u32::from(group.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4usize {
            let digit = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or(0);
            text.push(if place <= group.len() {
                char::from(DIGITS[digit])
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn the_policy_names_the_style_by_its_hash() {
        assert_eq!(base64(b"f"), "Zg==");
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
    }
}
