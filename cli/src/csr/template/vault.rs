//! A role of Vault's PKI engine, and the commands that use it.

use pemvet::text::quoted_for_shell as quoted;
use pemvet::{KeyPurpose, SubjectAttribute};

use super::wanted::Wanted;
use crate::csr::arguments::KeyType;

pub(super) fn text(wanted: &Wanted) -> String {
    let stem = &wanted.stem;
    let role = format!("redis-{}", wanted.stem.replace('_', "-"));
    let flag = |purpose| wanted.purposes.contains(&purpose);
    let (key, bits, usage) = match wanted.key_type {
        KeyType::Rsa => ("rsa", 4096, "DigitalSignature,KeyEncipherment"),
        KeyType::Ec => ("ec", 256, "DigitalSignature"),
    };
    // A wildcard is allowed by its own flag.
    let mut domains: Vec<&str> = wanted.dns().filter(|name| !name.starts_with("*.")).collect();
    if domains.is_empty() {
        domains.push(&wanted.common_name);
    }
    let names: Vec<&str> = wanted.dns().collect();
    let addresses: Vec<String> = wanted.addresses().collect();
    let ip = match addresses.as_slice() {
        [] => String::new(),
        addresses => format!(" \\\n  ip_sans={}", addresses.join(",")),
    };
    let mut text = wanted.head("#");
    text.push_str(&format!(
        "#
# Purposes and key usage come from the role, whatever a request asks for. The key stays here:
# pemvet csr --template openssl{key_type}{options} > {stem}.cnf
# makes the request {stem}.csr with the commands in it. The engine is mounted at pki/.

vault write pki/roles/{role} \\
  allowed_domains={domains} \\
  allow_bare_domains=true allow_subdomains=true allow_wildcard_certificates=true allow_glob_domains=false \\
  key_type={key} key_bits={bits} \\
  server_flag={server} client_flag={client} \\
  key_usage={usage} \\
{subject}  use_csr_common_name=true use_csr_sans=false require_cn=true \\
  ttl=2160h max_ttl=2160h

# The chain that Vault has, the root last if it holds it:
vault write -format=json pki/sign/{role} csr=@{stem}.csr format=pem \\
  common_name={common_name} \\
  alt_names={names}{ip} |
  jq -r '.data | .certificate, (.ca_chain // [.issuing_ca])[]' > {stem}.pem

pemvet check {stem}.pem --key {stem}.key{options}
",
        key_type = match wanted.key_type {
            KeyType::Rsa => "",
            KeyType::Ec => " --key-type ec",
        },
        options = wanted.options,
        domains = quoted(&domains.join(",")),
        subject = subject(wanted),
        server = flag(KeyPurpose::ServerAuth),
        client = flag(KeyPurpose::ClientAuth),
        common_name = quoted(&wanted.common_name),
        names = quoted(&names.join(",")),
    ));
    text
}

fn subject(wanted: &Wanted) -> String {
    let options = wanted.subject.iter().map(|(attribute, value)| {
        let option = match attribute {
            SubjectAttribute::Country => "country",
            SubjectAttribute::StateOrProvince => "province",
            SubjectAttribute::Locality => "locality",
            SubjectAttribute::Organization => "organization",
            _ => "ou",
        };
        // A file is meant by @ at the begin, and @ by this.
        let value = match value.starts_with('@') || value.starts_with("\\@") {
            true => format!("\\{value}"),
            false => value.clone(),
        };
        format!("  {option}={} \\\n", quoted(&value))
    });
    options.collect()
}
