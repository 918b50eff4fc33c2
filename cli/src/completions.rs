//! `pemvet completions`.

use std::io::Write as _;

use clap::Args;
use clap_complete::Shell;

use crate::outcome::{Failure, Outcome};

#[derive(Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions of `command`.
pub(crate) fn run(completions: &Completions, mut command: clap::Command) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut command, "pemvet", &mut script);
    let mut out = std::io::stdout().lock();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Accepted)
}
