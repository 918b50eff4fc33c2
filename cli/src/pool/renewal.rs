//! `--pool`: certificates of the same name and key in the places of those that have expired.

use std::collections::HashSet;

use pemvet::{Bundle, CertificateSummary, Profile, Report, UnixTime};

use super::{Candidate, Completed, Pool, encoded};

impl Pool {
    /// Replaces what has expired of the chain of `own`, a repaired bundle, and leaves out what the chain then no longer needs.
    /// `None` where there is nothing to replace, or nothing to replace it with.
    pub(crate) fn renew(&self, own: &str, profile: &Profile, now: UnixTime) -> Option<Completed> {
        let at = pemvet::text::rfc3339(i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
        let mut chain = Renewed {
            text: own.into(),
            report: Bundle::new(own.as_bytes()).validate(profile, now),
            changes: Vec::new(),
        };
        // A chain is no longer than that, and each round replaces one.
        for _ in 0..chain.report.order().len() {
            let next = self.renewed_once(&chain, profile, now, &at);
            let Some(next) = next else { break };
            chain = next;
        }
        (!chain.changes.is_empty()).then_some(Completed {
            text: chain.text,
            added: chain.changes,
        })
    }

    fn renewed_once(&self, chain: &Renewed, profile: &Profile, now: UnixTime, at: &str) -> Option<Renewed> {
        let judged = chain.report.certificates();
        let (_, above_leaf) = chain.report.order().split_first()?;
        above_leaf.iter().enumerate().find_map(|(position, place)| {
            let old = judged.get(*place)?.to_summary();
            // RFC 3339 in UTC: the order of the texts is the order of the times.
            if old.not_after.as_str() >= at {
                return None;
            }
            let (new, others) = self.successors(&old, at)?;
            let mut ders: Vec<&[u8]> = judged.iter().map(|it| it.der.as_ref()).collect();
            *ders.get_mut(*place)? = &new.der;
            let report = judge(&ders, profile, now);
            let below = report.order().get(position)?;
            let is_taken = report.order().get(position + 1) == Some(place);
            if !is_taken || !report.certificates().get(*below)?.signature_verified {
                return None;
            }
            let needed: HashSet<&usize> = report.order().iter().collect();
            let above = above_leaf.get(position + 1..).unwrap_or_default();
            let unneeded: HashSet<usize> = above.iter().filter(|it| !needed.contains(it)).copied().collect();
            let mut changes = chain.changes.clone();
            changes.push(format!(
                "put {} in the place of the one that expired on {}",
                new.words(),
                old.not_after
            ));
            changes.extend(
                others
                    .iter()
                    .map(|it| format!("  not {}, which fits as well", it.words())),
            );
            for place in above.iter().filter(|it| unneeded.contains(it)) {
                let left = judged.get(*place)?.to_summary();
                changes.push(format!(
                    "left out {}, until {}, SHA-256 {}, which the chain no longer needs",
                    left.subject, left.not_after, left.sha256
                ));
            }
            let kept: Vec<&[u8]> = ders
                .into_iter()
                .enumerate()
                .filter(|(place, _)| !unneeded.contains(place))
                .map(|(_, der)| der)
                .collect();
            Some(Renewed {
                report: judge(&kept, profile, now),
                text: kept.iter().map(|der| encoded(der)).collect(),
                changes,
            })
        })
    }

    /// The certificate of the pool with this name and key that is valid now, for the longest, and the others.
    fn successors(&self, old: &CertificateSummary, at: &str) -> Option<(&Candidate, Vec<&Candidate>)> {
        let mut fitting: Vec<(&Candidate, CertificateSummary)> = self
            .certificates
            .iter()
            .filter_map(|candidate| Some((candidate, candidate.summary()?)))
            .filter(|(_, it)| it.subject == old.subject && it.public_key_sha256 == old.public_key_sha256)
            .filter(|(_, it)| it.not_before.as_str() <= at && it.not_after.as_str() >= at)
            .collect();
        fitting.sort_by(|(_, one), (_, other)| other.not_after.cmp(&one.not_after));
        let mut candidates = fitting.into_iter().map(|(candidate, _)| candidate);
        Some((candidates.next()?, candidates.collect()))
    }
}

/// A bundle with some of its certificates replaced.
struct Renewed {
    text: String,
    report: Report,
    /// A line for each certificate that came or went.
    changes: Vec<String>,
}

fn judge(ders: &[&[u8]], profile: &Profile, now: UnixTime) -> Report {
    let text: String = ders.iter().map(|der| encoded(der)).collect();
    Bundle::new(text.as_bytes()).validate(profile, now)
}
