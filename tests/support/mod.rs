//! Cases of testdata: a bundle, its key, and the options it is judged with.

#![allow(dead_code, reason = "each test uses its part")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pemvet::redis::{Cluster, Target};
use pemvet::{
    Bundle, CertificateDer, KeyRequirement, Profile, Provider, PublicSuffixes, RepairMode, Report, Severity,
    Standard, SubjectAttribute, UnixTime,
};

#[cfg(feature = "aws-lc-rs")]
pub(crate) const PROVIDER: Provider = Provider::AWS_LC_RS;
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
pub(crate) const PROVIDER: Provider = Provider::RING;

/// 2026-06-01T00:00:00Z, the time of all cases.
pub(crate) const NOW: u64 = 1_780_272_000;

/// One file of testdata that is judged.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    pub(crate) key: Option<PathBuf>,
    pub(crate) arguments: String,
}

impl Case {
    /// The case of this file, with the options that lie beside it.
    pub(crate) fn of(path: PathBuf) -> Case {
        let key = Some(path.with_extension("key")).filter(|key| key.exists());
        let own = path.with_extension("arguments");
        let of_folder = path.with_file_name("arguments");
        let arguments = fs::read_to_string(own).or_else(|_| fs::read_to_string(of_folder));
        let arguments = arguments.unwrap_or_else(|_| "--name proxy --fqdn cluster.example.com".into());
        Case {
            path,
            key,
            arguments: arguments.trim().into(),
        }
    }

    /// Its folder and name, for messages.
    pub(crate) fn name(&self) -> String {
        let folder = self.path.parent().and_then(Path::file_name).unwrap_or_default();
        let file = self.path.file_stem().unwrap_or_default();
        format!("{}/{}", folder.to_string_lossy(), file.to_string_lossy())
    }

    pub(crate) fn profile(&self) -> Profile {
        let mut profile = None;
        let mut provider = PROVIDER;
        let words: Vec<&str> = self.arguments.split_whitespace().collect();
        let pairs = words.chunks(2).map(|pair| match pair {
            [option, value] => (*option, *value),
            _ => panic!("{}: each option has a value: {}", self.name(), self.arguments),
        });
        let pairs: Vec<(&str, &str)> = pairs.collect();
        for (option, value) in &pairs {
            match *option {
                "--provider" => provider = Provider::new("none", &[]),
                "--profile" => {
                    profile = Some(match *value {
                        "any" => Profile::any(provider.clone()),
                        "server" => without_key_asked(Profile::server(provider.clone())),
                        "authority" => Profile::authority(provider.clone()),
                        other => panic!("no profile {other}"),
                    });
                }
                _ => {}
            }
        }
        let named = upload(&pairs, provider.clone());
        let mut profile = named.or(profile).unwrap_or_else(|| Profile::any(provider));
        profile.repair = RepairMode::AsGiven;
        for (option, value) in pairs {
            match option {
                "--hostname" => profile.require_name(value).expect("a good name"),
                "--reading" => {
                    profile.standard = match value {
                        "rfc5280" => Standard::Rfc5280,
                        "cabf" => Standard::CaBrowserForum,
                        other => panic!("no reading {other}"),
                    }
                }
                "--for" => profile.stacks = pemvet::stacks::parse_list(value).expect("known stacks"),
                "--preview" => profile.preview = value == "yes",
                // A list of two, one of them a top-level domain.
                "--public-suffix" => {
                    assert_eq!(value, "example.com");
                    profile.is_public_suffix =
                        Some(PublicSuffixes::new(|name| ["example.com", "com"].contains(&name)));
                }
                "--subject" => {
                    let (name, wanted) = value.split_once('=').map_or((value, None), |(a, b)| (a, Some(b)));
                    let attribute = name.parse::<SubjectAttribute>().expect("an attribute");
                    profile.require_attribute(attribute, wanted, Severity::Warning);
                }
                "--trust" => profile.trust_only(certificates(&self.path.with_file_name(value))),
                "--limit" => {
                    let (what, limit) = value.split_once('=').expect("NAME=NUMBER");
                    let limit = limit.parse().expect("a number");
                    let limits = &mut profile.limits;
                    *match what {
                        "input" => &mut limits.input_bytes,
                        "blocks" => &mut limits.blocks,
                        "certificates" => &mut limits.certificates,
                        "certificate" => &mut limits.certificate_bytes,
                        "path" => &mut limits.path_intermediates,
                        "signatures" => &mut limits.signature_checks,
                        "steps" => &mut limits.path_steps,
                        "comparisons" => &mut limits.name_comparisons,
                        "members" => &mut limits.members,
                        other => panic!("no limit {other}"),
                    } = limit;
                }
                _ => {}
            }
        }
        profile
    }

    /// The bundle that it is to replace.
    pub(crate) fn previous(&self) -> Option<Vec<u8>> {
        let mut words = self.arguments.split_whitespace();
        words.find(|word| *word == "--previous")?;
        let path = self.path.with_file_name(words.next().expect("a file name"));
        Some(fs::read(path).expect("the previous bundle"))
    }

    pub(crate) fn report(&self) -> Report {
        self.report_with(&self.profile())
    }

    /// As under another profile.
    pub(crate) fn report_with(&self, profile: &Profile) -> Report {
        let bundle = fs::read(&self.path).expect("the bundle");
        let key = self.key.as_ref().map(|key| fs::read(key).expect("the key"));
        let mut given = Bundle::new(&bundle);
        if let Some(key) = &key {
            given = given.with_private_key(key);
        }
        let previous = self.previous();
        if let Some(previous) = &previous {
            given = given.with_previous(previous);
        }
        given.validate(profile, UnixTime::since_unix_epoch(Duration::from_secs(NOW)))
    }
}

/// The profile of an upload, where the options name one; `--request` makes it a member of a request, of so many.
fn upload(options: &[(&str, &str)], provider: Provider) -> Option<Profile> {
    let value = |wanted: &str| {
        let mut options = options.iter();
        options
            .find(|(option, _)| *option == wanted)
            .map(|(_, value)| *value)
    };
    let mut cluster = Cluster::new(provider);
    if let Some(fqdn) = value("--fqdn") {
        cluster.add_fqdn(fqdn).expect("a good FQDN");
    }
    if let Some(target) = value("--target") {
        cluster.target = target.parse::<Target>().expect("a version");
    }
    cluster.strict_docs = value("--strict-docs") == Some("yes");
    let name = value("--name")?;
    let Some(members) = value("--request") else {
        return Some(cluster.profile_of(name));
    };
    let mut profile = cluster.profile_on_the_wire(name);
    if let Some(upload) = profile.product.upload_mut() {
        upload.together = members.parse().expect("a number");
        if let Some(place) = value("--place") {
            upload.place = place.parse().expect("a number");
        }
        upload.is_repeated = value("--repeated") == Some("yes");
    }
    Some(profile)
}

/// As the command has it: that there is no key is a warning.
pub(crate) fn without_key_asked(mut profile: Profile) -> Profile {
    profile.private_key = KeyRequirement::Expected;
    profile
}

/// Judges at [`NOW`].
pub(crate) fn judge(bundle: &[u8], key: Option<&[u8]>, profile: &Profile) -> Report {
    let mut bundle = Bundle::new(bundle);
    if let Some(key) = key {
        bundle = bundle.with_private_key(key);
    }
    bundle.validate(profile, UnixTime::since_unix_epoch(Duration::from_secs(NOW)))
}

/// All cases of `testdata/rules`, with the name of the rule they are about.
pub(crate) fn rule_cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for folder in folders(&testdata("rules")) {
        let rule = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let mut files: Vec<PathBuf> = entries(&folder);
        files.retain(|file| file.extension().is_some_and(|extension| extension == "pem"));
        files.retain(|file| {
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            name.starts_with("bad") || name.starts_with("good")
        });
        cases.extend(files.into_iter().map(|file| (rule.clone(), Case::of(file))));
    }
    assert!(cases.len() > 100, "testdata/rules is there");
    cases
}

pub(crate) fn is_bad(case: &Case) -> bool {
    case.name().contains("/bad")
}

/// Names of the rules that speak, in the report's order.
pub(crate) fn rules_of(report: &Report) -> Vec<&'static str> {
    report
        .findings()
        .iter()
        .map(|finding| finding.rule.name)
        .collect()
}

/// The root of the repository, for the tests of either package.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    match package.join("testdata").is_dir() {
        true => package.into(),
        false => package.join(".."),
    }
}

pub(crate) fn testdata(path: &str) -> PathBuf {
    root().join("testdata").join(path)
}

/// On one line.
pub(crate) fn base64(bytes: impl AsRef<[u8]>) -> String {
    let layout = pem::EncodeConfig::new()
        .set_line_wrap(usize::MAX)
        .set_line_ending(pem::LineEnding::LF);
    let text = pem::encode_config(&pem::Pem::new("X", bytes.as_ref()), layout);
    text.lines().nth(1).unwrap_or_default().to_owned()
}

/// A file of testdata that is text.
pub(crate) fn text(name: &str) -> String {
    String::from_utf8(read(name)).expect("text")
}

pub(crate) fn read(path: &str) -> Vec<u8> {
    fs::read(testdata(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) fn certificates(path: &Path) -> Vec<CertificateDer<'static>> {
    let text = fs::read(path).expect("certificates");
    let scan = pemvet::pem::scan(&text);
    scan.certificates()
        .map(|der| CertificateDer::from(der).into_owned())
        .collect()
}

pub(crate) fn folders(of: &Path) -> Vec<PathBuf> {
    let mut folders = entries(of);
    folders.retain(|entry| entry.is_dir());
    folders
}

fn entries(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of).unwrap_or_else(|error| panic!("{}: {error}", of.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// A report as a text file that people can read.
pub(crate) fn rendered(report: &Report) -> String {
    let mut text = String::new();
    let class = report.class().map_or("accepted".into(), |class| {
        format!("rejected, {class} ({})", class.http_status())
    });
    let _ = writeln!(text, "{class}");
    for finding in report.findings() {
        let _ = writeln!(text, "\n{finding}");
    }
    let order: Vec<String> = report.order().iter().map(ToString::to_string).collect();
    let open: Vec<&str> = report.not_checked().iter().map(|what| what.as_str()).collect();
    let trust = report.trust().map_or("none", |trust| trust.as_str());
    let _ = writeln!(
        text,
        "\nchain: {}\ntrust: {trust}\nnot checked: {}",
        order.join(" "),
        open.join(", ")
    );
    // The same text for every provider.
    text.replace(&format!("({})", PROVIDER.name()), "(PROVIDER)")
}

/// Compares with the file, or writes it where `BLESS=1` is set. `Err` tells the difference.
pub(crate) fn expect_file(path: &Path, actual: &str) -> Result<(), String> {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        fs::write(path, actual).expect("the expected text is written");
        return Ok(());
    }
    Err(format!(
        "{}\n--- expected\n{expected}\n--- found\n{actual}",
        path.display()
    ))
}
