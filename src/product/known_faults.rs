//! Faults of single releases that a certificate can meet, from their release notes.

use super::name::{CertificateName, NameKind};
use super::target::{Release, Target};
use super::upload::Upload;

/// A fault of the product.
pub(crate) struct KnownFault {
    /// As the release notes number it.
    pub(crate) ticket: &'static str,
    /// Who has it, in words.
    pub(crate) versions: &'static str,
    /// The first release without it; `None`: none of the line is known to be.
    until: Option<Release>,
    since: Release,
    concerns: fn(CertificateName) -> bool,
}

/// A full chain does not go through if one of its certificates has no common name.
pub(crate) static CHAIN_WITHOUT_COMMON_NAME: KnownFault = KnownFault {
    ticket: "RS61676",
    versions: "7.4",
    since: Release::new((7, 4), 0, 0),
    until: Some(Release::new((7, 8), 0, 0)),
    concerns: |_| true,
};

/// The proxy may crash on text around the blocks of its certificate. Reverted in 6.2.10.
pub(crate) static TEXT_CRASHES_PROXY: KnownFault = KnownFault {
    ticket: "release notes of 6.2.8",
    versions: "6.2.8",
    since: Release::new((6, 2), 8, 0),
    until: Some(Release::new((6, 2), 10, 0)),
    concerns: |name| name == CertificateName::Proxy,
};

/// Certificates between nodes without clientAuth break the cluster; since 7.22.2-79 and 8.0.10-64 they are refused.
pub(crate) static INTERNODE_CLIENT_AUTH: KnownFault = KnownFault {
    ticket: "RS176474",
    versions: "7.22.2-79, 8.0.10-64 and later",
    since: Release::new((7, 22), 0, 0),
    until: None,
    concerns: is_internode,
};

/// The chain is built up to the root at the upload.
pub(crate) static ROOT_WANTED: KnownFault = KnownFault {
    ticket: "RS185428",
    versions: "8.0.16-29 and later",
    since: Release::new((8, 0), 16, 29),
    until: None,
    concerns: |_| true,
};

/// Intermediates of certificates between nodes are not put into the trust store.
pub(crate) static INTERNODE_DEPTH: KnownFault = KnownFault {
    ticket: "RS194253",
    versions: "versions before 8.0.20-68",
    since: Release::new((5, 4), 0, 0),
    until: Some(Release::new((8, 0), 20, 68)),
    concerns: is_internode,
};

/// The control plane's certificate in one request with others can corrupt them.
pub(crate) static INTERNODE_TOGETHER: KnownFault = KnownFault {
    ticket: "RS199373",
    versions: "versions before 8.0.20-68",
    since: Release::new((5, 4), 0, 0),
    until: Some(Release::new((8, 0), 20, 68)),
    concerns: |name| name == CertificateName::CcsInternodeEncryption,
};

fn is_internode(name: CertificateName) -> bool {
    name.facts().kind == NameKind::Internode
}

impl KnownFault {
    /// Whether this upload goes to a release that has it.
    pub(crate) fn is_met_by(&self, upload: &Upload) -> bool {
        let concerned = upload.name.is_some_and(self.concerns);
        concerned && self.is_in(upload.target)
    }

    /// Of a line: whether one of its releases has it.
    fn is_in(&self, target: Target) -> bool {
        target.reaches(self.since) && self.until.is_none_or(|until| target.may_precede(until))
    }
}

#[cfg(test)]
mod tests {
    use super::{
        CHAIN_WITHOUT_COMMON_NAME, INTERNODE_DEPTH, INTERNODE_TOGETHER, KnownFault, ROOT_WANTED,
        TEXT_CRASHES_PROXY,
    };
    use crate::product::target::Target;

    #[test]
    fn a_fault_is_in_the_releases_that_have_it() {
        let cases: [(&KnownFault, &str, &str); 5] = [
            (&CHAIN_WITHOUT_COMMON_NAME, "7.4 7.4.6", "7.2 7.8"),
            (&TEXT_CRASHES_PROXY, "6.2 6.2.8", "6.2.10 6.2.4 6.4"),
            (&INTERNODE_DEPTH, "7.22 8.0 8.0.20 8.0.20-67", "8.0.20-68 8.2"),
            (&INTERNODE_TOGETHER, "7.22.2-79 8.0.18", "8.0.20-96 8.2"),
            (&ROOT_WANTED, "8.0 8.0.16-29 8.2", "7.22 8.0.16-28"),
        ];
        for (fault, with, without) in cases {
            let has = |version: &str| fault.is_in(version.parse::<Target>().unwrap());
            for version in with.split(' ') {
                assert!(has(version), "{}: {version}", fault.ticket);
            }
            for version in without.split(' ') {
                assert!(!has(version), "{}: {version}", fault.ticket);
            }
        }
    }
}
