//! The list of extensions: what is there, of which kind, where.

use alloc::collections::BTreeSet;

use super::extension::{Extension, ExtensionKind, KINDS};
use super::extension_facts::Values;
use super::fast_extension;
use crate::der::{Broken, Cursor, Deviation, Deviations, Element, read_boolean, read_object_identifier, tag};

/// A set of kinds, one bit each.
#[derive(Clone, Copy, Default)]
struct Kinds(u32);

impl Kinds {
    fn has(self, kind: ExtensionKind) -> bool {
        self.0 >> kind.place() & 1 != 0
    }

    /// Whether it is new.
    fn insert(&mut self, kind: ExtensionKind) -> bool {
        let is_new = !self.has(kind);
        self.0 |= 1 << kind.place();
        is_new
    }
}

/// All extensions, in their order: read once, and read again by whoever asks for more than what is kept here.
#[derive(Clone, Copy, Default)]
pub(crate) struct Extensions<'a> {
    list: &'a [u8],
    /// Where the list begins in the certificate.
    offset: usize,
    present: Kinds,
    /// Those of which the first is critical.
    critical: Kinds,
    /// Those of which there are several.
    repeated: Kinds,
    has_critical_unprocessed: bool,
    has_critical_policy: bool,
    /// Where in the list the first of each kind begins, counted from 1; 0 where there is none.
    first: [u32; KINDS],
    /// The first whose object identifier an earlier one has already, likewise.
    duplicate: u32,
}

impl<'a> Extensions<'a> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = Extension<'a>> + Clone + use<'a> {
        let noted = Deviations::default;
        Cursor::new(self.list, self.offset)
            .filter_map(move |element| Some(split(&element, &mut noted()).ok()?.0))
    }

    pub(crate) fn has(&self, kind: ExtensionKind) -> bool {
        self.present.has(kind)
    }

    /// Whether the first of this kind is critical.
    pub(crate) fn has_critical(&self, kind: ExtensionKind) -> bool {
        self.critical.has(kind)
    }

    /// Whether one is critical that is not processed, see [`ExtensionKind::is_processed`].
    pub(crate) fn has_critical_unprocessed(&self) -> bool {
        self.has_critical_unprocessed
    }

    /// Whether one is critical that demands processing of policies, see [`ExtensionKind::demands_policies`].
    pub(crate) fn has_critical_policy(&self) -> bool {
        self.has_critical_policy
    }

    /// All kinds that are there: a bit for each, by its place.
    pub(crate) fn kinds(&self) -> u64 {
        u64::from(self.present.0)
    }

    /// Whether one has an object identifier that an earlier one has already.
    pub(crate) fn has_duplicate(&self) -> bool {
        self.duplicate != 0
    }

    /// Whether there are several of this kind.
    pub(super) fn repeats(&self, kind: ExtensionKind) -> bool {
        self.repeated.has(kind)
    }

    pub(super) fn find(&self, kind: ExtensionKind) -> Option<Extension<'a>> {
        self.at(*self.first.get(kind.place())?)
    }

    pub(super) fn duplicate(&self) -> Option<Extension<'a>> {
        self.at(self.duplicate)
    }

    /// What begins at a place counted from 1.
    fn at(&self, place: u32) -> Option<Extension<'a>> {
        let start = usize::try_from(place).ok()?.checked_sub(1)?;
        let offset = self.offset.saturating_add(start);
        let element = Cursor::new(self.list.get(start..)?, offset).next()?;
        Some(split(&element, &mut Deviations::default()).ok()?.0)
    }

    /// Notes kind and criticality of the one at a place. Whether it is the first of its kind.
    #[inline(always)]
    fn keep(&mut self, kind: ExtensionKind, critical: bool, place: u32) -> bool {
        let is_new = self.present.insert(kind);
        if is_new {
            if let Some(first) = self.first.get_mut(kind.place()) {
                *first = place;
            }
        } else {
            self.repeated.insert(kind);
        }
        if critical {
            if is_new {
                self.critical.insert(kind);
            }
            self.has_critical_unprocessed |= !kind.is_processed();
            self.has_critical_policy |= kind.demands_policies();
        }
        is_new
    }
}

/// Kind, criticality and value.
#[inline(never)]
pub(super) fn split<'a>(
    element: &Element<'a>,
    noted: &mut Deviations,
) -> Result<(Extension<'a>, &'a [u8]), Broken> {
    let mut parts = element.inside();
    let identifier = parts.expect(tag::OBJECT_IDENTIFIER, "the kind of an extension", noted)?;
    let kind = ExtensionKind::of(identifier.contents);
    if kind == ExtensionKind::Other {
        read_object_identifier(&identifier, noted);
    }
    let critical = match parts.read_if(tag::BOOLEAN, noted)? {
        Some(critical) => {
            let value = read_boolean(&critical, noted);
            if !value {
                noted.push(Deviation::DefaultEncoded, critical.bytes());
            }
            value
        }
        None => false,
    };
    let value = parts.expect(tag::OCTET_STRING, "the value of an extension", noted)?;
    parts.finish(noted);
    let extension = Extension {
        kind,
        critical,
        bytes: value.contents_bytes(),
        identifier: identifier.contents,
        raw: element.raw,
    };
    Ok((extension, value.contents))
}

/// Identifiers of unknown extensions: some few are compared one by one, without allocating.
#[derive(Default)]
struct Unknown<'a> {
    few: [&'a [u8]; 12],
    count: usize,
    many: BTreeSet<&'a [u8]>,
}

impl<'a> Unknown<'a> {
    /// Whether it is new.
    fn insert(&mut self, identifier: &'a [u8]) -> bool {
        let few = self.few.get(..self.count).unwrap_or(&self.few);
        if few.contains(&identifier) {
            return false;
        }
        match self.few.get_mut(self.count) {
            Some(place) => {
                *place = identifier;
                self.count = self.count.saturating_add(1);
                true
            }
            None => self.many.insert(identifier),
        }
    }
}

/// Reads what is inside the explicit tag.
pub(super) fn read_extensions<'a>(
    explicit: Element<'a>,
    found: &mut Extensions<'a>,
    values: &mut Values<'a>,
    noted: &mut Deviations,
) -> Result<(), Broken> {
    let mut outer = explicit.inside();
    let sequence = outer.expect_long(tag::SEQUENCE, "the list of extensions", noted)?;
    outer.finish(noted);
    let mut list = sequence.inside();
    if list.is_empty() {
        noted.push(Deviation::ListEmpty, sequence.bytes());
    }
    found.list = sequence.contents;
    found.offset = list.offset();
    let mut unknown = None;
    while !list.is_empty() {
        let place = sequence.contents.len().saturating_sub(list.rest().len());
        let place = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
        let (extension, value) = match fast_extension::extension(&list) {
            Some((extension, value, rest)) => {
                list.pass_to(rest);
                (extension, value)
            }
            None => {
                let element = list.expect(tag::SEQUENCE, "an extension", noted)?;
                split(&element, noted)?
            }
        };
        let mut is_new = found.keep(extension.kind, extension.critical, place);
        if extension.kind == ExtensionKind::Other {
            let unknown = unknown.get_or_insert_with(Unknown::default);
            is_new = unknown.insert(extension.identifier);
        }
        if !is_new && found.duplicate == 0 {
            found.duplicate = place;
        }
        // Of several of one kind the first counts, in value, criticality and place; a rule refuses the certificate.
        if is_new {
            values.read(extension, value, noted);
        } else {
            values.look_at_another(extension, value, noted);
        }
    }
    Ok(())
}
