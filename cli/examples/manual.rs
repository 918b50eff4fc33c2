//! What packages hold beside the command, made from clap's table of options: a man page for the command and for each of its
//! sub-commands, and completions for each shell.
//!
//! `cargo run -p pemvet-cli --example manual -- DIRECTORY` writes `man1/` and `completions/` there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap_complete::Shell;

fn main() -> io::Result<()> {
    let Some(directory) = std::env::args_os().nth(1) else {
        return Err(io::Error::other("usage: manual DIRECTORY"));
    };
    write(&PathBuf::from(directory))
}

fn write(directory: &Path) -> io::Result<()> {
    let completions = directory.join("completions");
    fs::create_dir_all(&completions)?;
    let mut command = pemvet_cli::internals::command();
    for shell in [
        Shell::Bash,
        Shell::Zsh,
        Shell::Fish,
        Shell::Elvish,
        Shell::PowerShell,
    ] {
        clap_complete::generate_to(shell, &mut command, "pemvet", &completions)?;
    }
    // `pemvet help check` is `pemvet check --help`, and gets no page of its own.
    let command = pemvet_cli::internals::command().disable_help_subcommand(true);
    let manual = directory.join("man1");
    fs::create_dir_all(&manual)?;
    clap_mangen::generate_to(command, &manual)
}
