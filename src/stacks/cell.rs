//! Rows of the table: for each fact the families, the versions and the settings that treat it alike.

use super::effect::{Effect, Outcome, Provenance};
use super::fact::Fact;
use super::family::{Family, Reader, Verifier};
use super::version::{Version, Versions};

/// The settings under which a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum When {
    /// Whatever the settings.
    Always,
    /// OpenSSL's security level is this one or a higher one.
    SecurityLevel(u8),
    /// The chain has to end at a self-signed certificate (OpenSSL's default; not so with `-partial_chain`).
    WholeChains,
}

impl When {
    /// The settings in words that follow a name, or nothing.
    pub fn words(self) -> &'static str {
        match self {
            When::Always => "",
            When::SecurityLevel(0 | 1) => " at security level 1 or higher",
            When::SecurityLevel(_) => " at security level 2 or higher",
            When::WholeChains => " without partial chains",
        }
    }
}

/// What a cell is looked up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    /// The library's version, if it is known.
    pub(super) library: Option<Version>,
    /// OpenSSL's security level.
    pub(super) level: u8,
    /// Whether a chain may end at any trusted certificate.
    pub(super) partial_chains: bool,
}

/// What some families do at some versions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<F: 'static> {
    pub(super) families: &'static [F],
    pub(super) versions: Versions,
    pub(super) when: When,
    pub(super) effect: Effect,
    pub(super) provenance: Provenance,
}

/// What was run.
pub(super) const fn measured<F>(effect: Effect, families: &'static [F]) -> Cell<F> {
    Cell {
        families,
        versions: Versions::ALL,
        when: When::Always,
        effect,
        provenance: Provenance::Measured,
    }
}

impl<F: Family> Cell<F> {
    /// By a vendor's document.
    pub(super) const fn document(mut self) -> Cell<F> {
        self.provenance = Provenance::Document;
        self
    }

    /// By what was run beside it.
    pub(super) const fn inferred(mut self) -> Cell<F> {
        self.provenance = Provenance::Inferred;
        self
    }

    /// From this version of the library on.
    pub(super) const fn from(mut self, numbers: &[u32]) -> Cell<F> {
        self.versions.from = Some(Version::new(numbers));
        self
    }

    /// Up to this version of the library, its whole line included.
    pub(super) const fn to(mut self, numbers: &[u32]) -> Cell<F> {
        self.versions.to = Some(Version::new(numbers));
        self
    }

    /// Under these settings alone.
    pub(super) const fn when(mut self, when: When) -> Cell<F> {
        self.when = when;
        self
    }

    /// Whether the cell is about a family under these settings, at some version.
    fn is_about(&self, family: F, setting: Setting) -> bool {
        let settings = match self.when {
            When::Always => true,
            When::SecurityLevel(level) => setting.level >= level,
            When::WholeChains => !setting.partial_chains,
        };
        settings && self.families.contains(&family)
    }

    /// Whether the cell leaves nothing of its families for later cells.
    pub(super) fn is_final(&self) -> bool {
        self.versions.is_all() && self.when == When::Always
    }

    pub(super) fn outcome(&self) -> Outcome {
        Outcome {
            effect: self.effect,
            provenance: self.provenance,
        }
    }
}

/// What is known of one fact. The first cell that holds counts; what no cell is about is unknown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) fact: Fact,
    pub(super) readers: &'static [Cell<Reader>],
    pub(super) verifiers: &'static [Cell<Verifier>],
}

impl Row {
    /// A fact about loading.
    pub(super) const fn loads(fact: Fact, readers: &'static [Cell<Reader>]) -> Row {
        Row {
            fact,
            readers,
            verifiers: &[],
        }
    }

    /// A fact about verifying.
    pub(super) const fn verifies(fact: Fact, verifiers: &'static [Cell<Verifier>]) -> Row {
        Row {
            fact,
            readers: &[],
            verifiers,
        }
    }

    /// What is about verifying, and about loading by these readers.
    pub(super) const fn not_loaded(mut self, readers: &'static [Cell<Reader>]) -> Row {
        self.readers = readers;
        self
    }

    /// A fact about both.
    pub(super) const fn both(
        fact: Fact,
        readers: &'static [Cell<Reader>],
        verifiers: &'static [Cell<Verifier>],
    ) -> Row {
        Row {
            fact,
            readers,
            verifiers,
        }
    }
}

/// What a family does; the family that it is based on answers where nothing of its own is known. Where the version decides and
/// is not known, the outcome is not known.
pub(super) fn outcome<F: Family>(cells: &[Cell<F>], family: F, setting: Setting) -> Outcome {
    for cell in cells.iter().filter(|cell| cell.is_about(family, setting)) {
        match setting.library {
            _ if cell.versions.is_all() => return cell.outcome(),
            Some(library) if cell.versions.contains(library) => return cell.outcome(),
            Some(_) => {}
            None => return Outcome::UNKNOWN,
        }
    }
    family
        .base()
        .map_or(Outcome::UNKNOWN, |base| outcome(cells, base, setting))
}

/// The cells that are about a family and that can come to count.
pub(super) fn cells_of<F: Family>(
    cells: &'static [Cell<F>],
    family: F,
) -> impl Iterator<Item = &'static Cell<F>> {
    let mut over = false;
    let own = cells.iter().filter(move |cell| cell.families.contains(&family));
    own.take_while(move |cell| !core::mem::replace(&mut over, cell.is_final()))
}
