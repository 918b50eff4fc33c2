//! Calendars of public CAs as data, with their sources: what holds for a certificate depends on the day of its issue.

use crate::certificate::{Certificate, Said};
use crate::rule::midnight;

/// A limit, in days, for what is issued from a second on.
#[derive(Clone, Copy)]
pub(super) struct Limit {
    pub(super) since: i64,
    pub(super) days: i64,
}

const fn from(year: i64, month: i64, day: i64, days: i64) -> Limit {
    let since = midnight(year, month, day);
    Limit { since, days }
}

/// How long a server's certificate may be valid, the newest limit first: CA/Browser Forum TLS Baseline Requirements, section
/// 6.3.2 as version 2.1.5 brought it and 2.3.1 still has it, which is ballots 193, SC-31 and SC-081v3, and before them version
/// 1.3.0, of which 39 months are 1187 days at most and 60 months 1827.
pub(super) static VALIDITY: [Limit; 7] = [
    from(2029, 3, 15, 47),
    from(2027, 3, 15, 100),
    from(2026, 3, 15, 200),
    from(2020, 9, 1, 398),
    from(2018, 3, 1, 825),
    from(2015, 4, 1, 1187),
    from(2012, 7, 1, 1827),
];

/// How long a CA may rely on a proof that somebody controls a domain: section 4.2.1, likewise.
pub(super) static DOMAIN_PROOF: [Limit; 4] = [
    from(2029, 3, 15, 10),
    from(2027, 3, 15, 100),
    from(2026, 3, 15, 200),
    from(2021, 10, 1, 398),
];

/// The limit for what is issued at a second.
pub(super) fn limit_at(table: &[Limit], issued: i64) -> Option<Limit> {
    table.iter().copied().find(|limit| issued >= limit.since)
}

/// The limit that comes after it.
pub(super) fn next_after(table: &[Limit], issued: i64) -> Option<Limit> {
    table.iter().copied().rfind(|limit| issued < limit.since)
}

/// Whether a public CA has issued it: a policy of the CA/Browser Forum, 2.23.140.1.2.*, or a certificate timestamp.
pub(super) fn is_public(leaf: &Certificate<'_>) -> bool {
    const TLS: [u8; 5] = [0x67, 0x81, 0x0C, 1, 2];
    let has_policy = match leaf.policies() {
        Said::Value(policies) => policies.iter().any(|policy| policy.starts_with(&TLS)),
        _ => false,
    };
    has_policy || leaf.first_timestamp().is_some()
}

#[cfg(test)]
mod tests {
    use super::{DOMAIN_PROOF, VALIDITY, limit_at, midnight, next_after};

    #[test]
    fn limits_get_shorter() {
        for table in [&VALIDITY[..], &DOMAIN_PROOF] {
            let pairs = table.iter().zip(&table[1..]);
            assert!(
                pairs
                    .into_iter()
                    .all(|(new, old)| new.since > old.since && new.days < old.days)
            );
        }
        let issued = midnight(2027, 3, 15) - 1;
        assert_eq!(limit_at(&VALIDITY, issued).unwrap().days, 200);
        assert_eq!(next_after(&VALIDITY, issued).unwrap().days, 100);
        assert!(next_after(&VALIDITY, midnight(2029, 3, 15)).is_none());
    }
}
