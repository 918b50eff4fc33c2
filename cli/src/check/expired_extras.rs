//! Certificates that the chain does not need and that have expired: which lines to take out, in one sentence for all that stand
//! together.

use pemvet::{Finding, JudgedCertificate, UnixTime, rules};

use crate::check::verdict::{Verdict, said_again};

/// Names the lines, and why clients do without them.
pub(crate) fn tell(verdict: &mut Verdict, now: UnixTime) {
    let now = pemvet::text::rfc3339(i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
    let is_extra = |finding: &Finding| finding.rule.name == rules::names::CERTIFICATE_UNRELATED;
    let place = |finding: &Finding| finding.location.as_ref().and_then(|it| it.certificate);
    let mut extras: Vec<usize> = verdict
        .findings
        .iter()
        .filter(|it| is_extra(it))
        .filter_map(place)
        .filter(|place| {
            let certificate = verdict.report.certificates().get(*place);
            certificate.is_some_and(|it| it.to_summary().not_after < now)
        })
        .collect();
    extras.sort_unstable();
    let certificates = verdict.report.certificates().to_vec();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for place in extras {
        match runs
            .last_mut()
            .filter(|run| run.last().is_some_and(|last| last + 1 == place))
        {
            Some(run) => run.push(place),
            None => runs.push(vec![place]),
        }
    }
    for run in runs {
        let Some(advice) = advice(&run, &certificates) else {
            continue;
        };
        for finding in &mut verdict.findings {
            if is_extra(finding) && place(finding).is_some_and(|it| run.contains(&it)) {
                *finding = said_again(finding, finding.message.clone(), advice.clone());
            }
        }
    }
}

fn advice(run: &[usize], certificates: &[JudgedCertificate]) -> Option<String> {
    let of = |place: &usize| certificates.get(*place).map(JudgedCertificate::to_summary);
    let (first, last) = (of(run.first()?)?, of(run.last()?)?);
    let (from, to) = (*first.lines.start(), *last.lines.end());
    let name = |subject: &str| {
        let common = subject.split(", ").find_map(|part| part.strip_prefix("CN="));
        common.unwrap_or(subject).to_owned()
    };
    let is_crossed = run.len() > 1 && first.issuer == last.subject && last.issuer == last.subject;
    let own = name(&first.subject);
    Some(match (is_crossed, run.len()) {
        (true, _) => format!(
            "remove lines {from}-{to}: {own} is cross-signed by an expired root; clients that have {own} itself need neither"
        ),
        (false, 1) => format!("remove lines {from}-{to}: {own} has expired, and no client needs it"),
        (false, _) => format!("remove lines {from}-{to}: they have expired, and no client needs them"),
    })
}
