//! The MAC over an archive: RFC 7292 appendix B, and PBMAC1 of RFC 9579.

use super::ber::{Damage, Input, tag};
use super::budget::{Budget, TooManyRounds};
use super::cipher::{Derivation, NoScheme, hmac_hash, plain_hash};
use super::hash::{Hash, Use};
use super::oid;
use super::password::Form;

pub(super) struct Mac {
    kind: Kind,
    digest: Vec<u8>,
}

enum Kind {
    /// The key is derived as PKCS#12 does.
    Own { hash: Hash, salt: Vec<u8>, rounds: u64 },
    /// PBMAC1: how the key is derived, its size, and the hash of the HMAC.
    Pbmac1(Derivation, usize, Hash),
    /// Name and number of what is not known.
    Unknown(String),
}

/// Bytes of the longest key of an HMAC that makes sense: a block of SHA-512.
const LONGEST_KEY: u64 = 128;

impl Mac {
    /// Reads MacData.
    pub(super) fn read(mut data: Input<'_>) -> Result<Mac, Damage> {
        let mut info = data.sequence()?;
        let algorithm = info.sequence()?;
        let digest = info.octets()?.bytes().to_vec();
        info.end()?;
        let salt = data.octets()?.bytes().to_vec();
        let damage = data.damage();
        let rounds = match data.is_empty() {
            true => 1,
            false => data.integer()?,
        };
        if rounds == 0 {
            return Err(damage);
        }
        data.end()?;
        let kind = match pbmac1(algorithm) {
            Ok(Some(kind)) => kind,
            Ok(None) => {
                let oid = algorithm.first_oid()?;
                match plain_hash(oid) {
                    Some(hash) => Kind::Own { hash, salt, rounds },
                    None => Kind::Unknown(oid::named(oid)),
                }
            }
            Err(NoScheme::Unknown(name)) => Kind::Unknown(format!("PBMAC1 with {name}")),
            Err(NoScheme::Damaged(damage)) => return Err(damage),
        };
        Ok(Mac { kind, digest })
    }

    /// Name and number of its kind, where that is not known.
    pub(super) fn unknown(&self) -> Option<&str> {
        match &self.kind {
            Kind::Unknown(name) => Some(name),
            _ => None,
        }
    }

    /// Its kind, for people.
    pub(super) fn words(&self) -> String {
        match &self.kind {
            Kind::Own { hash, rounds, .. } => format!("HMAC-{}, {rounds} rounds", hash.name()),
            Kind::Pbmac1(_, _, hash) => format!("PBMAC1 with HMAC-{}", hash.name()),
            Kind::Unknown(name) => name.clone(),
        }
    }

    /// Whether it is the MAC of these bytes under this password.
    pub(super) fn fits(&self, form: &Form, bytes: &[u8], budget: &mut Budget) -> Result<bool, TooManyRounds> {
        let (hash, key) = match &self.kind {
            Kind::Own { hash, salt, rounds } => {
                let rounds = budget.spend(*rounds)?;
                (hash, hash.pkcs12(Use::Mac, &form.wide, salt, rounds, hash.size()))
            }
            Kind::Pbmac1(derivation, size, hash) => match derivation.derive(form, *size, budget)? {
                Some(key) => (hash, key),
                None => return Ok(false),
            },
            Kind::Unknown(_) => return Ok(false),
        };
        Ok(hash.hmac(&key, bytes).as_slice() == self.digest)
    }
}

/// PBMAC1, if it is that.
fn pbmac1(mut algorithm: Input<'_>) -> Result<Option<Kind>, NoScheme> {
    if oid::below(algorithm.oid()?, oid::PKCS5) != Some(14) {
        return Ok(None);
    }
    let mut parameters = algorithm.sequence()?;
    let damage = parameters.damage();
    let (derivation, size) = Derivation::read(parameters.sequence()?)?;
    let mut scheme = parameters.sequence()?;
    let oid = scheme.oid()?;
    scheme.optional(tag::NULL)?;
    let hash = hmac_hash(oid).ok_or_else(|| NoScheme::Unknown(oid::named(oid)))?;
    let size = match size {
        None => hash.size(),
        Some(size) if size > LONGEST_KEY => return Err(damage.into()),
        Some(size) => usize::try_from(size).map_err(|_| damage)?,
    };
    Ok(Some(Kind::Pbmac1(derivation, size, hash)))
}
