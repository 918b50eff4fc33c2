//! Configuration of `openssl req`.

use super::wanted::Wanted;
use crate::csr::arguments::KeyType;

pub(super) fn text(wanted: &Wanted) -> String {
    let stem = &wanted.stem;
    let new_key = match wanted.key_type {
        KeyType::Rsa => "-newkey rsa:4096",
        KeyType::Ec => "-newkey ec -pkeyopt ec_paramgen_curve:P-256",
    };
    let mut text = wanted.head("#");
    text.push_str(&format!(
        "#
# Save it as {stem}.cnf, then make the key, which stays here, and the request, which goes to the CA:
#   (umask 077; openssl req -new -config {stem}.cnf {new_key} -nodes -keyout {stem}.key -out {stem}.csr)
#   pemvet csr {stem}.csr --key {stem}.key{options}
# With a CA of OpenSSL (3.0 or later; it drops the extensions without -copy_extensions):
#   openssl x509 -req -in {stem}.csr -CA ca.pem -CAkey ca.key -sha256 -days 365 -copy_extensions copy -out {made}.pem
{then}

[req]
prompt = no
utf8 = yes
string_mask = utf8only
default_md = sha256
distinguished_name = subject
req_extensions = extensions

[subject]
{subject}CN = {common_name}

[extensions]
basicConstraints = critical, CA:{ca}
keyUsage = critical, {usage}
",
        options = wanted.options,
        then = then(wanted),
        made = if wanted.is_authority { stem } else { "leaf" },
        subject = wanted
            .subject
            .iter()
            .map(|(attribute, value)| format!("{} = {}\n", attribute.as_str(), escaped(value)))
            .collect::<String>(),
        common_name = wanted.common_name,
        ca = if wanted.is_authority { "TRUE" } else { "FALSE" },
        usage = wanted.key_usage().join(", ")
    ));
    let purposes: Vec<&str> = wanted.purposes.iter().map(|purpose| purpose.as_str()).collect();
    if !purposes.is_empty() {
        text.push_str(&format!("extendedKeyUsage = {}\n", purposes.join(", ")));
    }
    if wanted.names.is_empty() {
        return text;
    }
    text.push_str("subjectAltName = @names\n\n[names]\n");
    for (number, name) in wanted.dns().enumerate() {
        text.push_str(&format!("DNS.{} = {name}\n", number.saturating_add(1)));
    }
    for (number, address) in wanted.addresses().enumerate() {
        text.push_str(&format!("IP.{} = {address}\n", number.saturating_add(1)));
    }
    text
}

/// What is done with the certificate.
fn then(wanted: &Wanted) -> String {
    let (stem, options) = (&wanted.stem, &wanted.options);
    match wanted.is_authority {
        true => format!(
            "# A root signs itself: openssl x509 -req -in {stem}.csr -key {stem}.key -sha256 -days 3650 -copy_extensions copy -out {stem}.pem\n\
             # What is made of it, as a list of trusted CAs:\n#   pemvet check {stem}.pem{options}"
        ),
        false => format!(
            "# Leaf, intermediates and root in one file, and what the product makes of it:\n\
             #   cat leaf.pem intermediate.pem root.pem > {stem}.pem\n#   pemvet check {stem}.pem --key {stem}.key{options}"
        ),
    }
}

/// A value of OpenSSL's configuration: a backslash takes the meaning from what comes after it.
fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    let is_blank_end = |at: usize| at == 0 || at + 1 == value.len();
    for (at, character) in value.char_indices() {
        let is_special = matches!(character, '\\' | '"' | '\'' | '#' | '$' | ';' | '`');
        if is_special || (character == ' ' && is_blank_end(at)) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
