//! What `fix` writes with a private key in it: `--split`, `--combined` and `--format pkcs12`.

use std::io::Write;
use std::ops::Range;

use pemvet::{Purpose, Report};

use super::options::{Combined, Fix, Format};
use super::repaired::{Repaired, judge};
use super::unpack::Unpacked;
use super::work::{Work, tell_verdict};
use super::{secret, split};
use crate::archive::{self, Content, KeyForm};
use crate::check::authorities;
use crate::input::files::{self, Secret};
use crate::key_file::Key;
use crate::outcome::{Failure, Outcome};
use crate::output::output_file;
use crate::passwords::{self, Passwords};
use crate::terms::ResolvedArgs;

/// What makes no sense together.
pub(super) fn refuse_contradictions(fix: &Fix) -> Result<(), Failure> {
    let is_archive = fix.format == Format::Pkcs12;
    if is_archive && (fix.output().is_none() || fix.in_place || fix.diff) {
        return Err(Failure::new(
            "--format pkcs12 goes into a file of its own; give --output FILE",
        ));
    }
    if fix.combined.is_some() && fix.output().is_none() {
        return Err(Failure::new(
            "--combined writes a private key, which goes into a file only; give --output FILE",
        ));
    }
    secret::refuse_contradictions(fix)?;
    if fix.out_password_file.is_some() && !is_archive {
        return Err(Failure::new("--out-password-file is about --format pkcs12"));
    }
    if fix.key_form.is_some() && fix.split.is_empty() && fix.combined.is_none() {
        return Err(Failure::new(
            "--key-form is about a private key that is written: with --split or --combined",
        ));
    }
    Ok(())
}

impl Work {
    pub(super) fn failure(&self, reason: impl Into<String>) -> Failure {
        Failure::new(format!("{}: {}", self.shown, reason.into()))
    }

    /// The private key that goes with the certificates, in this form, and where it stands in the file.
    pub(super) fn key(
        &self,
        demand: &ResolvedArgs,
        form: Option<KeyForm>,
    ) -> Result<(Secret, Range<usize>), Failure> {
        let (text, place) = match (&self.archive, &demand.key) {
            (Some(archive), _) if archive.has_key() => {
                (archive.key().map_err(|it| self.failure(it))?.clone(), 0..0)
            }
            (_, Some(key)) => {
                let own = files::shown(&key.path);
                let place =
                    split::key(key.plain()).map_err(|it| Failure::new(format!("--key {own}: {it}")))?;
                (lines(key.plain(), &place), 0..0)
            }
            (Some(archive), None) => (archive.key().map_err(|it| self.failure(it))?.clone(), 0..0),
            (None, None) => {
                let place = split::key(&self.bytes).map_err(|it| self.failure(it))?;
                (lines(&self.bytes, &place), place)
            }
        };
        let text = match form {
            Some(form) => archive::converted(&text, form).map_err(|it| self.failure(it))?,
            None => text,
        };
        Ok((text, place))
    }

    /// Two files, or three.
    pub(super) fn split(
        &self,
        fix: &Fix,
        repaired: &Repaired,
        demand: &ResolvedArgs,
    ) -> Result<Outcome, Failure> {
        let targets = split::targets(&fix.split).map_err(Failure::new)?;
        let (secret, place) = self.key(demand, fix.key_form)?;
        let key_path = targets.key;
        let (leaf, above) = match targets.chain {
            Some(_) => split::after_leaf(&repaired.text),
            None => (repaired.text.as_str(), ""),
        };
        let mut public = vec![(targets.certificates, leaf)];
        public.extend(targets.chain.map(|chain| (chain, above)));
        output_file::write_new((key_path, &secret), &public).map_err(Failure::new)?;
        let mut notes = anstream::stderr().lock();
        let others = match targets.chain {
            Some(chain) => format!(
                "leaf to {}, the certificates above it to {}",
                files::shown(targets.certificates),
                files::shown(chain)
            ),
            None => format!("certificates to {}", files::shown(targets.certificates)),
        };
        let kept = match self.archive.is_some() || !place.is_empty() {
            true => format!("; {} still holds the key", self.shown),
            false => String::new(),
        };
        let protection = match (
            was_under_password(&self.archive, demand),
            archive::is_encrypted_key(&secret),
        ) {
            (_, true) => ", still under its password",
            (true, false) => ", under no password any more",
            (false, false) => "",
        };
        writeln!(
            notes,
            "{}: {others}, private key to {} (readable by you only{protection}){kept}",
            self.shown,
            files::shown(key_path),
        )?;
        self.tell_changes(&mut notes, repaired, Some(&place))?;
        let written = with_key(demand, Key::new(key_path.into(), secret));
        let report = judge(repaired.text.as_bytes(), &written);
        let path = files::shown(targets.certificates);
        tell_verdict(&mut notes, &path, &report, &written)
    }

    /// One file with key and certificates.
    pub(super) fn combined(
        &self,
        fix: &Fix,
        repaired: &Repaired,
        demand: &ResolvedArgs,
    ) -> Result<Outcome, Failure> {
        let (Some(output), Some(order)) = (fix.output(), fix.combined) else {
            return Err(self.failure("--combined wants --output FILE"));
        };
        let (key, place) = self.key(demand, fix.key_form)?;
        let report = self.paired(repaired, demand, &key)?;
        let certificates = repaired.text.as_bytes();
        let mut all = Secret::new(Vec::with_capacity(key.len().saturating_add(certificates.len())));
        match order {
            Combined::KeyFirst => [key.as_slice(), certificates]
                .iter()
                .for_each(|it| all.extend_from_slice(it)),
            Combined::KeyLast => [certificates, key.as_slice()]
                .iter()
                .for_each(|it| all.extend_from_slice(it)),
        }
        self.put(output, &all, "private key and certificates")?;
        let mut notes = anstream::stderr().lock();
        self.tell_changes(&mut notes, repaired, Some(&place))?;
        tell_verdict(&mut notes, &self.shown, &report, demand)
    }

    /// A key store, or a trust store.
    pub(super) fn archive(
        &self,
        fix: &Fix,
        repaired: &Repaired,
        demand: &ResolvedArgs,
        passwords: &Passwords,
    ) -> Result<Outcome, Failure> {
        let Some(output) = fix.output() else {
            return Err(self.failure("--format pkcs12 wants --output FILE"));
        };
        let is_list = authorities::are_only_authorities(repaired.text.as_bytes());
        let has_key =
            demand.key.is_some() || self.archive.as_ref().is_some_and(Unpacked::has_key) || self.holds_key();
        if !has_key && !is_list {
            return Err(self.failure(
                "a key store holds the private key as well: give it with --key. A list of CAs becomes a trust store",
            ));
        }
        let key = match has_key && demand.profile.purpose != Purpose::Authority {
            true => Some(self.key(demand, Some(KeyForm::Pkcs8))?),
            false => None,
        };
        let report = match &key {
            Some((key, _)) => self.paired(repaired, demand, key)?,
            None => judge(repaired.text.as_bytes(), demand),
        };
        let own =
            passwords::new_password(fix.out_password_file.as_deref(), passwords, &files::shown(output))?;
        let der = match &key {
            Some((key, _)) => Some(archive::pkcs8(key).map_err(|it| self.failure(it))?),
            None => None,
        };
        let alias = output
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        let certificates: Vec<&[u8]> = report.certificates().iter().map(|it| it.der.as_ref()).collect();
        let mut content = Content::default();
        match &der {
            Some(der) => {
                content.key = Some((der, &alias));
                content.chain = certificates;
            }
            None => content.trusted = aliases(&report).into_iter().zip(certificates).collect(),
        }
        let bytes = archive::write(&content, &own).map_err(|it| self.failure(it))?;
        // What was written is read before anybody relies on it.
        if archive::open(&bytes, Some(&own)).is_err() {
            return Err(
                self.failure("the archive could not be read again, and was not written; please report it")
            );
        }
        let what = match &der {
            Some(_) => "a key store (PKCS#12, AES-256, MAC of SHA-256)",
            None => {
                "a trust store (PKCS#12, AES-256, MAC of SHA-256, each certificate marked as trusted, as the JDK wants it)"
            }
        };
        self.put(output, &bytes, what)?;
        let mut notes = anstream::stderr().lock();
        if own.len() < 6 || !own.is_ascii() {
            writeln!(
                notes,
                "{}: its password is shorter than six characters or not ASCII: keytool refuses such a one for changes",
                files::shown(output)
            )?;
        }
        self.tell_changes(&mut notes, repaired, key.as_ref().map(|(_, place)| place))?;
        tell_verdict(&mut notes, &self.shown, &report, demand)
    }

    /// The report on certificates and key together; the error tells that they are no pair.
    pub(super) fn paired(
        &self,
        repaired: &Repaired,
        demand: &ResolvedArgs,
        key: &Secret,
    ) -> Result<Report, Failure> {
        let path = demand
            .key
            .as_ref()
            .map(|key| key.path.clone())
            .unwrap_or_default();
        let report = judge(
            repaired.text.as_bytes(),
            &with_key(demand, Key::new(path, key.clone())),
        );
        match report.key_fits() {
            true => Ok(report),
            false => Err(self.failure(
                "the private key does not belong to the leaf, or that could not be checked, so they are not put into one file; pemvet                  check tells more",
            )),
        }
    }

    pub(super) fn put(&self, output: &std::path::Path, bytes: &[u8], what: &str) -> Result<(), Failure> {
        let shown = files::shown(output);
        let note = output_file::write_secret(output, bytes);
        let note = note.map_err(|reason| Failure::new(format!("{shown}: {reason}")))?;
        let mut notes = anstream::stderr().lock();
        if let Some(note) = note {
            writeln!(notes, "{shown}: {note}")?;
        }
        writeln!(notes, "{}: {what} to {shown} (readable by you only)", self.shown)?;
        Ok(())
    }

    /// Whether the file has a private key of its own.
    fn holds_key(&self) -> bool {
        let scan = pemvet::pem::scan(&self.bytes);
        scan.sections()
            .iter()
            .any(|section| section.kind().is_private_key())
    }
}

/// Whether a password opened the key that is written.
fn was_under_password(archive: &Option<Unpacked>, demand: &ResolvedArgs) -> bool {
    let given = demand.key.as_ref().is_some_and(|key| key.opened.is_some());
    given || archive.as_ref().is_some_and(Unpacked::has_key)
}

fn with_key(demand: &ResolvedArgs, key: Key) -> ResolvedArgs {
    ResolvedArgs {
        profile: demand.profile.clone(),
        key: Some(key),
        now: demand.now,
        names: demand.names.clone(),
        ignored: demand.ignored.clone(),
        mild: demand.mild,
    }
}

/// A part of a text with a line end.
fn lines(text: &[u8], place: &Range<usize>) -> Secret {
    let mut lines = Secret::new(Vec::with_capacity(place.len().saturating_add(1)));
    lines.extend_from_slice(text.get(place.clone()).unwrap_or_default());
    lines.push(b'\n');
    lines
}

/// A name for each certificate: its common name, and a number where that is taken.
fn aliases(report: &Report) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for certificate in report.certificates() {
        let subject = certificate.to_summary().subject;
        let name = subject.split(", ").find_map(|part| part.strip_prefix("CN="));
        let name = name.unwrap_or("ca").to_lowercase();
        let taken = |tried: &String| names.contains(tried);
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let free = std::iter::once(name.clone())
            .chain(numbered)
            .find(|tried| !taken(tried));
        names.extend(free);
    }
    names
}
