//! The bundles in an archive: for each private key its certificate and those above it, and the certificates that are trusted.
//! Their order in the archive says nothing; here they have the one that servers want.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use memchr::memmem;
use pemvet::{Bundle, LeafChoice, UnixTime, pem};

use crate::archive::{self, Archive, Certificate, Integrity, Refusal, Shut};
use crate::input::archive_note::Note;
use crate::input::base64;
use crate::input::files::Secret;
use crate::input::line_map::LineMap;
use crate::input::part::{FilePart, OfArchive};
use crate::input::remark::Remark;
use crate::input::roles::Role;
use crate::passwords::Passwords;
use crate::terms::any_size;

/// Why an archive was not opened, for people.
pub(crate) struct Unopened {
    /// The value that holds it, where the file is a document.
    pub(crate) value: Option<String>,
    pub(crate) reason: String,
    /// A password would help, and none was given.
    pub(crate) needs_password: bool,
}

/// The archive that a file is: PKCS#12 under any name, as it is, in base64, or between markers.
pub(crate) fn archive(path: &Path, text: &Secret) -> Option<Secret> {
    let is_one = |bytes: &[u8]| archive::is_archive(bytes) || archive::is_java_store(bytes);
    if is_one(text) {
        return Some(text.clone());
    }
    let extension = path.extension().unwrap_or_default();
    let is_named_so = extension.eq_ignore_ascii_case("pfx") || extension.eq_ignore_ascii_case("p12");
    if is_named_so && text.first() == Some(&0x30) {
        // One that is damaged where it begins, unless it is something else.
        let scan = pem::scan(text);
        let is_bare = scan.sections().is_empty() && scan.faults().is_empty();
        return is_bare.then(|| text.clone());
    }
    let inside = text.trim_ascii();
    let inside = match inside.strip_prefix(b"-----BEGIN PKCS12-----") {
        Some(rest) => rest.get(..memmem::find(rest, b"-----END PKCS12-----")?)?,
        None => inside,
    };
    // `MI` begins base64 of DER and BER, `/u3+7Q` that of a Java key store.
    if !matches!(
        inside.trim_ascii_start(),
        [b'M', b'I', ..] | [b'/', b'u', b'3', ..]
    ) {
        return None;
    }
    let decoded = base64::decode(inside)?;
    is_one(&decoded.bytes).then_some(decoded.bytes)
}

/// Whether a file is an archive.
pub(crate) fn is_archive(path: &Path, text: &Secret) -> bool {
    archive(path, text).is_some()
}

/// Opens the archive that a part is, and puts what it holds in its place.
pub(crate) fn expand(
    holder: &FilePart,
    bytes: &[u8],
    path: &str,
    may_ask: bool,
    passwords: &Passwords,
) -> Result<Vec<FilePart>, Unopened> {
    let is_java = archive::is_java_store(bytes);
    let open = |password| match is_java {
        true => archive::open_java(bytes, password),
        false => archive::open(bytes, password),
    };
    let mut opened = open(passwords.given());
    let wants_password = match &opened {
        Ok(archive) => archive.locked.iter().any(|it| it.why == Shut::NoPassword),
        Err(refusal) => refusal.needs_password(),
    };
    if may_ask && wants_password {
        let name = match &holder.value {
            Some(value) => format!("{path} ({value})"),
            None => path.into(),
        };
        if let Some(password) = passwords.ask(&name) {
            opened = open(Some(password));
        }
    }
    let is_wrong = matches!(
        opened,
        Err(Refusal::WrongPassword(_) | Refusal::WrongPasswordOrChanged(_))
    );
    if is_wrong && open(None).is_ok_and(|bare| !is_sound(&bare)) {
        opened = Err(Refusal::MacDiffers);
    }
    match opened {
        Ok(archive) => Ok(parts(holder, bytes, archive)),
        Err(refusal) => Err(Unopened {
            value: holder.value.clone(),
            reason: match is_java {
                true => refusal.words().replace("PKCS#12", "a Java key store"),
                false => refusal.words(),
            },
            needs_password: refusal.needs_password(),
        }),
    }
}

/// Whether what stands in an archive without encryption is whole, as far as it tells itself: certificates that can be read, each
/// signed by the next, and keys that are theirs.
fn is_sound(archive: &Archive) -> bool {
    let is_read = |text: &Secret, key: Option<&Secret>| {
        let mut bundle = Bundle::new(text);
        if let Some(key) = key {
            bundle = bundle.with_private_key(key);
        }
        bundle.validate(&any_size(), UnixTime::since_unix_epoch(std::time::Duration::ZERO))
    };
    let text = text_of(archive.certificates.iter());
    let report = is_read(&text, None);
    let top = report.order().last().copied();
    let is_signed = |(place, it): (usize, &pemvet::JudgedCertificate)| {
        it.signature_verified || Some(place) == top || !report.order().contains(&place)
    };
    let is_pair = |key: &archive::Key| {
        let key = archive::pem("PRIVATE KEY", &key.der);
        archive.certificates.is_empty() || is_read(&text, Some(&key)).key_fits()
    };
    report.certificates().len() == archive.certificates.len()
        && report.certificates().iter().enumerate().all(is_signed)
        && archive.keys.iter().all(is_pair)
}

/// A private key with what belongs to it, or certificates alone.
struct Group {
    /// Places among the archive's own certificates.
    certificates: Vec<usize>,
    key: Option<Secret>,
    name: Option<String>,
}

fn parts(holder: &FilePart, bytes: &[u8], mut archive: Archive) -> Vec<FilePart> {
    let notes = notes(&archive, bytes);
    let (certificates, keys) = (
        std::mem::take(&mut archive.certificates),
        std::mem::take(&mut archive.keys),
    );
    let mut known = BTreeSet::new();
    let (trusted, own): (Vec<Certificate>, Vec<Certificate>) =
        certificates.into_iter().partition(|it| it.is_trusted);
    let own: Vec<Certificate> = own
        .into_iter()
        .filter(|it| known.insert(it.der.clone()))
        .collect();
    let mut groups: Vec<Group> = keys
        .into_iter()
        .map(|key| {
            let pem = archive::pem("PRIVATE KEY", &key.der);
            Group {
                certificates: chain(&own, Some(&pem), key.id.as_deref()),
                key: Some(pem),
                name: key.name,
            }
        })
        .collect();
    // A key that stayed shut may tell by its id which certificate it is of.
    for locked in &archive.locked {
        let leaf = own.iter().position(|it| it.id.is_some() && it.id == locked.id);
        let is_taken = |place: usize| groups.iter().any(|it| it.certificates.first() == Some(&place));
        if let Some(leaf) = leaf.filter(|leaf| !is_taken(*leaf)) {
            groups.push(Group {
                certificates: from(&own, leaf),
                key: None,
                name: locked.name.clone(),
            });
        }
    }
    if groups.is_empty() && !own.is_empty() {
        groups.push(Group {
            certificates: chain(&own, None, None),
            key: None,
            name: None,
        });
    }
    // What no chain takes is no less in the archive.
    let taken: BTreeSet<usize> = groups
        .iter()
        .flat_map(|it| it.certificates.iter().copied())
        .collect();
    if let Some(first) = groups.first_mut() {
        let rest = (0..own.len()).filter(|place| !taken.contains(place));
        first.certificates.extend(rest);
    }
    let several = groups.len() + usize::from(!trusted.is_empty()) > 1;
    let mut parts = Vec::new();
    for (number, group) in groups.into_iter().enumerate() {
        let label = several.then(|| match &group.name {
            Some(name) => format!("key {}", pemvet::text::echo(name)),
            None => format!("key {}", number + 1),
        });
        let chosen = group.certificates.iter().filter_map(|place| own.get(*place));
        let text = match (group.certificates.is_empty(), &group.key) {
            // A key alone is all that there is to judge.
            (true, Some(key)) => key.clone(),
            _ => text_of(chosen),
        };
        let mut part = part(holder, label, text, group.key);
        part.is_unpaired = true;
        if let Some(archive) = &mut part.archive {
            archive.key_name = Some(match &group.name {
                Some(name) => pemvet::text::echo(name).into_owned(),
                None => (number + 1).to_string(),
            });
        }
        parts.push(part);
    }
    if !trusted.is_empty() {
        let label = several.then(|| "its trusted certificates".into());
        let mut part = part(holder, label, text_of(trusted.iter()), None);
        part.is_unpaired = true;
        part.role = Some(Role::Authorities);
        parts.push(part);
    }
    if parts.is_empty() {
        let mut part = part(holder, None, Secret::default(), None);
        part.is_unpaired = true;
        parts.push(part);
    }
    if let Some(archive) = parts.first_mut().and_then(|part| part.archive.as_mut()) {
        archive.notes = notes;
    }
    parts
}

/// That a private key of an archive is not encrypted, as that of any file that a directory shows.
pub(crate) fn tell_of_bare_keys(parts: &mut [FilePart]) {
    for part in parts {
        let archive = part.archive.as_ref();
        let is_bare = archive.is_some_and(|it| it.notes.iter().any(|note| matches!(note, Note::BareKeys(_))));
        if is_bare {
            let line = part.places.line_of(1);
            part.remarks.push(Remark::PrivateKey(
                line,
                "an archive whose private key is not encrypted",
            ));
        }
    }
}

/// That the file is called PEM.
pub(crate) fn tell_of_name(parts: &mut [FilePart]) {
    if let Some(archive) = parts.first_mut().and_then(|part| part.archive.as_mut()) {
        archive.notes.push(Note::NamedPem);
    }
}

fn part(holder: &FilePart, label: Option<String>, text: Secret, key: Option<Secret>) -> FilePart {
    let value = match (&holder.value, label) {
        (Some(value), Some(label)) => Some(format!("{value}, {label}")),
        (value, label) => label.or_else(|| value.clone()),
    };
    let line = holder.places.line_of(1);
    let mut part = FilePart::new(
        value,
        holder.mapping,
        holder.name.clone(),
        text,
        LineMap::on(line),
        &[],
    );
    part.has_object = holder.has_object;
    part.item = holder.item.clone();
    part.product = holder.product.clone();
    part.lines = holder.lines.clone();
    part.marks = Arc::clone(&holder.marks);
    part.archive = Some(Box::new(OfArchive {
        key,
        ..OfArchive::default()
    }));
    part
}

/// The certificates from the leaf of this key on, by their places; without a key from the leaf that there is.
fn chain(own: &[Certificate], key: Option<&Secret>, id: Option<&[u8]>) -> Vec<usize> {
    if own.is_empty() {
        return Vec::new();
    }
    let text = text_of(own.iter());
    let mut bundle = Bundle::new(&text);
    if let Some(key) = key {
        bundle = bundle.with_private_key(key);
    }
    let found = bundle.validate(&any_size(), UnixTime::since_unix_epoch(std::time::Duration::ZERO));
    let all: Vec<usize> = (0..own.len()).collect();
    // A certificate that cannot be read has no place among those that can.
    let is_whole = found.certificates().len() == own.len();
    if is_whole && (key.is_none() || found.key_fits()) {
        return found.order().to_vec();
    }
    // The id says which certificate is meant, though the key does not fit.
    match id.and_then(|id| own.iter().position(|it| it.id.as_deref() == Some(id))) {
        Some(meant) => from(own, meant),
        None => all,
    }
}

/// The certificates from this leaf on.
fn from(own: &[Certificate], leaf: usize) -> Vec<usize> {
    let mut order = vec![leaf];
    order.extend((0..own.len()).filter(|place| *place != leaf));
    let text = text_of(order.iter().filter_map(|place| own.get(*place)));
    let mut profile = any_size();
    profile.leaf = LeafChoice::First;
    let now = UnixTime::since_unix_epoch(std::time::Duration::ZERO);
    let found = Bundle::new(&text).validate(&profile, now);
    if found.certificates().len() != own.len() || found.order().first() != Some(&0) {
        return order;
    }
    found
        .order()
        .iter()
        .filter_map(|place| order.get(*place).copied())
        .collect()
}

fn text_of<'c>(certificates: impl Iterator<Item = &'c Certificate>) -> Secret {
    let blocks: Vec<Secret> = certificates
        .map(|it| archive::pem("CERTIFICATE", &it.der))
        .collect();
    Secret::new(blocks.iter().flat_map(|block| block.iter().copied()).collect())
}

/// What there is to say of an archive as a whole.
fn notes(archive: &Archive, bytes: &[u8]) -> Vec<Note> {
    let end = bytes.len().saturating_sub(archive.behind);
    let after = bytes.get(end..).unwrap_or_default();
    let behind = (archive.behind, !pem::private_keys(after).is_empty());
    let mut notes = Vec::new();
    let shut = |locked: &archive::Locked| {
        let name = locked
            .name
            .as_ref()
            .map(|name| pemvet::text::echo(name).into_owned());
        Note::Shut(locked.what, name, locked.why.clone())
    };
    notes.extend(archive.locked.iter().map(shut));
    match &archive.integrity {
        Integrity::Proven => {}
        Integrity::None => notes.push(Note::NoMac),
        Integrity::Unproven => notes.push(Note::MacUnchecked),
        Integrity::Unknown(name) => notes.push(Note::MacUnknown(name.clone())),
    }
    notes.extend(archive.weak.map(Note::Weak));
    let bare = archive.keys.iter().filter(|key| key.is_bare).count();
    notes.extend((bare > 0).then_some(Note::BareKeys(bare)));
    notes.extend((behind.0 > 0).then_some(Note::Behind(behind.0, behind.1)));
    notes.extend(archive.is_open_to_all.then_some(Note::OpenToAll));
    notes.extend(archive.spelling.map(Note::Spelled));
    let passed = &archive.passed_over;
    let (lists, secrets, others) = (passed.revocation_lists, passed.secrets, passed.others);
    let is_passed = lists + secrets + others > 0;
    notes.extend(is_passed.then_some(Note::PassedOver(lists, secrets, others)));
    notes
}
