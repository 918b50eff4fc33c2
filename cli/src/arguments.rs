//! Arguments that commands share, as clap reads them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pemvet::Severity;

use crate::check::run_args::RunArgs;
use crate::passwords::PasswordArgs;

#[derive(Args)]
pub(crate) struct Check {
    /// Files to vet, and directories to search; - is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) question: ProfileArgs,
    #[command(flatten)]
    pub(crate) password: PasswordArgs,
    /// The bundle that this one replaces: tells what the renewal changes, and whom that breaks
    #[arg(long, value_name = "OLD")]
    pub(crate) previous: Option<PathBuf>,
    /// Tell in one line whether PATH, such as the output of openssl s_client -showcerts, is what FILE holds; exit 0 only then
    #[arg(long, value_name = "FILE")]
    pub(crate) same_as: Option<PathBuf>,
    /// Of two lists of trusted CAs, name the bundles of DIR that lose their anchor
    #[arg(long, value_name = "DIR", requires = "previous")]
    pub(crate) pool: Option<PathBuf>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Least severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = Level::Error, value_name = "SEVERITY")]
    pub(crate) fail_on: Level,
    /// Print only the findings that make the exit status 1
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Search hidden directories as well
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Search files that .gitignore excludes as well
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// Search at most this many levels below a directory
    #[arg(long, value_name = "LEVELS")]
    pub(crate) max_depth: Option<usize>,
    /// Pass over files given by name that hold no certificates and no keys; for hooks that are given all files
    #[arg(long)]
    pub(crate) skip_others: bool,
    /// Configuration for all files [default: pemvet.toml in the folder of each file or above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Read no pemvet.toml
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
    /// Do not name the command that tells how an accepted certificate of Redis Software is installed
    #[arg(long)]
    pub(crate) no_next: bool,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

impl Check {
    /// One path, judged as it stands whatever a configuration says, with nothing beside the verdict.
    pub(crate) fn of(path: PathBuf, question: ProfileArgs) -> Check {
        Check {
            paths: vec![path],
            question,
            password: PasswordArgs::default(),
            previous: None,
            same_as: None,
            pool: None,
            format: Format::Text,
            fail_on: Level::Error,
            quiet: false,
            hidden: false,
            no_ignore: false,
            max_depth: None,
            skip_others: false,
            config: None,
            no_config: true,
            no_next: true,
            run: RunArgs::default(),
        }
    }
}

#[derive(Args)]
pub(crate) struct Explain {
    /// Name of the rule, as findings show it
    pub(crate) rule: String,
}

#[derive(Args)]
pub(crate) struct Rules {
    /// How to print the table
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(crate) format: TableFormat,
}

#[derive(Args)]
pub(crate) struct Schema {
    /// What the schema describes
    #[arg(value_enum)]
    pub(crate) what: Described,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Described {
    /// The file pemvet.toml
    Configuration,
    /// What check --write-baseline writes
    Baseline,
    /// The problem matcher of GitHub Actions for check --format concise
    ProblemMatcher,
    /// What check --format json prints
    Report,
    /// What request --format json prints
    Request,
    /// What csr --format json prints
    Csr,
}

/// What the bundle is held to, and when.
#[derive(Args, Clone, Default)]
pub(crate) struct ProfileArgs {
    /// Private key of the leaf
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// Certificate name of Redis Software: api, cm, proxy, syncer, metrics_exporter, …; check takes several [default: with
    /// --fqdn, that of a file named as the product names it, such as proxy_cert.pem]
    #[arg(long = "name", value_name = "NAME", conflicts_with = "profile")]
    pub(crate) names: Vec<String>,
    /// Name of the cluster; may be given several times
    #[arg(long, value_name = "FQDN")]
    pub(crate) fqdn: Vec<String>,
    /// Version of Redis Software that the bundle is uploaded to, 5.4 to 8.2, such as 8.0 or 7.22.2-79 [default: 8.2]
    #[arg(long, value_name = "VERSION")]
    pub(crate) target: Option<String>,
    /// Make an error of whatever the documentation of Redis Software says should or must be there and is missing
    #[arg(long)]
    pub(crate) strict_docs: bool,
    /// Ask the rules of the next minor version, too, which are silent without it
    #[arg(long)]
    pub(crate) preview: bool,
    /// What the bundle is for, where no --name is given [default: any]
    #[arg(long, value_enum)]
    pub(crate) profile: Option<Preset>,
    /// DNS name or IP address that the leaf must be valid for; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) hostname: Vec<String>,
    /// What the leaf's subject must have, such as OU or O=Example; may be given several times
    #[arg(long, value_name = "ATTRIBUTE[=VALUE]")]
    pub(crate) subject: Vec<String>,
    /// Accept only chains that end at a certificate of this file
    #[arg(long, value_name = "FILE")]
    pub(crate) trust: Option<PathBuf>,
    /// What makes an error: what TLS libraries refuse, or a standard to the letter
    #[arg(long, value_enum, default_value_t = Standard::Deployed)]
    pub(crate) reading: Standard,
    /// Servers that load the bundle and clients that verify it, such as nginx,go@1.22..1.27 or web; pemvet stacks lists them
    #[arg(long = "for", value_name = "STACK[@VERSION],…")]
    pub(crate) stacks: Vec<String>,
    /// Judge as if it were this time, such as 2026-06-01T00:00:00Z or 2026-06-01 [default: now]
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at: Option<String>,
    /// The file is installed as it is, not as pemvet repairs it.
    #[arg(skip)]
    pub(crate) as_given: bool,
    /// What the archive of `--trust` holds.
    #[arg(skip)]
    pub(crate) trusted: Option<Vec<pemvet::CertificateDer<'static>>>,
}

#[derive(Clone, Copy, ValueEnum, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Preset {
    /// Any file; nothing is required of it
    Any,
    /// TLS server
    Server,
    /// TLS client
    Client,
    /// Server and client with one certificate
    Mutual,
    /// List of trusted CAs
    Authority,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standard {
    /// What TLS libraries refuse today
    #[default]
    Deployed,
    /// RFC 5280 to the letter
    Rfc5280,
    /// The CA/Browser Forum's Baseline Requirements
    CaBrowserForum,
}

impl From<Standard> for pemvet::Standard {
    fn from(standard: Standard) -> pemvet::Standard {
        match standard {
            Standard::Deployed => pemvet::Standard::Deployed,
            Standard::Rfc5280 => pemvet::Standard::Rfc5280,
            Standard::CaBrowserForum => pemvet::Standard::CaBrowserForum,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Paragraphs for people
    Text,
    /// Everything, for programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions, and the summary of the step
    Github,
    /// A line for each finding, as compilers write them
    Concise,
    /// Code quality of GitLab
    Gitlab,
    /// XML of JUnit, for build servers
    Junit,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    Text,
    Json,
    Markdown,
}

#[derive(Clone, Copy, ValueEnum, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    Error,
    Warning,
    Note,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Severity {
        match level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Note,
        }
    }
}
