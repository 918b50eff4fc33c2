//! `check LIST --profile authority --previous OLD --pool DIR`: which bundles of a directory lose their anchor.

use std::path::{Path, PathBuf};

use pemvet::{Bundle, CertificateDer, Profile, Purpose, Report, Severity, TrustBasis, rules};

use crate::arguments::Check;
use crate::check::outcome::{CheckOutcome, Place};
use crate::check::verdict::said_again;
use crate::input::walk::{self, Depth};
use crate::input::{content, files};
use crate::outcome::Failure;
use crate::terms::any_size;

/// Names them in the finding about CAs that left the list.
pub(crate) fn name(outcome: &mut CheckOutcome, check: &Check) -> Result<(), Failure> {
    let Some(pool) = &check.pool else {
        return Ok(());
    };
    let now = outcome.now;
    let [one] = outcome.bundle_outcome.as_mut_slice() else {
        return Err(Failure::new(USAGE));
    };
    let (Some(_), true) = (&check.previous, one.terms.profile.purpose == Purpose::Authority) else {
        return Err(Failure::new(USAGE));
    };
    let Ok(verdict) = &mut one.result else {
        return Ok(());
    };
    let Some(old) = outcome.previous.take() else {
        return Ok(());
    };
    let before = trusting(&Bundle::new(&old).validate(&any_size(), now));
    let after = trusting(&verdict.report);
    let bundles = bundles(pool, |text| {
        let is_anchored =
            |profile: &Profile| Bundle::new(text).validate(profile, now).trust() == Some(TrustBasis::Anchor);
        is_anchored(&before).then(|| !is_anchored(&after))
    })?;
    let judged = bundles.len();
    let lost: Vec<&String> = bundles
        .iter()
        .filter(|(_, is_lost)| *is_lost)
        .map(|(place, _)| place)
        .collect();
    let is_meant = |finding: &pemvet::Finding| finding.rule.name == rules::names::RENEWAL_AUTHORITY_LOST;
    verdict.replace(is_meant, |known| {
        let pool = files::shown(pool);
        match lost.as_slice() {
            [] => {
                let message = format!(
                    "{}\nNone of the {judged} bundles in {pool} that the previous list vouched for ends there.",
                    known.message
                );
                let mut said = said_again(known, message, "nothing, if these are all that are in use");
                (said.severity, said.class) = (Severity::Note, None);
                said
            }
            lost => {
                let named: Vec<&str> = lost.iter().take(MOST_NAMED).map(|it| it.as_str()).collect();
                let more = match lost.len().saturating_sub(named.len()) {
                    0 => String::new(),
                    more => format!("\n  and {more} more"),
                };
                let message = format!(
                    "{}\nOf {judged} bundles in {pool} that the previous list vouched for, {} {}:\n  {}{more}",
                    known.message,
                    lost.len(),
                    if lost.len() == 1 { "loses its anchor" } else { "lose their anchor" },
                    named.join("\n  ")
                );
                said_again(known, message, "put the CA back until these bundles are replaced")
            }
        }
    });
    Ok(())
}

const USAGE: &str =
    "--pool is about two lists of trusted CAs: give one PATH with --profile authority and --previous OLD";
/// Bytes of one file of the directory.
const LARGEST: usize = 16 << 20;
/// Bundles that a finding names.
const MOST_NAMED: usize = 20;

/// What accepts a chain only where one of these certificates vouches for it.
fn trusting(list: &Report) -> Profile {
    let mut profile = any_size();
    profile.trust_only(
        list.certificates()
            .iter()
            .map(|it| CertificateDer::from(it.der.to_vec())),
    );
    profile
}

/// What `judge` says of each text with certificates, by its place.
fn bundles(pool: &Path, judge: impl Fn(&[u8]) -> Option<bool>) -> Result<Vec<(String, bool)>, Failure> {
    let depth = Depth {
        hidden: false,
        ignored: true,
        levels: None,
        skips_others: true,
    };
    if !pool.exists() {
        return Err(Failure::new(format!(
            "--pool {}: there is no such directory",
            files::shown(pool)
        )));
    }
    let gathered = walk::gather(&[PathBuf::from(pool)], depth);
    let mut judged = Vec::new();
    for candidate in gathered.candidates {
        let Ok(text) = files::read(&candidate.path, LARGEST) else {
            continue;
        };
        let Ok(parts) = content::parts(&candidate.path, text, candidate.is_ours) else {
            continue;
        };
        for part in parts.iter().filter(|part| part.certificates > 0) {
            if let Some(is_lost) = judge(&part.text) {
                let place = Place::new(&candidate.path, part.value.clone());
                let value = place.value.map(|value| format!(" ({value})"));
                judged.push((format!("{}{}", place.path, value.unwrap_or_default()), is_lost));
            }
        }
    }
    Ok(judged)
}
