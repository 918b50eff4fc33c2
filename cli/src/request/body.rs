//! From JSON to the members of a request.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::ops::Range;

use pemvet::KeyRequirement;
use pemvet::pem::{self, Scan};
use pemvet::redis::{CertificateName, Endpoint, Spelling};

use super::json::{self, MOST_FAULTS, MOST_VALUES, Text, Value, What};

/// A request's body, as far as it can be read.
#[allow(unreachable_pub, reason = "the module internals hands it out")]
pub struct Body {
    pub(crate) endpoint: Endpoint,
    pub(crate) members: Vec<Member>,
    /// Whether it is what GET answers, whose members PUT does not take.
    pub(crate) is_answer: bool,
    /// The JSON value, without what stands around it.
    pub(crate) bytes: Range<usize>,
    /// Whether it is JSON.
    pub(crate) is_json: bool,
    /// What takes the place of bytes of it, for it to be JSON.
    pub(crate) mends: Vec<(Range<usize>, &'static str)>,
    pub(crate) problems: Vec<Problem>,
    /// How many more there are than the first [`MOST_FAULTS`].
    pub(crate) more_problems: usize,
}

/// What is to be uploaded under one name.
pub(crate) struct Member {
    /// `certificates[1]`, or empty for the body itself.
    pub(crate) place: String,
    pub(crate) name: Field,
    pub(crate) certificate: Field,
    pub(crate) key: Option<Field>,
    pub(crate) slots: Slots,
}

/// Where the values of a member stand in the body, quotes included, whichever of them belongs there.
#[derive(Default)]
pub(crate) struct Slots {
    pub(crate) certificate: Range<usize>,
    /// `None`: there is no member `key` at all, not even one of another form.
    pub(crate) key: Option<Range<usize>>,
}

/// A text and how the body calls its place.
pub(crate) struct Field {
    pub(crate) place: String,
    pub(crate) text: Text,
}

/// Something about the body that makes it invalid.
pub(crate) struct Problem {
    /// Byte of the body.
    pub(crate) at: usize,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// The body and everything that is wrong with its form. `endpoint` is guessed from the form unless it is given.
pub(crate) fn read(source: &[u8], endpoint: Option<Endpoint>) -> Body {
    let reading = json::read(source);
    let is_json = reading.faults.is_empty();
    let mends = reading.faults.iter().filter_map(|fault| fault.mend.clone());
    let mends = mends.collect();
    let mut reader = Reader {
        source,
        endpoint: endpoint.unwrap_or(Endpoint::ClusterCertificates),
        problems: Vec::new(),
        more_problems: reading.more_faults,
        members: Vec::new(),
        is_answer: false,
    };
    for fault in reading.faults {
        reader.tell(fault.at, fault.message, fault.help);
    }
    if let Some((at, count)) = reading.forgotten {
        let message = format!(
            "The body has {} values; those from here on were not looked at.",
            MOST_VALUES.saturating_add(count)
        );
        let help = "a request has at most 64 members, with a name, a certificate and a key each";
        reader.tell(at, message, Some(help));
    }
    let bytes = reading.value.as_ref().map_or(0..0, |value| value.bytes.clone());
    if let Some(value) = reading.value {
        reader.body(value, endpoint);
    }
    Body {
        endpoint: reader.endpoint,
        members: reader.members,
        is_answer: reader.is_answer,
        bytes,
        is_json,
        mends,
        problems: reader.problems,
        more_problems: reader.more_problems,
    }
}

struct Reader<'s> {
    source: &'s [u8],
    endpoint: Endpoint,
    problems: Vec<Problem>,
    more_problems: usize,
    members: Vec<Member>,
    is_answer: bool,
}

/// The members of an object that is read.
type Entries = Vec<(Text, Value)>;

const WANTED: &str = "wanted: {\"certificates\": [{\"name\": …, \"certificate\": …, \"key\": …}]}, or one such object for update_cert";

/// What people call the members, and what they are called.
const MEANT: &[(&str, &str)] = &[
    ("cert", "certificate"),
    ("crt", "certificate"),
    ("chain", "certificate"),
    ("tls.crt", "certificate"),
    ("certificate_file", "certificate"),
    ("private_key", "key"),
    ("privateKey", "key"),
    ("tls.key", "key"),
    ("key_file", "key"),
    ("cert_name", "name"),
    ("certificate_name", "name"),
];

impl Reader<'_> {
    fn body(&mut self, value: Value, endpoint: Option<Endpoint>) {
        let at = value.bytes.start;
        let entries = match value.what {
            What::Object(entries) => entries,
            other => {
                return self.tell(
                    at,
                    format!("The body is {}, not an object.", other.name()),
                    Some(WANTED),
                );
            }
        };
        self.tell_repeated(&entries);
        let has = |wanted: &str| entries.iter().any(|(name, _)| name.as_str() == wanted);
        let is_batch = has("certificates");
        let is_one = has("certificate") || has("name");
        let is_answer = entries
            .iter()
            .any(|(name, _)| answer_part(name.as_str()).is_some());
        self.endpoint = match is_one && !is_batch {
            true => Endpoint::UpdateCertificate,
            false => Endpoint::ClusterCertificates,
        };
        if is_batch {
            self.batch(entries, at);
        } else if is_one {
            self.one(entries, at, String::new());
        } else if is_answer {
            self.is_answer = true;
            self.answer(entries);
        } else {
            self.tell(at, "The body names no certificate.", Some(WANTED));
        }
        if let Some(given) = endpoint.filter(|given| *given != self.endpoint) {
            let form = self.endpoint.as_str();
            self.tell(at, format!("The body has the form that `{form}` takes."), None);
            self.endpoint = given;
        }
    }

    /// `{"certificates": […]}`.
    fn batch(&mut self, entries: Entries, at: usize) {
        for (name, value) in entries {
            if name.as_str() != "certificates" {
                self.tell_extra(&name, &[]);
                continue;
            }
            let place = value.bytes.start;
            let What::Array(values) = value.what else {
                let message = format!("`certificates` is {}, not an array.", value.what.name());
                self.tell(place, message, Some(WANTED));
                continue;
            };
            if values.is_empty() {
                self.tell(at, "`certificates` is empty: there is nothing to upload.", None);
            }
            for (number, value) in values.into_iter().enumerate() {
                let name = format!("certificates[{number}]");
                let place = value.bytes.start;
                match value.what {
                    What::Object(entries) => {
                        self.tell_repeated(&entries);
                        self.one(entries, place, name);
                    }
                    other => self.tell(
                        place,
                        format!("{name} is {}, not an object.", other.name()),
                        Some(WANTED),
                    ),
                }
            }
        }
    }

    /// `{"name": …, "certificate": …, "key": …}`.
    fn one(&mut self, entries: Entries, at: usize, place: String) {
        let (mut name, mut certificate, mut key) = (None, None, None);
        let mut slots = Slots::default();
        for (member, value) in entries {
            let slot = match member.as_str() {
                "name" => &mut name,
                "certificate" => &mut certificate,
                "key" => &mut key,
                _ => {
                    self.tell_extra(&member, MEANT);
                    continue;
                }
            };
            match member.as_str() {
                "certificate" => slots.certificate = value.bytes.clone(),
                "key" => slots.key = Some(value.bytes.clone()),
                _ => {}
            }
            let field = join(&place, member.as_str());
            *slot = Some(self.field(field, value));
        }
        let missing: Vec<&str> = [("name", name.is_none()), ("certificate", certificate.is_none())]
            .into_iter()
            .filter(|(_, is_missing)| *is_missing)
            .map(|(name, _)| name)
            .collect();
        if !missing.is_empty() {
            let whose = if place.is_empty() { "The body" } else { &place };
            self.tell(
                at,
                format!("{whose} has no `{}`.", missing.join("` and no `")),
                Some(WANTED),
            );
        }
        let certificate = match certificate {
            // The name alone can be judged where it is wrong.
            Some(None) if is_unknown(&name) => Some(Some(Field {
                place: join(&place, "certificate"),
                text: Text::default(),
            })),
            certificate => certificate,
        };
        if let (Some(Some(name)), Some(Some(certificate))) = (name, certificate) {
            let member = Member {
                place,
                name,
                certificate,
                key: key.flatten(),
                slots,
            };
            let member = self.unswapped(member);
            self.tell_key_inside(&member);
            self.members.push(member);
        }
    }

    /// What `GET /v1/cluster/certificates` answers: `{"api_cert": …, "api_key": …}`.
    fn answer(&mut self, entries: Entries) {
        let mut certificates = Vec::new();
        // By the name, in the order of the body.
        let mut keys: BTreeMap<String, VecDeque<Field>> = BTreeMap::new();
        for (name, value) in entries {
            let Some((stem, part)) = answer_part(name.as_str()) else {
                self.tell_extra(&name, &[]);
                continue;
            };
            let stem = stem.to_owned();
            let Some(field) = self.field(plain(&name), value) else {
                continue;
            };
            match part {
                AnswerPart::Certificate => certificates.push((stem, name, field)),
                AnswerPart::Key => keys.entry(stem).or_default().push_back(field),
            }
        }
        for (stem, name, certificate) in certificates {
            let key = keys.get_mut(&stem).and_then(VecDeque::pop_front);
            self.members.push(Member {
                place: String::new(),
                name: Field {
                    place: certificate.place.clone(),
                    text: name.cut(stem.len()),
                },
                certificate,
                key,
                slots: Slots::default(),
            });
        }
        let mut left: Vec<Field> = keys.into_values().flatten().collect();
        left.sort_by_key(|key| key.text.place(self.source, 0));
        for key in left {
            let at = key.text.place(self.source, 0);
            self.tell(at, format!("`{}` has no certificate beside it.", key.place), None);
        }
    }

    fn field(&mut self, place: String, value: Value) -> Option<Field> {
        match value.what {
            What::Text(text) => Some(Field { place, text }),
            // Told already, with the place.
            What::Bare => None,
            other => {
                let message = format!("`{place}` is {}, not a text.", other.name());
                self.tell(value.bytes.start, message, None);
                None
            }
        }
    }

    /// Puts certificate and key where they belong, and reports names and texts in each other's place.
    fn unswapped(&mut self, mut member: Member) -> Member {
        let at = member.certificate.text.place(self.source, 0);
        let named = member.certificate.text.as_str().trim();
        if let Some(meant) = known(named) {
            self.tell(
                at,
                format!(
                    "`{}` holds the name {meant}, and `{}` something else: the two are swapped.",
                    member.certificate.place, member.name.place
                ),
                Some("put the name into `name`, and the PEM text of the certificate into `certificate`"),
            );
            return member;
        }
        let Some(key) = &mut member.key else {
            return member;
        };
        if is_key(&member.certificate.text) && is_certificate(&key.text) {
            self.tell(
                at,
                format!(
                    "`{}` holds a private key, and `{}` the certificate: the two are swapped. They were judged the right way round.",
                    member.certificate.place, key.place
                ),
                Some("put the certificate into `certificate`, and the key into `key`"),
            );
            std::mem::swap(&mut member.certificate, key);
        }
        member
    }

    /// What has a key is uploaded with `key`; nothing tells that one among the certificates would do.
    fn tell_key_inside(&mut self, member: &Member) {
        let takes_key = member
            .name
            .text
            .as_str()
            .parse::<CertificateName>()
            .ok()
            .is_some_and(|name| name.facts().private_key != KeyRequirement::Forbidden);
        if !takes_key || member.slots.key.is_some() {
            return;
        }
        let scan = pem::scan(member.certificate.text.bytes());
        let mut sections = scan.sections().iter();
        let Some(key) = sections.find(|section| section.kind().is_private_key()) else {
            return;
        };
        let at = member.certificate.text.place(self.source, key.bytes().start);
        self.tell(
            at,
            format!(
                "The private key stands in `{}` among the certificates, and there is no `{}`.",
                member.certificate.place,
                join(&member.place, "key")
            ),
            Some("put it into a member `key` of its own, as --fix does"),
        );
    }

    fn tell_repeated(&mut self, entries: &Entries) {
        let mut names = HashSet::new();
        for (name, value) in entries {
            if !names.insert(name.bytes()) {
                let message = format!(
                    "{} stands here a second time; which of the two counts is not defined.",
                    shown(name)
                );
                self.tell(value.bytes.start, message, Some("leave one of them out"));
            }
        }
    }

    /// The endpoint forbids members that it does not know.
    fn tell_extra(&mut self, name: &Text, meant: &[(&str, &str)]) {
        let message = format!(
            "Such a request has no member {}, and unknown members are refused.",
            shown(name)
        );
        let meant = meant.iter().find(|(other, _)| *other == name.as_str());
        let at = name.place(self.source, 0).saturating_sub(1);
        let help = match meant {
            Some((_, meant)) => format!("it is called \"{meant}\""),
            None => "leave it out".into(),
        };
        self.tell(at, message, Some(&help));
    }

    fn tell(&mut self, at: usize, message: impl Into<String>, help: Option<&str>) {
        if self.problems.len() == MOST_FAULTS {
            self.more_problems = self.more_problems.saturating_add(1);
            return;
        }
        self.problems.push(Problem {
            at,
            message: message.into(),
            help: help.map(Into::into),
        });
    }
}

impl Member {
    /// `certificates[1] "proxy"`.
    pub(crate) fn title(&self, spelling: &str) -> String {
        match self.place.as_str() {
            "" => format!("\"{spelling}\""),
            place => format!("{place} \"{spelling}\""),
        }
    }
}

enum AnswerPart {
    Certificate,
    Key,
}

/// `api_cert` is the certificate of `api`.
fn answer_part(name: &str) -> Option<(&str, AnswerPart)> {
    let certificate = name
        .strip_suffix("_cert")
        .map(|stem| (stem, AnswerPart::Certificate));
    certificate.or_else(|| name.strip_suffix("_key").map(|stem| (stem, AnswerPart::Key)))
}

/// A certificate's name, canonical or not.
fn known(text: &str) -> Option<CertificateName> {
    Spelling::read(text).name()
}

fn is_unknown(name: &Option<Option<Field>>) -> bool {
    let name = name.as_ref().and_then(Option::as_ref);
    name.is_some_and(|name| name.text.as_str().parse::<CertificateName>().is_err())
}

fn is_key(text: &Text) -> bool {
    let scan = pem::scan(text.bytes());
    !has_certificates(&scan)
        && scan
            .sections()
            .iter()
            .any(|section| section.kind().is_private_key())
}

fn is_certificate(text: &Text) -> bool {
    has_certificates(&pem::scan(text.bytes()))
}

fn has_certificates(scan: &Scan<'_>) -> bool {
    scan.certificates().next().is_some()
}

fn join(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.into()
    } else {
        format!("{place}.{name}")
    }
}

/// The name of a member as it may be shown, in quotes.
fn shown(name: &Text) -> String {
    format!("\"{}\"", plain(name))
}

/// The same without quotes. What stands in the place of a name could be a key.
fn plain(name: &Text) -> String {
    match name.as_str() {
        long if long.chars().count() > 64 => pemvet::text::counted(long),
        name => pemvet::text::echo(name).into_owned(),
    }
}

/// The span of the body that a finding's bytes in a text were written in.
pub(crate) fn source_span(source: &[u8], text: &Text, bytes: &Range<usize>) -> Range<usize> {
    let last = bytes.end.saturating_sub(1).max(bytes.start);
    text.place(source, bytes.start)..text.place(source, last) + 1
}
