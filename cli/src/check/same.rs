//! `check SERVED --same-as FILE`: whether what is served is what was installed.

use pemvet::{Bundle, CertificateSummary, Report, Role, UnixTime};

use crate::arguments::Check;
use crate::input::{files, opened};
use crate::outcome::{Failure, Outcome};
use crate::output::remedy::argument;
use crate::terms::{any_size, time};

/// What came of the comparison: words for one line, and whether the two are the same.
pub(crate) struct Compared {
    pub(crate) is_same: bool,
    /// What is served, and what should be, as printed.
    pub(crate) served: String,
    pub(crate) wanted: String,
    pub(crate) words: String,
}

impl Compared {
    pub(crate) fn outcome(&self) -> Outcome {
        match self.is_same {
            true => Outcome::Accepted,
            false => Outcome::Rejected,
        }
    }
}

/// Certificates in an order, leaf first.
struct Line {
    der: Vec<Vec<u8>>,
    about: Vec<CertificateSummary>,
    ends_at_root: bool,
}

impl Line {
    /// As they stand in the text: what a server sends. A leaf that is told once more at the end counts once.
    fn as_sent(report: &Report) -> Line {
        let mut line = Line::of(report, (0..report.certificates().len()).collect());
        if line.der.len() > 1 && line.der.first() == line.der.last() {
            line.der.pop();
            line.about.pop();
        }
        line
    }

    /// In their right order, and then what the chain does not need.
    fn in_order(report: &Report) -> Line {
        match report.order() {
            [] => Line::as_sent(report),
            order => Line::of(report, order.to_vec()),
        }
    }

    fn of(report: &Report, places: Vec<usize>) -> Line {
        let members: Vec<_> = places
            .iter()
            .filter_map(|place| report.certificates().get(*place))
            .collect();
        Line {
            der: members.iter().map(|member| member.der.to_vec()).collect(),
            ends_at_root: members.last().is_some_and(|last| last.role == Role::Root),
            about: members.iter().map(|member| member.to_summary()).collect(),
        }
    }

    fn leaf(&self) -> Option<(&[u8], &CertificateSummary)> {
        self.der.first().map(Vec::as_slice).zip(self.about.first())
    }

    fn without_root(&self) -> &[Vec<u8>] {
        match self.der.split_last() {
            Some((_, below)) if self.ends_at_root && !below.is_empty() => below,
            _ => &self.der,
        }
    }
}

pub(crate) fn compare(check: &Check) -> Result<Compared, Failure> {
    let ([served], Some(wanted)) = (check.paths.as_slice(), &check.same_as) else {
        return Err(Failure::new(
            "--same-as compares one PATH with one file; - is what openssl s_client prints",
        ));
    };
    let now = time(check.question.at.as_deref())?;
    let passwords = check.password.read()?;
    let read = |path: &std::path::Path| {
        let text = files::read_whole(path, any_size().limits.input_bytes.min(16 << 20));
        let text = text.and_then(|text| opened::certificates(path, text, &passwords));
        text.map_err(|reason| Failure::new(format!("{}: {reason}", files::shown(path))))
    };
    let text = read(served)?;
    let wanted_text = read(wanted)?;
    let old_text = check.previous.as_deref().map(read).transpose()?;
    let sent = Line::as_sent(&judged(&text, now));
    let new = Line::in_order(&judged(&wanted_text, now));
    let old = old_text.map(|old| Line::in_order(&judged(&old, now)));
    let new_name = argument(&files::shown(wanted));
    let old_name = check
        .previous
        .as_deref()
        .map(|path| argument(&files::shown(path)));
    let compared = |is_same: bool, words: String| Compared {
        is_same,
        served: files::shown(served),
        wanted: files::shown(wanted),
        words,
    };
    let Some(new_leaf) = new.leaf() else {
        return Err(Failure::new(format!("--same-as {new_name} holds no certificate")));
    };
    let Some(sent_leaf) = sent.leaf() else {
        let words = format!("nothing is served: {} holds no certificate", files::shown(served));
        return Ok(compared(false, words));
    };
    if sent_leaf.0 != new_leaf.0 {
        let words = other_leaf(&sent, &new, old.as_ref().zip(old_name.as_deref()), &new_name);
        return Ok(compared(false, words));
    }
    let (words, is_same) = same_leaf(&sent, &new, &new_name, is_listed_only(&text, &sent));
    Ok(compared(is_same, words))
}

fn judged(text: &[u8], now: UnixTime) -> Report {
    Bundle::new(text).validate(&any_size(), now)
}

/// s_client without -showcerts lists the names of the chain and prints its leaf alone.
fn is_listed_only(text: &[u8], sent: &Line) -> bool {
    let lists_more = text
        .split(|byte| *byte == b'\n')
        .any(|line| line.starts_with(b" 1 s:"));
    sent.der.len() == 1 && lists_more
}

fn same_leaf(sent: &Line, new: &Line, new_name: &str, is_listed_only: bool) -> (String, bool) {
    let shown = |about: &[CertificateSummary]| {
        let subjects: Vec<&str> = about.iter().map(|it| it.subject.as_str()).collect();
        subjects.join("; ")
    };
    let of_new = new.without_root();
    let of_sent = sent.without_root();
    if sent.der == new.der {
        return (format!("the same: leaf and chain of {new_name} are served"), true);
    }
    if of_sent == of_new {
        let root = match sent.ends_at_root {
            true => format!("its root as well, which {new_name} has not"),
            false => "without the root, which peers have".into(),
        };
        return (
            format!("the same: leaf and intermediates of {new_name} are served, {root}"),
            true,
        );
    }
    if is_listed_only {
        return (
            format!(
                "the leaf of {new_name} is served; its chain is not in this output: add -showcerts to openssl s_client"
            ),
            false,
        );
    }
    if of_new.starts_with(&sent.der) {
        let missing = new.about.get(sent.der.len()..of_new.len()).unwrap_or_default();
        let after = match sent.der.len() {
            1 => "the leaf".into(),
            number => format!("certificate {number}"),
        };
        return (
            format!(
                "the chain is cut after {after}: {new_name} has {} as well; install the whole file",
                shown(missing)
            ),
            false,
        );
    }
    let sorted = |der: &[Vec<u8>]| {
        let mut der = der.to_vec();
        der.sort();
        der
    };
    if sorted(of_sent) == sorted(of_new) || sorted(&sent.der) == sorted(&new.der) {
        let order = sent.der.iter().map(|der| new.der.iter().position(|it| it == der));
        let order: Vec<String> = order.flatten().map(|place| (place + 1).to_string()).collect();
        return (
            format!(
                "the certificates of {new_name} are served in another order: {}",
                order.join(" ")
            ),
            false,
        );
    }
    let others: Vec<CertificateSummary> = sent
        .der
        .iter()
        .zip(&sent.about)
        .filter(|(der, _)| !new.der.contains(der))
        .map(|(_, about)| about.clone())
        .collect();
    let words = match others.as_slice() {
        [] => format!(
            "the leaf of {new_name} is served with another part of its chain: {}",
            shown(&sent.about)
        ),
        others => format!(
            "the leaf of {new_name} is served with other certificates: {}",
            shown(others)
        ),
    };
    (words, false)
}

fn other_leaf(sent: &Line, new: &Line, old: Option<(&Line, &str)>, new_name: &str) -> String {
    let Some((der, about)) = sent.leaf() else {
        return String::new();
    };
    if let Some((_, name)) = old.filter(|(old, _)| old.leaf().is_some_and(|(leaf, _)| leaf == der)) {
        return format!(
            "the old certificate is still served, that of {name}, until {}: connections that were open keep it, others get the new one when it is installed",
            about.not_after
        );
    }
    let wanted = new.leaf().map(|(_, wanted)| wanted);
    if new.der.first().is_some_and(|leaf| sent.der.contains(leaf)) {
        return format!(
            "the leaf of {new_name} is served, but not first: the order is wrong, and clients take the first for the leaf"
        );
    }
    let until = wanted.map_or("", |wanted| wanted.not_after.as_str());
    format!(
        "another certificate is served: {}, until {}, SHA-256 {}; that of {new_name} is valid until {until}",
        about.subject, about.not_after, about.sha256
    )
}
