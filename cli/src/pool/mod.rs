//! `--pool`: missing intermediates and roots out of files that the user names. Never from the network.

mod renewal;

use std::collections::HashSet;
use std::path::PathBuf;

use pemvet::pem::{FaultKind, scan, scan_with_limit};
use pemvet::{
    Bundle, CertificateDer, CertificateSummary, JudgedCertificate, LeafChoice, Profile, Report, Role,
    TrustBasis, UnixTime, redis,
};

use crate::input::part::MOST_BLOCKS;
use crate::input::{files, opened};
use crate::outcome::Failure;
use crate::passwords::Passwords;
use crate::terms::any_size;

/// Bytes of one pool: the same as a root store, which holds all public roots sixty times.
const LARGEST: usize = 16 << 20;

/// The certificates that may be added, each once.
#[derive(Default)]
pub(crate) struct Pool {
    certificates: Vec<Candidate>,
}

struct Candidate {
    der: Vec<u8>,
    /// The file that it was read from, as it may be printed.
    file: String,
}

/// A bundle with what was found for it.
pub(crate) struct Completed {
    pub(crate) text: String,
    /// A line for each certificate that was added, and for each other that could have been.
    pub(crate) added: Vec<String>,
}

impl Pool {
    pub(crate) fn read(paths: &[PathBuf], passwords: &Passwords) -> Result<Pool, Failure> {
        let mut pool = Pool::default();
        let mut known = HashSet::new();
        for path in paths {
            let shown = files::shown(path);
            let bytes = files::read_whole(path, LARGEST)
                .and_then(|bytes| opened::every_certificate(path, bytes, passwords))
                .map_err(|reason| Failure::new(format!("--pool {shown}: {reason}")))?;
            let scan = scan_with_limit(&bytes, MOST_BLOCKS);
            if scan.faults().iter().any(|it| it.kind == FaultKind::TooManyBlocks) {
                return Err(Failure::new(format!(
                    "--pool {shown} holds more than {MOST_BLOCKS} blocks; divide it"
                )));
            }
            let before = pool.certificates.len();
            for der in scan.certificates() {
                if known.insert(der.to_vec()) {
                    pool.certificates.push(Candidate {
                        der: der.into(),
                        file: shown.clone(),
                    });
                }
            }
            if pool.certificates.len() == before && scan.certificates().next().is_none() {
                return Err(Failure::new(format!("--pool {shown} holds no certificate")));
            }
        }
        Ok(pool)
    }

    /// The certificates of a file, or of a part of one.
    pub(crate) fn of<'c>(certificates: impl Iterator<Item = &'c [u8]>, file: &str) -> Pool {
        let candidate = |der: &[u8]| Candidate {
            der: der.into(),
            file: file.into(),
        };
        Pool {
            certificates: certificates.map(candidate).collect(),
        }
    }

    /// How many of its certificates, one above the other, issued the leaf `own`. `Err` tells why none can be taken.
    pub(crate) fn issuers_of(&self, own: &str, profile: &Profile, now: UnixTime) -> Result<usize, String> {
        let all: Vec<&Candidate> = self.certificates.iter().collect();
        path_through(own, &all, profile, now).map(|path| path.len())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.certificates.is_empty()
    }

    /// Adds what the chain of `own`, a repaired bundle, lacks. `Err` tells why nothing was added.
    pub(crate) fn complete(
        &self,
        own: &str,
        report: &Report,
        profile: &Profile,
        now: UnixTime,
    ) -> Result<Completed, String> {
        let (Some(leaf), Some(top)) = (report.order().first(), report.order().last()) else {
            return Err("the file has no chain that could be completed".into());
        };
        let judged = report.certificates();
        let (Some(_), Some(top)) = (judged.get(*leaf), judged.get(*top)) else {
            return Err("the file has no chain that could be completed".into());
        };
        if top.role == Role::Root || report.trust() == Some(TrustBasis::Anchor) {
            return Err("nothing is missing: the chain is complete".into());
        }
        let all: Vec<&Candidate> = self.certificates.iter().collect();
        let chosen = path_through(own, &all, profile, now)?;
        if chosen.is_empty() {
            let top = top.to_summary();
            return Err(format!(
                "no certificate of the pool issued the top of the chain, {}; wanted {}",
                top.subject, top.issuer
            ));
        }
        let mut added = Vec::new();
        for candidate in &chosen {
            added.push(format!("added {}", candidate.words()));
            for other in self.others_that_fit(own, candidate, &chosen, profile, now) {
                added.push(format!("  not {}, which fits as well", other.words()));
            }
        }
        Ok(Completed {
            text: with(own, &chosen),
            added,
        })
    }

    /// Certificates that could stand in the place of `candidate`.
    fn others_that_fit<'p>(
        &'p self,
        own: &str,
        candidate: &Candidate,
        chosen: &[&'p Candidate],
        profile: &Profile,
        now: UnixTime,
    ) -> Vec<&'p Candidate> {
        let subject = candidate.subject();
        // Nobody reads more.
        let namesakes = self
            .certificates
            .iter()
            .filter(|other| other.der != candidate.der && other.subject() == subject)
            .take(8);
        let fits = |other: &&'p Candidate| {
            let mut instead: Vec<&Candidate> = chosen.to_vec();
            instead.retain(|it| it.der != candidate.der);
            instead.push(other);
            path_through(own, &instead, profile, now)
                .is_ok_and(|path| path.iter().any(|it| it.der == other.der))
        };
        namesakes.filter(fits).collect()
    }
}

impl Candidate {
    fn summary(&self) -> Option<CertificateSummary> {
        let text = encoded(&self.der);
        let report = Bundle::new(text.as_bytes()).validate(
            &any_size(),
            UnixTime::since_unix_epoch(core::time::Duration::ZERO),
        );
        report.certificates().first().map(JudgedCertificate::to_summary)
    }

    fn subject(&self) -> Option<String> {
        redis::subject_rfc2253(&CertificateDer::from(self.der.as_slice()))
    }

    fn words(&self) -> String {
        match self.summary() {
            Some(it) => format!(
                "{}, until {}, SHA-256 {}, from {}",
                it.subject, it.not_after, it.sha256, self.file
            ),
            None => format!("a certificate from {}", self.file),
        }
    }
}

/// The certificates of `candidates` that the best chain of `own` needs, lowest first: each link's signature verified,
/// each certificate within its validity.
fn path_through<'p>(
    own: &str,
    candidates: &[&'p Candidate],
    profile: &Profile,
    now: UnixTime,
) -> Result<Vec<&'p Candidate>, String> {
    let mut profile = profile.clone();
    // The first certificate of a repaired bundle is its leaf, whatever leaves the pool holds.
    profile.leaf = LeafChoice::First;
    profile.limits.input_bytes = usize::MAX;
    profile.limits.blocks = usize::MAX;
    profile.limits.certificates = usize::MAX;
    let text = with(own, candidates);
    let report = Bundle::new(text.as_bytes()).validate(&profile, now);
    let judged = report.certificates();
    // What cannot be read in the pool shifts places; then nothing can be told apart.
    let first = scan(own.as_bytes()).certificates().count();
    if judged.len() != first.saturating_add(candidates.len()) {
        return Err("the pool holds a block that is not a certificate".into());
    }
    let now = pemvet::text::rfc3339(i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
    let mut chosen = Vec::new();
    let mut below_is_verified = true;
    for place in report.order() {
        let (Some(judged), candidate) = (judged.get(*place), place.checked_sub(first)) else {
            break;
        };
        if let Some(candidate) = candidate.and_then(|number| candidates.get(number)) {
            if !below_is_verified {
                break;
            }
            let summary = judged.to_summary();
            // RFC 3339 in UTC: the order of the texts is the order of the times.
            if summary.not_after < now || summary.not_before > now {
                return Err(format!(
                    "only {} would fit, and it is not valid now",
                    candidate.words()
                ));
            }
            chosen.push(*candidate);
        }
        below_is_verified = judged.signature_verified;
    }
    Ok(chosen)
}

fn with(own: &str, added: &[&Candidate]) -> String {
    let mut text = String::from(own);
    for candidate in added {
        text.push_str(&encoded(&candidate.der));
    }
    text
}

/// One certificate as a block.
pub(crate) fn encoded(der: &[u8]) -> String {
    let layout = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new("CERTIFICATE", der), layout)
}
