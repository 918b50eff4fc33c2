//! An issuer that is missing or has expired, looked for among the neighbours of the bundle. Where it is found there the finding
//! says so, and what to do.

use std::path::Path;

use pemvet::{CertificateDer, Details, Finding, Input, Report, Role as ChainRole, Severity, UnixTime, rules};

use crate::check::authorities;
use crate::check::bundle_to_check::BundleToCheck;
use crate::check::neighbours::{Index, Neighbour};
use crate::check::outcome::BundleOutcome;
use crate::check::verdict::{Verdict, said_again};
use crate::input::files;
use crate::input::roles::Role;
use crate::output::remedy;
use crate::pool::{self, Pool};
use crate::terms::any_size;

/// Says of each such issuer where it was found, if it was.
pub(crate) fn look_among(
    subjects: &[BundleToCheck],
    outcomes: &mut [BundleOutcome],
    limit: usize,
    now: UnixTime,
) {
    let verdicts = outcomes.iter().map(|one| one.result.as_ref().ok());
    let wanted: Vec<(usize, Wanted)> = verdicts
        .enumerate()
        .filter_map(|(number, verdict)| Some((number, Wanted::of(verdict?)?)))
        .collect();
    if wanted.is_empty() {
        return;
    }
    let mut index = Index::around(wanted.iter().map(|(number, _)| *number), subjects, outcomes);
    for (number, wanted) in wanted {
        let mut found = index.beside(number, &wanted.name, outcomes, limit, now);
        found.retain(|it| wanted.is_met_by(it, now));
        // The whole chain is what servers are given; else what is called so.
        let is_of_others = |it: &Neighbour| !wanted.is_whole(it) && !it.holds_only_authorities();
        found.sort_by_cached_key(|it| (!wanted.is_whole(it), is_of_others(it), it.role.is_none()));
        if let (Some(neighbour), Ok(verdict)) = (found.first(), &mut outcomes[number].result) {
            wanted.tell(verdict, &subjects[number], neighbour);
        }
    }
}

/// The issuer that is wanted.
struct Wanted {
    name: String,
    /// The leaf that it issued; or what is there of the chain, in which it has expired.
    chain: Vec<CertificateDer<'static>>,
    is_renewal: bool,
}

impl Wanted {
    fn of(verdict: &Verdict) -> Option<Wanted> {
        let report = &verdict.report;
        let ders = || {
            report
                .order()
                .iter()
                .filter_map(|place| report.certificates().get(*place))
        };
        if let Some(finding) = verdict.findings.iter().find(|it| is_about_missing(it)) {
            let Details::Issuer { wanted_issuer, .. } = &finding.details else {
                return None;
            };
            return Some(Wanted {
                name: wanted_issuer.clone()?,
                chain: ders().take(1).map(|it| it.der.clone()).collect(),
                is_renewal: false,
            });
        }
        let expired = verdict
            .findings
            .iter()
            .filter_map(|it| expired_authority(report, it));
        let lowest = expired.min_by_key(|place| report.order().iter().position(|it| it == place))?;
        Some(Wanted {
            name: report.certificates().get(lowest)?.to_summary().subject,
            chain: ders().map(|it| it.der.clone()).collect(),
            is_renewal: true,
        })
    }

    /// Whether `fix --pool` would take it.
    fn is_met_by(&self, neighbour: &Neighbour, now: UnixTime) -> bool {
        let pool = Pool::of(std::iter::once(neighbour.der.as_ref()), &neighbour.place.path);
        let own: String = self.chain.iter().map(|der| pool::encoded(der)).collect();
        match self.is_renewal {
            // Bundles of others are no place where a CA's certificates are kept.
            true => neighbour.holds_only_authorities() && pool.renew(&own, &any_size(), now).is_some(),
            false => pool.issuers_of(&own, &any_size(), now) == Ok(1),
        }
    }

    /// Whether the leaf stands there as well.
    fn is_whole(&self, neighbour: &Neighbour) -> bool {
        self.chain.first().is_some_and(|leaf| neighbour.stands_with(leaf))
    }

    /// Puts what was found in the place of what the library says, which sees one bundle alone.
    fn tell(&self, verdict: &mut Verdict, subject: &BundleToCheck, neighbour: &Neighbour) {
        if self.is_renewal {
            return self.tell_of_renewal(verdict, subject, neighbour);
        }
        verdict.replace(is_about_missing, |finding| {
            self.of_missing(finding, subject, neighbour)
        });
    }

    fn of_missing(&self, finding: &Finding, subject: &BundleToCheck, neighbour: &Neighbour) -> Finding {
        let is_member = subject.place.value.is_some();
        let place = neighbour.shown(&subject.place);
        let goes_behind = neighbour.role == Some(Role::Appended);
        let is_root = authorities::is_self_signed(&neighbour.der);
        let is_served_whole = self.is_whole(neighbour) && !subject.named && !is_member;
        let all = finding.message.as_str();
        let (first, _) = all.split_once('\n').unwrap_or((all, ""));
        let (message, help) = if goes_behind {
            (
                format!("{first}\nIt is in {place}, which goes behind this one."),
                format!("where they are put together by hand: first this one, then that of {place}"),
            )
        } else if is_root {
            (
                format!(
                    "{first}\nIt is the root in {place}; servers need not send it to peers that trust it."
                ),
                "nothing has to be done where they do; --trust FILE checks it".into(),
            )
        } else if self.is_whole(neighbour) {
            (
                format!("{first}\n{place} holds this certificate and its issuer's."),
                format!("give servers {place}"),
            )
        } else if is_member {
            (
                format!("{all}\nIt is in {place}; servers do not send what stands there."),
                format!(
                    "put the certificate of {place} behind the one of {}",
                    called(subject)
                ),
            )
        } else {
            (
                format!("{all}\nIt is in {place}; servers send what is in the one file that they are given."),
                format!(
                    "{}   (writes the certificate and those of its issuers)",
                    command(&subject.path, &neighbour.place.file)
                ),
            )
        };
        let mut said = said_again(finding, message, help);
        if goes_behind || is_root || is_served_whole {
            (said.severity, said.class) = (Severity::Note, None);
        }
        said
    }

    /// The same of what has expired: all that is above it may be replaced with it.
    fn tell_of_renewal(&self, verdict: &mut Verdict, subject: &BundleToCheck, neighbour: &Neighbour) {
        let place = neighbour.shown(&subject.place);
        let help = match subject.place.value.is_some() {
            true => format!("put the one of {place} in its place, in {}", called(subject)),
            false => format!(
                "{}   (puts the renewed one in its place)",
                command(&subject.path, &neighbour.place.file)
            ),
        };
        let report = &verdict.report;
        let expired = verdict.findings.iter_mut();
        for finding in expired.filter(|it| expired_authority(report, it).is_some()) {
            let message = format!(
                "{}\n{place} holds a certificate of {} with the same key that is valid.",
                finding.message, self.name
            );
            *finding = said_again(finding, message, help.clone());
        }
    }
}

fn is_about_missing(finding: &Finding) -> bool {
    finding.rule.name == rules::names::ISSUER_MISSING
}

/// The place of the CA that a finding says has expired.
fn expired_authority(report: &Report, finding: &Finding) -> Option<usize> {
    let location = finding
        .location
        .as_ref()
        .filter(|it| it.input == Input::Certificates)?;
    let place = location
        .certificate
        .filter(|_| finding.rule.name == rules::names::CERTIFICATE_EXPIRED)?;
    let role = report.certificates().get(place)?.role;
    matches!(role, ChainRole::Intermediate | ChainRole::Root).then_some(place)
}

fn called(subject: &BundleToCheck) -> String {
    pemvet::text::echo(&subject.part.name).into()
}

/// The command that joins the two.
fn command(file: &Path, pool: &Path) -> String {
    let named = |name: &str| file.with_file_name(name);
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let output = match named("fullchain.pem") {
        taken if taken.exists() => named(&format!("{stem}-fullchain.pem")),
        free => free,
    };
    let argument = |path: &Path| remedy::argument(&files::shown(path));
    format!(
        "pemvet fix {} --pool {} --output {}",
        argument(file),
        argument(pool),
        argument(&output)
    )
}
