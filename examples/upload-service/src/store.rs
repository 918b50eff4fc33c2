//! What is installed.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use pemvet::redis::{AcceptedBatch, CertificateName};
use pemvet::{Accepted, PrivateKeyDer};
use zeroize::Zeroizing;

/// All that is installed, by name.
pub type All = BTreeMap<&'static str, Arc<Installed>>;

/// What is installed, in memory. One pointer leads to all of it: who reads sees a whole batch or nothing of it.
#[derive(Default)]
pub struct Store {
    current: RwLock<Arc<All>>,
}

/// One certificate with its chain, and its private key where it has one.
pub struct Installed {
    /// Canonical PEM, the leaf first.
    pub certificate: String,
    key: Option<Key>,
}

struct Key {
    label: &'static str,
    der: Zeroizing<Vec<u8>>,
}

impl Store {
    /// What is installed now. It does not change under the caller.
    pub fn all(&self) -> Arc<All> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Installs a whole batch at once. Only pemvet makes an [`AcceptedBatch`], so nothing unvetted gets here.
    pub fn install(&self, batch: AcceptedBatch) {
        let members: Vec<_> = batch.into_members().into_iter().map(installed).collect();
        self.change(|all| all.extend(members));
    }

    /// Removes one; whether it was there.
    pub fn remove(&self, name: CertificateName) -> bool {
        self.change(|all| all.remove(name.as_str()).is_some())
    }

    /// Makes the next state beside the current one, then puts it in its place.
    fn change<T>(&self, change: impl FnOnce(&mut All) -> T) -> T {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let mut next = All::clone(&current);
        let result = change(&mut next);
        *current = Arc::new(next);
        result
    }
}

fn installed((name, accepted): (CertificateName, Accepted)) -> (&'static str, Arc<Installed>) {
    // A list of CAs has no chain; its repaired text is what to install.
    let chain = accepted.to_chain().to_pem();
    let certificate = match accepted.report().to_repaired_pem() {
        Some(list) if chain.is_empty() => list,
        _ => chain,
    };
    let (_, key) = accepted.into_parts();
    let installed = Installed {
        certificate,
        key: key.map(Key::new),
    };
    (name.as_str(), Arc::new(installed))
}

impl Key {
    fn new(mut key: PrivateKeyDer<'static>) -> Key {
        use zeroize::Zeroize as _;
        let label = match key {
            PrivateKeyDer::Pkcs1(_) => "RSA PRIVATE KEY",
            PrivateKeyDer::Sec1(_) => "EC PRIVATE KEY",
            _ => "PRIVATE KEY",
        };
        let der = Zeroizing::new(key.secret_der().to_vec());
        key.zeroize();
        Key { label, der }
    }
}

impl Installed {
    /// The private key as PEM, for `GET`, which hands keys out.
    pub fn key(&self) -> Option<Zeroizing<String>> {
        let key = self.key.as_ref()?;
        let text = pem::encode_config(
            &pem::Pem::new(key.label, key.der.as_slice()),
            pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF),
        );
        Some(Zeroizing::new(text))
    }
}

/// Never the key.
impl fmt::Debug for Installed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Installed")
            .field("certificate", &self.certificate)
            .field("has_key", &self.key.is_some())
            .finish()
    }
}
