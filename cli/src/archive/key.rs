//! Private keys under a password outside of archives, and PEM of keys.

use memchr::memmem;
use zeroize::{Zeroize as _, Zeroizing};

use super::bags::encrypted_key;
use super::ber::Input;
use super::budget::Budget;
use super::cipher::open_traditional;
use super::content::Part;
use super::password;
use super::refusal::Refusal;
use crate::input::base64;
use crate::input::files::Secret;

/// The PKCS#8 key in an EncryptedPrivateKeyInfo.
fn open_pkcs8(der: &[u8], password: &[u8]) -> Result<Secret, Refusal> {
    let (scheme, text) = encrypted_key(Input::new(der).sequence()?)?;
    let scheme = scheme.map_err(|name| Refusal::Cipher(Part::Key, name))?;
    let mut budget = Budget::default();
    for form in password::forms(password) {
        if let Some(plain) = scheme.open(&form, &text, &mut budget)? {
            return Ok(plain);
        }
    }
    Err(Refusal::KeyDoesNotOpen)
}

const END: &[u8] = b"-----END ";
const OF_PKCS8: &[u8] = b"-----BEGIN ENCRYPTED PRIVATE KEY-----";
const OF_TRADITIONAL: &[u8] = b"Proc-Type: 4,ENCRYPTED";

/// Whether a key file is under a password.
pub(crate) fn is_encrypted_key(text: &[u8]) -> bool {
    let has = |words| memmem::find(text, words).is_some();
    has(OF_PKCS8) || has(OF_TRADITIONAL) || is_encrypted_der(text)
}

/// EncryptedPrivateKeyInfo by itself: an algorithm of PKCS #5 or PKCS #12, and an octet string.
fn is_encrypted_der(bytes: &[u8]) -> bool {
    let read = || Input::new(bytes).sequence().and_then(encrypted_key);
    bytes.first() == Some(&0x30) && read().is_ok()
}

/// The same file with its encrypted key opened: PKCS#8, or the traditional form that it was in. All else of it is left out.
pub(crate) fn open_key(text: &[u8], password: &[u8]) -> Result<Secret, Refusal> {
    if is_encrypted_der(text) {
        return Ok(pem("PRIVATE KEY", &open_pkcs8(text, password)?));
    }
    let after = |at: usize, words: &[u8]| text.get(at.saturating_add(words.len())..).unwrap_or_default();
    if let Some(begin) = memmem::find(text, OF_PKCS8) {
        let body = after(begin, OF_PKCS8);
        let end = memmem::find(body, END).ok_or(Refusal::KeyDamaged)?;
        let der = base64::decode(body.get(..end).unwrap_or_default()).ok_or(Refusal::KeyDamaged)?;
        return Ok(pem("PRIVATE KEY", &open_pkcs8(&der.bytes, password)?));
    }
    let begin = memmem::find(text, OF_TRADITIONAL).ok_or(Refusal::KeyDamaged)?;
    traditional(
        text.get(..begin).unwrap_or_default(),
        after(begin, OF_TRADITIONAL),
        password,
    )
}

/// RFC 1421 as OpenSSL wrote it: `DEK-Info: AES-256-CBC,` and the initial vector, an empty line, base64.
fn traditional(above: &[u8], below: &[u8], password: &[u8]) -> Result<Secret, Refusal> {
    let line = memmem::rfind(above, b"-----BEGIN ").ok_or(Refusal::KeyDamaged)?;
    let label = above
        .get(line.saturating_add(11)..)
        .unwrap_or_default()
        .trim_ascii_end();
    let label = label.strip_suffix(b"-----").ok_or(Refusal::KeyDamaged)?;
    let label = match label {
        b"RSA PRIVATE KEY" => "RSA PRIVATE KEY",
        b"EC PRIVATE KEY" => "EC PRIVATE KEY",
        b"PRIVATE KEY" => "PRIVATE KEY",
        _ => return Err(Refusal::KeyDamaged),
    };
    let end = memmem::find(below, END).ok_or(Refusal::KeyDamaged)?;
    let inside =
        std::str::from_utf8(below.get(..end).unwrap_or_default()).map_err(|_| Refusal::KeyDamaged)?;
    let (_, info) = inside.split_once("DEK-Info:").ok_or(Refusal::KeyDamaged)?;
    let (info, body) = info.split_once('\n').ok_or(Refusal::KeyDamaged)?;
    let (cipher, vector) = info.trim().split_once(',').ok_or(Refusal::KeyDamaged)?;
    let vector: Option<Vec<u8>> = vector
        .as_bytes()
        .chunks(2)
        .map(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok())
        .collect();
    let vector = vector.ok_or(Refusal::KeyDamaged)?;
    let body = base64::decode(body.as_bytes()).ok_or(Refusal::KeyDamaged)?;
    match open_traditional(cipher, &vector, password, &body.bytes) {
        Some(Some(der)) => Ok(pem(label, &der)),
        Some(None) => Err(Refusal::KeyDoesNotOpen),
        None => Err(Refusal::Cipher(
            Part::Key,
            pemvet::text::echo(cipher).into_owned(),
        )),
    }
}

/// Characters of a line.
const LINE: usize = 64;
/// PEM of this label, in memory that does not grow.
pub(crate) fn pem(label: &str, der: &[u8]) -> Secret {
    let (begin, end) = (
        format!("-----BEGIN {label}-----\n"),
        format!("-----END {label}-----\n"),
    );
    let characters = der.len().div_ceil(3).saturating_mul(4);
    let room = characters
        .saturating_add(characters / LINE)
        .saturating_add(begin.len() + end.len() + 2);
    let mut pem = Zeroizing::new(Vec::with_capacity(room));
    pem.extend_from_slice(begin.as_bytes());
    for line in der.chunks(LINE / 4 * 3) {
        for group in line.chunks(3) {
            let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
            let mut bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
            for place in 0..4usize {
                let [.., digit] = ((bits >> (18 - 6 * place)) & 63).to_be_bytes();
                let is_padding = place > group.len();
                pem.push(if is_padding { b'=' } else { character(digit) });
            }
            bits.zeroize();
        }
        pem.push(b'\n');
    }
    pem.extend_from_slice(end.as_bytes());
    pem
}

/// The character of six bits. No table is asked with what may be a key's.
fn character(bits: u8) -> u8 {
    // 255 where the bits are this number or more.
    let from = |least: u8| ((bits.wrapping_sub(least)) >> 7).wrapping_sub(1);
    bits.wrapping_add(b'A')
        .wrapping_add(from(26) & (b'a' - b'A' - 26))
        .wrapping_sub(from(52) & (b'a' - 26 - b'0' + 52))
        .wrapping_sub(from(62) & (b'0' + 62 - 52 - b'+'))
        .wrapping_add(from(63) & (b'/' - b'+' - 1))
}

#[cfg(test)]
mod tests {
    use super::pem;

    #[test]
    fn pem_of_a_key_has_its_room_from_the_start() {
        for length in [0usize, 1, 2, 3, 47, 48, 49, 1_200] {
            let der = vec![0xA5; length];
            let text = pem("PRIVATE KEY", &der);
            assert!(text.len() <= text.capacity());
            let body: String = String::from_utf8(text.to_vec())
                .expect("text")
                .lines()
                .filter(|line| !line.starts_with('-'))
                .collect();
            let decoded = crate::input::base64::decode(body.as_bytes());
            assert_eq!(
                decoded.map(|it| it.bytes.to_vec()).unwrap_or_default(),
                der,
                "{length}"
            );
        }
    }
}
