//! Object identifiers of archives: those that are known, and names for those that are met.

/// The contents of an object identifier in DER.
pub(super) type Oid = [u8];

pub(super) const DATA: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
pub(super) const SIGNED_DATA: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
pub(super) const ENVELOPED_DATA: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03];
pub(super) const ENCRYPTED_DATA: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x06];

/// The bags of RFC 7292 appendix D, less their last arc.
pub(super) const BAG: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01];
/// The encryption schemes of RFC 7292 appendix C, less their last arc.
pub(super) const PKCS12_PBE: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01];
/// PKCS #5, less the last arc.
pub(super) const PKCS5: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05];
/// Digests of RSADSI, HMACs among them, less the last arc.
pub(super) const RSADSI_DIGEST: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02];
/// Ciphers of RSADSI, less the last arc.
pub(super) const RSADSI_CIPHER: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x03];
/// AES of NIST, less the last arc.
pub(super) const AES: &Oid = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01];
/// SHA-2 of NIST, less the last arc.
pub(super) const SHA2: &Oid = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
pub(super) const SHA1: &Oid = &[0x2B, 0x0E, 0x03, 0x02, 0x1A];
pub(super) const DES_CBC: &Oid = &[0x2B, 0x0E, 0x03, 0x02, 0x07];
/// RFC 7914 section 7.
pub(super) const SCRYPT: &Oid = &[0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x04, 0x0B];

pub(super) const X509_CERTIFICATE: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x16, 0x01];
pub(super) const FRIENDLY_NAME: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x14];
pub(super) const LOCAL_KEY_ID: &Oid = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x15];
/// The JDK's mark of a certificate that is trusted: 2.16.840.1.113894.746875.1.1.
pub(super) const TRUSTED_KEY_USAGE: &Oid = &[
    0x60, 0x86, 0x48, 0x01, 0x86, 0xF9, 0x66, 0xAD, 0xCA, 0x7B, 0x01, 0x01,
];

/// The last arc of an identifier below another.
pub(super) fn below(oid: &Oid, parent: &Oid) -> Option<u8> {
    match oid.strip_prefix(parent)? {
        [last] => Some(*last),
        _ => None,
    }
}

/// Names of what archives are not opened with, by their identifiers.
const NAMES: &[(&str, &str)] = &[
    ("1.2.840.113549.1.5.13", "PBES2"),
    ("1.2.840.113549.1.5.14", "PBMAC1"),
    ("1.2.840.113549.2.9", "HMAC-SHA-256"),
    ("1.2.840.113549.3.4", "RC4"),
    ("1.2.840.113549.3.9", "RC5-CBC"),
    ("2.16.840.1.101.3.4.1.6", "AES-128-GCM"),
    ("2.16.840.1.101.3.4.1.26", "AES-192-GCM"),
    ("2.16.840.1.101.3.4.1.46", "AES-256-GCM"),
    ("2.16.840.1.101.3.4.1.7", "AES-128-CCM"),
    ("2.16.840.1.101.3.4.1.47", "AES-256-CCM"),
    ("1.2.392.200011.61.1.1.1.2", "Camellia-128-CBC"),
    ("1.2.392.200011.61.1.1.1.3", "Camellia-192-CBC"),
    ("1.2.392.200011.61.1.1.1.4", "Camellia-256-CBC"),
    ("1.2.410.200004.1.4", "SEED-CBC"),
    ("1.2.410.200046.1.1.2", "ARIA-128-CBC"),
    ("1.2.410.200046.1.1.7", "ARIA-192-CBC"),
    ("1.2.410.200046.1.1.12", "ARIA-256-CBC"),
    ("1.2.156.10197.1.104.2", "SM4-CBC"),
    ("1.2.156.10197.1.401", "SM3"),
    ("1.2.643.2.2.21", "GOST 28147-89"),
    ("1.2.643.2.2.9", "GOST R 34.11-94"),
    ("1.2.643.7.1.1.2.2", "GOST R 34.11-2012 of 256 bits"),
    ("1.2.643.7.1.1.2.3", "GOST R 34.11-2012 of 512 bits"),
    ("1.3.6.1.4.1.3029.1.2", "Blowfish-CBC"),
    ("1.2.840.113533.7.66.10", "CAST5-CBC"),
    ("1.2.840.113549.1.12.1.1", "RC4 of 128 bits"),
    ("1.3.36.3.2.1", "RIPEMD-160"),
    ("1.2.840.113549.2.2", "MD2"),
    ("1.2.840.113549.2.4", "MD4"),
    ("2.16.840.1.101.3.4.2.7", "SHA3-224"),
    ("2.16.840.1.101.3.4.2.8", "SHA3-256"),
    ("2.16.840.1.101.3.4.2.9", "SHA3-384"),
    ("2.16.840.1.101.3.4.2.10", "SHA3-512"),
    (
        "1.3.6.1.4.1.22554.1.2.1.2.1.42",
        "SHA-256 and AES-256-CBC of Bouncy Castle",
    ),
];

/// `Camellia-256-CBC (1.2.392.200011.61.1.1.1.4)`, or the numbers alone.
pub(super) fn named(oid: &Oid) -> String {
    let numbers = numbers(oid);
    match NAMES.iter().find(|(known, _)| *known == numbers) {
        Some((_, name)) => format!("{name} ({numbers})"),
        None => numbers,
    }
}

/// As it is written: 1.2.840.
fn numbers(oid: &Oid) -> String {
    // A long one is none that anybody would know.
    let mut arcs: Vec<u64> = Vec::new();
    let mut arc = 0u64;
    for byte in oid.iter().take(LONGEST) {
        arc = (arc << 7) | u64::from(byte & 0x7F);
        if byte & 0x80 != 0 {
            continue;
        }
        match arcs.is_empty() {
            true => {
                let first = (arc / 40).min(2);
                arcs.extend([first, arc - first * 40]);
            }
            false => arcs.push(arc),
        }
        arc = 0;
    }
    let arcs: Vec<String> = arcs.iter().map(u64::to_string).collect();
    let more = if oid.len() > LONGEST { "…" } else { "" };
    format!("{}{more}", arcs.join("."))
}

/// Bytes of the identifier that are shown.
const LONGEST: usize = 32;

#[cfg(test)]
mod tests {
    use super::{SCRYPT, TRUSTED_KEY_USAGE, named};

    #[test]
    fn identifiers_are_told_by_name_and_number() {
        assert_eq!(named(TRUSTED_KEY_USAGE), "2.16.840.1.113894.746875.1.1");
        assert_eq!(named(SCRYPT), "1.3.6.1.4.1.11591.4.11");
        let camellia = [0x2A, 0x83, 0x08, 0x8C, 0x9A, 0x4B, 0x3D, 0x01, 0x01, 0x01, 0x04];
        assert_eq!(named(&camellia), "Camellia-256-CBC (1.2.392.200011.61.1.1.1.4)");
        assert!(named(&[0xFF; 400]).len() < 80);
    }
}
