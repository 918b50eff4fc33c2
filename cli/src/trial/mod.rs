//! `pemvet try`: starts the servers that are installed here with a bundle, connects with the clients that are, and prints
//! what happened beside what was predicted.
//!
//! Everything happens on the loopback, in a folder of its own that only its owner can read and that goes when it ends; each
//! program has some seconds and is ended then.

mod clients;
mod process;
mod servers;
mod setting;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use pemvet::stacks::{Role, Wanted};
use pemvet::{Bundle, Role as Part, StackAnswer};

use self::clients::Client;
use self::servers::Server;
use self::setting::Setting;
use crate::arguments::ProfileArgs;
use crate::input::files;
use crate::outcome::{Failure, Outcome};
use crate::terms::ResolvedArgs;

#[derive(Args)]
pub(crate) struct Try {
    /// The certificates, as a server is to be given them
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    question: ProfileArgs,
    /// How long each program may take
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
}

pub(crate) fn run(asked: &Try) -> Result<Outcome, Failure> {
    if asked.question.key.is_none() {
        return Err(Failure::new("a server needs a private key: give it with --key"));
    }
    let mut question = asked.question.clone();
    question.judge_as_given();
    let ResolvedArgs {
        mut profile,
        key,
        now,
        ..
    } = question.demand()?;
    let text = files::read(&asked.file, profile.limits.input_bytes)
        .map_err(|reason| Failure::new(format!("{}: {reason}", files::shown(&asked.file))))?;
    let named = std::mem::take(&mut profile.stacks);
    let is_asked = |stack: &str| named.is_empty() || named.iter().any(|it| it.stack.name == stack);
    let servers: Vec<&Server> = servers::ALL
        .iter()
        .filter(|it| is_asked(it.stack) && it.is_installed())
        .collect();
    let are_clients_named = named.iter().any(|it| it.stack.role() != Role::Server);
    let clients: Vec<&Client> = clients::ALL
        .iter()
        .filter(|it| (!are_clients_named || is_asked(it.stack)) && it.is_installed())
        .collect();
    if servers.is_empty() {
        return Err(Failure::new(
            "none of these servers is installed here; pemvet try knows nginx, haproxy, redis, stunnel, node and python",
        ));
    }
    let wanted = |stack: &str| pemvet::stacks::find(stack).ok();
    let all: Vec<Wanted> = servers
        .iter()
        .map(|it| it.stack)
        .chain(clients.iter().map(|it| it.stack))
        .filter_map(wanted)
        .collect();
    profile.stacks = all;
    let mut bundle = Bundle::new(&text);
    if let Some(key) = &key {
        bundle = bundle.with_private_key(&key.text);
    }
    let report = bundle.validate(&profile, now);

    let folder = tempfile::Builder::new()
        .prefix("pemvet-try-")
        .tempdir()
        .map_err(|error| Failure::new(format!("no folder could be made: {error}")))?;
    let own = folder.path();
    let key_text = key.as_ref().map(|key| key.text.as_slice()).unwrap_or_default();
    let root = report
        .certificates()
        .iter()
        .find(|it| it.role == Part::Root)
        .map(|it| pem::encode(&pem::Pem::new("CERTIFICATE", it.der.as_ref())));
    let setting = Setting {
        folder: own,
        certificates: written(own, "certificates.pem", &[&text])?,
        key: written(own, "key.pem", &[key_text])?,
        both: written(own, "both.pem", &[&text, b"\n", key_text])?,
        root: match (&question.trust, root) {
            (Some(trust), _) => Some(std::path::absolute(trust).unwrap_or_else(|_| trust.clone())),
            (None, Some(root)) => Some(written(own, "root.pem", &[root.as_bytes()])?),
            (None, None) => None,
        },
        name: question.hostname.first().or(question.fqdn.first()).cloned(),
        patience: Duration::from_secs(asked.seconds),
    };
    let mut out = anstream::stdout().lock();
    if setting.root.is_none() {
        writeln!(
            out,
            "No trust anchor was given, and the file holds no root, so no client connects: give it with --trust FILE."
        )?;
    }
    let mut good = true;
    for server in servers {
        let answer = report.stacks().iter().find(|it| it.name == server.stack);
        good &= one(&mut out, server, &clients, &setting, answer, report.stacks())?;
    }
    Ok(if good {
        Outcome::Accepted
    } else {
        Outcome::Rejected
    })
}

/// Tries one server, and each client at it. Whether all of them took the bundle.
fn one(
    out: &mut impl std::io::Write,
    server: &Server,
    clients: &[&Client],
    setting: &Setting<'_>,
    answer: Option<&StackAnswer>,
    answers: &[StackAnswer],
) -> Result<bool, Failure> {
    // Python is in the table as a client alone.
    let is_server = pemvet::stacks::find(server.stack).is_ok_and(|it| it.stack.role() != Role::Client);
    let predicted = match answer.and_then(|it| it.loads).filter(|_| is_server) {
        Some(true) => "starts",
        Some(false) => "does not start",
        None => "not known",
    };
    let started = server.start(setting);
    let happened = match &started {
        Ok(_) => "starts",
        Err(_) => "does not start",
    };
    line(out, server.stack, "", predicted, happened)?;
    let Ok(running) = started else {
        return Ok(false);
    };
    let mut good = true;
    let clients = clients.iter().filter(|_| setting.root.is_some());
    for client in clients {
        let refuses = answer.is_some_and(|it| it.refused_by.contains(&client.stack));
        let refuses = refuses
            || answers
                .iter()
                .any(|it| it.name == client.stack && it.loads == Some(false));
        let takes = client.connects(setting, running.port);
        let words = |takes: bool| if takes { "accepts" } else { "refuses" };
        line(out, server.stack, client.stack, words(!refuses), words(takes))?;
        good &= takes;
    }
    Ok(good)
}

fn line(
    out: &mut impl std::io::Write,
    server: &str,
    client: &str,
    predicted: &str,
    happened: &str,
) -> std::io::Result<()> {
    let differs = match predicted == happened || predicted == "not known" {
        true => "",
        false => "   differs",
    };
    writeln!(
        out,
        "{server:8} {client:8} predicted: {predicted:15} happened: {happened}{differs}"
    )
}

/// A file in the trial's folder, which only its owner can read.
fn written(folder: &Path, name: &str, parts: &[&[u8]]) -> Result<PathBuf, Failure> {
    let path = folder.join(name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || -> std::io::Result<()> {
        let mut file = options.open(&path)?;
        parts.iter().try_for_each(|part| file.write_all(part))
    };
    write().map_err(|error| Failure::new(format!("a file for the trial could not be written: {error}")))?;
    Ok(path)
}
