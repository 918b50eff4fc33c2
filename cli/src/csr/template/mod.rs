//! `pemvet csr --template`: what a tool needs to make a request, or a certificate, that the product takes.

mod cert_manager;
mod certreq;
mod openssl;
mod step;
mod vault;
mod wanted;

use std::io::Write as _;

use super::arguments::{Csr, Tool};
use crate::outcome::{Failure, Outcome};
use wanted::{Excluded, Wanted};

/// Prints the template, or on standard error which demands exclude each other.
pub(super) fn run(csr: &Csr, tool: Tool) -> Result<Outcome, Failure> {
    let wanted = match Wanted::of(csr)? {
        Ok(wanted) => wanted,
        Err(Excluded(reasons)) => {
            for reason in reasons {
                writeln!(anstream::stderr(), "pemvet: {reason}")?;
            }
            return Ok(Outcome::Rejected);
        }
    };
    let text = match tool {
        Tool::Openssl => openssl::text(&wanted),
        Tool::Certreq => certreq::text(&wanted),
        Tool::CertManager => cert_manager::text(&wanted),
        Tool::Vault => vault::text(&wanted),
        Tool::Step => step::text(&wanted),
    };
    write!(std::io::stdout().lock(), "{text}")?;
    Ok(Outcome::Accepted)
}
