//! Lines as RFC 7468 section 2 wants them.

/// The first line, if it has 64 characters, and what follows it.
#[inline(always)]
pub(super) fn even_line(body: &[u8]) -> Option<(&[u8; 64], &[u8])> {
    let (line, rest) = body.split_first_chunk::<64>()?;
    match rest {
        [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => Some((line, rest)),
        _ => None,
    }
}
