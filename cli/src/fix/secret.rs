//! `--format secret`: a Secret of Kubernetes of the type `kubernetes.io/tls`, with the private key in it.

use pemvet::Trust;

use super::options::{Fix, Format};
use super::repaired::Repaired;
use super::work::{Work, tell_verdict};
use crate::archive;
use crate::check::authorities::is_self_signed;
use crate::input::base64;
use crate::input::files::Secret;
use crate::outcome::{Failure, Outcome};
use crate::pool::encoded;
use crate::terms::ResolvedArgs;

/// Bytes of all members together that the API server takes (`MaxSecretSize`).
const MOST_DATA: usize = 1 << 20;

pub(super) fn refuse_contradictions(fix: &Fix) -> Result<(), Failure> {
    let is_secret = fix.format == Format::Secret;
    if is_secret && (fix.output().is_none() || fix.in_place || fix.diff) {
        return Err(Failure::new(
            "--format secret writes a private key, which goes into a file only; give --output FILE",
        ));
    }
    for (option, value, most) in [
        ("--secret-name", &fix.secret_name, 253),
        ("--namespace", &fix.namespace, 63),
    ] {
        let Some(value) = value else { continue };
        if !is_secret {
            return Err(Failure::new(format!("{option} is about --format secret")));
        }
        if !is_name(value, most) {
            return Err(Failure::new(format!(
                "{option} {}: Kubernetes wants small letters, digits and - in a name, a letter or digit at both ends",
                pemvet::text::echo(value)
            )));
        }
    }
    Ok(())
}

/// A name as RFC 1123 has it, for a Secret with dots.
fn is_name(name: &str, most: usize) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let has_dots = most > 63;
    let mut labels = name.split('.');
    let is_one = name.len() <= most && (has_dots || !name.contains('.'));
    is_one
        && labels.all(|label| {
            let bytes = label.as_bytes();
            let is_end = |byte: Option<&u8>| byte.is_some_and(|byte| is_inner(*byte));
            is_end(bytes.first())
                && is_end(bytes.last())
                && bytes.iter().all(|byte| is_inner(*byte) || *byte == b'-')
        })
}

/// A name made of that of a file; `tls` where nothing is left of it.
fn named_after(stem: &str) -> String {
    let name: String = stem
        .to_lowercase()
        .chars()
        .map(|it| {
            if it.is_ascii_alphanumeric() || it == '.' {
                it
            } else {
                '-'
            }
        })
        .collect();
    let name = name.trim_matches(['-', '.']);
    match is_name(name, 253) {
        true => name.into(),
        false => "tls".into(),
    }
}

impl Work {
    /// `tls.crt`, `tls.key`, and the anchors as `ca.crt`.
    pub(super) fn secret(
        &self,
        fix: &Fix,
        repaired: &Repaired,
        demand: &ResolvedArgs,
    ) -> Result<Outcome, Failure> {
        let Some(output) = fix.output() else {
            return Err(self.failure("--format secret wants --output FILE"));
        };
        let (key, place) = self.key(demand, fix.key_form)?;
        if archive::is_encrypted_key(&key) {
            return Err(self.failure(
                "the private key is encrypted, and nothing that mounts the Secret asks for its password; give it with --password-file",
            ));
        }
        let report = self.paired(repaired, demand, &key)?;
        // Servers send no root; a product that asks for it gets it.
        let keeps_root = demand.profile.product.upload().is_some();
        let is_root = |der: &[u8]| is_self_signed(der);
        let mut chain = String::with_capacity(repaired.text.len());
        let mut anchors = String::new();
        for certificate in report
            .order()
            .iter()
            .filter_map(|at| report.certificates().get(*at))
        {
            let is_anchor = !chain.is_empty() && is_root(&certificate.der);
            if !is_anchor || keeps_root {
                chain.push_str(&encoded(&certificate.der));
            }
            if is_anchor {
                anchors.push_str(&encoded(&certificate.der));
            }
        }
        if let Trust::Anchors(given) = &demand.profile.trust {
            anchors = given.certificates().iter().map(|der| encoded(der)).collect();
        }
        if chain
            .len()
            .saturating_add(key.len())
            .saturating_add(anchors.len())
            > MOST_DATA
        {
            return Err(self.failure("is too large: the members of a Secret take 1 MiB together"));
        }
        let stem = output.file_stem().unwrap_or_default().to_string_lossy();
        let name = fix.secret_name.clone().unwrap_or_else(|| named_after(&stem));
        let mut all = Secret::new(Vec::with_capacity(
            (key.len()
                .saturating_add(chain.len())
                .saturating_add(anchors.len()))
            .saturating_mul(2)
            .saturating_add(1_024),
        ));
        let mut line = |text: &str| all.extend_from_slice(text.as_bytes());
        line("apiVersion: v1\nkind: Secret\nmetadata:\n  name: ");
        // A number, or a word that YAML knows, is no text without quotation marks.
        line(&format!("{name:?}\n"));
        if let Some(namespace) = &fix.namespace {
            line(&format!("  namespace: {namespace:?}\n"));
        }
        line("type: kubernetes.io/tls\ndata:\n");
        for (member, bytes) in [
            ("tls.crt", chain.as_bytes()),
            ("tls.key", key.as_slice()),
            ("ca.crt", anchors.as_bytes()),
        ] {
            if bytes.is_empty() {
                continue;
            }
            line(&format!("  {member}: "));
            line(&base64::encode(bytes));
            line("\n");
        }
        self.put(
            output,
            &all,
            &format!("a Secret {name} with private key and certificates"),
        )?;
        let mut notes = anstream::stderr().lock();
        self.tell_changes(&mut notes, repaired, Some(&place))?;
        tell_verdict(&mut notes, &self.shown, &report, demand)
    }
}

#[cfg(test)]
mod tests {
    use super::{is_name, named_after};

    #[test]
    fn names_are_those_that_kubernetes_takes() {
        for (name, is_one) in [
            ("web", true),
            ("web-1.tls", true),
            ("1", true),
            ("Web", false),
            ("-web", false),
            ("web_1", false),
            ("a..b", false),
            ("", false),
        ] {
            assert_eq!(is_name(name, 253), is_one, "{name}");
        }
        assert!(!is_name("a.b", 63) && !is_name(&"a".repeat(64), 63));
        assert_eq!(named_after("Proxy_Cert"), "proxy-cert");
        assert_eq!(named_after("___"), "tls");
    }
}
