//! The `pemvet` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    pemvet_cli::run(std::env::args_os())
}
