//! Which readers do not load a fact, when no server is named.

use alloc::vec::Vec;

use super::cell::{Setting, outcome};
use super::effect::Effect;
use super::fact::Fact;
use super::family::Reader;
use super::stack::Stack;
use super::table::row;
use super::version::Version;
use super::wanted::stacks;

/// Which readers do not load a fact, for files that are given to any server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unread {
    /// The families that do not get along with it in the newest version that is known, with what they do.
    pub readers: Vec<(Reader, Effect)>,
    /// Whether that is an error: OpenSSL is among them, or every family that most servers belong to.
    pub rejects: bool,
}

/// Who among all readers does not get along with a fact, in the newest version at security level 2.
///
/// ```
/// use pemvet::stacks::{Fact, unread};
///
/// assert!(unread(Fact::DamagedLaterBlock).rejects);
/// let mark = unread(Fact::ByteOrderMark);
/// assert!(!mark.rejects && mark.readers.len() == 6);
/// ```
pub fn unread(fact: Fact) -> Unread {
    let fails = |reader: Reader| {
        let newest = Setting {
            library: newest_library(reader),
            level: 2,
            partial_chains: false,
        };
        let effect = outcome(row(fact).readers, reader, newest).effect;
        (effect.works() == Some(false)).then_some((reader, effect))
    };
    let readers: Vec<_> = Reader::ALL.iter().copied().filter_map(fails).collect();
    let among = |reader: &Reader| readers.iter().any(|(it, _)| it == reader);
    Unread {
        rejects: among(&Reader::OpenSsl) || Reader::COMMON.iter().all(among),
        readers,
    }
}

/// The newest version of a reader's library that any stack brings.
fn newest_library(reader: Reader) -> Option<Version> {
    let library = |it: &&Stack| it.reader.is_some_and(|it| it.library() == reader.library());
    let releases = stacks().filter(library).flat_map(|it| it.releases);
    releases.map(|it| it.library).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_openssl_does_not_read_is_an_error() {
        assert!(unread(Fact::BlankLineInLeaf).rejects && unread(Fact::MarkersOnOneLine).rejects);
        assert!(!unread(Fact::LabelTrustedCertificate).rejects && !unread(Fact::DhParameters).rejects);
        assert_eq!(
            unread(Fact::DhParameters).readers,
            [(Reader::S2n, Effect::Refuses)]
        );
        assert!(unread(Fact::P521).readers.is_empty() && unread(Fact::MlDsaLeaf).readers.len() == 10);
    }
}
