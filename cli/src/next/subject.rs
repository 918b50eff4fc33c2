//! An accepted certificate of Redis Software, and the files that it is in.

use pemvet::Severity;
use pemvet::redis::{CertificateName, Target};

use crate::check::outcome::BundleOutcome;
use crate::output::remedy::argument;

/// What is to be installed.
pub(crate) struct Subject<'a> {
    pub(super) name: CertificateName,
    pub(super) target: Target,
    /// As printed.
    pub(super) fqdns: &'a [String],
    /// As printed.
    pub(super) chain: &'a str,
    /// As printed; none where the name takes none.
    pub(super) key: Option<&'a str>,
    /// The day on which the first certificate of the chain expires.
    pub(super) last_day: Option<String>,
    /// `RSA 2048`.
    pub(super) key_kind: Option<String>,
}

impl<'a> Subject<'a> {
    /// What `check` accepted, where it is for Redis Software and in files that a command can name, its key among them.
    pub(crate) fn of(one: &'a BundleOutcome) -> Option<Subject<'a>> {
        let verdict = one.result.as_ref().ok()?;
        let upload = one.terms.profile.product.upload()?;
        let name = upload.name?;
        let is_file = one.place.value.is_none() && one.place.path != "-";
        if verdict.count(Severity::Error) > 0 || !is_file {
            return None;
        }
        let key = one
            .key
            .as_ref()
            .filter(|key| key.value.is_none() && key.path != "-");
        let key = match takes_key(name) {
            true => Some(key?.path.as_str()),
            false => None,
        };
        let chain = verdict.report.order().iter();
        let members: Vec<_> = chain
            .filter_map(|place| Some(verdict.report.certificates().get(*place)?.to_summary()))
            .collect();
        let last = members.iter().map(|member| member.not_after.as_str()).min();
        Some(Subject {
            name,
            target: upload.target,
            fqdns: &one.terms.fqdns,
            chain: &one.place.path,
            key,
            last_day: last.and_then(|last| last.get(..10)).map(Into::into),
            key_kind: members.first().map(|leaf| leaf.key.clone()),
        })
    }

    /// Whether its target is `release` or later, in each of its releases.
    pub(super) fn is_from(&self, release: &str) -> bool {
        release
            .parse::<Target>()
            .is_ok_and(|release| !self.target.may_be_older_than(release))
    }

    /// Whether one of the releases of its target is older than `release`.
    pub(super) fn may_precede(&self, release: &str) -> bool {
        release
            .parse::<Target>()
            .is_ok_and(|release| self.target.may_be_older_than(release))
    }

    /// The options that `check`, `next` and `request --build` share.
    pub(super) fn cluster_options(&self) -> String {
        let mut options = String::new();
        for fqdn in self.fqdns {
            options.push_str(&format!(" --fqdn {}", argument(fqdn)));
        }
        if self.target != Target::LATEST {
            options.push_str(&format!(" --target {}", self.target));
        }
        options
    }

    /// The options that `check` and `next` share.
    pub(super) fn options(&self) -> String {
        let key = self.key.map(|key| format!(" --key {}", argument(key)));
        format!(
            "{} --name {}{}",
            key.unwrap_or_default(),
            self.name,
            self.cluster_options()
        )
    }
}

/// What prints the way to the installed certificates: of one, or of several names that one file serves.
pub(crate) fn command(subjects: &[Subject<'_>]) -> Option<String> {
    let (first, others) = subjects.split_first()?;
    if others
        .iter()
        .any(|other| (other.chain, other.key) != (first.chain, first.key))
    {
        return None;
    }
    let key = first.key.map(|key| format!(" --key {}", argument(key)));
    let names: String = subjects.iter().map(|it| format!(" --name {}", it.name)).collect();
    Some(format!(
        "pemvet next {}{}{names}{}",
        argument(first.chain),
        key.unwrap_or_default(),
        first.cluster_options()
    ))
}

/// What makes two files of one that holds chain and key, a pfx or PEM; then the way goes on.
pub(crate) fn split_command(one: &BundleOutcome) -> Option<String> {
    let verdict = one.result.as_ref().ok()?;
    let is_for_product = one.terms.profile.product.upload()?.name.is_some_and(takes_key);
    let is_file = one.place.value.is_none() && one.place.path != "-";
    let holds_key = one.key.is_none() && verdict.report.key_fits();
    if verdict.count(Severity::Error) > 0 || !is_for_product || !is_file || !holds_key {
        return None;
    }
    let path = one.place.path.as_str();
    let stem = match path.rsplit_once('.') {
        Some((stem, "pem" | "key" | "crt" | "cer")) => format!("{stem}-split"),
        Some((stem, _)) if !stem.is_empty() && !stem.ends_with('/') => stem.into(),
        _ => path.to_owned(),
    };
    Some(format!(
        "pemvet fix {} --split {}",
        argument(path),
        argument(&format!("{stem}.pem,{stem}.key"))
    ))
}

/// Whether a private key is uploaded with it.
pub(super) fn takes_key(name: CertificateName) -> bool {
    name.facts().private_key != pemvet::KeyRequirement::Forbidden
}
