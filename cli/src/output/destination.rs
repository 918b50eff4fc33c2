//! Where the report of `check` goes: standard output, or a file that is written in one step.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{ColorChoice, StripStream};
use clap::ValueEnum;

use crate::input::files;
use crate::outcome::Failure;
use crate::output::output_file;

/// Whether to write in colour.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, and without NO_COLOR
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    /// From now on, for all that is written.
    pub(crate) fn set(self) {
        match self {
            Color::Auto => {}
            Color::Always => ColorChoice::Always.write_global(),
            Color::Never => ColorChoice::Never.write_global(),
        }
    }
}

/// Standard output is not what is written to.
static IS_ELSEWHERE: AtomicBool = AtomicBool::new(false);

/// Whether what is written goes to a file, whatever standard output is.
pub(crate) fn is_elsewhere() -> bool {
    IS_ELSEWHERE.load(Ordering::Relaxed)
}

/// Refuses to put a report in the place of a file that it is about, or that was read for it.
pub(crate) fn spare<'a>(
    file: Option<&Path>,
    read: impl IntoIterator<Item = &'a Path>,
) -> Result<(), Failure> {
    let Some(file) = file.filter(|file| file.is_file()) else {
        return Ok(());
    };
    let Ok(real) = fs::canonicalize(file) else {
        return Ok(());
    };
    let is_it = |path: &Path| fs::canonicalize(path).is_ok_and(|path| path == real);
    match read.into_iter().any(is_it) {
        true => Err(Failure::new(format!(
            "--output {}: was read for this report, which would take its place; give another name",
            files::shown(file)
        ))),
        false => Ok(()),
    }
}

/// Has `write` write a report: to `file`, which is replaced in one step, `-` and none being standard output. The answer is
/// what is to be said of the file.
pub(crate) fn report(
    file: Option<&Path>,
    color: Color,
    is_for_people: bool,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<Option<String>, Failure> {
    let Some(file) = file.filter(|file| file.as_os_str() != "-") else {
        if is_for_people {
            write(&mut anstream::stdout().lock())?;
        } else {
            // While it is made: as text it takes more memory than all that it tells of.
            let mut out = BufWriter::new(io::stdout().lock());
            write(&mut out)?;
            out.flush()?;
        }
        return Ok(None);
    };
    IS_ELSEWHERE.store(true, Ordering::Relaxed);
    let text = match color {
        Color::Always => {
            let mut text = Vec::new();
            write(&mut text)?;
            text
        }
        Color::Auto | Color::Never => {
            let mut plain = StripStream::new(Vec::new());
            write(&mut plain)?;
            plain.into_inner()
        }
    };
    let shown = files::shown(file);
    let note = output_file::write(file, &text)
        .map_err(|reason| Failure::new(format!("--output {shown}: {reason}")))?;
    Ok(note.map(|note| format!("{shown}: {note}")))
}
