//! Name constraints whose bases are written in parts, as BER allows and DER does not: what they are to those who put the parts
//! together, and to those who pass over them. Read anew from the DER by whoever asks, as hardly any certificate has such.

use alloc::vec::Vec;

use super::facts::Certificate;
use super::general_name::{CONSTRUCTED, DNS, EMAIL, GeneralName, NameConstraints, Subtree, URI};
use crate::der::{Broken, Cursor, Deviations, Element, tag};

/// The constraints of a certificate with the bases in parts put together, and without them; `None` where no base is in parts.
pub(crate) fn constraints_in_parts<'a>(certificate: &Certificate<'a>) -> Option<[NameConstraints<'a>; 2]> {
    let constraints = certificate.name_constraints.as_ref()?;
    let value = certificate.der.get(constraints.bytes.clone())?;
    let [permitted, excluded] = bases(value).ok()?;
    let lists = [
        (&constraints.value.permitted, permitted),
        (&constraints.value.excluded, excluded),
    ];
    let has_parts = lists.iter().any(|(_, bases)| bases.iter().any(Option::is_some));
    has_parts.then(|| {
        [true, false].map(|together| {
            let [permitted, excluded] = [0, 1].map(|place| {
                let list = lists.get(place);
                list.map(|(subtrees, bases)| with(subtrees, bases, together))
                    .unwrap_or_default()
            });
            NameConstraints { permitted, excluded }
        })
    })
}

fn with<'a>(subtrees: &[Subtree<'a>], bases: &[Option<GeneralName<'a>>], together: bool) -> Vec<Subtree<'a>> {
    let one = |(subtree, whole): (&Subtree<'a>, &Option<GeneralName<'a>>)| match whole {
        None => Some(subtree.clone()),
        Some(base) => together.then_some(Subtree {
            base: *base,
            has_bounds: subtree.has_bounds,
        }),
    };
    subtrees.iter().zip(bases).filter_map(one).collect()
}

/// Of each subtree what its base is when its parts are put together; `None` of those that are not in parts.
fn bases<'a>(value: &'a [u8]) -> Result<[Vec<Option<GeneralName<'a>>>; 2], Broken> {
    let noted = &mut Deviations::default();
    let mut fields = Cursor::new(value, 0).read(noted)?.inside();
    let permitted = fields.read_if(tag::constructed(0), noted)?;
    let excluded = fields.read_if(tag::constructed(1), noted)?;
    let mut of = |list: Option<Element<'a>>| {
        let mut found = Vec::new();
        let Some(list) = list else { return Ok(found) };
        let mut subtrees = list.inside();
        while !subtrees.is_empty() {
            let base = subtrees.read(noted)?.inside().read(noted)?;
            found.push(put_together(&base));
        }
        Ok(found)
    };
    Ok([of(permitted)?, of(excluded)?])
}

/// The string that an element of one primitive part is, whatever the part's own tag: OpenSSL does not look at it.
fn put_together<'a>(element: &Element<'a>) -> Option<GeneralName<'a>> {
    let mut inside = element.inside();
    let part = inside.read(&mut Deviations::default()).ok()?;
    if !inside.is_empty() || part.tag & CONSTRUCTED != 0 {
        return None;
    }
    let text = core::str::from_utf8(part.contents).ok()?;
    let name = match element.tag ^ CONSTRUCTED {
        EMAIL => GeneralName::Email(text),
        DNS => GeneralName::Dns(text),
        URI => GeneralName::Uri(text),
        _ => return None,
    };
    text.is_ascii().then_some(name)
}
