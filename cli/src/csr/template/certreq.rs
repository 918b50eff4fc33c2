//! `.inf` of certreq, which makes requests for AD CS on Windows.

use pemvet::{KeyPurpose, SubjectAttribute};

use super::wanted::Wanted;
use crate::csr::arguments::KeyType;

pub(super) fn text(wanted: &Wanted) -> String {
    let stem = &wanted.stem;
    let (algorithm, usage) = match wanted.key_type {
        KeyType::Rsa => ("KeyAlgorithm = RSA\r\nKeyLength = 4096", "0xA0"),
        KeyType::Ec => ("KeyAlgorithm = ECDSA_P256\r\nKeyLength = 256", "0x80"),
    };
    let mut text = wanted.head(";");
    text.push_str(&format!(
        ";
; Save it as {stem}.inf on a Windows machine and make the request there; the key stays in that machine's store:
;   certreq -new {stem}.inf {stem}.csr
;   pemvet csr {stem}.csr{options}
; The template of the CA must have \"Supply in the request\" for the subject, and as application policies all purposes
; below: copy \"Web Server\" and add Client Authentication.
;   certreq -submit -attrib \"CertificateTemplate:NAME\" {stem}.csr {stem}.cer
;   certreq -accept {stem}.cer
;   certutil -p PASSWORD -exportPFX My {common_name} {stem}.pfx
; Then, where pemvet is, the pfx becomes two files; the password is asked for:
;   pemvet fix {stem}.pfx --split {stem}.pem,{stem}.key
;   pemvet check {stem}.pem --key {stem}.key{options}

[Version]
Signature = \"$Windows NT$\"

[NewRequest]
Subject = \"CN={common_name}{subject}\"
RequestType = PKCS10
ProviderName = \"Microsoft Software Key Storage Provider\"
{algorithm}
HashAlgorithm = SHA256
KeyUsage = {usage}
Exportable = TRUE
MachineKeySet = TRUE
",
        options = wanted.options,
        common_name = wanted.common_name,
        subject = wanted
            .subject
            .iter()
            .rev()
            .map(|(attribute, value)| match attribute {
                SubjectAttribute::StateOrProvince => format!(", S={}", escaped(value)),
                other => format!(", {}={}", other.as_str(), escaped(value)),
            })
            .collect::<String>(),
    ));
    if !wanted.purposes.is_empty() {
        text.push_str("\n[EnhancedKeyUsageExtension]\n");
    }
    for purpose in &wanted.purposes {
        text.push_str(match purpose {
            KeyPurpose::ServerAuth => "OID = 1.3.6.1.5.5.7.3.1 ; serverAuth\n",
            KeyPurpose::ClientAuth => "OID = 1.3.6.1.5.5.7.3.2 ; clientAuth\n",
        });
    }
    if !wanted.names.is_empty() {
        text.push_str("\n[Extensions]\n2.5.29.17 = \"{text}\"\n");
        let dns = wanted.dns().map(|name| format!("dns={name}"));
        let addresses = wanted.addresses().map(|address| format!("ipaddress={address}"));
        for name in dns.chain(addresses) {
            text.push_str(&format!("_continue_ = \"{name}&\"\n"));
        }
    }
    // Notepad and certreq want the line ends of Windows.
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// A value of a distinguished name inside of a text in an .inf: quotation marks are doubled in either, and % in the .inf.
fn escaped(value: &str) -> String {
    let is_plain = |it: char| !",+=\"\\<>;#".contains(it);
    let is_trimmed = value.trim() == value;
    let inner = value.replace('"', "\"\"\"\"").replace('%', "%%");
    match value.chars().all(is_plain) && is_trimmed {
        true => inner,
        false => format!("\"\"{inner}\"\""),
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_a_distinguished_name_or_an_inf_takes_for_its_own_is_quoted() {
        assert_eq!(escaped("Example"), "Example");
        assert_eq!(escaped("A, B"), "\"\"A, B\"\"");
        assert_eq!(escaped("A \"B\" 5%"), "\"\"A \"\"\"\"B\"\"\"\" 5%%\"\"");
    }
}
