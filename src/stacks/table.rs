//! The table: every row by its fact, and who refuses.

use core::fmt;

use super::cell::{Row, When, cells_of};
use super::effect::{Effect, Provenance};
use super::fact::Fact;
use super::family::{Reader, Verifier};
use super::version::Versions;
use super::{
    loads_blocks, loads_keys, loads_text, post_quantum, strength, verifies_extensions, verifies_form,
    verifies_issuer, verifies_names, verifies_usage, verifies_values,
};

static TABLES: [&[Row]; 11] = [
    loads_text::ROWS,
    loads_blocks::ROWS,
    loads_keys::ROWS,
    strength::ROWS,
    post_quantum::ROWS,
    verifies_issuer::ROWS,
    verifies_usage::ROWS,
    verifies_names::ROWS,
    verifies_values::ROWS,
    verifies_form::ROWS,
    verifies_extensions::ROWS,
];

/// Every row.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    TABLES.iter().copied().flatten()
}

/// The row of a fact. A test holds that each fact has one.
pub(super) fn row(fact: Fact) -> &'static Row {
    const NOTHING: &Row = &Row::both(Fact::ByteOrderMark, &[], &[]);
    rows().find(|row| row.fact == fact).unwrap_or(NOTHING)
}

impl Fact {
    /// Whether some server treats it in its own way when it loads the files.
    pub fn is_about_loading(self) -> bool {
        !row(self).readers.is_empty()
    }

    /// Whether some peer treats it in its own way when it verifies.
    pub fn is_about_verifying(self) -> bool {
        !row(self).verifiers.is_empty()
    }
}

/// A reader of servers or a verifier of clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Party {
    /// It loads the files.
    Reader(Reader),
    /// It verifies the chain.
    Verifier(Verifier),
}

impl Party {
    /// The family's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Party::Reader(reader) => reader.as_str(),
            Party::Verifier(verifier) => verifier.as_str(),
        }
    }
}

/// A family that does not get along with a fact, at some versions and settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Refuser {
    /// Who it is.
    pub party: Party,
    /// At which versions of its library.
    pub versions: Versions,
    /// Under which settings.
    pub when: When,
    /// What it does.
    pub effect: Effect,
    /// How that is known.
    pub provenance: Provenance,
}

impl fmt::Display for Refuser {
    /// The family and its versions: `Go from 1.23`, `OpenSSL`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.party {
            Party::Reader(reader) => reader.as_str(),
            Party::Verifier(verifier) => verifier.as_str(),
        };
        f.write_str(name)?;
        match self.versions.is_all() {
            true => Ok(()),
            false => write!(f, " {}", self.versions.words()),
        }
    }
}

/// Every family, with versions, that does not get along with a fact: readers first, each kind in the order of its table.
///
/// ```
/// use pemvet::stacks::{Fact, Party, Verifier, refusers};
///
/// let go = refusers(Fact::NegativeSerial).next().unwrap();
/// assert_eq!(go.party, Party::Verifier(Verifier::Go));
/// assert_eq!(go.versions.words(), "from 1.23");
/// ```
pub fn refusers(fact: Fact) -> impl Iterator<Item = Refuser> {
    let row = row(fact);
    let readers = Reader::ALL.iter().flat_map(|&reader| {
        cells_of(row.readers, reader).map(move |cell| Refuser {
            party: Party::Reader(reader),
            versions: cell.versions,
            when: cell.when,
            effect: cell.effect,
            provenance: cell.provenance,
        })
    });
    let verifiers = Verifier::ALL.iter().flat_map(|&verifier| {
        cells_of(row.verifiers, verifier).map(move |cell| Refuser {
            party: Party::Verifier(verifier),
            versions: cell.versions,
            when: cell.when,
            effect: cell.effect,
            provenance: cell.provenance,
        })
    });
    readers
        .chain(verifiers)
        .filter(|it| it.effect.works() == Some(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stacks::cell::Cell;
    use crate::stacks::family::Family;
    use alloc::vec::Vec;

    #[test]
    fn every_fact_has_one_row() {
        let mut facts: Vec<Fact> = rows().map(|row| row.fact).collect();
        facts.sort_unstable();
        assert_eq!(facts, Fact::ALL);
    }

    #[test]
    fn every_fact_is_a_sentence_of_its_own() {
        let mut words: Vec<&str> = Fact::ALL.iter().map(|fact| fact.words()).collect();
        assert!(
            words
                .iter()
                .all(|it| it.ends_with('.') && it.starts_with(char::is_alphabetic))
        );
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Fact::ALL.len());
        for fact in Fact::ALL {
            assert_eq!(fact.as_str().parse(), Ok(*fact));
        }
    }

    /// Facts of one outcome, and why they are in the table.
    const ALIKE: [(Fact, &str); 9] = [
        (
            Fact::P224,
            "TLS 1.3 has no such signature; the rule about curves names who refuses",
        ),
        (Fact::RootWithoutExtensions, "only OpenSSL was run"),
        (Fact::LeafNamedAsCa, "only OpenSSL was run"),
        (Fact::CasOfOneName, "only OpenSSL was run"),
        (Fact::SlhDsaLeaf, "only OpenSSL was run"),
        (Fact::VersionUnknown, "who takes it was not run"),
        (Fact::SixIntermediates, "one program differs from its family"),
        (Fact::NoClientAuth, "the rule about purposes names who refuses"),
        (
            Fact::DuplicateExtensionOfAll,
            "the fact of other extensions names who takes them",
        ),
    ];

    #[test]
    fn every_fact_has_families_that_differ_or_a_reason() {
        fn works<F: Family>(cells: &[Cell<F>]) -> impl Iterator<Item = bool> {
            cells.iter().filter_map(|cell| cell.effect.works())
        }
        for row in rows() {
            let mut seen: Vec<bool> = works(row.readers).chain(works(row.verifiers)).collect();
            seen.sort_unstable();
            seen.dedup();
            let loads: Vec<_> = row.readers.iter().map(|cell| cell.effect).collect();
            let differs = seen.len() == 2 || loads.windows(2).any(|pair| pair[0] != pair[1]);
            let reason = ALIKE.iter().any(|(fact, _)| *fact == row.fact);
            assert_eq!(differs, !reason, "{:?}", row.fact);
        }
    }

    /// A cell that can never count is a slip of the pen.
    #[test]
    fn every_cell_can_come_to_count() {
        fn check<F: Family>(fact: Fact, cells: &'static [Cell<F>]) {
            for cell in cells {
                let counts = |family: &F| cells_of(cells, *family).any(|it| core::ptr::eq(it, cell));
                assert!(cell.families.iter().any(counts), "{fact:?}");
            }
        }
        for row in rows() {
            check(row.fact, row.readers);
            check(row.fact, row.verifiers);
        }
    }

    #[test]
    fn every_family_is_somewhere() {
        for reader in Reader::ALL {
            assert!(
                rows().any(|row| cells_of(row.readers, *reader).next().is_some()),
                "{reader:?}"
            );
        }
        for verifier in Verifier::ALL {
            let mut rows = rows().filter(|row| cells_of(row.verifiers, *verifier).next().is_some());
            assert!(rows.next().is_some(), "{verifier:?}");
        }
    }
}
