//! What there is to tell of a request, for people and for programs.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use pemvet::{Class, Finding, Severity};
use serde::Serialize;

use super::authority;
use super::judged::{Facts, JudgedRequest, KeyFit};
use super::signature::Signature;
use crate::input::files;
use crate::outcome::Failure;
use crate::output::{json as output_json, paragraph, width};

const BOLD: Style = Style::new().bold();

pub(super) fn text(judged: &JudgedRequest) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let key = judged.terms.key.as_ref();
    let key = key.map_or(String::new(), |key| format!(" + {}", files::shown(&key.path)));
    let titles: Vec<String> = judged.titles.iter().map(|title| format!("`{title}`")).collect();
    let product = match &judged.target {
        Some(target) => format!(" of Redis Software {target}"),
        None => String::new(),
    };
    let names = match judged.terms.names.as_str() {
        "" => String::new(),
        names => format!(", for {names}"),
    };
    writeln!(
        out,
        "{BOLD}{}{key}{BOLD:#}  request for {}{product}{names}",
        judged.path,
        titles.join(" ")
    )?;
    match judged.class() {
        Some(class) => {
            let red = paragraph::style(Severity::Error);
            write!(out, "{red}REJECTED  {class}{red:#}")?;
        }
        None => {
            let green = AnsiColor::Green.on_default().bold();
            write!(out, "{green}ACCEPTED{green:#}")?;
        }
    }
    writeln!(out, "    {}\n", counts(&judged.findings))?;
    paragraph::findings(
        &mut out,
        &judged.path,
        &judged.terms,
        &judged.findings,
        Severity::Note,
    )?;
    if let Some(facts) = &judged.facts {
        asked(&mut out, facts)?;
    }
    if judged.class().is_none() {
        left_to_the_authority(&mut out, judged)?;
    } else if let Some(first) = judged.findings.first() {
        writeln!(out, "more: pemvet explain {}", first.rule.name)?;
    }
    Ok(())
}

fn counts(findings: &[Finding]) -> String {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| {
            let of = findings.iter().filter(|finding| finding.severity == severity);
            (severity, of.count())
        })
        .filter(|(_, number)| *number > 0)
        .map(|(severity, number)| paragraph::count(number, severity.as_str()))
        .collect();
    match counts.as_slice() {
        [] => "nothing found".into(),
        counts => counts.join(", "),
    }
}

fn asked(out: &mut impl Write, facts: &Facts) -> io::Result<()> {
    let key = match facts.key_fit {
        KeyFit::Fits => format!("{}, made with the key that was given", facts.key),
        KeyFit::Other => format!("{}, not of the key that was given", facts.key),
        KeyFit::NotChecked => format!("{}, not checked against the key that was given", facts.key),
        KeyFit::NotGiven => facts.key.clone(),
    };
    let signature = match facts.signature {
        Signature::Verified => format!("{}, verified: whoever made the request has its key", facts.hash),
        Signature::Bad => format!("{}, does not verify", facts.hash),
        Signature::NotChecked => format!("{}, not checked", facts.hash),
    };
    let list = |items: &[&str]| match items {
        [] => "none".to_owned(),
        items => items.join(", "),
    };
    let names: Vec<&str> = facts.names.iter().map(String::as_str).collect();
    let purposes: Vec<&str> = facts.purposes.iter().map(String::as_str).collect();
    let subject = match facts.subject.as_str() {
        "" => "none",
        subject => subject,
    };
    for (what, value) in [
        ("subject", subject.to_owned()),
        ("key", key),
        ("signature", signature),
        ("names", list(&names)),
        ("purposes", list(&purposes)),
        ("key usage", list(&facts.key_usage)),
    ] {
        item(out, what, &value)?;
    }
    Ok(())
}

/// `what        value`, the value with a hanging indent.
fn item(out: &mut impl Write, what: &str, value: &str) -> io::Result<()> {
    const INDENT: usize = 14;
    let mut title = what;
    for line in width::fold(value, INDENT, width::columns()) {
        writeln!(out, "{title:INDENT$}{line}")?;
        title = "";
    }
    Ok(())
}

fn left_to_the_authority(out: &mut impl Write, judged: &JudgedRequest) -> io::Result<()> {
    writeln!(out)?;
    item(out, "the CA adds", authority::ADDS)?;
    writeln!(out, "it may drop what is asked for:")?;
    for (who, what) in authority::DROPS {
        item(out, &format!("  {who}"), what)?;
    }
    writeln!(out, "then: {}", judged.check_command("NEW.pem"))
}

/// Version 1; later ones only add.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    path: &'a str,
    accepted: bool,
    class: Option<Class>,
    /// What it was held to.
    profiles: &'a [String],
    target: Option<&'a str>,
    findings: &'a [Finding],
    request: Option<Request<'a>>,
}

#[derive(Serialize)]
struct Request<'a> {
    subject: &'a str,
    names: &'a [String],
    key: &'a str,
    public_key_sha256: &'a str,
    /// Whether the given private key belongs to it; null where none was given, or that could not be checked.
    key_fits: Option<bool>,
    hash: &'a str,
    signature: &'static str,
    purposes: &'a [String],
    key_usage: &'a [&'static str],
    asks_for_ca: bool,
    challenge_password: bool,
}

pub(super) fn json(judged: &JudgedRequest) -> Result<(), Failure> {
    let request = judged.facts.as_ref().map(|facts| Request {
        subject: &facts.subject,
        names: &facts.names,
        key: &facts.key,
        public_key_sha256: &facts.public_key_sha256,
        key_fits: match facts.key_fit {
            KeyFit::Fits => Some(true),
            KeyFit::Other => Some(false),
            KeyFit::NotGiven | KeyFit::NotChecked => None,
        },
        hash: facts.hash,
        signature: facts.signature.as_str(),
        purposes: &facts.purposes,
        key_usage: &facts.key_usage,
        asks_for_ca: facts.asks_for_ca,
        challenge_password: facts.has_challenge_password,
    });
    output_json::write(&Document {
        version: 1,
        path: &judged.path,
        accepted: judged.class().is_none(),
        class: judged.class(),
        profiles: &judged.titles,
        target: judged.target.as_deref(),
        findings: &judged.findings,
        request,
    })
}
