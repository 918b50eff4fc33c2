//! Certificates made on the spot, for bundles that nobody would want to keep in files.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};

/// One certificate. Keys are numbers, the same number the same key.
#[derive(Clone, Default)]
pub(crate) struct Spec {
    /// Its RDNs are separated by slashes.
    pub(crate) subject: String,
    pub(crate) issuer: String,
    pub(crate) key: u64,
    pub(crate) signer: u64,
    pub(crate) serial: u32,
    pub(crate) is_ca: bool,
    /// Whether it has key identifiers, made of the numbers of the keys.
    pub(crate) identifiers: bool,
    /// A subject key identifier that is another key's.
    pub(crate) stolen_identifier: Option<u64>,
    pub(crate) names: Vec<String>,
    pub(crate) permitted: Vec<String>,
    /// DER of further extensions.
    pub(crate) extensions: Vec<u8>,
}

pub(crate) fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut der = vec![tag];
    let length = contents.len();
    match length {
        0..0x80 => der.push(length as u8),
        0x80..0x100 => der.extend([0x81, length as u8]),
        0x100..0x1_0000 => der.extend([0x82, (length >> 8) as u8, length as u8]),
        _ => der.extend([0x83, (length >> 16) as u8, (length >> 8) as u8, length as u8]),
    }
    der.extend(contents);
    der
}

pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

pub(crate) fn name(text: &str) -> Vec<u8> {
    let relative = |text: &str| {
        let attribute = sequence(&[vec![6, 3, 0x55, 4, 3], element(0x0C, text.as_bytes())]);
        element(0x31, &attribute)
    };
    sequence(&text.split('/').map(relative).collect::<Vec<_>>())
}

fn extension(last_arc: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let mark = if critical { vec![1, 1, 0xFF] } else { vec![] };
    sequence(&[vec![6, 3, 0x55, 0x1D, last_arc], mark, element(4, value)])
}

fn key_pair(number: u64) -> Ed25519KeyPair {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&number.to_be_bytes());
    Ed25519KeyPair::from_seed_unchecked(&seed).expect("any seed is a key")
}

impl Spec {
    pub(crate) fn new(subject: &str, key: u64, issuer: &str, signer: u64) -> Spec {
        Spec {
            subject: subject.into(),
            issuer: issuer.into(),
            key,
            signer,
            ..Spec::default()
        }
    }

    pub(crate) fn ca(self) -> Spec {
        Spec { is_ca: true, ..self }
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        let algorithm = sequence(&[vec![6, 3, 0x2B, 0x65, 0x70]]);
        let mut bits = vec![0];
        bits.extend(key_pair(self.key).public_key().as_ref());
        let key = sequence(&[algorithm.clone(), element(3, &bits)]);
        self.signed(&key, &algorithm, |message| {
            key_pair(self.signer).sign(message).as_ref().to_vec()
        })
    }

    /// With any key and any algorithm.
    pub(crate) fn signed(&self, key: &[u8], algorithm: &[u8], sign: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
        let basic = if self.is_ca {
            sequence(&[vec![1, 1, 0xFF]])
        } else {
            sequence(&[])
        };
        let mut extensions = vec![extension(19, true, &basic)];
        if self.identifiers {
            let own = self.stolen_identifier.unwrap_or(self.key);
            extensions.push(extension(14, false, &element(4, &own.to_be_bytes())));
            let of_issuer = sequence(&[element(0x80, &self.signer.to_be_bytes())]);
            extensions.push(extension(35, false, &of_issuer));
        }
        let dns = |name: &String| element(0x82, name.as_bytes());
        if !self.names.is_empty() {
            let names: Vec<Vec<u8>> = self.names.iter().map(dns).collect();
            extensions.push(extension(17, false, &sequence(&names)));
        }
        if !self.permitted.is_empty() {
            let subtrees: Vec<Vec<u8>> = self.permitted.iter().map(|it| sequence(&[dns(it)])).collect();
            let constraints = sequence(&[element(0xA0, &subtrees.concat())]);
            extensions.push(extension(30, true, &constraints));
        }
        extensions.push(self.extensions.clone());
        let message = sequence(&[
            element(0xA0, &[2, 1, 2]),
            element(2, &[&[1], self.serial.to_be_bytes().as_slice()].concat()),
            algorithm.to_vec(),
            name(&self.issuer),
            sequence(&[element(0x17, b"250101000000Z"), element(0x17, b"300101000000Z")]),
            name(&self.subject),
            key.to_vec(),
            element(0xA3, &sequence(&extensions)),
        ]);
        let mut signature = vec![0];
        signature.extend(sign(&message));
        sequence(&[message, algorithm.to_vec(), element(3, &signature)])
    }
}

pub(crate) fn pem(specs: &[Spec]) -> String {
    specs.iter().map(|spec| block(&spec.der())).collect()
}

pub(crate) fn block(der: &[u8]) -> String {
    pem::encode(&pem::Pem::new("CERTIFICATE", der))
}
