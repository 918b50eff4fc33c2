//! Extensions to facts.

use super::*;

/// One extension, whatever its kind.
pub(crate) struct Extension<'a> {
    pub(crate) kind: ExtensionKind,
    pub(crate) critical: bool,
    /// The value in the certificate's DER.
    pub(crate) bytes: Range<usize>,
    identifier: Oid<'a>,
}

impl Extension<'_> {
    /// Short name of its object identifier, or the dotted form.
    pub(crate) fn name(&self) -> String {
        oid_text(&self.identifier)
    }

    pub(super) fn identifier_bytes(&self) -> &[u8] {
        self.identifier.as_bytes()
    }
}

/// The extensions that rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExtensionKind {
    SubjectKeyIdentifier,
    KeyUsage,
    SubjectAlternativeName,
    BasicConstraints,
    NameConstraints,
    CrlDistributionPoints,
    CertificatePolicies,
    PolicyMappings,
    AuthorityKeyIdentifier,
    PolicyConstraints,
    ExtendedKeyUsage,
    InhibitAnyPolicy,
    AuthorityInformationAccess,
    NetscapeType,
    Other,
}

impl ExtensionKind {
    fn of(identifier: &Oid<'_>) -> ExtensionKind {
        match identifier.as_bytes() {
            // id-ce is 2.5.29 (RFC 5280 section 4.2.1).
            [0x55, 0x1D, 14] => ExtensionKind::SubjectKeyIdentifier,
            [0x55, 0x1D, 15] => ExtensionKind::KeyUsage,
            [0x55, 0x1D, 17] => ExtensionKind::SubjectAlternativeName,
            [0x55, 0x1D, 19] => ExtensionKind::BasicConstraints,
            [0x55, 0x1D, 30] => ExtensionKind::NameConstraints,
            [0x55, 0x1D, 31] => ExtensionKind::CrlDistributionPoints,
            [0x55, 0x1D, 32] => ExtensionKind::CertificatePolicies,
            [0x55, 0x1D, 33] => ExtensionKind::PolicyMappings,
            [0x55, 0x1D, 35] => ExtensionKind::AuthorityKeyIdentifier,
            [0x55, 0x1D, 36] => ExtensionKind::PolicyConstraints,
            [0x55, 0x1D, 37] => ExtensionKind::ExtendedKeyUsage,
            [0x55, 0x1D, 54] => ExtensionKind::InhibitAnyPolicy,
            // id-pe-authorityInfoAccess is 1.3.6.1.5.5.7.1.1 (RFC 5280 section 4.2.2.1).
            [0x2B, 6, 1, 5, 5, 7, 1, 1] => ExtensionKind::AuthorityInformationAccess,
            // Netscape's certificate type is 2.16.840.1.113730.1.1.
            [0x60, 0x86, 0x48, 1, 0x86, 0xF8, 0x42, 1, 1] => ExtensionKind::NetscapeType,
            _ => ExtensionKind::Other,
        }
    }

    /// Whether a validator without policy processing does what a critical one of this kind asks. Authority
    /// information access must not be critical, and OpenSSL and webpki refuse it like an unknown one; Netscape's
    /// certificate type is known to OpenSSL alone.
    pub(crate) fn is_processed(self) -> bool {
        !matches!(
            self,
            ExtensionKind::Other | ExtensionKind::AuthorityInformationAccess | ExtensionKind::NetscapeType
        )
    }
}

/// RFC 5280 section 4.2.1.9.
#[derive(Clone, Copy)]
pub(crate) struct BasicConstraints {
    pub(crate) ca: bool,
    pub(crate) path_length: Option<u32>,
}

/// RFC 5280 section 4.2.1.3.
#[derive(Clone, Copy)]
pub(crate) struct KeyUsage {
    pub(crate) digital_signature: bool,
    pub(crate) key_encipherment: bool,
    pub(crate) key_cert_sign: bool,
    pub(crate) crl_sign: bool,
}

/// RFC 5280 section 4.2.1.12.
pub(crate) struct ExtendedKeyUsage {
    pub(crate) server_auth: bool,
    pub(crate) client_auth: bool,
    pub(crate) any: bool,
    /// The purposes by name.
    pub(crate) text: String,
}

/// RFC 5280 section 4.2.1.1, beside the key identifier.
#[derive(Clone, Copy)]
pub(crate) struct AuthorityKey {
    pub(crate) has_key_identifier: bool,
    pub(crate) has_issuer_or_serial: bool,
}

/// RFC 5280 section 4.2.1.10.
pub(crate) struct NameConstraints<'a> {
    pub(crate) permitted: Vec<Subtree<'a>>,
    pub(crate) excluded: Vec<Subtree<'a>>,
}

/// One subtree of names.
pub(crate) struct Subtree<'a> {
    pub(crate) base: GeneralName<'a>,
    /// `minimum` or `maximum` is there, which RFC 5280 does not allow.
    pub(crate) has_bounds: bool,
}

/// A GeneralName (RFC 5280 section 4.2.1.6).
pub(crate) enum GeneralName<'a> {
    Dns(&'a str),
    /// 4 or 16 octets in a name, 8 or 32 in a constraint, or something that is no address.
    Ip(&'a [u8]),
    Email(&'a str),
    Uri(&'a str),
    /// Folded like [`Name::folded`].
    Directory(Vec<u8>),
    /// Of this form, and not decodable as it.
    Malformed(Form),
    /// otherName, x400Address, ediPartyName, registeredID.
    Other(Form),
}

/// The forms of a GeneralName.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Dns,
    Ip,
    Email,
    Uri,
    Directory,
    /// The number of its tag.
    Other(u32),
}

impl Form {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Form::Dns => "DNS name",
            Form::Ip => "IP address",
            Form::Email => "e-mail address",
            Form::Uri => "URI",
            Form::Directory => "directory name",
            Form::Other(0) => "otherName",
            Form::Other(3) => "x400Address",
            Form::Other(5) => "ediPartyName",
            Form::Other(8) => "registeredID",
            Form::Other(_) => "unknown form of name",
        }
    }

    fn of_tag(tag: u32) -> Form {
        match tag {
            1 => Form::Email,
            2 => Form::Dns,
            4 => Form::Directory,
            6 => Form::Uri,
            7 => Form::Ip,
            other => Form::Other(other),
        }
    }
}

impl GeneralName<'_> {
    /// DNS name or IP address as text, not escaped; `None` for the other forms.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            GeneralName::Dns(name) => Some((*name).to_string()),
            GeneralName::Ip(octets) => ip_address(octets).map(|address| address.to_string()),
            _ => None,
        }
    }

    /// Bytes to compare.
    pub(crate) fn len(&self) -> usize {
        match self {
            GeneralName::Dns(text) | GeneralName::Email(text) | GeneralName::Uri(text) => text.len(),
            GeneralName::Ip(octets) => octets.len(),
            GeneralName::Directory(folded) => folded.len(),
            GeneralName::Malformed(_) | GeneralName::Other(_) => 0,
        }
    }

    pub(crate) fn form(&self) -> Form {
        match self {
            GeneralName::Dns(_) => Form::Dns,
            GeneralName::Ip(_) => Form::Ip,
            GeneralName::Email(_) => Form::Email,
            GeneralName::Uri(_) => Form::Uri,
            GeneralName::Directory(_) => Form::Directory,
            GeneralName::Malformed(form) | GeneralName::Other(form) => *form,
        }
    }
}

/// An address from 4 or 16 octets.
pub(crate) fn ip_address(octets: &[u8]) -> Option<core::net::IpAddr> {
    if let Ok(v4) = <[u8; 4]>::try_from(octets) {
        return Some(v4.into());
    }
    <[u8; 16]>::try_from(octets).ok().map(Into::into)
}

pub(super) fn read_extension<'a>(certificate: &mut Certificate<'a>, extension: &X509Extension<'a>) {
    let bytes = range_of(certificate.der, extension.value);
    certificate.extensions.push(Extension {
        kind: ExtensionKind::of(&extension.oid),
        critical: extension.critical,
        bytes: bytes.clone(),
        identifier: extension.oid.clone(),
    });
    match extension.parsed_extension() {
        ParsedExtension::BasicConstraints(found) => {
            let value = BasicConstraints {
                ca: found.ca,
                path_length: found.path_len_constraint,
            };
            certificate.basic_constraints = Some(At { value, bytes });
        }
        ParsedExtension::KeyUsage(found) => {
            let value = KeyUsage {
                digital_signature: found.digital_signature(),
                key_encipherment: found.key_encipherment(),
                key_cert_sign: found.key_cert_sign(),
                crl_sign: found.crl_sign(),
            };
            certificate.key_usage = Some(At { value, bytes });
        }
        ParsedExtension::ExtendedKeyUsage(found) => {
            let value = extended_key_usage(found);
            certificate.extended_key_usage = Some(At { value, bytes });
        }
        ParsedExtension::SubjectAlternativeName(found) => {
            let value = found.general_names.iter().map(general_name).collect();
            certificate.subject_alternative_name = Some(At { value, bytes });
        }
        ParsedExtension::SubjectKeyIdentifier(found) => certificate.subject_key_identifier = Some(found.0),
        ParsedExtension::AuthorityKeyIdentifier(found) => {
            certificate.authority_key_identifier =
                found.key_identifier.as_ref().map(|identifier| identifier.0);
            let value = AuthorityKey {
                has_key_identifier: found.key_identifier.is_some(),
                has_issuer_or_serial: found.authority_cert_issuer.is_some()
                    || found.authority_cert_serial.is_some(),
            };
            certificate.authority_key = Some(At { value, bytes });
        }
        ParsedExtension::AuthorityInfoAccess(found) => {
            certificate.information_access_is_empty = found.accessdescs.is_empty();
            let locations = found
                .accessdescs
                .iter()
                .filter_map(|access| match access.access_location {
                    x509_parser::extensions::GeneralName::URI(url)
                        if access.access_method == oid::OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS
                            && (url.starts_with("http://") || url.starts_with("https://")) =>
                    {
                        Some(url)
                    }
                    _ => None,
                });
            certificate.issuer_urls.extend(locations);
        }
        // Read here and not by x509-parser, which knows no bounds and refuses empty subtrees.
        _ if ExtensionKind::of(&extension.oid) == ExtensionKind::NameConstraints => {
            match name_constraints(extension.value) {
                Some(value) => certificate.name_constraints = Some(At { value, bytes }),
                None => malformed(certificate, extension, bytes),
            }
        }
        ParsedExtension::ParseError { .. } => malformed(certificate, extension, bytes),
        _ => {}
    }
}

/// The first is enough to refuse the certificate, and a crafted one may have thousands.
fn malformed<'a>(certificate: &mut Certificate<'a>, extension: &X509Extension<'a>, bytes: Range<usize>) {
    if !certificate.malformed_extensions.is_empty() {
        return;
    }
    certificate.malformed_extensions.push(At {
        value: oid_text(&extension.oid),
        bytes,
    });
}

fn extended_key_usage(found: &x509_parser::extensions::ExtendedKeyUsage<'_>) -> ExtendedKeyUsage {
    let known = [
        (found.server_auth, "serverAuth"),
        (found.client_auth, "clientAuth"),
        (found.any, "anyExtendedKeyUsage"),
        (found.code_signing, "codeSigning"),
        (found.email_protection, "emailProtection"),
        (found.time_stamping, "timeStamping"),
        (found.ocsp_signing, "OCSPSigning"),
    ];
    let mut purposes: Vec<String> = known
        .iter()
        .filter(|(set, _)| *set)
        .map(|(_, name)| (*name).to_string())
        .collect();
    // No more than are shown: looking up a name takes a while, and there may be thousands.
    purposes.extend(found.other.iter().take(8).map(oid_text));
    ExtendedKeyUsage {
        server_auth: found.server_auth,
        client_auth: found.client_auth,
        any: found.any,
        text: if purposes.is_empty() {
            "nothing".to_string()
        } else {
            text::list(&purposes, 8)
        },
    }
}

fn general_name<'a>(name: &x509_parser::extensions::GeneralName<'a>) -> GeneralName<'a> {
    use x509_parser::extensions::GeneralName as Parsed;
    match name {
        Parsed::DNSName(name) => GeneralName::Dns(name),
        Parsed::IPAddress(octets) => GeneralName::Ip(octets),
        Parsed::RFC822Name(address) => GeneralName::Email(address),
        Parsed::URI(uri) => GeneralName::Uri(uri),
        Parsed::DirectoryName(name) => GeneralName::Directory(folded(name)),
        Parsed::OtherName(..) => GeneralName::Other(Form::Other(0)),
        Parsed::X400Address(_) => GeneralName::Other(Form::Other(3)),
        Parsed::EDIPartyName(_) => GeneralName::Other(Form::Other(5)),
        Parsed::RegisteredID(_) => GeneralName::Other(Form::Other(8)),
        Parsed::Invalid(tag, _) => GeneralName::Malformed(Form::of_tag(tag.0)),
    }
}

fn name_constraints(value: &[u8]) -> Option<NameConstraints<'_>> {
    let (rest, sequence) = Any::from_der(value).ok()?;
    if !rest.is_empty() || sequence.tag() != Tag::Sequence {
        return None;
    }
    let mut found = NameConstraints {
        permitted: Vec::new(),
        excluded: Vec::new(),
    };
    for list in elements(sequence.data)? {
        let subtrees = elements(list.data)?.iter().map(subtree).collect::<Option<_>>()?;
        match list.tag().0 {
            0 => found.permitted = subtrees,
            1 => found.excluded = subtrees,
            _ => return None,
        }
    }
    Some(found)
}

fn subtree<'a>(element: &Any<'a>) -> Option<Subtree<'a>> {
    let (rest, base) = x509_parser::extensions::GeneralName::from_der(element.data).ok()?;
    Some(Subtree {
        base: general_name(&base),
        has_bounds: !rest.is_empty(),
    })
}

/// The elements that lie one after the other in `data`.
fn elements(mut data: &[u8]) -> Option<Vec<Any<'_>>> {
    let mut found = Vec::new();
    while !data.is_empty() {
        let (rest, element) = Any::from_der(data).ok()?;
        found.push(element);
        data = rest;
    }
    Some(found)
}
