//! Bundles made of the generated certificates in testdata: structure that mutation of text would never find.

use std::collections::HashSet;
use std::sync::OnceLock;

use pemvet::CertificateDer;
use pemvet::pem::scan;

macro_rules! testdata {
    ($($file:literal),* $(,)?) => {
        [$(include_bytes!(concat!("../../testdata/", $file)).as_slice()),*]
    };
}

/// Leaf first, and the leaf's key.
static SERVERS: [[&[u8]; 2]; 9] = [
    testdata!["demo/good.pem", "demo/proxy.key"],
    testdata!["adcs/chain.pem", "adcs/leaf.key"],
    testdata!["keyforms/p256.pem", "keyforms/p256-pkcs8.key"],
    testdata!["keyforms/p384.pem", "keyforms/p384-pkcs8.key"],
    testdata!["keyforms/ed25519.pem", "keyforms/ed25519-pkcs8.key"],
    testdata![
        "rules/name-constraint-violated/good-permitted.pem",
        "rules/name-constraint-violated/good-permitted.key"
    ],
    testdata![
        "rules/name-constraint-violated/bad-not-permitted.pem",
        "rules/name-constraint-violated/bad-not-permitted.key"
    ],
    testdata!["rules/path-too-long/good.pem", "rules/path-too-long/good.key"],
    testdata![
        "rules/leaf-self-signed-or-ca/bad-ca-true.pem",
        "rules/leaf-self-signed-or-ca/bad-ca-true.key"
    ],
];

/// More authorities, many of the same name: renewed, of another key, weak, not allowed to sign.
static OTHERS: [&[u8]; 9] = testdata![
    "rules/authority-unknown/other-root.pem",
    "rules/certificate-expired/bad-intermediate.pem",
    "rules/certificate-expired/bad-root.pem",
    "rules/issuer-cannot-sign/bad-key-usage.pem",
    "rules/issuer-key-differs/bad-renewed.pem",
    "rules/issuer-name-encoding-differs/bad-printable-string.pem",
    "rules/issuer-not-ca/bad-ca-false.pem",
    "rules/signature-bad/bad-flipped.pem",
    "rules/signature-hash-weak/bad-md5-intermediate.pem",
];

/// Every certificate above a leaf, each once.
fn authorities() -> &'static [CertificateDer<'static>] {
    static AUTHORITIES: OnceLock<Vec<CertificateDer<'static>>> = OnceLock::new();
    AUTHORITIES.get_or_init(|| {
        let above = |pem: &[u8]| -> Vec<_> { certificates(pem).into_iter().skip(1).collect() };
        let mut all: Vec<_> = SERVERS.iter().flat_map(|[pem, _]| above(pem)).collect();
        for pem in OTHERS {
            let own = certificates(pem);
            // A root alone in its file is no leaf.
            all.extend(if own.len() == 1 { own } else { above(pem) });
        }
        let mut seen = HashSet::new();
        all.retain(|certificate| seen.insert(certificate.to_vec()));
        all
    })
}

fn certificates(pem: &[u8]) -> Vec<CertificateDer<'static>> {
    let scan = scan(pem);
    let certificates = scan.certificates();
    certificates
        .map(|der| CertificateDer::from(der).into_owned())
        .collect()
}

/// Decisions taken from the fuzzer's bytes; 0 when they run out.
pub struct Choices<'i>(pub &'i [u8]);

impl Choices<'_> {
    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// A number below `bound`, or 0 where that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let number = usize::from(self.byte()) << 8 | usize::from(self.byte());
        number.checked_rem(bound).unwrap_or(0)
    }

    /// One of the two.
    pub fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// Puts `items` in another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// A leaf and any certificates of authorities, some of them twice; one certificate may be damaged.
pub struct Bag {
    /// The leaf first.
    pub certificates: Vec<CertificateDer<'static>>,
    /// PEM of the leaf's private key.
    pub key: &'static [u8],
}

impl Bag {
    /// At most this many authorities, copies included: more than the lowest limit in use, few enough to be quick.
    const MOST: usize = 24;

    /// Takes a leaf, usually with the chain that belongs to it, and up to [`Bag::MOST`] others.
    pub fn choose(choices: &mut Choices<'_>) -> Bag {
        let [pem, key] = SERVERS[choices.below(SERVERS.len())];
        let mut certificates = certificates(pem);
        // Zero bytes give a whole chain.
        if choices.flag() {
            certificates.truncate(1);
        }
        for _ in 0..choices.below(Bag::MOST + 1) {
            let pool = authorities();
            certificates.push(pool[choices.below(pool.len())].clone());
        }
        if choices.flag() {
            let damaged = choices.below(certificates.len());
            certificates[damaged] = damage(&certificates[damaged], choices);
        }
        Bag { certificates, key }
    }

    /// Any authorities, as trust anchors. At least one.
    pub fn choose_anchors(choices: &mut Choices<'_>) -> Vec<CertificateDer<'static>> {
        let pool = authorities();
        // Zero bytes trust all of them.
        let count = match choices.below(4) {
            0 => return pool.to_vec(),
            count => count,
        };
        (0..count)
            .map(|_| pool[choices.below(pool.len())].clone())
            .collect()
    }
}

/// Changes up to two bytes, anywhere.
fn damage(certificate: &CertificateDer<'_>, choices: &mut Choices<'_>) -> CertificateDer<'static> {
    let mut der = certificate.to_vec();
    for _ in 0..2 {
        let at = choices.below(der.len());
        der[at] ^= choices.byte();
    }
    der.into()
}

/// The certificates as text.
pub fn to_pem(certificates: &[CertificateDer<'_>]) -> String {
    let blocks = certificates
        .iter()
        .map(|certificate| pem::Pem::new("CERTIFICATE", certificate.to_vec()));
    pem::encode_many(&blocks.collect::<Vec<_>>())
}
