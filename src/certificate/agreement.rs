//! What the strict reader and x509-parser read differently of one certificate. For tests, and for the fuzz target
//! `certificate`.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use x509_parser::certificate::X509Certificate;
use x509_parser::der_parser::asn1_rs::FromDer as _;
use x509_parser::extensions::{GeneralName as TheirName, ParsedExtension};

use crate::certificate::{Certificate, ExtensionKind, GeneralName, read};
use crate::der::Deviation;

/// What the two read differently, unless ours has noted something: then it says itself that it is stricter.
pub(crate) fn unnoted_difference(der: &[u8]) -> Option<String> {
    let what = difference(der)?;
    (!read(der).is_ok_and(|ours| is_noted(&ours))).then_some(what)
}

/// What the two read differently, and what only one reads without a reason.
pub(crate) fn difference(der: &[u8]) -> Option<String> {
    let theirs = X509Certificate::from_der(der)
        .ok()
        .filter(|(rest, _)| rest.is_empty());
    match (read(der), theirs) {
        (Ok(ours), Some((_, theirs))) => compare(&ours, &theirs),
        // It is stricter in few things: then ours has found something, too.
        (Ok(ours), None) => (!is_noted(&ours)).then(|| "only ours reads it, without a word".to_string()),
        // Ours is stricter, and says where and why.
        (Err(_), _) => None,
    }
}

fn is_noted(ours: &Certificate<'_>) -> bool {
    ours.deviations.iter().next().is_some() || !ours.malformed_extensions.is_empty()
}

fn compare(ours: &Certificate<'_>, theirs: &X509Certificate<'_>) -> Option<String> {
    let tbs = &theirs.tbs_certificate;
    let odd_time = [
        Deviation::TimeWithFraction,
        Deviation::TimeWithOffset,
        Deviation::TimeWithoutSeconds,
    ];
    let odd_time = odd_time.iter().any(|deviation| ours.deviations.has(*deviation));
    // It leaves an RDN without attributes out of the bytes of a name, and bytes left over out of those of a
    // public key.
    let has_empty = ours.deviations.has(Deviation::RelativeNameEmpty);
    let has_more = ours.deviations.has(Deviation::BytesLeftOver);
    let facts = [
        ("version", ours.version == tbs.version.0.saturating_add(1)),
        ("serial number", ours.serial_number.value == tbs.raw_serial()),
        ("issuer", has_empty || ours.issuer.raw == tbs.issuer.as_raw()),
        ("subject", has_empty || ours.subject.raw == tbs.subject.as_raw()),
        (
            "notBefore",
            odd_time || ours.not_before == tbs.validity.not_before.timestamp(),
        ),
        (
            "notAfter",
            odd_time || ours.not_after == tbs.validity.not_after.timestamp(),
        ),
        (
            "public key",
            has_more || ours.public_key.raw == tbs.subject_pki.raw,
        ),
        (
            "key bits",
            ours.public_key.bits == &*tbs.subject_pki.subject_public_key.data,
        ),
        ("signature", ours.signature.bits == &*theirs.signature_value.data),
        ("message", ours.signature.message == tbs.as_ref()),
        (
            "identifiers",
            ours.has_unique_identifiers == (tbs.issuer_uid.is_some() || tbs.subject_uid.is_some()),
        ),
    ];
    if let Some((what, _)) = facts.iter().find(|(_, equal)| !equal) {
        return Some((*what).to_string());
    }
    compare_common_names(ours, theirs).or_else(|| compare_extensions(ours, theirs))
}

fn compare_common_names(ours: &Certificate<'_>, theirs: &X509Certificate<'_>) -> Option<String> {
    let last = theirs.subject().iter_common_name().last();
    // x509-parser gives only strings that are borrowed.
    let text = last.and_then(|name| name.as_str().ok())?;
    (ours.subject.common_name().as_deref() != Some(text)).then(|| "common name".to_string())
}

fn compare_extensions(ours: &Certificate<'_>, theirs: &X509Certificate<'_>) -> Option<String> {
    let all: Vec<_> = ours.extensions.iter().collect();
    if all.len() != theirs.extensions().len() {
        return Some("number of extensions".to_string());
    }
    if ours.duplicate_extension().is_some() != theirs.extensions_map().is_err() {
        return Some("duplicates".to_string());
    }
    for (one, other) in all.iter().zip(theirs.extensions()) {
        let value = ours.der.get(one.bytes.clone());
        if (one.identifier, one.critical, value) != (other.oid.as_bytes(), other.critical, Some(other.value))
        {
            return Some(format!("extension {}", one.name()));
        }
        let is_readable = !ours.malformed_extensions.iter().any(|it| it.bytes == one.bytes);
        let is_only = ours.duplicate_extension().is_none();
        // Of kinds that no rule asks about the value is passed over.
        let is_known = one.kind != ExtensionKind::Other;
        if is_only
            && is_known
            && is_readable
            && ours.malformed_extensions.is_empty()
            && let Some(what) = compare_value(ours, other.parsed_extension())
        {
            return Some(what);
        }
    }
    None
}

fn compare_value(ours: &Certificate<'_>, theirs: &ParsedExtension<'_>) -> Option<String> {
    let equal = match theirs {
        ParsedExtension::BasicConstraints(theirs) => ours.basic_constraints.as_ref().is_some_and(|ours| {
            (ours.value.ca, ours.value.path_length) == (theirs.ca, theirs.path_len_constraint)
        }),
        ParsedExtension::KeyUsage(theirs) => ours.key_usage.as_ref().is_some_and(|ours| {
            (
                ours.value.digital_signature,
                ours.value.key_encipherment,
                ours.value.key_cert_sign,
            ) == (
                theirs.digital_signature(),
                theirs.key_encipherment(),
                theirs.key_cert_sign(),
            )
        }),
        ParsedExtension::ExtendedKeyUsage(theirs) => ours.extended_key_usage.as_ref().is_some_and(|ours| {
            (ours.value.server_auth, ours.value.client_auth, ours.value.any)
                == (theirs.server_auth, theirs.client_auth, theirs.any)
        }),
        ParsedExtension::SubjectKeyIdentifier(theirs) => ours.subject_key_identifier == Some(theirs.0),
        ParsedExtension::AuthorityKeyIdentifier(theirs) => {
            ours.authority_key_identifier == theirs.key_identifier.as_ref().map(|it| it.0)
        }
        ParsedExtension::SubjectAlternativeName(theirs) => {
            let ours: Vec<_> = ours.alternative_names().iter().collect();
            ours.len() == theirs.general_names.len()
                && ours
                    .iter()
                    .zip(&theirs.general_names)
                    .all(|(ours, theirs)| is_same_name(ours, theirs))
        }
        // What x509-parser cannot decode ours has something to say about, if TLS libraries look at it.
        ParsedExtension::ParseError { .. } => ours.deviations.iter().next().is_some(),
        _ => true,
    };
    (!equal).then(|| format!("value of {theirs:?}"))
}

fn is_same_name(ours: &GeneralName<'_>, theirs: &TheirName<'_>) -> bool {
    match (ours, theirs) {
        (GeneralName::Dns(ours), TheirName::DNSName(theirs))
        | (GeneralName::Email(ours), TheirName::RFC822Name(theirs))
        | (GeneralName::Uri(ours), TheirName::URI(theirs)) => ours == theirs,
        (GeneralName::Ip(ours), TheirName::IPAddress(theirs)) => ours == theirs,
        (GeneralName::Directory(ours), TheirName::DirectoryName(theirs)) => theirs.as_raw().ends_with(ours.0),
        (GeneralName::Other(_) | GeneralName::Mailbox(_), theirs) => !matches!(
            theirs,
            TheirName::DNSName(_) | TheirName::IPAddress(_) | TheirName::RFC822Name(_) | TheirName::URI(_)
        ),
        // Where ours is stricter it has noted that.
        (GeneralName::Malformed(_), _) => true,
        _ => false,
    }
}
