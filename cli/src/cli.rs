//! The commands and their arguments, as clap reads them.

use clap::{Parser, Subcommand};

use crate::arguments::{Check, Explain, Rules, Schema};
use crate::completions::Completions;
use crate::csr::Csr;
use crate::expiry::Expiry;
use crate::fix::Fix;
use crate::init::Init;
#[cfg(feature = "lsp")]
use crate::lsp::Lsp;
use crate::next::Next;
use crate::request::Request;
use crate::show::Show;
use crate::stacks::Stacks;
use crate::trial::Try;
use crate::why::Why;

/// Judges TLS certificate bundles before they are installed.
#[derive(Parser)]
#[command(name = "pemvet", version, about, long_about = None, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Vet bundles; exit 0 if all are accepted, 1 if one is rejected, 2 if one could not be read
    Check(Box<Check>),
    /// Write the repaired, canonical bundle: leaf, intermediates, root, then extra certificates
    Fix(Fix),
    /// Show what is in a file: chain, validity, names, keys, fingerprints
    Show(Show),
    /// Tell which certificates expire soon; exit 1 if there are any
    Expiry(Expiry),
    /// Vet the JSON body of a request to the REST API of Redis Software; exit 0 if it earns status 200
    Request(Request),
    /// Tell how an accepted certificate of Redis Software is installed, and what has to follow
    Next(Next),
    /// Vet a certificate request before it is sent to a CA, or write what makes a good one
    Csr(Csr),
    /// Propose a pemvet.toml that passes over findings in tests, examples and documentation
    Init(Init),
    /// Tell an editor what check says of a file, as it is typed: the Language Server Protocol
    #[cfg(feature = "lsp")]
    Lsp(Lsp),
    /// Explain a rule
    Explain(Explain),
    /// Tell what makes a server or client print a message, and whether it is the certificate
    Why(Why),
    /// List all rules
    Rules(Rules),
    /// Start the servers that are installed here with a bundle, on the loopback, and connect to them
    Try(Try),
    /// List the servers and clients that --for knows
    Stacks(Stacks),
    /// Print completions for a shell
    Completions(Completions),
    /// Print a JSON schema
    Schema(Schema),
}
