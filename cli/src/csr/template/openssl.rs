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
#   openssl x509 -req -in {stem}.csr -CA ca.pem -CAkey ca.key -sha256 -days 365 -copy_extensions copy -out leaf.pem
# Leaf, intermediates and root in one file, and what the product makes of it:
#   cat leaf.pem intermediate.pem root.pem > {stem}.pem
#   pemvet check {stem}.pem --key {stem}.key{options}

[req]
prompt = no
string_mask = utf8only
default_md = sha256
distinguished_name = subject
req_extensions = extensions

[subject]
{subject}CN = {common_name}

[extensions]
basicConstraints = critical, CA:FALSE
keyUsage = critical, {usage}
",
        options = wanted.options,
        subject = wanted
            .subject
            .iter()
            .map(|(attribute, value)| format!("{} = {value}\n", attribute.as_str()))
            .collect::<String>(),
        common_name = wanted.common_name,
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
