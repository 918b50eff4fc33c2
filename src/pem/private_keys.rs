//! Private keys in any bytes, whatever they are written in and however damaged.

use alloc::vec::Vec;
use core::ops::Range;

use memchr::memmem;

use super::base64_value::{Value, decoded, value_end};
use super::fault::{Found, HiddenContent};
use super::hidden;

/// A private key that somebody left in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrivateKeyPlace {
    /// Its bytes, or as many of them as could be told to be its own.
    pub bytes: Range<usize>,
    /// What it is: `a private key`, `a private key of OpenSSH`, `a private key of PGP` and the like.
    pub what: &'static str,
}

/// Every private key in these bytes: PEM, DER, base64, hexadecimal digits and UTF-16, OpenSSH, PuTTY, PGP, age, JSON Web Keys
/// and the static keys of OpenVPN. Damage does not hide it: a marker with too few dashes, a character that is not base64, a lost
/// END.
///
/// Public keys, requests and what is encrypted by age or SOPS are none, nor is a marker with nothing behind it, as
/// documentation and source code have it. Work is linear in the input.
///
/// ```
/// use pemvet::pem::private_keys;
///
/// let key = include_str!("../../testdata/demo/proxy.key");
/// let shell = format!("TLS_KEY={}\n", key.replace('\n', "\\n").replacen("-----BEGIN", "----BEGIN", 1));
/// assert_eq!(private_keys(shell.as_bytes())[0].what, "a private key");
/// assert!(private_keys(b"if line == \"-----BEGIN PRIVATE KEY-----\" {").is_empty());
/// ```
pub fn private_keys(bytes: &[u8]) -> Vec<PrivateKeyPlace> {
    let has_base64_line = hidden::has_base64_line(bytes);
    let found = hidden::search_of(bytes, has_base64_line).into_iter();
    let mut places: Vec<PrivateKeyPlace> = found.filter_map(secret).collect();
    places.retain(|place| !is_elided(bytes, place) && !is_words_in_base64(bytes, place));
    in_text(bytes, &mut places);
    in_web_keys(bytes, &mut places);
    in_xml_keys(bytes, &mut places);
    in_words(bytes, &mut places);
    if has_base64_line {
        in_base64_of_text(bytes, &mut places);
    }
    // The names of a key, of its markers and of its body lie in one another.
    places.sort_by_key(|place| (place.bytes.start, core::cmp::Reverse(place.bytes.end)));
    let mut whole: Vec<PrivateKeyPlace> = Vec::with_capacity(places.len());
    for place in places {
        match whole.last_mut() {
            Some(last) if place.bytes.start < last.bytes.end => {
                last.bytes.end = last.bytes.end.max(place.bytes.end);
            }
            _ => whole.push(place),
        }
    }
    whole
}

fn secret((bytes, hidden): Found) -> Option<PrivateKeyPlace> {
    let what = match hidden.content {
        HiddenContent::PrivateKey => "a private key",
        HiddenContent::PuttyKey => "a private key of PuTTY",
        HiddenContent::AgeKey => "a private key of age",
        HiddenContent::Certificate
        | HiddenContent::Pkcs7
        | HiddenContent::Pkcs12
        | HiddenContent::JavaKeyStore => return None,
    };
    Some(PrivateKeyPlace { bytes, what })
}

/// Keys between markers with a name.
fn in_text(bytes: &[u8], places: &mut Vec<PrivateKeyPlace>) {
    let names_a_key = memmem::find(bytes, NAME).is_some();
    for (label, what) in LABELS {
        if names_a_key || memmem::find(label, NAME).is_none() {
            labelled(bytes, label, what, places);
        }
    }
}

/// A few lines and then dots, as documentation shows a key: nobody can complete it.
fn is_elided(text: &[u8], place: &PrivateKeyPlace) -> bool {
    let behind = text.get(place.bytes.end..).unwrap_or_default();
    let signs = behind.iter().take(MOST_SIGNS);
    let signs = signs
        .take_while(|byte| byte.is_ascii_whitespace() || b"#/*;>|\"'\\,".contains(byte))
        .count();
    let behind = behind.get(signs..).unwrap_or_default();
    let is_cut = behind.starts_with(b"...") || behind.starts_with("…".as_bytes());
    is_cut && place.bytes.len() < SHORTEST_SECRET
}

/// Base64 of markers with nothing between them.
fn is_words_in_base64(text: &[u8], place: &PrivateKeyPlace) -> bool {
    let value = text.get(place.bytes.clone()).unwrap_or_default();
    if !value
        .iter()
        .all(|byte| hidden::is_base64(*byte) || byte.is_ascii_whitespace() || *byte == b'=')
    {
        return false;
    }
    let Some(plain) = decoded(value).filter(|plain| memmem::find(plain, b"PRIVATE KEY").is_some()) else {
        return false;
    };
    let mut inside = Vec::new();
    in_text(&plain, &mut inside);
    inside.is_empty()
}

/// A line end, and what comments and quotations put around it.
const MOST_SIGNS: usize = 24;
/// Characters of which the first are the header and the modulus of an RSA key, which are public. Keys of curves are shorter
/// than one line, and nobody puts dots behind half of them.
const SHORTEST_SECRET: usize = 200;

/// Texts that announce a key and are shorter than its markers, as they begin in base64 after a multiple of three bytes, one
/// byte more, and two more: with how far that stands after the start of a group of four characters.
static ANNOUNCED: [(&[u8], usize); 15] = [
    // `"kty"`
    (b"Imt0eS", 0),
    (b"JrdHki", 2),
    (b"ia3R5I", 3),
    // `PRIVATE KEY`
    (b"UFJJVkFURSBLRV", 0),
    (b"BSSVZBVEUgS0VZ", 2),
    (b"QUklWQVRFIEtFW", 3),
    // `AGE-SECRET-KEY-`
    (b"QUdFLVNFQ1JFVC1LRVkt", 0),
    (b"FHRS1TRUNSRVQtS0VZL", 2),
    (b"BR0UtU0VDUkVULUtFWS", 3),
    // `PuTTY-User-Key-`
    (b"UHVUVFktVXNlci1LZXkt", 0),
    (b"B1VFRZLVVzZXItS2V5L", 2),
    (b"QdVRUWS1Vc2VyLUtleS", 3),
    // `Static key V1`
    (b"U3RhdGljIGtleSBWM", 0),
    (b"N0YXRpYyBrZXkgVj", 2),
    (b"TdGF0aWMga2V5IFYx", 3),
];

/// The same in base64, as Secrets of Kubernetes hold files.
fn in_base64_of_text(bytes: &[u8], places: &mut Vec<PrivateKeyPlace>) {
    for (needle, after) in ANNOUNCED {
        let finder = memmem::Finder::new(needle);
        let mut position = 0usize;
        while let Some(offset) = bytes.get(position..).and_then(|rest| finder.find(rest)) {
            let needle_at = position.saturating_add(offset);
            let before = bytes.get(position..needle_at).unwrap_or_default();
            let word = before
                .iter()
                .rev()
                .take_while(|byte| hidden::is_base64(**byte))
                .count();
            // From the start of a group, so that what stands before in the same word does no harm.
            let whole = word.saturating_sub(after).div_euclid(4).saturating_mul(4);
            let start = needle_at.saturating_sub(whole.saturating_add(after).min(word));
            let end = value_end(bytes, start).max(needle_at.saturating_add(needle.len()));
            position = end;
            let Some(text) = decoded(bytes.get(start..end).unwrap_or_default()) else {
                continue;
            };
            let mut inside = Vec::new();
            in_text(&text, &mut inside);
            in_web_keys(&text, &mut inside);
            let mut other = Vec::new();
            hidden::in_other_forms(&text, &mut other);
            inside.extend(other.into_iter().filter_map(secret));
            if let Some(first) = inside.first() {
                places.push(PrivateKeyPlace {
                    bytes: start..end,
                    what: first.what,
                });
            }
        }
    }
}

/// Private keys as JSON Web Keys (RFC 7517): objects with a `kty` and the private member `d`, or `k` of a secret key, in JSON, in
/// a string of it, in YAML and in programs.
fn in_web_keys(bytes: &[u8], places: &mut Vec<PrivateKeyPlace>) {
    let finder = memmem::Finder::new(b"kty");
    // The next brace that closes is kept, so that no byte is looked at for each of many types of keys.
    let (mut position, mut close) = (0usize, 0usize);
    while let Some(offset) = bytes.get(position..).and_then(|rest| finder.find(rest)) {
        let at = position.saturating_add(offset);
        let before = bytes.get(position..at).unwrap_or_default();
        let behind = at.saturating_add(b"kty".len());
        // YAML and JavaScript have names without quotation marks.
        let is_bare = match before.last() {
            Some(b'"' | b'\'') => false,
            before => {
                let is_apart =
                    before.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'{' | b','));
                if !is_apart || !is_named(bytes.get(behind..).unwrap_or_default()) {
                    position = behind;
                    continue;
                }
                true
            }
        };
        // Without braces nothing says where it begins.
        let longest = if is_bare { LONGEST_BARE } else { LONGEST_KEY };
        let near = before.get(before.len().saturating_sub(longest)..);
        let near = near.unwrap_or_default();
        let own = memchr::memrchr(b'{', near).map_or(near.len(), |open| near.len().saturating_sub(open));
        // An object has one type; without braces that is all that divides two of them.
        let (first, next) = match is_bare {
            true => {
                let rest = bytes.get(behind..).unwrap_or_default();
                let next = finder.find(rest).unwrap_or(rest.len());
                (position, behind.saturating_add(next))
            }
            false => (0, bytes.len()),
        };
        let start = at.saturating_sub(own).max(first);
        if close < behind {
            let rest = bytes.get(behind..).unwrap_or_default();
            close = behind.saturating_add(memchr::memchr(b'}', rest).unwrap_or(rest.len()));
        }
        let end = close.min(behind.saturating_add(longest)).min(next);
        let object = bytes.get(start..end).unwrap_or_default();
        let is_secret = is_of_octets(bytes.get(behind..end).unwrap_or_default());
        position = end;
        let what = if is_secret && has_member(object, b"k", SHORTEST_SECRET_KEY, is_bare) {
            "a secret key as a JSON Web Key"
        } else if has_member(object, b"d", BODY, is_bare) {
            "a private key as a JSON Web Key"
        } else {
            // The next may stand in the same object, where names have no quotation marks.
            position = if is_bare { behind } else { end };
            continue;
        };
        places.push(PrivateKeyPlace {
            bytes: start..end,
            what,
        });
    }
}

/// Members of an RSA key of 4,096 bits that names stand before and behind.
const LONGEST_BARE: usize = 1 << 12;

/// 128 bits in base64.
const SHORTEST_SECRET_KEY: usize = 22;

/// Whether what follows a name is its value.
fn is_named(behind: &[u8]) -> bool {
    let behind = behind.get(..LONGEST_BETWEEN).unwrap_or(behind).trim_ascii_start();
    matches!(behind.first(), Some(b':' | b'='))
}

/// What stands between a name and its value: `": "`, ` = "`, `' => '`.
const SIGNS: &[u8] = b"\"':\\=>";

/// Whether the type that follows `kty` is `oct`: a secret of two who know each other (RFC 7518 section 6.4).
fn is_of_octets(behind: &[u8]) -> bool {
    let near = behind.get(..LONGEST_TYPE).unwrap_or(behind);
    let signs = |byte: &&u8| byte.is_ascii_whitespace() || SIGNS.contains(byte);
    let value = near
        .get(near.iter().take_while(signs).count()..)
        .unwrap_or_default();
    value.starts_with(b"oct") && !value.get(3).is_some_and(u8::is_ascii_alphanumeric)
}

/// Of what stands between `kty` and its value, and of that.
const LONGEST_TYPE: usize = 32;

/// Private keys as .NET writes them into XML: `RSAKeyValue` with the element `D`.
fn in_xml_keys(bytes: &[u8], places: &mut Vec<PrivateKeyPlace>) {
    let finder = memmem::Finder::new(b"<RSAKeyValue>");
    let mut starts = finder.find_iter(bytes).peekable();
    while let Some(start) = starts.next() {
        let next = starts.peek().copied().unwrap_or(bytes.len());
        let end = next.min(start.saturating_add(LONGEST_KEY));
        let element = bytes.get(start..end).unwrap_or_default();
        let Some(at) = memmem::find(element, b"<D>") else {
            continue;
        };
        let value = element.get(at.saturating_add(b"<D>".len())..).unwrap_or_default();
        let value = value.trim_ascii_start();
        let digits = value.iter().take_while(|byte| hidden::is_base64(**byte)).count();
        if digits >= BODY {
            let close = memmem::find(element, b"</RSAKeyValue>").unwrap_or(element.len());
            places.push(PrivateKeyPlace {
                bytes: start..start.saturating_add(close.max(at)),
                what: "a private key in XML",
            });
        }
    }
}

/// Private keys in words and digits, as `openssl pkey -text` prints them.
fn in_words(bytes: &[u8], places: &mut Vec<PrivateKeyPlace>) {
    for name in [&b"privateExponent:"[..], b"priv:"] {
        for at in memmem::find_iter(bytes, name) {
            let from = at.saturating_add(name.len());
            let digits = bytes.get(from..).unwrap_or_default().iter();
            let of_number =
                |byte: &&u8| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace() || **byte == b':';
            let length = digits.take(LONGEST_KEY).take_while(of_number).count();
            let number = bytes.get(from..from.saturating_add(length)).unwrap_or_default();
            // Of Ed25519 and P-256 there are 32 octets.
            if memchr::memchr_iter(b':', number).count() >= BODY.saturating_sub(4) {
                places.push(PrivateKeyPlace {
                    bytes: at..from.saturating_add(length),
                    what: "a private key in digits, as openssl pkey -text prints it",
                });
            }
        }
    }
}

/// Whether a member of this name is in an object, with as many characters behind it as no shorter key has.
fn has_member(object: &[u8], name: &[u8], shortest: usize, is_bare: bool) -> bool {
    memmem::find_iter(object, name).any(|at| {
        let before = object.get(..at).unwrap_or_default();
        let is_begun = match before.last() {
            Some(b'"' | b'\'') => true,
            Some(byte) => is_bare && (byte.is_ascii_whitespace() || matches!(byte, b'{' | b',')),
            None => is_bare,
        };
        if !is_begun {
            return false;
        }
        let behind = object.get(at.saturating_add(name.len())..).unwrap_or_default();
        let behind = behind.get(..LONGEST_BETWEEN).unwrap_or(behind);
        let signs = behind
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace() || SIGNS.contains(byte));
        let signs = signs.count();
        let (signs, value) = behind.split_at_checked(signs).unwrap_or_default();
        let digits = value
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        signs.iter().any(|byte| matches!(byte, b':' | b'=')) && digits.count() >= shortest
    })
}

/// What stands in the markers of private keys.
static LABELS: [(&[u8], &str); 6] = [
    (b"PGP PRIVATE KEY BLOCK", "a private key of PGP"),
    (b"OPENSSH PRIVATE KEY", "a private key of OpenSSH"),
    (b"OpenVPN Static key V1", "a static key of OpenVPN"),
    (NAME, "a private key"),
    // As forms and addresses have it.
    (b"PRIVATE+KEY", "a private key"),
    (b"PRIVATE%20KEY", "a private key"),
];

/// Part of most of them, so that one look tells that these are not there.
const NAME: &[u8] = b"PRIVATE KEY";

/// As many characters in a row as no word has.
const BODY: usize = 32;
/// Headers such as `Proc-Type` and `Version`, line ends and what indents them.
const LONGEST_BETWEEN: usize = 320;

/// Labels with a body behind them (after BEGIN) or before them (before END), up to the next marker.
fn labelled(bytes: &[u8], label: &[u8], what: &'static str, places: &mut Vec<PrivateKeyPlace>) {
    let finder = memmem::Finder::new(label);
    let mut position = 0usize;
    while let Some(offset) = bytes.get(position..).and_then(|rest| finder.find(rest)) {
        let start = position.saturating_add(offset);
        position = start.saturating_add(label.len());
        let behind = bytes.get(position..).unwrap_or_default();
        // A marker is closed by dashes, of whatever kind.
        if !matches!(behind, [b'-' | 0xE2 | b'&' | b'=' | b'%' | b'\\' | b'_', ..]) {
            continue;
        }
        let near = behind.get(..LONGEST_BETWEEN).unwrap_or(behind);
        // Of the block that follows an END nothing is its own.
        let near = memmem::find(near, b"BEGIN")
            .and_then(|at| near.get(..at))
            .unwrap_or(near);
        let is_escaped = label.contains(&b'+') || label.contains(&b'%');
        let body = body_in(near).or_else(|| escaped_body_in(near).filter(|_| is_escaped));
        if let Some(body) = body {
            let from = position.saturating_add(body.start);
            // A label does not make a key of a certificate.
            let value = Value::at(bytes, from);
            if value.der.is_some() && value.is_like_certificate {
                position = value.place.end;
                let rest = bytes.get(position..).unwrap_or_default();
                let rest = rest.get(..LONGEST_BETWEEN).unwrap_or(rest);
                let end = finder.find(rest).and_then(|at| rest.get(..at));
                if let Some(between) = end.filter(|between| memmem::find(between, b"BEGIN").is_none()) {
                    position = position.saturating_add(between.len()).saturating_add(label.len());
                }
                continue;
            }
            let rest = bytes.get(from..).unwrap_or_default();
            let length = rest.iter().take_while(|byte| is_of_body(**byte)).count();
            position = from.saturating_add(length.max(BODY)).min(bytes.len());
            // Up to its END, whatever is wrong with the lines between.
            let rest = bytes.get(position..).unwrap_or_default();
            let rest = rest.get(..LONGEST_KEY).unwrap_or(rest);
            let end = finder.find(rest).and_then(|at| rest.get(..at));
            let own = position.saturating_sub(from);
            let is_cut = own < SHORTEST_SECRET && rest.trim_ascii_start().starts_with(b"...");
            if let Some(between) = end.filter(|between| memmem::find(between, b"BEGIN").is_none()) {
                position = position.saturating_add(between.len()).saturating_add(label.len());
            }
            if is_cut {
                continue;
            }
            places.push(PrivateKeyPlace {
                bytes: start..position,
                what,
            });
            continue;
        }
        let before = bytes
            .get(start.saturating_sub(LONGEST_BETWEEN)..start)
            .unwrap_or_default();
        let is_end =
            memmem::rfind(before, b"END").is_some_and(|at| at.saturating_add(LONGEST_END) > before.len());
        let is_known = places
            .last()
            .is_some_and(|last| last.bytes.end.saturating_add(LONGEST_BETWEEN) > start);
        if is_end && !is_known && body_in(before).is_some() && !ends_another(bytes, start) {
            let from = start.saturating_sub(before.len());
            places.push(PrivateKeyPlace {
                bytes: from..position,
                what,
            });
        }
    }
}

/// Whether the block that ends here began as something else: the END has the wrong label.
fn ends_another(bytes: &[u8], end: usize) -> bool {
    let above = bytes
        .get(end.saturating_sub(LONGEST_KEY)..end)
        .unwrap_or_default();
    let Some(block) = memmem::rfind(above, b"BEGIN ").and_then(|at| above.get(at..)) else {
        return false;
    };
    let label = block.get(..LONGEST_LABEL).unwrap_or(block);
    // Its own END is the only one.
    memmem::find(label, b"PRIVATE").is_none() && memmem::find_iter(block, b"END ").count() < 2
}

/// `BEGIN ENCRYPTED PRIVATE KEY`.
const LONGEST_LABEL: usize = 28;

/// RSA of 16,384 bits, in base64 and indented, takes less.
const LONGEST_KEY: usize = 1 << 15;

/// `END ENCRYPTED `.
const LONGEST_END: usize = 16;

/// Base64, and what comments, quotations and strings put around its lines; a marker begins with a dash.
fn is_of_body(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || b"+/=\\#;>*|\"',%".contains(&byte)
}

/// The first run of characters that only a body has: no word is as long and has a digit in it, but for names in programs,
/// which dots and brackets follow.
fn body_in(text: &[u8]) -> Option<Range<usize>> {
    let mut start = 0usize;
    for run in text.split(|byte| !hidden::is_base64(*byte)) {
        let end = start.saturating_add(run.len());
        let is_name = matches!(
            text.get(end),
            Some(b'(' | b'.' | b'_' | b':' | b'{' | b'-' | b'<')
        );
        if run.len() >= BODY && run.iter().any(u8::is_ascii_digit) && !is_name {
            return Some(start..end);
        }
        start = end.saturating_add(1);
    }
    None
}

/// The same where `%2B` and `%2F` stand for characters of it, so that its runs are short.
fn escaped_body_in(text: &[u8]) -> Option<Range<usize>> {
    let start = text.iter().position(|byte| *byte == b'%')?;
    let rest = text.get(start..)?;
    let of_body = |byte: &&u8| hidden::is_base64(**byte) || **byte == b'%';
    let length = rest.iter().take_while(of_body).count();
    (length >= SHORTEST_ESCAPED).then(|| start..start.saturating_add(length))
}

/// Of a key on a curve: 64 characters and line ends.
const SHORTEST_ESCAPED: usize = 64;
