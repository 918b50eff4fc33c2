//! From a body and its label to what the block holds.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

use memchr::memmem;
use zeroize::Zeroizing;

use super::base64;
use super::body::{Body, Characters, Invalid, Notes};
use super::container::{self, KeyForm};
use super::fault::Hidden;
use super::{FaultKind, Kind, RepairKind};
use super::{hidden, quoted_printable, surroundings};

/// RFC 7468 sections 4 to 13, and the labels OpenSSL writes.
static LABELS: [(&str, Kind); 20] = [
    ("CERTIFICATE", Kind::Certificate),
    ("PRIVATE KEY", Kind::PrivateKey),
    ("RSA PRIVATE KEY", Kind::PrivateKey),
    ("EC PRIVATE KEY", Kind::PrivateKey),
    ("DSA PRIVATE KEY", Kind::PrivateKey),
    ("ENCRYPTED PRIVATE KEY", Kind::EncryptedPrivateKey),
    ("OPENSSH PRIVATE KEY", Kind::OpenSshPrivateKey),
    ("X509 CERTIFICATE", Kind::Certificate),
    ("TRUSTED CERTIFICATE", Kind::Certificate),
    ("CERTIFICATE REQUEST", Kind::CertificateRequest),
    ("NEW CERTIFICATE REQUEST", Kind::CertificateRequest),
    ("X509 CRL", Kind::RevocationList),
    ("PUBLIC KEY", Kind::PublicKey),
    ("RSA PUBLIC KEY", Kind::PublicKey),
    ("EC PARAMETERS", Kind::Parameters),
    ("DH PARAMETERS", Kind::Parameters),
    ("X9.42 DH PARAMETERS", Kind::Parameters),
    ("PKCS7", Kind::Pkcs7),
    ("CMS", Kind::Pkcs7),
    ("PKCS #7 SIGNED DATA", Kind::Pkcs7),
];

fn known(label: &[u8]) -> Option<(&'static str, Kind)> {
    LABELS.into_iter().find(|(known, _)| known.as_bytes() == label)
}

pub(super) fn kind_of_label(label: &[u8]) -> Kind {
    known(label).map_or(Kind::Other, |(_, kind)| kind)
}

/// A label as text. Of one that is not known nothing is said: it may be a part of something secret.
pub(super) fn known_label(label: &[u8]) -> Option<&'static str> {
    known(label).map(|(label, _)| label)
}

/// Whether a block of this label holds nothing secret, as far as its label says.
pub(super) fn is_public(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::PrivateKey | Kind::EncryptedPrivateKey | Kind::OpenSshPrivateKey | Kind::Other
    )
}

/// Traditional OpenSSL encryption, RFC 1421 section 4.6.1.1. Escapes, quotation marks and the like may stand before the
/// header line and after it: base64 has no colon, so nothing else is taken for one.
pub(super) fn is_encrypted_by_header(body: &[u8]) -> bool {
    let head = body.trim_ascii_start();
    let head = head.get(..LONGEST_PROC_TYPE).unwrap_or(head);
    memmem::find(head, b"Proc-Type:")
        .and_then(|at| head.get(at..))
        .and_then(|line| line.split(|byte| matches!(byte, b'\n' | b'\r' | b'\\')).next())
        .is_some_and(|line| memmem::find(line, b"ENCRYPTED").is_some())
}

/// `Proc-Type: 4,ENCRYPTED` and what repairs may find before it.
const LONGEST_PROC_TYPE: usize = 64;

/// What the content of a block is.
pub(super) struct Content {
    pub(super) kind: Kind,
    /// Where in the DER it is: once, or once for each certificate of a container.
    pub(super) parts: Parts,
    pub(super) repair: Option<RepairKind>,
    /// It is a private key, or nothing that is known to be public: it may be what is left of one.
    pub(super) may_be_secret: bool,
    /// What comes after it in the same block.
    pub(super) behind: Option<Hidden>,
}

impl Content {
    /// A certificate and nothing else, under its own label.
    pub(super) const CERTIFICATE: Content = Content {
        kind: Kind::Certificate,
        parts: Parts::Whole,
        repair: None,
        may_be_secret: false,
        behind: None,
    };
}

pub(super) enum Parts {
    Whole,
    /// The first so many bytes.
    Start(usize),
    Certificates(Vec<Range<usize>>),
}

/// Weighs the label against the content; the content decides.
pub(super) fn content(label: &[u8], der: &[u8]) -> Content {
    if label == b"CERTIFICATE" && container::is_usual_certificate(der) {
        return Content::CERTIFICATE;
    }
    let first = first_content(label, der);
    let is_read = matches!(first.parts, Parts::Whole) && first.kind == Kind::Certificate;
    let length = match container::pkcs7_length(der) {
        Some(length) if length < der.len() && !is_read => length,
        _ => return first,
    };
    Content {
        behind: hidden::behind(der.get(length..).unwrap_or_default()),
        ..first
    }
}

/// The same, whatever comes after it.
fn first_content(label: &[u8], der: &[u8]) -> Content {
    let labelled = kind_of_label(label);
    let whole = |kind, repair| Content {
        kind,
        parts: Parts::Whole,
        repair,
        may_be_secret: !is_public(kind),
        behind: None,
    };
    if let Some(form) = container::key_form(der) {
        let kind = match form {
            KeyForm::Encrypted => Kind::EncryptedPrivateKey,
            _ => Kind::PrivateKey,
        };
        return whole(kind, label_repair(label, form));
    }
    // A prime and a generator look like modulus and exponent.
    let is_parameters = |kind: &Kind| labelled == Kind::Parameters && *kind == Kind::PublicKey;
    let Some(kind) = container::kind_by_content(der).filter(|kind| !is_parameters(kind)) else {
        // Parameters have no shape of their own, and nobody is shown them.
        let may_be_secret = labelled != Kind::Parameters;
        return Content {
            may_be_secret,
            ..whole(labelled, None)
        };
    };
    if kind == Kind::Pkcs7 {
        let certificates = container::certificates_of_pkcs7(der);
        if certificates.is_empty() {
            return whole(kind, (labelled != kind).then_some(RepairKind::LabelCorrected));
        }
        return Content {
            kind: Kind::Certificate,
            parts: Parts::Certificates(certificates),
            repair: Some(RepairKind::Pkcs7Read),
            may_be_secret: false,
            behind: None,
        };
    }
    if kind != Kind::Certificate {
        return whole(kind, (labelled != kind).then_some(RepairKind::LabelCorrected));
    }
    let length = container::length(der).unwrap_or(der.len());
    let trailing = der.get(length..).unwrap_or_default();
    // Two certificates in one block: cutting one off would lose it.
    let is_cut = !trailing.is_empty() && container::kind_by_content(trailing) != Some(Kind::Certificate);
    let repair = match label {
        b"CERTIFICATE" => None,
        b"TRUSTED CERTIFICATE" if is_cut => Some(RepairKind::TrustDataCut),
        b"X509 CERTIFICATE" | b"TRUSTED CERTIFICATE" => Some(RepairKind::OldLabelReplaced),
        _ => Some(RepairKind::LabelCorrected),
    };
    if is_cut {
        return Content {
            kind,
            parts: Parts::Start(length),
            repair: repair.or(Some(RepairKind::TrailingBytesCut)),
            may_be_secret: false,
            behind: None,
        };
    }
    whole(kind, repair)
}

fn label_repair(label: &[u8], form: KeyForm) -> Option<RepairKind> {
    let fits = match form {
        KeyForm::Pkcs8 => label == b"PRIVATE KEY",
        KeyForm::Pkcs1 => matches!(label, b"RSA PRIVATE KEY" | b"DSA PRIVATE KEY"),
        KeyForm::Sec1 => label == b"EC PRIVATE KEY",
        KeyForm::Encrypted => label == b"ENCRYPTED PRIVATE KEY",
    };
    // OpenSSL tries PKCS#8 under the labels of the older forms, and none of those under `PRIVATE KEY`.
    let tried = form == KeyForm::Pkcs8 && matches!(label, b"RSA PRIVATE KEY" | b"EC PRIVATE KEY");
    match (fits, tried) {
        (true, _) => None,
        (_, true) => Some(RepairKind::Pkcs8LabelCorrected),
        _ => Some(RepairKind::LabelCorrected),
    }
}

/// Reads a body that the fast decoders refuse, in constant time and into memory that is wiped. Every repair is noted.
pub(super) fn read(text: &[u8], body: &Body, notes: &mut Notes) -> Result<Zeroizing<Vec<u8>>, Invalid> {
    match read_plain(text, body, notes) {
        Err(invalid) => read_quoted_printable(text, body, notes).ok_or(invalid),
        read => read,
    }
}

/// A body that is no base64 as it stands, and is once it is decoded. Only what DER itself says is complete is taken: nothing
/// else tells a line that goes on from padding and more base64 behind it.
fn read_quoted_printable(text: &[u8], body: &Body, notes: &mut Notes) -> Option<Zeroizing<Vec<u8>>> {
    let (plain, place) = quoted_printable::decoded(text.get(body.range.clone())?)?;
    let whole = Body {
        range: 0..plain.len(),
        ..body.clone()
    };
    let mut own = Notes::default();
    let der = read_plain(&plain, &whole, &mut own).ok()?;
    if container::length(&der) != Some(der.len()) {
        return None;
    }
    let start = body.range.start;
    notes.note(
        RepairKind::QuotedPrintableDecoded,
        start.saturating_add(place.start)..start.saturating_add(place.end),
    );
    for (kind, _) in own.into_inner() {
        // Blanks were written out, so that no mail server takes them away.
        if !matches!(kind, RepairKind::BlanksRemoved | RepairKind::BlankLineRemoved) {
            notes.note(kind, body.range.clone());
        }
    }
    Some(der)
}

/// A body each line of which has the same around it, as logs, listings, programs and pages have. Again DER itself says whether
/// it is complete.
pub(super) fn read_surrounded(text: &[u8], body: &Body, notes: &mut Notes) -> Option<Zeroizing<Vec<u8>>> {
    let plain = surroundings::removed(text.get(body.range.clone())?)?;
    let whole = Body {
        range: 0..plain.len(),
        number: None,
        after_marker: false,
    };
    let der = read_plain(&plain, &whole, &mut Notes::default()).ok()?;
    if container::length(&der) != Some(der.len()) {
        return None;
    }
    notes.note(RepairKind::SurroundingsRemoved, body.range.clone());
    Some(der)
}

/// The same, of what is base64 itself.
fn read_plain(text: &[u8], body: &Body, notes: &mut Notes) -> Result<Zeroizing<Vec<u8>>, Invalid> {
    let mut characters = Characters::of(text, body);
    let mut packed = Zeroizing::new(Vec::with_capacity(body.range.len()));
    let (mut padding, mut last) = (0usize, body.range.start);
    let (mut standard, mut url_safe) = (None, None);
    for character in characters.by_ref() {
        let (at, byte) = character?;
        last = at;
        match byte {
            b'=' => {
                padding = padding.saturating_add(1);
                continue;
            }
            _ if padding > 0 => return Err(invalid(FaultKind::NotBase64, at)),
            b'+' | b'/' => standard = standard.or(Some(at)),
            b'-' | b'_' => url_safe = url_safe.or(Some(at)),
            _ => {}
        }
        packed.push(match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        });
    }
    let mut found = core::mem::take(&mut characters.notes);
    match (standard, url_safe) {
        // A body is in one alphabet or in the other.
        (Some(one), Some(other)) => return Err(invalid(FaultKind::NotBase64, one.max(other))),
        (None, Some(at)) => found.note(RepairKind::UrlSafeAlphabetRead, at..at.saturating_add(1)),
        _ => {}
    }
    let length = invalid(FaultKind::Base64Length, body.range.end);
    let wanted = match packed.len() % 4 {
        _ if packed.is_empty() && padding == 0 => {
            return Err(invalid(FaultKind::EmptyBody, body.range.start));
        }
        0 => 0,
        2 => 2,
        3 => 1,
        _ => return Err(length),
    };
    let end = last..last.saturating_add(1);
    let padding_repair = match padding.cmp(&wanted) {
        Ordering::Less => Some(RepairKind::PaddingAdded),
        Ordering::Equal => None,
        Ordering::Greater => Some(RepairKind::PaddingRemoved),
    };
    let tail_repair = base64::clear_tail_bits(&mut packed).then_some(RepairKind::TailBitsCleared);
    for repair in padding_repair.into_iter().chain(tail_repair) {
        found.note(repair, end.clone());
    }
    let der = base64::decode_packed(&packed).ok_or(invalid(FaultKind::NotBase64, body.range.start))?;
    let doubtful = padding_repair.is_some() || tail_repair.is_some();
    // A character that was lost looks like padding that was. The content tells: DER knows its own length.
    if doubtful && container::length(&der) != Some(der.len()) {
        return Err(length);
    }
    notes.append(found);
    Ok(der)
}

fn invalid(kind: FaultKind, at: usize) -> Invalid {
    Invalid { kind, at }
}
