//! A piece of a file that is judged as one bundle, and how many of them a file may have.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use memchr::memmem;
use pemvet::pem::{self, FaultKind, Kind};

use crate::input::archive_note::Note;
use crate::input::files::Secret;
use crate::input::line_map::LineMap;
use crate::input::lines::Lines;
use crate::input::marks::Mark;
use crate::input::remark::{Form, Remark};
use crate::input::roles::{self, Container, Role};
use crate::input::work;

/// A piece of a file that is judged as one bundle.
#[allow(unreachable_pub, reason = "the module internals hands it out")]
pub struct FilePart {
    /// Where in the document it stands, as printed: `Secret web, data.tls.crt`. `None` for a whole file.
    pub(crate) value: Option<String>,
    /// The mapping that it stands in; parts of one mapping may be a pair.
    pub(crate) mapping: usize,
    /// What a pair is recognized by: the name of the value, or of the list that it stands in.
    pub(crate) name: String,
    /// It goes with nothing, whatever its name: it stands in a list, or another member overrides it.
    pub(crate) is_unpaired: bool,
    /// What is judged.
    pub(crate) text: Secret,
    /// Where its lines stand in the file.
    pub(crate) places: LineMap,
    /// How the document writes it.
    pub(crate) form: Option<Form>,
    /// What is to be said of the document itself, or of how the value is written.
    pub(crate) remarks: Vec<Remark>,
    /// It is `data` of a mapping of this number, whose `kind` says what that is.
    pub(crate) data_of: Option<usize>,
    /// Rules that would blame the part for the form that its place asks for.
    pub(crate) forgiven: &'static [&'static str],
    /// There is something to say of the file, and nothing to judge.
    pub(crate) is_only_remarks: bool,
    /// There is neither a block in it nor a part of one.
    pub(crate) is_bare: bool,
    pub(crate) certificates: usize,
    /// Private keys, encrypted ones included.
    pub(crate) keys: usize,
    /// Private keys in the clear.
    pub(crate) bare_keys: usize,
    /// There are blocks in it, and all of them are public and no certificates, or of other programs.
    pub(crate) is_nothing_of_ours: bool,
    /// The same, or there are dots where a block should be.
    pub(crate) is_only_words: bool,
    /// Whatever stands in it, whole or damaged, is no certificate; there may be private keys.
    pub(crate) is_keys_alone: bool,
    /// The file says so, with the words `pemvet: test data`.
    pub(crate) is_test_data: bool,
    /// Comments of the file that say what is not to be told.
    pub(crate) marks: Arc<[Mark]>,
    /// The object that it stands in is part of `value`.
    pub(crate) has_object: bool,
    /// What it stands in.
    pub(crate) container: Container,
    /// What its name promises there.
    pub(crate) role: Option<Role>,
    /// It stands in a mapping of this number, which has this name and does not say of which kind it is.
    pub(crate) item: Option<(usize, String)>,
    /// The certificate of Redis Software that the Secret says it is, as it is written there.
    pub(crate) product: Option<String>,
    /// It comes from an archive, or is one that is still to be opened.
    pub(crate) archive: Option<Box<OfArchive>>,
    /// The file, where the text is only a part of it.
    pub(crate) lines: Option<Arc<Lines<Secret>>>,
    /// It stands in a document inside a value of the file.
    pub(crate) is_within: bool,
    /// Where it is written, in a document of YAML, JSON or variables that was read as it stands; of a part of a document inside
    /// a value, where that value is.
    pub(crate) token: Option<Token>,
    /// Where it is written in the document inside the value.
    pub(crate) inner: Option<Inner>,
    /// What stands before it in the same value: `CERT=`.
    pub(crate) prefix: String,
    /// Why it is never written again: words for people.
    pub(crate) unwritten: Option<&'static str>,
}

/// A place in a document that is the value of another.
#[allow(unreachable_pub, reason = "a member of FilePart")]
pub struct Inner {
    /// All of it; it may hold a key.
    pub(crate) document: Arc<Secret>,
    pub(crate) token: Token,
    /// The value is base64 of it.
    pub(crate) is_base64: bool,
}

/// Where a value is written, and how.
#[allow(unreachable_pub, reason = "a member of FilePart")]
#[derive(Clone, Debug)]
pub struct Token {
    /// Bytes of the file, quotation marks included; of a block of YAML its content, without the first indentation.
    pub(crate) bytes: Range<usize>,
    pub(crate) form: Form,
}

/// What an archive holds beside certificates.
#[allow(unreachable_pub, reason = "a member of FilePart")]
#[derive(Default)]
pub struct OfArchive {
    /// The private key of the certificates, in PEM.
    pub(crate) key: Option<Secret>,
    /// As printed.
    pub(crate) key_name: Option<String>,
    /// What is to be said of the archive, with the first of its parts.
    pub(crate) notes: Vec<Note>,
    /// The archive itself, before it is opened.
    pub(crate) bytes: Secret,
}

impl FilePart {
    /// An archive that is still to be opened.
    pub(crate) fn archive(mapping: usize, name: String, bytes: Secret, places: LineMap) -> FilePart {
        let mut part = FilePart::new(None, mapping, name, Secret::default(), places, &[]);
        part.archive = Some(Box::new(OfArchive {
            bytes,
            ..OfArchive::default()
        }));
        part
    }

    /// The archive that is still to be opened.
    pub(crate) fn unopened(&self) -> Option<&Secret> {
        self.archive
            .as_ref()
            .map(|it| &it.bytes)
            .filter(|bytes| !bytes.is_empty())
    }

    pub(crate) fn new(
        value: Option<String>,
        mapping: usize,
        name: String,
        text: Secret,
        places: LineMap,
        forgiven: &'static [&'static str],
    ) -> FilePart {
        work::look_at(text.len());
        let scan = pem::scan_with_limit(&text, MOST_BLOCKS);
        let count = |wanted: fn(Kind) -> bool| {
            let kinds = scan.sections().iter().map(pem::Section::kind);
            kinds.filter(|kind| wanted(*kind)).count()
        };
        let certificates = count(|kind| kind == Kind::Certificate);
        let keys = count(Kind::is_private_key);
        let bare_keys = count(|kind| kind == Kind::PrivateKey);
        let is_bare = scan.sections().is_empty() && scan.faults().is_empty();
        let is_of_others =
            |fault: &pem::Fault| is_of_others(text.get(fault.bytes.clone()).unwrap_or_default());
        let is_word = |fault: &pem::Fault| fault.kind == FaultKind::Placeholder || is_of_others(fault);
        let has_nothing = !is_bare && count(is_of_interest) == 0;
        let is_nothing_of_ours = has_nothing && scan.faults().iter().all(is_of_others);
        let is_of_certificate = |fault: &pem::Fault| {
            let lost = text.get(fault.bytes.clone()).unwrap_or_default();
            memmem::find(lost, b"CERT").is_some()
        };
        let others = count(|kind| is_of_interest(kind) && !kind.is_private_key());
        let is_keys_alone = others == 0 && !scan.faults().iter().any(is_of_certificate);
        let is_only_words = has_nothing && scan.faults().iter().all(is_word);
        drop(scan);
        let container = Container::Document;
        let role = roles::of_member(container, &name);
        FilePart {
            value,
            mapping,
            name,
            is_unpaired: false,
            text,
            places,
            form: None,
            remarks: Vec::new(),
            data_of: None,
            forgiven,
            is_only_remarks: false,
            is_bare,
            is_nothing_of_ours,
            is_only_words,
            certificates,
            keys,
            bare_keys,
            is_keys_alone,
            is_test_data: false,
            marks: Arc::default(),
            has_object: false,
            container,
            role,
            item: None,
            product: None,
            archive: None,
            lines: None,
            is_within: false,
            token: None,
            inner: None,
            prefix: String::new(),
            unwritten: None,
        }
    }

    /// All that there is to say of it is that there are private keys.
    pub(crate) fn is_only_about_keys(&self) -> bool {
        let is_of_key = |remark: &Remark| matches!(remark, Remark::PrivateKey(..));
        self.is_only_remarks && self.remarks.iter().any(is_of_key)
    }

    /// The lines of the file that it stands on.
    pub(crate) fn lines_in_file(&self) -> RangeInclusive<usize> {
        let last = memchr::memchr_iter(b'\n', &self.text).count().saturating_add(1);
        self.places.line_of(1)..=self.places.line_of(last)
    }

    /// A member that holds nothing to judge, and what is to be said of that.
    pub(crate) fn remarked(
        value: Option<String>,
        mapping: usize,
        name: String,
        line: usize,
        remark: Remark,
    ) -> FilePart {
        let mut part = FilePart::new(value, mapping, name, Secret::default(), LineMap::from(line), &[]);
        part.remarks.push(remark);
        part.is_only_remarks = true;
        part
    }

    /// Which line of the file a line of it is, and which bytes of the file some of its lines take; of a whole file they are
    /// asked for nothing.
    pub(crate) fn in_file(
        &self,
    ) -> (
        impl Fn(usize) -> usize + Sync,
        impl Fn(&RangeInclusive<usize>) -> Range<usize> + Sync,
    ) {
        let line_of = |line| self.places.line_of(line);
        let bytes_of = |of: &RangeInclusive<usize>| self.lines.as_ref().map_or(0..0, |lines| lines.bytes(of));
        (line_of, bytes_of)
    }
}

/// Whether a block is worth a look where nobody asked for its file. Keys of OpenSSH are found by what they are.
fn is_of_interest(kind: Kind) -> bool {
    match kind {
        Kind::OpenSshPrivateKey
        | Kind::CertificateRequest
        | Kind::RevocationList
        | Kind::PublicKey
        | Kind::Parameters
        | Kind::Other => false,
        // Certificates, keys and what later versions of the library may tell.
        _ => true,
    }
}

/// Whether a text that could not be read is a block of another program: of PGP, age, NATS, OpenSSH and the like.
pub(crate) fn is_of_others(lost: &[u8]) -> bool {
    // Base64 has no blank.
    let marker = |word: &[u8]| Some(memmem::find(lost, word)?.saturating_add(word.len()));
    let Some(label) = marker(b"BEGIN ").or_else(|| marker(b"END ")) else {
        return false;
    };
    let label = lost.get(label..).unwrap_or_default();
    let label = label.get(..LONGEST_LABEL).unwrap_or(label);
    let end = label.iter().position(|byte| matches!(byte, b'-' | b'\n' | b'\r'));
    let label = label.get(..end.unwrap_or(label.len())).unwrap_or_default();
    let has = |word: &&[u8]| memmem::find(label, word).is_some();
    const OURS: [&[u8]; 7] = [b"CERT", b"X509", b"PKCS", b"CMS", b"PRIVATE", b"KEY", b"PARAM"];
    const OTHERS: [&[u8]; 5] = [b"PGP", b"SSH", b"AGE ", b"NKEY", b"OpenVPN"];
    let is_word = label.len() > 2
        && label
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b' ');
    is_word && (OTHERS.iter().any(&has) || !OURS.iter().any(has))
}

/// Of a marker, in characters.
const LONGEST_LABEL: usize = 40;

/// Bundles of one file that are judged, each of which has a report: as many as blocks of one input are read.
pub(crate) const MOST_PARTS: usize = 1_024;

/// Blocks of a part that are counted, and of a file that is read whatever its size: a root store of 16 MiB holds 12,000.
pub(crate) const MOST_BLOCKS: usize = 1 << 14;

/// How many more parts a file may have, and why it is not judged.
#[derive(Default)]
pub(crate) struct PartLimit {
    parts: usize,
    pub(crate) refused: Option<String>,
}

impl PartLimit {
    /// Whether there is room for one more part.
    pub(crate) fn takes_another(&mut self) -> bool {
        self.parts = self.parts.saturating_add(1);
        if self.parts > MOST_PARTS {
            self.refuse(format!(
                "holds more PEM in its values than can be judged, more than {MOST_PARTS} of them"
            ));
        }
        !self.is_refused()
    }

    /// The file is not judged for this reason, the words after its name.
    pub(crate) fn refuse(&mut self, reason: String) {
        self.refused.get_or_insert(reason);
    }

    pub(crate) fn is_refused(&self) -> bool {
        self.refused.is_some()
    }
}
