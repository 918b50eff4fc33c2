//! A template of step and step-ca.

use pemvet::text::quoted_for_shell as quoted;
use pemvet::{KeyPurpose, SubjectAttribute};

use super::wanted::Wanted;
use crate::csr::arguments::KeyType;

/// One template serves both: step-ca reads it for certificates (keyUsage, extKeyUsage), and what a request asks for is in the
/// extensions, which step reads with --csr.
pub(super) fn text(wanted: &Wanted) -> String {
    let stem = &wanted.stem;
    let purposes: Vec<&str> = wanted
        .purposes
        .iter()
        .map(|purpose| match purpose {
            KeyPurpose::ServerAuth => "\"serverAuth\"",
            KeyPurpose::ClientAuth => "\"clientAuth\"",
        })
        .collect();
    let usage: Vec<String> = wanted
        .key_usage()
        .iter()
        .map(|bit| format!("\"{bit}\""))
        .collect();
    let (key, usage_der) = match wanted.key_type {
        KeyType::Rsa => ("--kty RSA --size 4096", "AwIFoA=="),
        KeyType::Ec => ("--kty EC --curve P-256", "AwIHgA=="),
    };
    let purposes_der = match wanted.purposes.as_slice() {
        [] => None,
        [KeyPurpose::ServerAuth] => Some("MAoGCCsGAQUFBwMB"),
        [KeyPurpose::ClientAuth] => Some("MAoGCCsGAQUFBwMC"),
        _ => Some("MBQGCCsGAQUFBwMBBggrBgEFBQcDAg=="),
    };
    let purposes_asked = purposes_der.map_or(String::new(), |der| {
        format!(",\n    {{ \"id\": \"2.5.29.37\", \"value\": \"{der}\" }}")
    });
    let names = wanted.dns().map(str::to_owned).chain(wanted.addresses());
    let names: String = names.map(|name| format!(" --san {}", quoted(&name))).collect();
    let mut text = String::from("{{- /*\n");
    text.push_str(&wanted.head("  "));
    text.push_str(&format!(
        "
   Save it as {stem}.tpl. The key, which stays here, and the request:
     (umask 077; step certificate create --csr --template {stem}.tpl {key} --no-password --insecure \\
       {common_name} {stem}.csr {stem}.key{names})
     pemvet csr {stem}.csr --key {stem}.key{options}
   A CA of step-ca takes purposes and key usage from its provisioner's template, not from the request; give it this one:
     step ca provisioner update NAME --x509-template {stem}.tpl
     step ca sign {stem}.csr {stem}.pem
     pemvet check {stem}.pem --key {stem}.key{options}
*/ -}}}}
{{
  \"subject\": {subject},
  \"sans\": {{{{ toJson .SANs }}}},
  \"keyUsage\": [{usage}],
  \"extKeyUsage\": [{purposes}],
  \"extensions\": [
    {{ \"id\": \"2.5.29.15\", \"critical\": true, \"value\": \"{usage_der}\" }}{purposes_asked}
  ]
}}
",
        options = wanted.options,
        common_name = quoted(&wanted.common_name),
        subject = subject(wanted),
        usage = usage.join(", "),
        purposes = purposes.join(", "),
    ));
    text
}

fn subject(wanted: &Wanted) -> String {
    let members = wanted.subject.iter().map(|(attribute, value)| {
        let member = match attribute {
            SubjectAttribute::Country => "country",
            SubjectAttribute::StateOrProvince => "province",
            SubjectAttribute::Locality => "locality",
            SubjectAttribute::Organization => "organization",
            _ => "organizationalUnit",
        };
        format!(", \"{member}\": {}", escaped(value))
    });
    let members: String = members.collect();
    match members.as_str() {
        "" => "{{ toJson .Subject }}".into(),
        members => format!("{{ \"commonName\": {{{{ toJson .Subject.CommonName }}}}{members} }}"),
    }
}

/// A string of JSON in a template, where {{ begins what is filled in.
fn escaped(value: &str) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    json.replace("{{", "{{ \"{{\" }}")
}
