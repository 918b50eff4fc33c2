//! Laws of documents: cutting them is work in proportion to their length, each value has a place, and no finding about one
//! tells a key.

use std::time::Duration;

use pemvet::{Profile, Provider, UnixTime};
use pemvet_cli::internals::{FilePart, looks, parts};
use zeroize::Zeroizing;

use crate::chain::{NOW, lawful};

/// Kinds of files; the first byte of an input chooses one.
const NAMES: [&str; 5] = ["a.yaml", "a.json", "a.env", "a.txt", "a.pem"];

/// The key that the seeds hold.
const KEY: &str = include_str!("../../testdata/demo/proxy.key");

/// All of them.
pub fn laws(input: &[u8]) {
    let Some((kind, text)) = input.split_first() else {
        return;
    };
    let name = NAMES[usize::from(*kind) % NAMES.len()];
    for named in [false, true] {
        let copy = Zeroizing::new(text.to_vec());
        let (looked_at, parts) = looks(|| parts(name, copy, named));
        is_linear(looked_at, text.len());
        let Ok(parts) = parts else { continue };
        assert!(parts.len() <= 1_024, "{} parts", parts.len());
        let together: usize = parts.iter().map(|part| part.bytes().len()).sum();
        assert!(together <= 2 * text.len(), "{together} bytes of {}", text.len());
        for part in &parts {
            is_in_the_file(part, text);
            tells_no_key(part);
        }
    }
}

fn is_in_the_file(part: &FilePart, text: &[u8]) {
    let lines = text.split(|byte| matches!(byte, b'\n' | b'\r')).count();
    assert!(
        (1..=lines).contains(&part.first_line()),
        "line {} of {lines}",
        part.first_line()
    );
    let value = part.name_of_value().unwrap_or_default();
    assert!(!value.contains('\n'), "{value:?} is more than a line");
}

fn tells_no_key(part: &FilePart) {
    let profile = Profile::any(Provider::RING);
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let report = part.judge(&profile, now);
    lawful(&report);
    for finding in report.findings() {
        is_no_key(&format!("{finding:?} {}", finding.message));
    }
}

/// Panics where a text holds as much of the key as the shortest key has: 43 characters.
pub(crate) fn is_no_key(text: &str) {
    for line in KEY.lines().filter(|line| !line.starts_with('-')) {
        for start in 0..line.len().saturating_sub(42) {
            let piece = &line[start..start + 43];
            assert!(!text.contains(piece), "a piece of a key is told");
        }
    }
}

/// Panics where more was looked at than an input of this length is worth.
pub(crate) fn is_linear(looked_at: usize, length: usize) {
    // A reader of YAML looks at a character some ten times. What is quadratic looks at half the input for each byte of it.
    let allowed = 64 * length + 4_096;
    assert!(
        looked_at <= allowed,
        "{looked_at} bytes were looked at for {length}"
    );
}
