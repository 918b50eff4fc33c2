//! The bags of RFC 7292 section 4.2: certificates, keys, lists of further bags, and what is passed over.

use super::ber::{Damage, Element, Input, tag};
use super::cipher::Scheme;
use super::content::{Certificate, Key, MOST_BAGS, PassedOver};
use super::oid;
use super::refusal::Refusal;
use crate::input::files::Secret;

/// What was found in the bags so far.
#[derive(Default)]
pub(super) struct Bags {
    pub(super) certificates: Vec<Certificate>,
    /// Keys that are not encrypted.
    pub(super) keys: Vec<Key>,
    pub(super) shrouded: Vec<Shrouded>,
    pub(super) passed_over: PassedOver,
    count: usize,
}

/// An encrypted key.
pub(super) struct Shrouded {
    /// The name of the scheme, where it is not known.
    pub(super) scheme: Result<Scheme, String>,
    pub(super) text: Vec<u8>,
    pub(super) own: Attributes,
}

/// What a bag says of itself.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) name: Option<String>,
    pub(super) id: Option<Vec<u8>>,
    is_trusted: bool,
}

impl Bags {
    /// Reads SafeContents.
    pub(super) fn read(&mut self, mut contents: Input<'_>, deeper: usize) -> Result<(), Refusal> {
        let damage = contents.damage();
        let deeper = deeper.checked_sub(1).ok_or(damage)?;
        let mut bags = contents.sequence()?;
        contents.end()?;
        while !bags.is_empty() {
            self.count = self.count.saturating_add(1);
            if self.count > MOST_BAGS {
                return Err(Refusal::TooManyBags);
            }
            self.bag(bags.sequence()?, deeper)?;
        }
        Ok(())
    }

    fn bag(&mut self, mut bag: Input<'_>, deeper: usize) -> Result<(), Refusal> {
        let kind = bag.oid()?;
        let mut value = bag.expect(tag::CONTEXT_0)?.contents;
        let own = match bag.optional(tag::SET)? {
            Some(set) => Attributes::read(set.contents),
            None => Attributes::default(),
        };
        bag.end()?;
        match oid::below(kind, oid::BAG) {
            Some(1) => self.keys.push(Key {
                der: Secret::new(value.expect(tag::SEQUENCE)?.whole.to_vec()),
                name: own.name,
                id: own.id,
                is_bare: true,
            }),
            Some(2) => {
                let (scheme, text) = encrypted_key(value.sequence()?)?;
                self.shrouded.push(Shrouded { scheme, text, own });
            }
            Some(3) => self.certificate(value.sequence()?, own)?,
            Some(4) => count(&mut self.passed_over.revocation_lists),
            Some(5) => count(&mut self.passed_over.secrets),
            Some(6) => self.read(value, deeper)?,
            _ => count(&mut self.passed_over.others),
        }
        Ok(())
    }

    fn certificate(&mut self, mut bag: Input<'_>, own: Attributes) -> Result<(), Damage> {
        if bag.oid()? != oid::X509_CERTIFICATE {
            count(&mut self.passed_over.others);
            return Ok(());
        }
        let mut value = bag.expect(tag::CONTEXT_0)?.contents;
        self.certificates.push(Certificate {
            der: value.octets()?.bytes().to_vec(),
            id: own.id,
            is_trusted: own.is_trusted,
        });
        Ok(())
    }
}

fn count(number: &mut usize) {
    *number = number.saturating_add(1);
}

/// What EncryptedPrivateKeyInfo of RFC 5958 holds.
pub(super) fn encrypted_key(mut info: Input<'_>) -> Result<(Result<Scheme, String>, Vec<u8>), Damage> {
    let scheme = Scheme::read_known(info.sequence()?)?;
    let text = info.octets()?.bytes().to_vec();
    info.end()?;
    Ok((scheme, text))
}

/// The same where the algorithm is of no standard: its identifier, and what it encrypted.
pub(super) fn encrypted_info(mut info: Input<'_>) -> Result<(&[u8], Vec<u8>), Damage> {
    let mut info = info.sequence()?;
    let algorithm = info.sequence()?.first_oid()?;
    let text = info.octets()?.bytes().to_vec();
    info.end()?;
    Ok((algorithm, text))
}

impl Attributes {
    /// Names are no part of what is judged: one that is written wrongly is none.
    fn read(mut set: Input<'_>) -> Attributes {
        let mut own = Attributes::default();
        while let Ok(attribute) = set.sequence() {
            let _ = own.take(attribute);
        }
        own
    }

    fn take(&mut self, mut attribute: Input<'_>) -> Result<(), Damage> {
        let kind = attribute.oid()?;
        let mut values = attribute.expect(tag::SET)?.contents;
        match kind {
            oid::FRIENDLY_NAME => self.name = name(values.element()?),
            oid::LOCAL_KEY_ID => self.id = Some(values.octets()?.bytes().to_vec()),
            oid::TRUSTED_KEY_USAGE => self.is_trusted = true,
            _ => {}
        }
        Ok(())
    }
}

/// UTF-16, as the standard has it, or UTF-8.
fn name(element: Element<'_>) -> Option<String> {
    let bytes = element.contents.bytes();
    let text = match element.tag {
        tag::BMP_STRING => {
            let units = bytes
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units)
                .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    let text = text.trim_end_matches('\0');
    (!text.is_empty()).then(|| text.into())
}
