//! What the arguments that commands share come to: a profile, a key, a time.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pemvet::redis::{CertificateName, Cluster, Spelling, Target};
use pemvet::rules::Severities;
use pemvet::stacks::Problem;
use pemvet::{
    Bundle, CertificateDer, KeyRequirement, Profile, Provider, PublicSuffixes, ReferenceIdentifier,
    RepairMode, Severity, SubjectAttribute, UnixTime,
};

use crate::arguments::{Preset, ProfileArgs, Standard};
use crate::input::files;
use crate::key_file::Key;
use crate::outcome::Failure;
use crate::passwords::Passwords;

/// [`ProfileArgs`] with its files read and its texts understood.
pub(crate) struct ResolvedArgs {
    pub(crate) profile: Profile,
    pub(crate) key: Option<Key>,
    pub(crate) now: UnixTime,
    /// `cluster.example.com`, or empty.
    pub(crate) names: String,
    /// Rules that a configuration passes over.
    pub(crate) ignored: BTreeSet<&'static str>,
    /// Rules that are a warning at most.
    pub(crate) mild: &'static [&'static str],
}

/// What a bundle is held to, apart from the time.
#[derive(Clone)]
pub(crate) struct JudgingTerms {
    pub(crate) profile: Profile,
    /// Names of the cluster, as they may be printed.
    pub(crate) fqdns: Vec<String>,
    /// `cluster.example.com`, or empty.
    pub(crate) names: String,
    /// The same question about other versions of Redis Software.
    pub(crate) elsewhere: Vec<Profile>,
}

impl JudgingTerms {
    /// Has these severities, too, whatever the version.
    pub(crate) fn set_severities(&mut self, severities: &Severities) {
        for profile in std::iter::once(&mut self.profile).chain(&mut self.elsewhere) {
            profile.severities.extend(severities);
        }
    }

    /// For a file about which nothing is known.
    pub(crate) fn any() -> JudgingTerms {
        let mut profile = Profile::any(PROVIDER);
        profile.repair = RepairMode::AsGiven;
        JudgingTerms {
            profile,
            fqdns: Vec::new(),
            names: String::new(),
            elsewhere: Vec::new(),
        }
    }
}

impl ProfileArgs {
    pub(crate) fn demand(&self) -> Result<ResolvedArgs, Failure> {
        self.demand_with(&Passwords::default())
    }

    /// The same with a key that may be under a password.
    pub(crate) fn demand_with(&self, passwords: &Passwords) -> Result<ResolvedArgs, Failure> {
        if self.names.len() > 1 {
            return Err(Failure::new("give one --name; check takes several"));
        }
        let JudgingTerms { profile, names, .. } = self.terms()?;
        Ok(ResolvedArgs {
            key: self.read_key(profile.limits.input_bytes, passwords)?,
            now: time(self.at.as_deref())?,
            profile,
            names,
            ignored: BTreeSet::new(),
            mild: &[],
        })
    }

    /// For `check`: damage that `fix` would repair is there all the same.
    pub(crate) fn judge_as_given(&mut self) {
        self.as_given = true;
    }

    pub(crate) fn terms(&self) -> Result<JudgingTerms, Failure> {
        let mut terms = self.terms_alone()?;
        let Some(upload) = terms.profile.product.upload() else {
            return Ok(terms);
        };
        let others = COMMON_TARGETS
            .into_iter()
            .filter(|target| *target != upload.target.to_string());
        let of = |target: &str| ProfileArgs {
            target: Some(target.into()),
            ..self.clone()
        };
        let profiles = others.filter_map(|target| of(target).terms_alone().ok());
        // A version that has no such certificate does not decide about it.
        terms.elsewhere = profiles
            .map(|terms| terms.profile)
            .filter(|profile| profile.product.unknown_name().is_none())
            .collect();
        Ok(terms)
    }

    fn terms_alone(&self) -> Result<JudgingTerms, Failure> {
        let mut profile = self.profile()?;
        if self.as_given {
            profile.repair = RepairMode::AsGiven;
        }
        profile.standard = self.reading.into();
        profile.preview = self.preview;
        profile.is_public_suffix = Some(PublicSuffixes::new(is_public_suffix));
        if !self.stacks.is_empty() {
            if self.reading != Standard::Deployed {
                return Err(Failure::new(
                    "--for judges by what servers and clients do, --reading by a standard; give one of them",
                ));
            }
            judge_for(&mut profile, &self.stacks)?;
        }
        for name in &self.hostname {
            profile
                .require_name(name)
                .map_err(|error| Failure::new(format!("--hostname: {error}")))?;
        }
        for asked in &self.subject {
            let (short, value) = match asked.split_once('=') {
                Some((short, value)) => (short, Some(value)),
                None => (asked.as_str(), None),
            };
            let attribute = short.parse::<SubjectAttribute>().map_err(|_| {
                Failure::new("--subject wants one of C, ST, L, O, OU, CN, alone or with a value: O=Example")
            })?;
            profile.require_attribute(attribute, value, Severity::Error);
        }
        if let Some(trusted) = &self.trusted {
            profile.trust_only(trusted.iter().cloned());
        } else if let Some(path) = &self.trust {
            profile.trust_only(anchors(path)?);
        }
        let given = self.fqdn.iter().chain(&self.hostname);
        let given: Vec<_> = given.map(|name| pemvet::text::echo(name).into_owned()).collect();
        // A certificate that is no server's does not look at the FQDN.
        let names = if profile.names.is_empty() {
            String::new()
        } else {
            given.join(", ")
        };
        Ok(JudgingTerms {
            profile,
            fqdns: self.fqdns_shown(),
            names,
            elsewhere: Vec::new(),
        })
    }

    pub(crate) fn read_key(&self, limit: usize, passwords: &Passwords) -> Result<Option<Key>, Failure> {
        let Some(path) = &self.key else { return Ok(None) };
        let text = files::read(path, limit)
            .map_err(|reason| Failure::new(format!("{}: {reason}", files::shown(path))))?;
        let mut key = Key::new(path.clone(), text);
        key.open(passwords)?;
        Ok(Some(key))
    }

    /// Whether it says what the bundles are, so that a configuration has nothing to say about that.
    pub(crate) fn is_about_purpose(&self) -> bool {
        !self.names.is_empty() || self.profile.is_some() || !self.hostname.is_empty()
    }

    /// Whether it asks for a name, which only one bundle can have.
    pub(crate) fn is_about_one_bundle(&self) -> bool {
        self.names.len() == 1 || !self.hostname.is_empty()
    }

    /// Whether the names of the files may say which certificate of the cluster each is: all of them, or those of `--name`.
    pub(crate) fn is_about_files_by_name(&self) -> bool {
        let is_open = self.names.len() != 1 && self.profile.is_none() && self.hostname.is_empty();
        is_open && !self.fqdn.is_empty()
    }

    /// The cluster was named and not the certificate: then the name of the one file says which it is.
    pub(crate) fn name_after(&mut self, paths: &[PathBuf]) {
        if let ([path], true) = (paths, self.names.is_empty() && self.is_about_files_by_name()) {
            let product = path.file_name().filter(|_| product_name(path).is_some());
            self.names
                .extend(product.map(|name| name.to_string_lossy().into_owned()));
        }
    }

    /// Whether it speaks of Redis Software and leaves open of which of its certificates.
    pub(crate) fn leaves_product_open(&self) -> bool {
        let is_about_product = !self.fqdn.is_empty() || self.target.is_some() || self.strict_docs;
        is_about_product && !self.is_about_purpose()
    }

    /// The same question about nothing in particular.
    pub(crate) fn without_product(&self) -> ProfileArgs {
        ProfileArgs {
            names: Vec::new(),
            fqdn: Vec::new(),
            target: None,
            strict_docs: false,
            ..self.clone()
        }
    }

    /// What is asked of the certificate of each `--name`.
    pub(crate) fn terms_of_each(&self) -> Result<Vec<Arc<JudgingTerms>>, Failure> {
        let of = |name: &String| {
            let one = ProfileArgs {
                names: vec![name.clone()],
                ..self.clone()
            };
            one.terms().map(Arc::new)
        };
        self.names.iter().map(of).collect()
    }

    /// What is asked of a certificate that a Secret gives this name of Redis Software. Without names of the cluster none are
    /// looked for.
    pub(crate) fn terms_of_product(&self, name: &str) -> Option<JudgingTerms> {
        Spelling::read(name).name()?;
        let cluster = cluster(&self.fqdn, self.target.as_deref(), self.strict_docs).ok()?;
        let mut terms = self.without_product().terms().ok()?;
        terms.fqdns = self.fqdns_shown();
        let own = terms.profile;
        terms.profile = cluster.profile_of(name);
        (terms.profile.repair, terms.profile.standard) = (own.repair, own.standard);
        (terms.profile.trust, terms.profile.is_public_suffix) =
            (own.trust.clone(), own.is_public_suffix.clone());
        if !own.stacks.is_empty() {
            (terms.profile.stacks, terms.profile.audience) = (own.stacks, own.audience);
        }
        if !terms.profile.names.is_empty() {
            terms.names = self.fqdns_shown().join(", ");
        }
        Some(terms)
    }

    fn fqdns_shown(&self) -> Vec<String> {
        let given = self.fqdn.iter();
        given.map(|name| shown_in_command(name)).collect()
    }

    fn profile(&self) -> Result<Profile, Failure> {
        let Some(name) = self.names.first() else {
            if !self.fqdn.is_empty() || self.target.is_some() || self.strict_docs {
                return Err(Failure::new(
                    "--fqdn, --target and --strict-docs are about a certificate of Redis Software; say which with --name",
                ));
            }
            let mut profile = match self.profile.unwrap_or(Preset::Any) {
                Preset::Any => Profile::any(PROVIDER),
                Preset::Server => Profile::server(PROVIDER),
                Preset::Client => Profile::client(PROVIDER),
                Preset::Mutual => Profile::mutual(PROVIDER),
                Preset::Authority => Profile::authority(PROVIDER),
            };
            // Whoever looks at a file may not have the key: that the pair was not checked is a warning.
            if profile.private_key == KeyRequirement::Required {
                profile.private_key = KeyRequirement::Expected;
            }
            return Ok(profile);
        };
        let cluster = cluster(&self.fqdn, self.target.as_deref(), self.strict_docs)?;
        let profile = cluster.profile_of(name);
        let known = profile.product.upload().and_then(|upload| upload.name);
        match known.filter(|known| known.is_server() && cluster.fqdns().is_empty()) {
            Some(server) => Err(Failure::new(format!(
                "--name {server} needs --fqdn, the name of the cluster"
            ))),
            None => Ok(profile),
        }
    }
}

/// Versions that clusters are on: each where the documentation, or the product, came to ask for something else.
const COMMON_TARGETS: [&str; 6] = ["6.2", "7.4", "7.8", "7.22", "8.0", "8.2"];

/// Names the stacks of `--for`, and the audience where one is among them.
pub(crate) fn judge_for(profile: &mut Profile, given: &[String]) -> Result<(), Failure> {
    let judged = profile.judge_for(given.iter().map(String::as_str));
    judged.map_err(|unknown| {
        let written = pemvet::text::echo(unknown.written());
        let nearest = match unknown.nearest() {
            [] => String::new(),
            near => format!("; similar: {}", near.join(", ")),
        };
        Failure::new(match unknown.problem() {
            Problem::Version => format!("--for {written}: a version is written 1.22, a range 1.22..1.27"),
            Problem::TooMany => "--for takes 64 stacks at most".into(),
            _ => format!(
                "--for {written}: pemvet knows no such server or client{nearest}; pemvet stacks lists them"
            ),
        })
    })
}

/// The certificate of Redis Software that a file is named after, as nothing else is: `proxy_cert.pem`,
/// `ldap_client.pem`. `proxy.pem` may be anybody's proxy.
pub(crate) fn product_name(path: &std::path::Path) -> Option<CertificateName> {
    let name = path.file_name()?.to_str()?;
    let stem = name.to_ascii_lowercase();
    let stem = stem.strip_suffix(".pem")?;
    let is_its_own = stem.contains('_') || stem.ends_with("secretname");
    Spelling::read(name)
        .name()
        .filter(|_| is_its_own && !stem.ends_with("_key"))
}

/// Whether a file is named as Redis Software names the private key of one of its certificates: `proxy_key.pem`.
pub(crate) fn is_key_of_product(path: &std::path::Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix("_key.pem");
    stem.is_some_and(|stem| product_name(std::path::Path::new(&format!("{stem}_cert.pem"))).is_some())
}

/// The cluster of `--fqdn`, `--target` and `--strict-docs`.
pub(crate) fn cluster(fqdns: &[String], target: Option<&str>, strict_docs: bool) -> Result<Cluster, Failure> {
    let mut cluster = Cluster::new(PROVIDER);
    cluster.strict_docs = strict_docs;
    if let Some(target) = target {
        cluster.target = target
            .parse::<Target>()
            .map_err(|error| Failure::new(format!("--target: {error}")))?;
    }
    for fqdn in fqdns {
        cluster
            .add_fqdn(fqdn)
            .map_err(|error| Failure::new(format!("--fqdn: {error}")))?;
    }
    Ok(cluster)
}

/// The time that was given with --at, or now. The clock is read here and nowhere else.
pub(crate) fn time(at: Option<&str>) -> Result<UnixTime, Failure> {
    let Some(at) = at else {
        #[expect(
            clippy::disallowed_methods,
            reason = "the command reads the clock, once, here"
        )]
        let now = std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH);
        let now = now
            .map_err(|_| Failure::new("the clock of this machine is before 1970; give the time with --at"))?;
        return Ok(UnixTime::since_unix_epoch(now));
    };
    let format = &time::format_description::well_known::Rfc3339;
    // A date is the first moment of that day.
    let day = format!("{at}T00:00:00Z");
    let at = if at.len() == "2026-06-01".len() {
        day.as_str()
    } else {
        at
    };
    let seconds = time::OffsetDateTime::parse(at, format)
        .ok()
        .map(time::OffsetDateTime::unix_timestamp);
    match seconds.and_then(|seconds| u64::try_from(seconds).ok()) {
        Some(seconds) => Ok(UnixTime::since_unix_epoch(Duration::from_secs(seconds))),
        None => Err(Failure::new(
            "--at wants a time from 1970 on in the form 2026-06-01T00:00:00Z, or a date: 2026-06-01",
        )),
    }
}

#[cfg(feature = "aws-lc-rs")]
const PROVIDER: Provider = Provider::AWS_LC_RS;
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
const PROVIDER: Provider = Provider::RING;
#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
compile_error!("the command needs the feature `aws-lc-rs` or `ring`");

/// Whether the list of public suffixes, its private part included, names this very suffix.
pub(crate) fn is_public_suffix(name: &str) -> bool {
    let suffix = psl::suffix(name.as_bytes());
    suffix.is_some_and(|suffix| suffix.is_known() && suffix == name.as_bytes())
}

/// A word that somebody gave, as it stands in a command that is printed and can be pasted: a domain name is whole, however long
/// its labels are.
pub(crate) fn shown_in_command(word: &str) -> String {
    match is_domain_name(word) {
        true => word.into(),
        false => pemvet::text::echo(word).into_owned(),
    }
}

/// Labels of small letters, digits and `-`, long ones with a letter that hex has not: no encoding of a key looks so.
fn is_domain_name(word: &str) -> bool {
    let is_label = |label: &str| {
        let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_long = label.len() > 20;
        let has_letter = label.bytes().any(|byte| matches!(byte, b'g'..=b'z'));
        !label.is_empty() && label.len() <= 63 && label.bytes().all(is_inner) && (!is_long || has_letter)
    };
    let name = word.strip_prefix("*.").unwrap_or(word);
    name.len() <= 253 && name.contains('.') && name.split('.').all(is_label)
}

/// Whether no public CA issues for a name, since nobody can own it: without a known suffix, or an address of a private network.
pub(crate) fn is_internal(name: &ReferenceIdentifier) -> bool {
    match name {
        ReferenceIdentifier::Dns(name) => {
            let name = name.as_str().trim_start_matches("*.");
            let is_known = psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.is_known());
            !is_known || !name.contains('.')
        }
        ReferenceIdentifier::Ip(address) => match address.to_string().parse() {
            Ok(std::net::IpAddr::V4(it)) => {
                it.is_private() || it.is_loopback() || it.is_link_local() || it.is_unspecified()
            }
            Ok(std::net::IpAddr::V6(it)) => {
                it.is_unique_local() || it.is_loopback() || it.is_unicast_link_local() || it.is_unspecified()
            }
            Err(_) => false,
        },
        _ => false,
    }
}

/// Reads everything and demands nothing.
pub(crate) fn any_size() -> Profile {
    let mut profile = Profile::any(PROVIDER);
    profile.limits.input_bytes = usize::MAX;
    profile.limits.blocks = crate::input::part::MOST_BLOCKS;
    profile
}

pub(crate) fn anchors(path: &std::path::Path) -> Result<Vec<CertificateDer<'static>>, Failure> {
    // A root store, not a bundle: 16 MiB hold all public roots sixty times.
    let text = files::read_whole(path, 16 << 20)
        .map_err(|reason| Failure::new(format!("--trust {}: {reason}", files::shown(path))))?;
    let scan = pemvet::pem::scan_with_limit(&text, crate::input::part::MOST_BLOCKS);
    let anchors: Vec<_> = scan
        .certificates()
        .map(|der| CertificateDer::from(der).into_owned())
        .collect();
    let readable = Bundle::new(&text)
        .validate(&any_size(), UnixTime::since_unix_epoch(Duration::ZERO))
        .certificates()
        .len();
    if readable < anchors.len() {
        return Err(Failure::new(format!(
            "--trust {} holds a block that is not a certificate",
            files::shown(path)
        )));
    }
    if anchors.is_empty() || !scan.faults().is_empty() {
        let what = if anchors.is_empty() {
            "holds no certificate"
        } else {
            "holds a block that does not decode"
        };
        return Err(Failure::new(format!("--trust {} {what}", files::shown(path))));
    }
    Ok(anchors)
}
