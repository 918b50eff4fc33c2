//! What was read, written as every reader wants it: LF line ends, 64 columns (RFC 7468 section 2).

use alloc::string::String;

use zeroize::Zeroizing;

use super::{Kind, Scan, Section, base64, container};

/// A private key as PEM. Wiped on drop; has no `Debug`, no `Display` and no `Clone`.
pub struct KeyPem(Zeroizing<String>);

impl KeyPem {
    /// The text, which whoever copies it has to wipe.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Scan<'_> {
    /// Canonical PEM of all certificates in the order of the input: LF line ends, 64 columns, nothing else.
    ///
    /// ```
    /// # let text = include_bytes!("../../testdata/demo/from-pfx.pem");
    /// let scan = pemvet::pem::scan(text);
    /// let clean = scan.to_pem();
    /// assert!(clean.as_str().starts_with("-----BEGIN CERTIFICATE-----\nMII"));
    /// assert!(!clean.contains("Bag Attributes"));
    /// assert_eq!(pemvet::pem::scan(clean.as_bytes()).to_pem(), clean);
    /// ```
    pub fn to_pem(&self) -> String {
        encode_certificates(self.certificates())
    }

    /// Canonical PEM of one private key, with the label that its content should have. It is wiped on drop, and no other
    /// copy is made; the encoder looks nothing up by what it encodes.
    ///
    /// The key in the clear, or `ENCRYPTED PRIVATE KEY` as it is. `None` for a section that is no private key, a key
    /// that was cut off, and the traditional password-protected form, which is not decoded.
    ///
    /// ```
    /// # let text = include_bytes!("../../testdata/demo/proxy.key");
    /// let scan = pemvet::pem::scan(text);
    /// let clean = scan.key_to_pem(&scan.sections()[0]).expect("a key");
    /// assert!(clean.as_str().starts_with("-----BEGIN PRIVATE KEY-----\n"));
    /// ```
    pub fn key_to_pem(&self, section: &Section) -> Option<KeyPem> {
        if !section.kind.is_private_key() {
            return None;
        }
        let der = self.der(section);
        let label = container::key_label(der).filter(|_| container::length(der) == Some(der.len()))?;
        let characters = der.len().div_ceil(3).saturating_mul(4);
        let markers = label.len().saturating_mul(2).saturating_add(MARKERS);
        // Never too small: a string that grew would leave a copy behind.
        let room = characters
            .saturating_add(characters.div_ceil(COLUMNS))
            .saturating_add(markers);
        let mut pem = Zeroizing::new(String::with_capacity(room));
        for part in ["-----BEGIN ", label, "-----\n"] {
            pem.push_str(part);
        }
        for line in der.chunks(COLUMNS / 4 * 3) {
            base64::encode_secret(line, &mut pem);
            pem.push('\n');
        }
        for part in ["-----END ", label, "-----\n"] {
            pem.push_str(part);
        }
        Some(KeyPem(pem))
    }

    /// The label that a section should have, where its content tells.
    pub(crate) fn label(&self, section: &Section) -> Option<&'static str> {
        match section.kind {
            Kind::Certificate => Some("CERTIFICATE"),
            Kind::CertificateRequest => Some("CERTIFICATE REQUEST"),
            Kind::RevocationList => Some("X509 CRL"),
            Kind::PrivateKey | Kind::EncryptedPrivateKey => container::key_label(self.der(section)),
            _ => None,
        }
    }
}

const COLUMNS: usize = 64;
/// Bytes of both markers and their line ends, labels aside.
const MARKERS: usize = "-----BEGIN -----\n-----END -----\n".len();

/// Canonical PEM of certificates: LF, 64 columns (RFC 7468 section 2).
pub(crate) fn encode_certificates<'d>(certificates: impl Iterator<Item = &'d [u8]>) -> String {
    let layout = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    certificates
        .map(|der| pem::encode_config(&pem::Pem::new("CERTIFICATE", der), layout))
        .collect()
}
