//! The secret numbers of test keys, and a search for them in whatever form they might be printed.

#![allow(dead_code, reason = "each test uses its part")]

use std::collections::HashSet;
use std::fs;

/// Octets of a secret in a row that count as a leak: eight never come together by chance.
const WINDOW: usize = 8;

/// Windows of secrets.
#[derive(Default)]
pub(crate) struct Needles {
    windows: HashSet<[u8; WINDOW]>,
    /// Whether a window begins with these two octets: spares most look-ups.
    starts: Vec<bool>,
}

impl Needles {
    pub(crate) fn add(&mut self, secret: &[u8]) {
        self.starts.resize(1 << 16, false);
        for window in secret.windows(WINDOW) {
            self.starts[usize::from(window[0]) << 8 | usize::from(window[1])] = true;
            self.windows.insert(window.try_into().expect("eight"));
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.windows.len()
    }

    /// Whether these octets hold eight of a secret in a row.
    pub(crate) fn in_octets(&self, octets: &[u8]) -> bool {
        octets.windows(WINDOW).any(|window| self.has(window))
    }

    /// How often these octets hold eight of a secret in a row.
    pub(crate) fn count(&self, octets: &[u8]) -> usize {
        octets.windows(WINDOW).filter(|window| self.has(window)).count()
    }

    fn has(&self, window: &[u8]) -> bool {
        let first = usize::from(window[0]) << 8 | usize::from(window[1]);
        self.starts.get(first) == Some(&true) && self.windows.contains(window)
    }

    /// The form in which `output` holds eight octets of a secret in a row, if it does.
    pub(crate) fn leaked(&self, output: &[u8]) -> Option<&'static str> {
        if self.in_octets(output) {
            return Some("raw");
        }
        if self.in_base64(output) {
            return Some("base64");
        }
        let bare = String::from_utf8_lossy(output)
            .replace("0x", "")
            .replace("\\x", "");
        let hex = |skipped: &[u8]| {
            let digits = bare.bytes().filter(|byte| !skipped.contains(byte));
            digits
                .map(|byte| char::from(byte).to_digit(16))
                .collect::<Vec<_>>()
        };
        // Plain or with colons, then as in a dump or in `[0x12, 0x34]`.
        if self.in_digits(&hex(b":"), 4) || self.in_digits(&hex(b": ,\n\r"), 4) {
            return Some("hex");
        }
        self.in_decimals(output).then_some("decimal list")
    }

    /// Every run of base64 characters, line ends and escapes of them passed over, in every alignment.
    fn in_base64(&self, output: &[u8]) -> bool {
        let value = |byte: u8| match byte {
            b'A'..=b'Z' => Some(byte - b'A'),
            b'a'..=b'z' => Some(byte - b'a' + 26),
            b'0'..=b'9' => Some(byte - b'0' + 52),
            b'+' | b'-' => Some(62),
            b'/' | b'_' => Some(63),
            _ => None,
        };
        let joined: Vec<u8> = output
            .iter()
            .copied()
            .filter(|byte| !matches!(byte, b'\n' | b'\r'))
            .collect();
        let unescaped = String::from_utf8_lossy(&joined)
            .replace("\\r", "")
            .replace("\\n", "");
        [output, unescaped.as_bytes()].into_iter().any(|text| {
            let digits: Vec<_> = text.iter().map(|byte| value(*byte).map(u32::from)).collect();
            self.in_digits(&digits, 6)
        })
    }

    /// Every run of digits of so many bits, in each of the alignments that four or six bits have.
    fn in_digits(&self, digits: &[Option<u32>], bits: usize) -> bool {
        digits
            .split(Option::is_none)
            .filter(|run| run.len() * bits >= WINDOW * 8)
            .any(|run| {
                let values: Vec<u32> = run.iter().copied().flatten().collect();
                (0..4).any(|skipped| {
                    let (mut octets, mut held, mut count) = (Vec::new(), 0u32, 0);
                    for value in values.iter().skip(skipped) {
                        held = (held << bits) | value;
                        count += bits;
                        while count >= 8 {
                            count -= 8;
                            octets.push((held >> count & 0xFF) as u8);
                            held &= (1 << count) - 1;
                        }
                    }
                    self.in_octets(&octets)
                })
            })
    }

    /// Numbers below 256 one after the other, whatever stands between them.
    fn in_decimals(&self, output: &[u8]) -> bool {
        let numbers = output
            .split(|byte| !byte.is_ascii_digit())
            .filter(|digits| !digits.is_empty());
        let octets = numbers.map(|digits| std::str::from_utf8(digits).ok()?.parse::<u8>().ok());
        let octets: Vec<Option<u8>> = octets.collect();
        octets.split(Option::is_none).any(|run| {
            let run: Vec<u8> = run.iter().copied().flatten().collect();
            self.in_octets(&run)
        })
    }
}

/// The body of a PEM block as octets.
pub(crate) fn decoded(body: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        _ => 0,
    };
    let mut der = Vec::new();
    for four in body.as_bytes().chunks(4) {
        let value = four.iter().fold(0, |value, byte| (value << 6) | digit(*byte));
        der.extend_from_slice(&value.to_be_bytes()[1..]);
    }
    let padding = body.bytes().filter(|byte| *byte == b'=').count();
    der.truncate(der.len().saturating_sub(padding));
    der
}

/// The last block of a text without its markers, headers and line ends.
pub(crate) fn body_of(text: &str) -> String {
    let block = &text[text.rfind("-----BEGIN").expect("a block")..];
    let lines = block.lines().skip(1).take_while(|line| !line.starts_with('-'));
    lines.filter(|line| !line.contains(':')).collect()
}

/// The secret numbers of a key in PEM form: exponents, primes, scalar or seed; of an encrypted one the ciphertext.
pub(crate) fn secrets_of(text: &str) -> Vec<Vec<u8>> {
    let der = decoded(&body_of(text));
    if text.contains("Proc-Type") {
        return vec![der];
    }
    if text.contains("ENCRYPTED") {
        // Algorithm, salt and initial vector take about a hundred octets; none of them is secret.
        return vec![der[120..].to_vec()];
    }
    let fields = elements(elements(&der)[0].1);
    if fields[1].0 == 0x30 {
        let inner = fields[2].1;
        // ML-DSA (2.16.840.1.101.3.4.3.17 to 19): the seed, or the expanded key, or both.
        if let [0x06, 9, prefix @ .., 17..=19] = fields[1].1
            && *prefix == [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3]
        {
            return ml_dsa_secrets(inner);
        }
        return match elements(inner)[..] {
            [(0x30, contents)] => numbers_of(contents),
            // EdDSA: the seed. DSA: the number.
            [(0x04 | 0x02, secret)] => vec![secret.to_vec()],
            _ => panic!("an unknown key"),
        };
    }
    numbers_of(elements(&der)[0].1)
}

/// What begins an expanded key, ρ, stands in the certificate, too, and tr is a hash of the public key.
fn ml_dsa_secrets(inner: &[u8]) -> Vec<Vec<u8>> {
    if inner.len() == 32 {
        return vec![inner.to_vec()];
    }
    let parts = match elements(inner)[..] {
        [(0x30, both)] => elements(both),
        _ => elements(inner),
    };
    let secrets = parts.iter().flat_map(|(_, part)| match part.len() {
        32 => vec![part.to_vec()],
        _ => vec![part[32..64].to_vec(), part[128..].to_vec()],
    });
    secrets.collect()
}

/// Of RSAPrivateKey all but version, modulus and public exponent; of ECPrivateKey the scalar.
fn numbers_of(contents: &[u8]) -> Vec<Vec<u8>> {
    let fields = elements(contents);
    if fields[1].0 == 0x04 {
        return vec![fields[1].1.to_vec()];
    }
    fields[3..].iter().map(|(_, number)| number.to_vec()).collect()
}

/// Tag and contents of the DER elements in a row.
fn elements(mut der: &[u8]) -> Vec<(u8, &[u8])> {
    let mut elements = Vec::new();
    while let [tag, length, rest @ ..] = der {
        let long = usize::from(length.saturating_sub(0x80));
        let length = match long {
            0 => usize::from(*length),
            _ => rest[..long]
                .iter()
                .fold(0, |length, byte| length << 8 | usize::from(*byte)),
        };
        let (contents, after) = rest[long..].split_at(length);
        elements.push((*tag, contents));
        der = after;
    }
    elements
}

/// Name and text of every key of testdata that has secrets of its own.
pub(crate) fn keys() -> Vec<(String, String)> {
    let mut keys = Vec::new();
    for folder in ["keys", "keyforms", "ml-dsa", "damaged"] {
        let mut files: Vec<_> = fs::read_dir(crate::support::testdata(folder))
            .expect("the folder")
            .collect();
        files.sort_by_key(|file| file.as_ref().expect("an entry").file_name());
        for file in files {
            let file = file.expect("an entry");
            let name = file.file_name().to_string_lossy().into_owned();
            // Zero and the order of a curve are no secrets.
            if name.ends_with(".key") && !name.starts_with("range-") {
                keys.push((
                    format!("{folder}/{name}"),
                    fs::read_to_string(file.path()).expect("text"),
                ));
            }
        }
    }
    assert!(keys.len() >= 40, "{}", keys.len());
    keys
}

/// Pieces of output, each searched once: most of them are the same for every breakage.
#[derive(Default)]
pub(crate) struct Search {
    pub(crate) needles: Needles,
    seen: HashSet<String>,
}

impl Search {
    pub(crate) fn plant(&mut self, text: &str) {
        secrets_of(text)
            .iter()
            .for_each(|secret| self.needles.add(secret));
    }

    pub(crate) fn leaked(&mut self, pieces: Vec<String>) -> Option<&'static str> {
        let fresh: Vec<String> = pieces
            .into_iter()
            .filter(|piece| self.seen.insert(piece.clone()))
            .collect();
        fresh
            .iter()
            .find_map(|piece| self.needles.leaked(piece.as_bytes()))
    }
}
