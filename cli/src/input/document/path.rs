//! Where a value stands in its document, as printed.

/// Bytes of the keys that lead to a value, as far as they are shown; a key alone is shown whatever its length.
const LONGEST_PATH: usize = 512;

/// `data.tls.crt` of its steps, the last first; the end of it, where it is long.
pub(super) fn path_of<'s>(last_first: impl Iterator<Item = &'s str>) -> String {
    let (mut steps, mut length) = (Vec::new(), 0usize);
    for step in last_first {
        length = length.saturating_add(step.len()).saturating_add(1);
        if length > LONGEST_PATH && !steps.is_empty() {
            steps.push("…".into());
            break;
        }
        steps.push(short(step));
    }
    steps.reverse();
    let path = steps.join(".");
    // A key may stand in pieces, one within the other.
    match pemvet::text::may_be_key(&path) && !path.contains("not shown)") {
        true => pemvet::text::counted(&path),
        false => path,
    }
}

/// A key or a name, cut where it is long.
pub(super) fn short(text: &str) -> String {
    let shown = pemvet::text::echo(text);
    match shown.char_indices().nth(64) {
        Some((cut, _)) => format!("{}…", shown.get(..cut).unwrap_or_default()),
        None => shown.into_owned(),
    }
}
