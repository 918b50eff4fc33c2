//! The arguments of `fix`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::archive::KeyForm;
use crate::arguments::ProfileArgs;
use crate::check::run_args::Time;
use crate::passwords::PasswordArgs;

#[derive(Args)]
pub(crate) struct Fix {
    /// The file to repair; - is standard input. Several with --in-place or --diff
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) question: ProfileArgs,
    #[command(flatten)]
    pub(super) password: PasswordArgs,
    /// The private key of an archive that is meant, where it holds several
    #[arg(long, value_name = "NAME")]
    pub(super) alias: Option<String>,
    /// Where to write the repaired bundle: a file, which is replaced, a device or a pipe [default: standard output]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["in_place", "diff", "split"])]
    pub(super) output: Option<PathBuf>,
    /// What to write: PEM, an archive for Java and others (a key store with the private key, or a trust store of CAs), or a
    /// Secret of Kubernetes
    #[arg(long, value_enum, default_value_t = Format::Pem)]
    pub(super) format: Format,
    /// Password of the archive that is written: the first line of this file [default: the password that was given]
    #[arg(long, value_name = "FILE")]
    pub(super) out_password_file: Option<PathBuf>,
    /// Name of the Secret that is written [default: the name of the output file]
    #[arg(long, value_name = "NAME")]
    pub(super) secret_name: Option<String>,
    /// Namespace of the Secret that is written [default: none, that of whoever applies it]
    #[arg(long, value_name = "NAMESPACE")]
    pub(super) namespace: Option<String>,
    /// Write private key and certificates into one file, as HAProxy and others want it, with --output
    #[arg(long, value_enum, requires = "output", conflicts_with = "format")]
    pub(super) combined: Option<Combined>,
    /// How to write the private key [default: as it is, or PKCS#8 out of an archive]
    #[arg(long, value_enum)]
    pub(super) key_form: Option<KeyForm>,
    /// Replace the file, in one step, where check refuses something that can be repaired
    #[arg(long, conflicts_with_all = ["diff", "split"])]
    pub(super) in_place: bool,
    /// Print what --in-place would change, and change nothing; exit 1 if there is something to change
    #[arg(long, conflicts_with = "split")]
    pub(super) diff: bool,
    /// Take missing intermediates and the root from this file, and what renews an expired one: the same name and key;
    /// may be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) pool: Vec<PathBuf>,
    /// Leave out certificates that the chain does not need
    #[arg(long)]
    pub(super) drop_unneeded: bool,
    /// Write the certificates of a file to one new file, and its private key to another: as it is, or out of an archive as
    /// PKCS#8 in PEM. With three names the leaf, what is above it, and the key
    #[arg(long, value_name = "CERTIFICATES,KEY", value_delimiter = ',')]
    pub(super) split: Vec<PathBuf>,
    /// Configuration for all files [default: pemvet.toml in the folder of each file or above]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Read no pemvet.toml
    #[arg(long, conflicts_with = "config")]
    pub(super) no_config: bool,
    /// What comes of certificates that have expired, expire soon or are not valid yet
    #[arg(long, value_enum, default_value_t = Time::Error)]
    pub(super) time: Time,
}

/// What `fix` writes.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Certificates in PEM
    Pem,
    /// PKCS#12 under a password: AES-256 and a MAC of SHA-256, as keytool writes it
    Pkcs12,
    /// A Secret of Kubernetes of the type kubernetes.io/tls, with the private key
    Secret,
}

/// Where the private key stands in one file with the certificates.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Combined {
    /// Key, leaf, what is above it
    KeyFirst,
    /// Leaf, what is above it, key
    KeyLast,
}

impl Fix {
    /// The file that `--output` names; `-` is standard output.
    pub(super) fn output(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| path.as_os_str() != "-")
    }

    /// Whether it writes to standard output.
    pub(crate) fn prints(&self) -> bool {
        self.output().is_none() && !self.in_place && self.split.is_empty()
    }
}
