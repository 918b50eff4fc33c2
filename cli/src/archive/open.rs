//! Opens PKCS#12: structure first, then the MAC, then what is encrypted.

use super::bags::{Bags, Shrouded};
use super::ber::{Input, Octets, tag};
use super::budget::Budget;
use super::cipher::Scheme;
use super::content::{Archive, DEEPEST, Integrity, Key, Locked, MOST_BAGS, Part, Shut};
use super::mac::Mac;
use super::oid;
use super::password::{self, Form, Spelling};
use super::refusal::Refusal;
use crate::input::files::Secret;

/// Whether bytes begin as PKCS#12 does, whatever the file is called: a sequence of version 3 and a ContentInfo of PKCS#7.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    let after_length = |bytes: &'_ [u8]| match bytes.first()? {
        0x00..=0x80 => Some(1),
        length @ 0x81..=0x88 => Some(1 + usize::from(length & 0x7F)),
        _ => None,
    };
    let inside = |bytes: &'_ [u8]| {
        let rest = bytes.strip_prefix(&[tag::SEQUENCE])?;
        let length = after_length(rest)?;
        Some(bytes.len() - rest.len() + length)
    };
    let begins = || {
        let rest = bytes.get(inside(bytes)?..)?.strip_prefix(&[2, 1, 3])?;
        let rest = rest.get(inside(rest)?..)?;
        rest.strip_prefix(&[tag::OID, 9])?
            .starts_with(&oid::DATA[..8])
            .then_some(())
    };
    begins().is_some()
}

/// A list of bags, as it stands in the archive.
enum Safe<'a> {
    Encrypted {
        scheme: Result<Scheme, String>,
        text: Octets<'a>,
        at: usize,
    },
    Enveloped,
}

/// Opens an archive with a password, or without.
pub(crate) fn open(bytes: &[u8], password: Option<&[u8]>) -> Result<Archive, Refusal> {
    let mut outer = Input::new(bytes);
    let mut file = outer.sequence()?;
    let behind = outer.bytes().len();
    let damage = file.damage();
    if file.integer()? != 3 {
        return Err(damage.into());
    }
    let mut content = file.sequence()?;
    let damage = content.damage();
    match content.oid()? {
        oid::DATA => {}
        oid::SIGNED_DATA => return Err(Refusal::Signed),
        _ => return Err(damage.into()),
    }
    let authenticated = content.expect(tag::CONTEXT_0)?.contents.octets_inside()?;
    let mac = match file.is_empty() {
        true => None,
        false => Some(Mac::read(file.sequence()?)?),
    };
    file.end()?;
    let mut bags = Bags::default();
    let mut safes = Vec::new();
    let mut list = authenticated.input().sequence()?;
    while !list.is_empty() {
        if safes.len() >= MOST_BAGS {
            return Err(Refusal::TooManyBags);
        }
        safes.extend(safe(list.sequence()?, &mut bags)?);
    }
    let mut work = Work {
        forms: password::forms(password.unwrap_or_default()),
        budget: Budget::default(),
        is_given: password.is_some(),
    };
    let integrity = work.check(mac.as_ref(), authenticated.bytes(), &safes, &bags)?;
    let mut archive = work.open(safes, bags, integrity)?;
    archive.behind = behind;
    Ok(archive)
}

/// A ContentInfo of the list: its bags, where they are not encrypted.
fn safe<'a>(mut content: Input<'a>, bags: &mut Bags) -> Result<Option<Safe<'a>>, Refusal> {
    let damage = content.damage();
    let kind = content.oid()?;
    match kind {
        oid::DATA => {
            let octets = content.expect(tag::CONTEXT_0)?.contents.octets_inside()?;
            bags.read(octets.input(), DEEPEST)?;
            Ok(None)
        }
        oid::ENCRYPTED_DATA => {
            let mut data = content.expect(tag::CONTEXT_0)?.contents;
            let mut data = data.sequence()?;
            data.integer()?;
            let at = data.at();
            let mut content = data.sequence()?;
            content.oid()?;
            let scheme = Scheme::read_known(content.sequence()?)?;
            let text = content.octets_tagged(0x80)?;
            Ok(Some(Safe::Encrypted { scheme, text, at }))
        }
        oid::ENVELOPED_DATA => Ok(Some(Safe::Enveloped)),
        _ => Err(damage.into()),
    }
}

/// A password at work.
struct Work {
    /// The one that fits comes first, once it is known.
    forms: Vec<Form>,
    budget: Budget,
    is_given: bool,
}

impl Work {
    /// Holds the MAC against the password.
    fn check(
        &mut self,
        mac: Option<&Mac>,
        authenticated: &[u8],
        safes: &[Safe<'_>],
        bags: &Bags,
    ) -> Result<Integrity, Refusal> {
        let Some(mac) = mac else {
            return Ok(Integrity::None);
        };
        if let Some(name) = mac.unknown() {
            return Ok(Integrity::Unknown(name.into()));
        }
        for place in 0..self.forms.len() {
            if mac.fits(&self.forms[place], authenticated, &mut self.budget)? {
                self.forms.swap(0, place);
                return Ok(Integrity::Proven);
            }
        }
        if !self.is_given {
            return Ok(Integrity::Unproven);
        }
        // Where the password opens something, it is right, and the file is not.
        let of_safes = safes.iter().filter_map(|safe| match safe {
            Safe::Encrypted { scheme, text, .. } => Some((scheme, text.bytes())),
            Safe::Enveloped => None,
        });
        let of_keys = bags.shrouded.iter().map(|key| (&key.scheme, key.text.as_slice()));
        let (mut unknown, mut has_encrypted) = (None, false);
        for (scheme, text) in of_safes.chain(of_keys) {
            has_encrypted = true;
            match scheme {
                // Where that would take too long, the MAC's word stands.
                Ok(scheme) => {
                    for form in &self.forms {
                        if scheme.is_right(form, text, &mut self.budget) == Ok(true) {
                            return Err(Refusal::MacDiffers);
                        }
                    }
                }
                Err(name) => unknown = Some(name.clone()),
            }
        }
        // A cipher without a name is damage as likely as not.
        Err(match unknown.filter(|name| !name.contains(' ')) {
            Some(name) => Refusal::Cipher(Part::Bags, name),
            None if has_encrypted => Refusal::WrongPassword(mac.words()),
            None => Refusal::WrongPasswordOrChanged(mac.words()),
        })
    }

    /// What was encrypted, and which form of the password opened it.
    fn decrypt(&mut self, scheme: &Scheme, text: &[u8]) -> Result<Option<(Secret, usize)>, Refusal> {
        for (place, form) in self.forms.iter().enumerate() {
            if let Some(plain) = scheme.open(form, text, &mut self.budget)? {
                return Ok(Some((plain, place)));
            }
        }
        Ok(None)
    }

    /// Opens what is encrypted.
    fn open(
        mut self,
        safes: Vec<Safe<'_>>,
        mut bags: Bags,
        integrity: Integrity,
    ) -> Result<Archive, Refusal> {
        let mut archive = Archive {
            integrity,
            ..Archive::default()
        };
        let is_shut = archive.integrity == Integrity::Unproven;
        let (mut has_opened, mut spelled) = (false, None);
        // The empty password is one, where the MAC says so.
        let shut = match self.is_given || archive.integrity == Integrity::Proven {
            true => Shut::OtherPassword,
            false => Shut::NoPassword,
        };
        let of_bags = |why| Locked {
            what: Part::Bags,
            name: None,
            id: None,
            why,
        };
        for safe in safes {
            let (scheme, text, at) = match safe {
                Safe::Enveloped => {
                    archive.locked.push(of_bags(Shut::Enveloped));
                    continue;
                }
                Safe::Encrypted {
                    scheme: Err(name), ..
                } => {
                    archive.locked.push(of_bags(Shut::Cipher(name)));
                    continue;
                }
                Safe::Encrypted {
                    scheme: Ok(scheme),
                    text,
                    at,
                } => (scheme, text, at),
            };
            let opened = match is_shut {
                true => None,
                false => self.decrypt(&scheme, text.bytes())?,
            };
            match opened {
                Some((plain, place)) => {
                    (has_opened, spelled) = (true, Some(self.forms[place].kind));
                    let certificates = bags.certificates.len();
                    bags.read(Input::within(&plain, at), DEEPEST)?;
                    if bags.certificates.len() > certificates {
                        archive.weak = archive.weak.or(scheme.protects_nothing());
                    }
                }
                None => archive.locked.push(of_bags(shut.clone())),
            }
        }
        for Shrouded { scheme, text, own } in std::mem::take(&mut bags.shrouded) {
            let locked = |why| Locked {
                what: Part::Key,
                name: own.name.clone(),
                id: own.id.clone(),
                why,
            };
            let scheme = match scheme {
                Ok(scheme) => scheme,
                Err(name) => {
                    archive.locked.push(locked(Shut::Cipher(name)));
                    continue;
                }
            };
            let opened = match is_shut {
                true => None,
                false => self.decrypt(&scheme, &text)?,
            };
            match opened {
                Some((der, place)) => {
                    (has_opened, spelled) = (true, Some(self.forms[place].kind));
                    archive.keys.push(Key {
                        der,
                        name: own.name,
                        id: own.id,
                        is_bare: false,
                    });
                }
                None => archive.locked.push(locked(shut.clone())),
            }
        }
        archive.certificates = bags.certificates;
        archive.keys.extend(bags.keys);
        archive.passed_over = bags.passed_over;
        archive.spelling = spelled.filter(|it| matches!(it, Spelling::Latin1 | Spelling::Utf8AsLatin1));
        archive.is_open_to_all = has_opened && !self.is_given;
        or_refused(archive)
    }
}

/// Where nothing was opened, the reason why is all that there is.
fn or_refused(archive: Archive) -> Result<Archive, Refusal> {
    let has_something = !archive.certificates.is_empty() || !archive.keys.is_empty();
    let Some(first) = archive.locked.first().filter(|_| !has_something) else {
        return Ok(archive);
    };
    Err(match &first.why {
        Shut::NoPassword => Refusal::NeedsPassword,
        Shut::OtherPassword if archive.integrity == Integrity::Proven => Refusal::OtherPassword,
        Shut::OtherPassword => Refusal::NothingOpens,
        Shut::Cipher(name) => Refusal::Cipher(first.what, name.clone()),
        Shut::Enveloped => Refusal::Enveloped,
    })
}
