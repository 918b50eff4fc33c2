//! Private keys and certificates to facts: which key belongs to which certificate.

use alloc::vec::Vec;

use crate::certificate::{Certificate, KeyKind};
use crate::keys::damage::Damage;
use crate::keys::private_key::{self, PrivateKey, State};
use crate::keys::rsa;
use crate::provider::{EcCurve, KeyMaterial, KeyProof, Provider};

/// Times that the provider is asked. A key that carries its public half needs one; only keys without it are tried
/// on each certificate. At 0.4 ms each (ring, P-384) this bounds the work at 25 ms.
pub(crate) const MOST_PROOFS: usize = 64;

/// What a private key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyMatch {
    /// No key, or none that can be read.
    Absent,
    /// The certificate at this place, which is the leaf.
    Leaf,
    /// Another certificate of the file.
    Other(usize),
    /// None of them.
    Nothing,
    /// The public key inside the block is not the private key's, or its parts contradict each other.
    Inconsistent(Damage),
    /// The provider cannot prove keys of this type or size.
    NotProvable,
}

/// What all keys of the input belong to.
pub(crate) struct KeyFacts {
    /// For each key that was read.
    pub(crate) matches: Vec<KeyMatch>,
    /// The key that is judged: the leaf's, or else the one that there is most to say about.
    pub(crate) judged: Option<usize>,
    /// More keys, or more proofs, than are tried.
    pub(crate) limit_hit: bool,
    /// Keys of the input, read or not.
    pub(crate) found: usize,
}

impl KeyFacts {
    /// What the judged key belongs to.
    pub(crate) fn judged_match(&self) -> KeyMatch {
        let judged = self.judged.and_then(|judged| self.matches.get(judged));
        judged.copied().unwrap_or(KeyMatch::Absent)
    }

    /// Whether a private key belongs to the certificate at `place`; a renewed certificate may have the same key.
    pub(crate) fn own(&self, certificates: &[Certificate<'_>], place: usize) -> bool {
        let key = |place: usize| {
            certificates
                .get(place)
                .map(|certificate| certificate.public_key.raw)
        };
        self.matches
            .iter()
            .any(|owner| matches!(owner, KeyMatch::Other(owner) if key(*owner) == key(place)))
    }

    /// Names the leaf, and chooses the key to judge.
    pub(crate) fn settle(
        &mut self,
        leaf: Option<&Certificate<'_>>,
        certificates: &[Certificate<'_>],
        keys: &[PrivateKey<'_>],
    ) {
        for (owner, key) in self.matches.iter_mut().zip(keys) {
            let Some(leaf) = leaf else { continue };
            let is_leaf = |place: usize| {
                certificates
                    .get(place)
                    .is_some_and(|it| it.public_key.raw == leaf.public_key.raw)
            };
            *owner = match (&owner, &key.state) {
                (KeyMatch::Other(place), _) if is_leaf(*place) => KeyMatch::Leaf,
                // Not proved, and certain all the same: the leaf has a key of another type.
                (KeyMatch::NotProvable, State::Unsupported(_, family))
                    if !family.may_be(&leaf.public_key.kind) =>
                {
                    KeyMatch::Nothing
                }
                _ => continue,
            };
        }
        let weight = |(key, owner): (&PrivateKey<'_>, &KeyMatch)| match (owner, &key.state) {
            (KeyMatch::Leaf, _) => 0,
            (KeyMatch::Other(_), _) => 1,
            (KeyMatch::Inconsistent(_), _) | (_, State::Unreadable(_)) => 2,
            (_, State::Encrypted(_)) => 3,
            (KeyMatch::NotProvable | KeyMatch::Absent, _) => 4,
            (KeyMatch::Nothing, _) => 5,
        };
        let weights = keys.iter().zip(&self.matches).map(weight);
        self.judged = weights
            .enumerate()
            .min_by_key(|(_, weight)| *weight)
            .map(|(place, _)| place);
    }
}

/// Finds the owner of each key among the certificates at `places`: [`KeyMatch::Other`], whether leaf or not.
pub(crate) fn find_owners(
    keys: &private_key::Keys<'_>,
    certificates: &[Certificate<'_>],
    places: &[usize],
    provider: &Provider,
) -> KeyFacts {
    let mut search = Search {
        certificates,
        places,
        provider,
        proofs_left: MOST_PROOFS,
        limit_hit: keys.found > keys.read.len(),
    };
    KeyFacts {
        matches: keys.read.iter().map(|key| search.owner(key)).collect(),
        judged: None,
        limit_hit: search.limit_hit,
        found: keys.found,
    }
}

struct Search<'s, 'a> {
    certificates: &'s [Certificate<'a>],
    places: &'s [usize],
    provider: &'s Provider,
    proofs_left: usize,
    limit_hit: bool,
}

impl<'s, 'a> Search<'s, 'a> {
    fn owner(&mut self, key: &PrivateKey<'_>) -> KeyMatch {
        match &key.state {
            State::Rsa {
                modulus,
                public_exponent,
                ..
            } => self
                .all()
                .find(|(_, certificate)| {
                    let public_key = &certificate.public_key;
                    matches!(public_key.kind, KeyKind::Rsa(_))
                        && private_key::is_rsa_public_key(public_key.bits, modulus, public_exponent)
                })
                .map_or(KeyMatch::Nothing, |(place, _)| KeyMatch::Other(place)),
            State::Curve {
                material, claimed, ..
            } => self.owner_on_curve(material, *claimed),
            State::Unsupported(..) => KeyMatch::NotProvable,
            State::Encrypted(_) | State::Unreadable(_) => KeyMatch::Absent,
        }
    }

    fn all(&self) -> impl Iterator<Item = (usize, &'s Certificate<'a>)> + use<'s, 'a> {
        let certificates = self.certificates;
        let places = self.places.iter();
        places.filter_map(|place| Some((*place, certificates.get(*place)?)))
    }

    /// The claim is proved first: if it holds, comparing public keys is enough.
    fn owner_on_curve(&mut self, material: &KeyMaterial<'_>, claimed: Option<&[u8]>) -> KeyMatch {
        let eligible = self
            .all()
            .filter(|(_, it)| may_belong_to(material, &it.public_key.kind));
        let mut eligible = eligible.peekable();
        let none_eligible = eligible.peek().is_none();
        if let Some(claimed) = claimed {
            return match self.prove(material, claimed) {
                Some(KeyProof::Proved) => eligible
                    .find(|(_, certificate)| is_same_point(claimed, certificate.public_key.bits))
                    .map_or(KeyMatch::Nothing, |(place, _)| KeyMatch::Other(place)),
                Some(KeyProof::Different) => KeyMatch::Inconsistent(Damage::PublicHalf),
                Some(KeyProof::Damaged) => KeyMatch::Inconsistent(damage_of(material)),
                Some(KeyProof::Unsupported) | None if none_eligible => KeyMatch::Nothing,
                Some(KeyProof::Unsupported) | None => KeyMatch::NotProvable,
            };
        }
        let mut tried: Vec<&[u8]> = Vec::new();
        for (place, certificate) in eligible {
            // A rule about the certificate's key reports it.
            if certificate.public_key.has_wrong_length() {
                return KeyMatch::NotProvable;
            }
            let public_key = certificate.public_key.bits;
            if tried.contains(&public_key) {
                continue;
            }
            tried.push(public_key);
            match self.prove(material, public_key) {
                Some(KeyProof::Proved) => return KeyMatch::Other(place),
                Some(KeyProof::Different) => {}
                Some(KeyProof::Damaged) => return KeyMatch::Inconsistent(damage_of(material)),
                Some(KeyProof::Unsupported) | None => return KeyMatch::NotProvable,
            }
        }
        KeyMatch::Nothing
    }

    /// `None` without a prover, or beyond the limit.
    fn prove(&mut self, material: &KeyMaterial<'_>, public_key: &[u8]) -> Option<KeyProof> {
        if !self.provider.proves_keys() {
            return None;
        }
        let Some(left) = self.proofs_left.checked_sub(1) else {
            self.limit_hit = true;
            return None;
        };
        self.proofs_left = left;
        let proof = self.provider.prove_key(material, public_key);
        rsa::wipe_stack();
        proof
    }
}

/// What it is that a provider calls damaged.
fn damage_of(material: &KeyMaterial<'_>) -> Damage {
    match material {
        KeyMaterial::MlDsa { .. } => Damage::MlDsaParts,
        KeyMaterial::Ec { .. } | KeyMaterial::Ed25519 { .. } => Damage::OutOfRange,
    }
}

/// Whether the type leaves it open that the key belongs to such a public key. `false` is certain.
fn may_belong_to(material: &KeyMaterial<'_>, kind: &KeyKind) -> bool {
    match material {
        KeyMaterial::Ec { curve, .. } => match curve {
            EcCurve::P256 => *kind == KeyKind::Ec(EcCurve::P256),
            EcCurve::P384 => *kind == KeyKind::Ec(EcCurve::P384),
            EcCurve::P521 => *kind == KeyKind::Ec(EcCurve::P521),
        },
        KeyMaterial::Ed25519 { .. } => *kind == KeyKind::Ed25519,
        KeyMaterial::MlDsa { parameters, .. } => *kind == KeyKind::MlDsa(*parameters),
    }
}

/// Whether a certificate's public key is `proved`, which is uncompressed where it is a point (SEC 1 section 2.3.3).
fn is_same_point(proved: &[u8], public_key: &[u8]) -> bool {
    let [parity @ (2 | 3), x @ ..] = public_key else {
        return proved == public_key;
    };
    let Some((proved_x, proved_y)) = proved.get(1..).and_then(|both| both.split_at_checked(x.len())) else {
        return false;
    };
    proved_x == x && proved_y.len() == x.len() && proved_y.last().is_some_and(|low| low & 1 == parity & 1)
}
