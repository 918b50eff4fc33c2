//! The `pemvet` command: arguments, files and rendering around the library.

mod archive;
mod arguments;
mod check;
mod cli;
mod completions;
mod csr;
mod echo;
mod expiry;
mod explain;
mod fix;
mod init;
mod input;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals;
mod key_file;
#[cfg(feature = "lsp")]
mod lsp;
mod nearest;
mod next;
mod outcome;
mod output;
mod passwords;
mod paths;
mod pool;
mod request;
mod rule_names;
mod schema;
mod show;
mod stacks;
mod terms;
mod toml_text;
mod trial;
mod trust_file;
mod visible;
mod why;

use std::ffi::OsString;
use std::io::Write as _;
use std::panic::{PanicHookInfo, UnwindSafe};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use cli::{Arguments, Command};
use outcome::{Failure, Outcome, Prints};
use output::standard;

/// Carries out what the arguments say, the first being the name of the program, and prints what came of it.
pub fn run(given: impl IntoIterator<Item = OsString>) -> ExitCode {
    ended(given).into()
}

/// As [`run`], for a program that ends in its own way: the exit status, from 0 to 3.
pub fn status(given: impl IntoIterator<Item = OsString>) -> u8 {
    ended(given).status()
}

fn ended(given: impl IntoIterator<Item = OsString>) -> Outcome {
    let given: Vec<OsString> = given.into_iter().collect();
    let outcome = outcome(&given);
    if outcome != Outcome::Failed || !expiry::is_plugin(&given) {
        return outcome;
    }
    // For a monitoring system 2 is CRITICAL, which wakes people; that nothing can be said is 3.
    let _ = expiry::plugin_failed();
    Outcome::Unknown
}

fn outcome(given: &[OsString]) -> Outcome {
    std::panic::set_hook(Box::new(|panic| {
        let _ = writeln!(std::io::stderr(), "{}", internal_error(panic));
    }));
    if let Some(message) = echo::key_among(given) {
        return guarded(|| Err(Failure::new(message)));
    }
    let arguments = match Arguments::try_parse_from(given) {
        Ok(arguments) => arguments,
        Err(error) => {
            if error.use_stderr() {
                not_understood(given);
                return Outcome::Failed;
            }
            let help = error.render().ansi().to_string();
            return guarded(move || {
                standard::output().map_err(Failure::Told)?;
                write!(anstream::stdout(), "{help}")?;
                std::io::stdout().flush()?;
                Ok(Outcome::Accepted)
            });
        }
    };
    guarded(|| checked(&arguments))
}

/// What is wrong with the arguments, in clap's words about such as may be shown.
fn not_understood(given: &[OsString]) {
    // Nobody is there to be told where this fails.
    let _ = match Arguments::try_parse_from(echo::arguments(given)) {
        Err(safe) => safe.print(),
        Ok(_) => writeln!(
            std::io::stderr(),
            "pemvet: an argument is not understood; pemvet --help tells more"
        ),
    };
}

/// Where a panic happened. Its text could hold anything, so it is not shown.
fn internal_error(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    format!("pemvet: internal error at {place}; please report it")
}

/// What came of `work`; failures and panics are printed.
fn guarded(work: impl FnOnce() -> Result<Outcome, Failure> + UnwindSafe) -> Outcome {
    match std::panic::catch_unwind(work) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(Failure::ReaderGone)) | Err(_) => Outcome::Failed,
        Ok(Err(Failure::Told(message))) => {
            let _ = writeln!(anstream::stderr(), "pemvet: {message}");
            Outcome::Failed
        }
    }
}

fn checked(arguments: &Arguments) -> Result<Outcome, Failure> {
    match arguments.command.prints() {
        Prints::Nothing => Ok(()),
        Prints::Reasons => standard::output_or_nobody(),
        Prints::Answer => standard::output(),
    }
    .map_err(Failure::Told)?;
    let outcome = carry_out(&arguments.command)?;
    // What is left in the buffer when the process ends would be written without a look at the error.
    std::io::stdout().flush()?;
    Ok(outcome)
}

fn carry_out(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Check(check) => check::run(check),
        Command::Fix(fix) => fix::run(fix),
        Command::Show(show) => show::run(show),
        Command::Expiry(expiry) => expiry::run(expiry),
        Command::Completions(completions) => completions::run(completions, Arguments::command()),
        Command::Request(request) => request::run(request),
        Command::Csr(csr) => csr::run(csr),
        #[cfg(feature = "lsp")]
        Command::Lsp(of) => lsp::run(of),
        Command::Next(of) => next::run(of),
        Command::Init(of) => init::run(of),
        Command::Explain(explain) => explain::explain(explain),
        Command::Rules(rules) => explain::rules(rules),
        Command::Try(asked) => trial::run(asked),
        Command::Stacks(of) => stacks::run(of),
        Command::Why(of) => why::run(of),
        Command::Schema(of) => schema::run(of),
    }
}

impl Command {
    fn prints(&self) -> Prints {
        match self {
            Command::Check(check) => check.prints(),
            Command::Fix(fix) if !fix.prints() => Prints::Nothing,
            Command::Expiry(expiry) if !expiry.prints() => Prints::Nothing,
            #[cfg(feature = "lsp")]
            Command::Lsp(_) => Prints::Answer,
            Command::Fix(_)
            | Command::Expiry(_)
            | Command::Show(_)
            | Command::Completions(_)
            | Command::Request(_)
            | Command::Csr(_)
            | Command::Next(_)
            | Command::Init(_)
            | Command::Explain(_)
            | Command::Rules(_)
            | Command::Stacks(_)
            | Command::Why(_)
            | Command::Try(_)
            | Command::Schema(_) => Prints::Answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::{ExitCode, Outcome, guarded, internal_error};

    #[test]
    fn a_panic_ends_with_status_2_and_tells_its_place_alone() {
        let told = Arc::new(Mutex::new(String::new()));
        let to = Arc::clone(&told);
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| *to.lock().unwrap() = internal_error(panic)));
        let line = line!() + 1;
        let outcome = guarded(|| panic!("{}", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"));
        std::panic::set_hook(before);
        assert!(outcome == Outcome::Failed);
        assert_eq!(
            format!("{:?}", ExitCode::from(outcome)),
            format!("{:?}", ExitCode::from(2))
        );
        let place = format!("{}:{line}:", file!());
        let told = told.lock().unwrap();
        assert!(
            told.starts_with(&format!("pemvet: internal error at {place}")),
            "{told}"
        );
        assert!(!told.contains("MII"), "{told}");
    }
}
