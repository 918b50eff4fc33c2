//! `pemvet request --build`: a body of files.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;

use pemvet::redis::{self, Batch, BatchReport, Cluster, Endpoint, MemberReport};
use pemvet::{Class, Finding, Input, Severity};

use super::arguments::{Format, Request};
use super::body;
use super::print::{self, Document, JsonMember, JsonPlace};
use super::remarks::{self, Remark};
use super::terms::Terms;
use super::write::{self, Done, Mended};
use crate::input::files::{self, Secret};
use crate::input::lines::Lines;
use crate::key_file::Key;
use crate::outcome::{Failure, Outcome};
use crate::output::paragraph::{self, style};
use crate::terms::ResolvedArgs;

/// The files of one member.
struct Files {
    name: String,
    certificate: Read,
    key: Option<Read>,
}

/// A file that was read.
struct Read {
    path: PathBuf,
    shown: String,
    /// May hold a key.
    bytes: Secret,
}

pub(super) fn run(request: &Request, terms: &Terms) -> Result<Outcome, Failure> {
    let Some(output) = &request.output else {
        return Err(Failure::new("--build wants --output FILE"));
    };
    let limit = terms.cluster.base.limits.input_bytes;
    let files: Result<Vec<Files>, Failure> = request.build.iter().map(|it| Files::read(it, limit)).collect();
    let files = files?;
    let endpoint = endpoint(request, terms);
    if endpoint == Endpoint::UpdateCertificate && files.len() > 1 {
        return Err(Failure::new(format!(
            "{} takes one certificate; give one NAME=CHAIN,KEY for each body",
            endpoint.as_str()
        )));
    }
    let repaired = terms.repaired();
    let report = batch(&files, &repaired).validate(terms.now);
    terms.ask_for_fqdn(&report)?;
    let refusal = Refusal {
        request,
        terms,
        endpoint,
        files: &files,
        path: &files::shown(output),
    };
    if let Some(class) = report.class() {
        return refusal.tell(class, &report);
    }
    let as_given = batch(&files, &terms.cluster).validate(terms.now);
    let text = match report.into_result() {
        Ok(accepted) => match (endpoint, accepted.members()) {
            (Endpoint::UpdateCertificate, [(name, accepted)]) => redis::update_cert_body(*name, accepted),
            (_, members) => redis::put_body(members.iter().map(|(name, accepted)| (*name, accepted))),
        },
        Err(rejected) => return Err(Failure::new(rejected.to_string())),
    };
    let text = text.map_err(|error| Failure::new(error.to_string()))?;
    let source = text.as_str().as_bytes();
    let body = body::read(source, Some(endpoint));
    let after = terms.judge(&body)?;
    let path = files::shown(output);
    let judged = terms.judged(&path, None, source, &body, &after);
    let done = match judged.class() {
        None => Done {
            written: Ok(write::secret(output, source, &body)?),
            mended: gone(&files, &as_given, &after),
        },
        Some(_) => Done::nothing("the body that is made of the files would be refused"),
    };
    print::judged(request.format, &judged, Some(&done))?;
    Ok(judged.outcome())
}

/// That which was asked for, or the newest that this version has.
fn endpoint(request: &Request, terms: &Terms) -> Endpoint {
    let newest = match Endpoint::ClusterCertificates.is_known_to(terms.cluster.target) {
        true => Endpoint::ClusterCertificates,
        false => Endpoint::UpdateCertificate,
    };
    request.endpoint.map_or(newest, Into::into)
}

fn batch<'f>(files: &'f [Files], cluster: &'f Cluster) -> Batch<'f> {
    let mut batch = Batch::new(cluster);
    for member in files {
        let key = member.key.as_ref().map(|key| key.bytes.as_slice());
        batch.add(&member.name, &member.certificate.bytes, key);
    }
    batch
}

/// What was wrong with the files and is not with the body.
fn gone(files: &[Files], as_given: &BatchReport, after: &BatchReport) -> Vec<Mended> {
    let gone = write::gone(as_given, after).filter_map(|(number, report, finding)| {
        let files = files.get(number)?;
        let (file, line, column) = files.place(finding).unwrap_or((&files.certificate, 1, 1));
        Some(Mended {
            rule: Some(finding.rule.name),
            title: format!("\"{}\", ", report.spelling),
            path: file.shown.clone(),
            line,
            column,
            message: write::first_line(&finding.message),
        })
    });
    gone.collect()
}

impl Files {
    /// `NAME=CHAIN,KEY` or `NAME=CHAIN`.
    fn read(given: &str, limit: usize) -> Result<Files, Failure> {
        let wanted = || {
            let given = pemvet::text::echo(given);
            Failure::new(format!(
                "--build {given}: wanted is NAME=CHAIN,KEY, such as proxy=chain.pem,proxy.key; two paths at most, without commas"
            ))
        };
        let (name, paths) = given.split_once('=').ok_or_else(wanted)?;
        let paths: Vec<&str> = paths.split(',').collect();
        let (certificate, key) = match paths.as_slice() {
            [certificate] => (*certificate, None),
            [certificate, key] => (*certificate, Some(*key)),
            _ => return Err(wanted()),
        };
        if name.is_empty() || certificate.is_empty() || key.is_some_and(str::is_empty) {
            return Err(wanted());
        }
        Ok(Files {
            name: name.into(),
            certificate: Read::of(certificate, limit)?,
            key: key.map(|key| Read::of(key, limit)).transpose()?,
        })
    }

    fn file(&self, input: Input) -> Option<&Read> {
        match input {
            Input::Certificates => Some(&self.certificate),
            Input::Key => self.key.as_ref(),
            Input::Trust => None,
        }
    }

    /// The file of a finding, line and column.
    fn place(&self, finding: &Finding) -> Option<(&Read, usize, usize)> {
        let location = finding.location.as_ref()?;
        let file = self.file(location.input)?;
        let (line, column) = Lines::of(file.bytes.as_slice()).place(location.bytes.start);
        Some((file, line, column))
    }
}

impl Read {
    fn of(path: &str, limit: usize) -> Result<Read, Failure> {
        let path = PathBuf::from(path);
        let shown = files::shown(&path);
        let bytes =
            files::read_whole(&path, limit).map_err(|reason| Failure::new(format!("{shown}: {reason}")))?;
        Ok(Read { path, shown, bytes })
    }
}

/// Files of which no body is made.
struct Refusal<'r> {
    request: &'r Request,
    terms: &'r Terms,
    endpoint: Endpoint,
    files: &'r [Files],
    path: &'r str,
}

impl Refusal<'_> {
    fn tell(&self, class: Class, report: &BatchReport) -> Result<Outcome, Failure> {
        let done = Done::nothing("the files would be refused");
        let remarks: Vec<Remark> = remarks::endpoint(self.endpoint, &self.terms.cluster)
            .into_iter()
            .collect();
        match self.request.format {
            Format::Text => self.text(class, report, &done, &remarks)?,
            Format::Json => self.json(class, report, &done, &remarks)?,
        }
        Ok(Outcome::Rejected)
    }

    fn members<'m>(&'m self, report: &'m BatchReport) -> impl Iterator<Item = (&'m Files, &'m MemberReport)> {
        self.files.iter().zip(report.members())
    }

    fn text(
        &self,
        class: Class,
        report: &BatchReport,
        done: &Done,
        remarks: &[Remark],
    ) -> Result<(), Failure> {
        let mut out = anstream::stdout().lock();
        let (red, status) = (style(Severity::Error), self.endpoint.status(Some(class)));
        let reason = report.members().iter().find_map(|member| {
            let mut findings = member.report.findings().iter();
            let finding = findings.find(|finding| finding.class == Some(class))?;
            Some(format!(
                "\"{}\": {}",
                member.spelling,
                write::first_line(&finding.message)
            ))
        });
        writeln!(
            out,
            "{red}{status} {class}:{red:#} {}",
            reason.unwrap_or_default()
        )?;
        let heading = print::heading(self.path, self.endpoint, &self.terms.cluster, self.terms.now);
        writeln!(out, "{heading}\n")?;
        print::work(&mut out, done)?;
        print::remarks(&mut out, &remarks.iter().collect::<Vec<_>>())?;
        for (files, member) in self.members(report) {
            let terms = ResolvedArgs {
                profile: self.terms.cluster.profile_on_the_wire(&files.name),
                key: files
                    .key
                    .as_ref()
                    .map(|key| Key::new(key.path.clone(), Secret::default())),
                now: self.terms.now,
                names: String::new(),
                ignored: BTreeSet::new(),
                mild: &[],
            };
            let findings = member.report.findings();
            paragraph::findings(
                &mut out,
                &files.certificate.shown,
                &terms,
                findings,
                Severity::Note,
            )?;
        }
        Ok(())
    }

    fn json(
        &self,
        class: Class,
        report: &BatchReport,
        done: &Done,
        remarks: &[Remark],
    ) -> Result<(), Failure> {
        let members = self.members(report).map(|(files, member)| JsonMember {
            place: &files.certificate.shown,
            line: 1,
            column: 1,
            report: member,
            places: member
                .report
                .findings()
                .iter()
                .map(|finding| {
                    let (file, line, column) = files.place(finding)?;
                    Some(JsonPlace {
                        place: &file.shown,
                        line,
                        column,
                    })
                })
                .collect(),
        });
        let document = Document {
            version: print::VERSION,
            path: self.path,
            endpoint: self.endpoint.as_str(),
            target: self.terms.cluster.target.to_string(),
            status: self.endpoint.status(Some(class)),
            class: Some(class),
            accepted: false,
            done: Some(done),
            remarks,
            problems: Vec::new(),
            more_problems: 0,
            members: members.collect(),
        };
        crate::output::json::write(&document)
    }
}
