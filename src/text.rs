//! Text that comes from certificates and file names, made safe to show.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::Write as _;

/// Makes foreign text safe for a terminal, a log line or an annotation.
///
/// Printable characters stay. Everything else becomes `\u{…}`: control characters and line ends, ANSI escapes,
/// characters that change the direction of writing, zero-width ones, combining marks and unassigned code
/// points. The result is always a single line.
///
/// ```
/// use pemvet::text::escape;
///
/// assert_eq!(escape("Zürich CA"), "Zürich CA");
/// assert_eq!(escape("a\u{1b}[2Jb\nc"), "a\\u{1b}[2Jb\\u{a}c");
/// assert_eq!(escape("evil\u{202e}moc"), "evil\\u{202e}moc");
/// assert_eq!(escape("nothing\u{3164}here"), "nothing\\u{3164}here");
/// ```
pub fn escape(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len().saturating_add(16));
    for character in text.chars() {
        if is_printable(character) {
            safe.push(character);
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(safe, "{}", character.escape_unicode());
        }
    }
    Cow::Owned(safe)
}

/// What a wildcard that covers this DNS name has after its `*.`: all but the first label, which a wildcard stands for
/// whole (RFC 9525 section 6.3). Nothing covers a wildcard, or an empty label.
pub(crate) fn below_wildcard(name: &str) -> Option<&str> {
    let (first, rest) = name.split_once('.')?;
    (first != "*" && !first.is_empty()).then_some(rest)
}

/// The standard library's own table of what is printable, quotes and backslashes let through, and without the letters
/// and symbols that show nothing: Hangul fillers, the blank Braille pattern, the object replacement.
fn is_printable(character: char) -> bool {
    let shows_nothing = matches!(
        character,
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}' | '\u{FFFC}'
    );
    let printable = !character.is_ascii() && character.escape_debug().eq([character]);
    matches!(character, ' '..='~') || (printable && !shows_nothing)
}

/// A word that somebody gave, made safe to be said again: an argument, the value of an option, the name of a member.
///
/// What may be a private key, or a piece of one, is counted and not shown; everything else is escaped as by [`escape`]. A
/// word may be one if it
///
/// * has a line end, or a word of PEM's markers beside dashes;
/// * has a run of more than 40 characters of base64: a private key has 43 at least (32 octets, as of Ed25519);
/// * has more than 32 digits in hex, in one run or octet by octet;
/// * has more than 20 letters and digits that fall into words of two or three, as base64 does, whatever stands between.
///
/// ```
/// use pemvet::text::echo;
///
/// assert_eq!(echo("proxy\u{1b}[2J"), "proxy\\u{1b}[2J");
/// assert_eq!(echo("-----BEGIN PRIVATE KEY-----\nMC4C"), "(32 characters, not shown)");
/// assert_eq!(echo("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v91naEU"), "(34 characters, not shown)");
/// assert_eq!(echo("deploy/overlays/production/secrets/proxy"), "deploy/overlays/production/secrets/proxy");
/// ```
pub fn echo(text: &str) -> Cow<'_, str> {
    if may_be_key(text) {
        return Cow::Owned(counted(text));
    }
    escape(text)
}

/// A word quoted for a POSIX shell, where that is needed.
///
/// ```
/// use pemvet::text::quoted_for_shell;
///
/// assert_eq!(quoted_for_shell("proxy.pem"), "proxy.pem");
/// assert_eq!(quoted_for_shell("it's mine.pem"), r"'it'\''s mine.pem'");
/// ```
pub fn quoted_for_shell(word: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "._/@%+=:,-".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        return word.into();
    }
    let mut quoted = String::from("'");
    quoted.push_str(&word.replace('\'', r"'\''"));
    quoted.push('\'');
    quoted
}

/// `(64 characters, not shown)`.
pub fn counted(text: &str) -> String {
    let mut words = count(text.chars().count(), "character");
    words.insert(0, '(');
    words.push_str(", not shown)");
    words
}

/// Whether a text may hold a private key or a piece of one, by the rules of [`echo`].
pub fn may_be_key(text: &str) -> bool {
    let is_line_end = |it: char| {
        matches!(
            it,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    text.contains(is_line_end)
        || has_marker(text)
        || has_run(text.as_bytes(), b"+/=")
        || has_run(text.as_bytes(), b"-_")
        || has_hex(text.as_bytes())
        || is_in_pieces(text.as_bytes())
}

/// `BEGIN`, `END` or `KEY` in a text with three dashes in a row, or with one of those that word processors make of them.
fn has_marker(text: &str) -> bool {
    let is_typographic = |it: char| {
        matches!(
            it,
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
        )
    };
    let has_word = |wanted: &str| {
        let mut words = text.split(|it: char| !it.is_ascii_alphabetic());
        words.any(|word| word.eq_ignore_ascii_case(wanted))
    };
    (text.contains("---") || text.contains(is_typographic))
        && ["BEGIN", "END", "KEY"].into_iter().any(has_word)
}

/// The longest run of base64 that is no key for certain: 30 octets take so many.
const LONGEST: usize = 40;
/// Letters and digits of which nothing can be said; 15 octets take so many.
const SHORTEST: usize = 20;
/// Digits in hex that an address of IPv6, a UUID or an MD5 has; a private key has 64.
const LONGEST_HEX: usize = 32;

/// Whether a run of letters, digits and `symbols` is what only an encoding makes.
fn has_run(text: &[u8], symbols: &[u8]) -> bool {
    let is_coded = |byte: &u8| byte.is_ascii_alphanumeric() || symbols.contains(byte);
    text.split(|byte| !is_coded(byte)).any(|run| {
        // A path is one run, and `-` and `_` join words; between them no word is that long.
        let words = run.split(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'='));
        let mut lengths = words.map(<[u8]>::len);
        let has_capitals = run.iter().any(u8::is_ascii_uppercase);
        let is_joined = has_capitals && has_short_words(run, 4);
        run.len() > LONGEST && (is_joined || lengths.any(|length| length > LONGEST))
    })
}

/// Hex, in one run or with what tools put between octets.
fn has_hex(text: &[u8]) -> bool {
    let is_joint = |byte: &u8| matches!(byte, b':' | b' ' | b'-' | b',' | b'.' | b'_' | b'\t');
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || is_joint(byte);
    text.split(|byte| !is_part(byte)).any(|run| {
        let digits = || run.iter().filter(|byte| byte.is_ascii_hexdigit());
        // Words such as `face-cafe` have no digits, dates and versions no letters.
        let is_mixed = digits().any(u8::is_ascii_digit) && digits().any(u8::is_ascii_alphabetic);
        digits().count() > LONGEST_HEX && is_mixed
    })
}

/// Base64 whatever stands between its pieces: capitals and small letters in words too short for words.
fn is_in_pieces(text: &[u8]) -> bool {
    let characters = || text.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let is_mixed = characters().any(u8::is_ascii_uppercase) && characters().any(u8::is_ascii_lowercase);
    characters().count() > SHORTEST && is_mixed && has_short_words(text, 3)
}

/// Whether the words of a text have `least` letters or fewer on the average: `Proxy`, `proxy`, `PROXY` and `2026` are words.
/// Those of base64 have two or three. What stands between the words does not divide them.
fn has_short_words(text: &[u8], least: usize) -> bool {
    let characters = || text.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let starts = characters().zip(characters().skip(1)).filter(|(one, next)| {
        let is_capital = one.is_ascii_lowercase() && next.is_ascii_uppercase();
        is_capital || one.is_ascii_digit() != next.is_ascii_digit()
    });
    let words = starts.count().saturating_add(1);
    // Half a letter more, as a tenth of all short pieces would pass otherwise.
    characters().count().saturating_mul(2) < words.saturating_mul(least.saturating_mul(2).saturating_add(1))
}

/// At most `limit` characters of `text`, with an ellipsis where something was cut.
pub(crate) fn clip(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => Cow::Borrowed(text),
        Some((cut, _)) => {
            let mut short = String::from(text.get(..cut).unwrap_or_default());
            short.push('…');
            Cow::Owned(short)
        }
    }
}

/// `items` joined by commas, at most `limit` of them, with the count of the others.
pub(crate) fn list<T: AsRef<str>>(items: &[T], limit: usize) -> String {
    let mut joined = String::new();
    for (place, item) in items.iter().take(limit).enumerate() {
        if place > 0 {
            joined.push_str(", ");
        }
        joined.push_str(&clip(item.as_ref(), 256));
    }
    if items.len() > limit {
        let _ = write!(joined, " and {} more", items.len().saturating_sub(limit));
    }
    joined
}

/// `bytes` in upper-case hex with colons, as OpenSSL prints key identifiers; at most 32 bytes of them.
pub(crate) fn colon_hex(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for (place, byte) in bytes.iter().take(32).enumerate() {
        let _ = write!(hex, "{}{byte:02X}", if place > 0 { ":" } else { "" });
    }
    if bytes.len() > 32 {
        hex.push('…');
    }
    hex
}

/// `bytes` in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in bytes {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// `1 line`, `2 lines`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let mut text = String::new();
    let _ = write!(text, "{number} {noun}{}", if number == 1 { "" } else { "s" });
    text
}

/// Seconds since 1970 as RFC 3339 text in UTC; `(out of range)` outside the years -9999 to 9999.
///
/// ```
/// assert_eq!(pemvet::text::rfc3339(1_780_272_000), "2026-06-01T00:00:00Z");
/// assert_eq!(pemvet::text::rfc3339(i64::MAX), "(out of range)");
/// ```
pub fn rfc3339(seconds: i64) -> String {
    let mut text = String::new();
    match time::OffsetDateTime::from_unix_timestamp(seconds) {
        Ok(at) => {
            let _ = write!(
                text,
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                at.year(),
                u8::from(at.month()),
                at.day(),
                at.hour(),
                at.minute(),
                at.second()
            );
        }
        Err(_) => text.push_str("(out of range)"),
    }
    text
}

/// The day of `seconds` alone, `2026-06-01`.
pub(crate) fn day(seconds: i64) -> String {
    let mut text = rfc3339(seconds);
    if let Some(end) = text.find('T') {
        text.truncate(end);
    }
    text
}

/// A span of time in the largest sensible unit, `42 s`, `5 min`, `7 h`, `79 days`.
pub(crate) fn duration(seconds: i64) -> String {
    let mut text = String::new();
    let seconds = seconds.unsigned_abs();
    let _ = match seconds {
        0..120 => write!(text, "{seconds} s"),
        120..7_200 => write!(text, "{} min", seconds / 60),
        7_200..172_800 => write!(text, "{} h", seconds / 3_600),
        _ => write!(text, "{} days", seconds / 86_400),
    };
    text
}

#[cfg(test)]
mod tests {
    use super::{echo, may_be_key};

    #[test]
    fn words_that_people_write_are_said_again() {
        for word in [
            "proxy",
            "metrics_exporter",
            "/etc/kubernetes/pki/etcd/healthcheck-client.crt",
            "deploy/overlays/production/europe/secrets/proxy",
            "Secret ingress-nginx-admission-webhook-certificate-authority, data.tls.crt",
            "my-company-production-cluster-eu-west-1-proxy-certificate-2026",
            "kubectl.kubernetes.io/last-applied-configuration",
            "TlsSecretProductionV2Api",
            "REDIS_ENTERPRISE_PROXY_CERTIFICATE_CHAIN_AND_KEY",
            "550e8400-e29b-41d4-a716-446655440000",
            "2001:db8:85a3:8d3:1319:8a2e:370:7348",
            "k8s-default-ingress-1a2b3c4d5e-1234567890.eu-west-1.elb.amazonaws.com",
            "192.168.100.200,192.168.100.201",
            "Users/JohnDoe/Documents/MyProject/Certificates/Production2026",
            "d41d8cd98f00b204e9800998ecf8427e.pem",
            "a1b2c3d4-1234567890.eu-west-1.elb.amazonaws.com",
            "front--end.pem",
            "tls--key.pem",
            "2026-06-01T00:00:00Z",
            "O=Example GmbH, OU=Platform",
            "src/main/java/com/example/redis/tls/ProxyCertificateTest.java",
        ] {
            assert_eq!(echo(word), word);
        }
    }

    #[test]
    fn what_may_be_a_key_is_counted() {
        for word in [
            "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v91naEU0e6aWwCZzUvqVnNFHq8OCYSbJl1gsq",
            "prefix-MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v91naEU0e6aWwCZzU",
            "name: MHcCAQEEIBk5aT7mGvlZ0QhXqPzyUnq6ot1zGZmoqR",
            "0e6aWwCZzUvqVnNFHq8OCYSb",
            "7vQ8tYx/2mNw0pLk3/RsJ4hU6bGz1/dCe5aFq9oB7/iV2nXy8w",
            "MC4CAQAw-BQYDK2VwBCI_EIJ1hsZ3v91naEU-0e6aWwCZzU",
            "-----BEGIN",
            "KEY-----",
            "---BEGIN RSA PRIVATE KEY",
            "\u{2014}begin private key",
            "two\nlines",
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "f6:53:4c:30:73:5f:71:47:da:df:f8:dc:25:1b:d6:51:46:04:f5:4a:b5:88",
            "f6 53 4c 30 73 5f 71 47 da df f8 dc 25 1b d6 51 46 04 f5 4a b5 88",
            "MC4CAQAwBQYDK2VwBCIE.IFWm/7ROveZHcMvQDPuW.ETTs5mR5Rk/gffMAf+e0.D97b",
            "Vab_tE695kdwy9AM-5YRNOzmZHlGT-B98wB_57QP",
            "Vab/tE695kdwy9AM+5YR NOzmZHlGT+B98wB/57QP 3ts=",
        ] {
            assert!(may_be_key(word), "{word}");
            assert!(echo(word).ends_with(" characters, not shown)"), "{word}");
        }
    }
}
