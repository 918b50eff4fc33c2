//! A Certificate of cert-manager.

use pemvet::{KeyPurpose, SubjectAttribute};

use super::wanted::Wanted;
use crate::csr::arguments::KeyType;

pub(super) fn text(wanted: &Wanted) -> String {
    let name = wanted.stem.replace('_', "-");
    let mut text = wanted.head("#");
    text.push_str(&format!(
        "#
# Put in the namespace and the issuer, save it as {stem}.yaml, then:
#   kubectl apply -f {stem}.yaml
#   kubectl get secret redis-{name} -o yaml | pemvet check -{options}
# An ACME issuer hands over no root: the product then needs it in ca.crt, or behind the chain in tls.crt.

apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: redis-{name}
spec:
  secretName: redis-{name}
  duration: 2160h # 90 days
  renewBefore: 360h # 15 days
  commonName: {common_name}
{subject}  privateKey:
{key}
    encoding: PKCS8
    rotationPolicy: Always
  usages:
    - digital signature
",
        stem = wanted.stem,
        options = wanted.options,
        common_name = scalar(&wanted.common_name),
        subject = subject(wanted),
        key = match wanted.key_type {
            KeyType::Rsa => "    algorithm: RSA\n    size: 4096",
            KeyType::Ec => "    algorithm: ECDSA\n    size: 256",
        },
    ));
    if wanted.key_type == KeyType::Rsa {
        text.push_str("    - key encipherment\n");
    }
    for purpose in &wanted.purposes {
        text.push_str(match purpose {
            KeyPurpose::ServerAuth => "    - server auth\n",
            KeyPurpose::ClientAuth => "    - client auth\n",
        });
    }
    let dns: Vec<String> = wanted.dns().map(scalar).collect();
    if !dns.is_empty() {
        text.push_str(&format!("  dnsNames:\n    - {}\n", dns.join("\n    - ")));
    }
    let addresses: Vec<String> = wanted.addresses().map(|address| scalar(&address)).collect();
    if !addresses.is_empty() {
        text.push_str(&format!("  ipAddresses:\n    - {}\n", addresses.join("\n    - ")));
    }
    text.push_str("  issuerRef:\n    kind: ClusterIssuer\n    name: ISSUER\n");
    text
}

fn subject(wanted: &Wanted) -> String {
    let lines = wanted.subject.iter().map(|(attribute, value)| {
        let list = match attribute {
            SubjectAttribute::Country => "countries",
            SubjectAttribute::StateOrProvince => "provinces",
            SubjectAttribute::Locality => "localities",
            SubjectAttribute::Organization => "organizations",
            _ => "organizationalUnits",
        };
        format!("    {list}: [{}]\n", scalar(value))
    });
    let lines: String = lines.collect();
    match lines.as_str() {
        "" => lines,
        _ => format!("  subject:\n{lines}"),
    }
}

/// A YAML scalar: an asterisk at the begin would be an alias.
fn scalar(text: &str) -> String {
    // A string of JSON is one of YAML.
    serde_json::to_string(text).unwrap_or_default()
}
