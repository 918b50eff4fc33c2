//! A certificate request (PKCS#10, RFC 2986), read into facts.

use super::der::{
    self, BIT_STRING, Element, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE, SET, only,
};

/// What a request holds. Everything borrows its DER.
pub(super) struct Parsed<'a> {
    /// What is signed.
    pub(super) signed: &'a [u8],
    /// The subject, as a whole element.
    pub(super) subject: &'a [u8],
    /// SubjectPublicKeyInfo, as a whole element.
    pub(super) public_key: &'a [u8],
    /// Contents of the public key's AlgorithmIdentifier.
    pub(super) key_algorithm: &'a [u8],
    /// The bits of the public key.
    pub(super) key_bits: &'a [u8],
    /// Those that are asked for, in their order.
    pub(super) extensions: Vec<Extension<'a>>,
    /// The attribute with a challenge password, which is never looked at.
    pub(super) challenge: Option<&'a [u8]>,
    /// Contents of the signature's AlgorithmIdentifier.
    pub(super) signature_algorithm: &'a [u8],
    /// The signature.
    pub(super) signature: &'a [u8],
}

/// How bytes that begin as a request end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// With it.
    Whole,
    /// The request has this many bytes, and so many follow.
    Followed(usize, usize),
    /// Before it: it says that it has so many bytes.
    Cut(usize),
}

impl Extent {
    /// Nothing for what does not begin as a request does.
    pub(super) fn of(bytes: &[u8]) -> Option<Extent> {
        let length = der::length_of_first(bytes)?;
        let Some(own) = bytes.get(..length) else {
            return begins_as_request(bytes).then_some(Extent::Cut(length));
        };
        Parsed::read(own).ok()?;
        Some(match bytes.len().checked_sub(length) {
            None | Some(0) => Extent::Whole,
            Some(more) => Extent::Followed(length, more),
        })
    }
}

/// Two sequences, a version of 0, and a name: a certificate and a key begin otherwise.
fn begins_as_request(bytes: &[u8]) -> bool {
    let rest = der::after_header(bytes, SEQUENCE);
    let rest = rest.and_then(|rest| der::after_header(rest, SEQUENCE));
    rest.is_some_and(|rest| rest.starts_with(&[INTEGER, 1, 0, SEQUENCE]))
}

/// An extension that is asked for.
pub(super) struct Extension<'a> {
    /// The object identifier's contents.
    pub(super) kind: &'a [u8],
    /// As a whole element.
    pub(super) whole: &'a [u8],
    /// What its OCTET STRING holds.
    pub(super) value: &'a [u8],
}

/// basicConstraints, 2.5.29.19.
pub(super) const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1D, 19];
/// keyUsage, 2.5.29.15.
pub(super) const KEY_USAGE: &[u8] = &[0x55, 0x1D, 15];
/// extKeyUsage, 2.5.29.37.
pub(super) const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1D, 37];
/// extensionRequest, 1.2.840.113549.1.9.14.
const EXTENSION_REQUEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 14];
/// The same of Microsoft's, from before: 1.3.6.1.4.1.311.2.1.14.
const MICROSOFT_EXTENSIONS: &[u8] = &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 2, 1, 14];
/// challengePassword, 1.2.840.113549.1.9.7.
const CHALLENGE_PASSWORD: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 7];
/// The attributes of a request.
const ATTRIBUTES: u8 = 0xA0;

impl<'a> Parsed<'a> {
    /// Reads the DER of a CertificationRequest. The error says which part is not as RFC 2986 has it.
    pub(super) fn read(der: &'a [u8]) -> Result<Parsed<'a>, &'static str> {
        let outer = only(der, SEQUENCE).ok_or("it is not one whole SEQUENCE")?;
        let mut outer = Reader(outer.contents);
        let info = outer.expect(SEQUENCE).ok_or("its first part is no SEQUENCE")?;
        let (signature_algorithm, signature) =
            algorithm_and_bits(outer).ok_or("its signature cannot be read")?;
        let mut inner = Reader(info.contents);
        inner.expect(INTEGER).ok_or("its version cannot be read")?;
        let subject = inner.expect(SEQUENCE).ok_or("its subject cannot be read")?;
        let key = inner.expect(SEQUENCE).ok_or("its public key cannot be read")?;
        let (key_algorithm, key_bits) =
            algorithm_and_bits(Reader(key.contents)).ok_or("its public key cannot be read")?;
        let mut parsed = Parsed {
            signed: info.whole,
            subject: subject.whole,
            public_key: key.whole,
            key_algorithm,
            key_bits,
            extensions: Vec::new(),
            challenge: None,
            signature_algorithm,
            signature,
        };
        // The field is there even without attributes; some tools leave it out, and CAs bear with that.
        if !inner.is_empty() {
            let attributes = inner.expect(ATTRIBUTES).ok_or("its attributes cannot be read")?;
            let mut attributes = Reader(attributes.contents);
            while !attributes.is_empty() {
                let read = attributes.expect(SEQUENCE);
                read.and_then(|attribute| parsed.attribute(attribute))
                    .ok_or("one of its attributes cannot be read")?;
            }
        }
        match inner.is_empty() {
            true => Ok(parsed),
            false => Err("bytes follow its attributes"),
        }
    }

    fn attribute(&mut self, whole: Element<'a>) -> Option<()> {
        let mut attribute = Reader(whole.contents);
        let kind = attribute.expect(OBJECT_IDENTIFIER)?.contents;
        let values = attribute.expect(SET)?.contents;
        match kind {
            CHALLENGE_PASSWORD => self.challenge = Some(whole.whole),
            // Of several, the first counts.
            EXTENSION_REQUEST | MICROSOFT_EXTENSIONS if self.extensions.is_empty() => {
                let mut listed = Reader(Reader(values).expect(SEQUENCE)?.contents);
                while !listed.is_empty() {
                    self.extensions.push(extension(&mut listed)?);
                }
            }
            _ => {}
        }
        attribute.is_empty().then_some(())
    }

    /// The value of an extension that is asked for.
    pub(super) fn extension(&self, kind: &[u8]) -> Option<&'a [u8]> {
        let mut asked = self.extensions.iter();
        asked.find(|asked| asked.kind == kind).map(|asked| asked.value)
    }

    /// Whether it asks for the right to issue certificates.
    pub(super) fn asks_for_ca(&self) -> bool {
        self.extension(BASIC_CONSTRAINTS).is_some_and(is_ca)
    }

    /// The bits of an RSA modulus; `None` for other keys.
    pub(super) fn rsa_bits(&self) -> Option<usize> {
        // rsaEncryption, 1.2.840.113549.1.1.1.
        const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1];
        let kind = Reader(self.key_algorithm).expect(OBJECT_IDENTIFIER)?;
        let key = only(self.key_bits, SEQUENCE).filter(|_| kind.contents == RSA)?;
        let modulus = Reader(key.contents).expect(INTEGER)?.contents;
        let zeros = modulus.iter().take_while(|byte| **byte == 0).count();
        let first = modulus.get(zeros)?;
        let octets = modulus.len().checked_sub(zeros)?;
        Some(
            octets
                .saturating_mul(8)
                .saturating_sub(first.leading_zeros() as usize),
        )
    }
}

/// Whether a value of basicConstraints says CA:TRUE.
pub(super) fn is_ca(value: &[u8]) -> bool {
    let inner = only(value, SEQUENCE).map(|it| it.contents);
    matches!(inner, Some([0x01, 0x01, truth, ..]) if *truth != 0)
}

fn extension<'a>(listed: &mut Reader<'a>) -> Option<Extension<'a>> {
    let whole = listed.expect(SEQUENCE)?;
    let mut inner = Reader(whole.contents);
    let kind = inner.expect(OBJECT_IDENTIFIER)?.contents;
    if inner.next_tag() == Some(0x01) {
        inner.element()?;
    }
    let value = inner.expect(OCTET_STRING)?.contents;
    inner.is_empty().then_some(Extension {
        kind,
        whole: whole.whole,
        value,
    })
}

/// An AlgorithmIdentifier's contents, and the whole octets of the BIT STRING after it.
fn algorithm_and_bits<'a>(mut from: Reader<'a>) -> Option<(&'a [u8], &'a [u8])> {
    let algorithm = from.expect(SEQUENCE)?.contents;
    let bits = from.expect(BIT_STRING)?.contents;
    match bits {
        [0, bits @ ..] if from.is_empty() => Some((algorithm, bits)),
        _ => None,
    }
}
