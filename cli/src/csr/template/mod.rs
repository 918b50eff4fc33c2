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
    if wanted.is_authority && tool != Tool::Openssl {
        return Err(Failure::new(
            "--profile authority: a request for a CA's own certificate is made with --template openssl; this tool's are for servers and clients",
        ));
    }
    for (_, value) in &wanted.subject {
        let cannot = match tool {
            // It divides values there, and reads a file or standard input.
            Tool::Vault if value.contains(',') || value == "-" => "Vault takes a comma for two values",
            // The end of the comment in which the commands stand.
            Tool::Step if value.contains("*/") => "*/ ends the comment in which the commands stand",
            _ => continue,
        };
        return Err(Failure::new(format!(
            "--subject: {cannot}; write such a value into what is printed yourself"
        )));
    }
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
