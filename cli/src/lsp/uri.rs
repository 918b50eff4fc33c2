//! The paths of `file:` URIs.

use std::path::PathBuf;

/// The path that a URI names; of another scheme the last part alone, which says what kind of file it is.
pub(super) fn path(uri: &str) -> PathBuf {
    let path = match uri.strip_prefix("file://") {
        // A host may stand before the path: only the own one can be read.
        Some(rest) => rest.find('/').map_or(rest, |at| rest.get(at..).unwrap_or(rest)),
        None => uri.rsplit(['/', ':']).next().unwrap_or(uri),
    };
    let decoded = decoded(path);
    // `/c:/a.pem`
    let is_drive = cfg!(windows) && decoded.get(2..3) == Some(":");
    PathBuf::from(if is_drive {
        decoded.get(1..).unwrap_or(&decoded)
    } else {
        &decoded
    })
}

/// `%20` as the octet that it stands for.
fn decoded(text: &str) -> String {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%');
        let hex = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match hex {
            Some(octet) => {
                octets.push(octet);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                octets.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&octets).into_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::path;

    #[test]
    fn uris_are_read_as_editors_write_them() {
        for (uri, expected) in [
            ("file:///etc/a%20b.pem", "/etc/a b.pem"),
            ("file://host/etc/a.pem", "/etc/a.pem"),
            ("file:///a%2", "/a%2"),
            ("file:///%C3%BC.pem", "/ü.pem"),
            ("untitled:Untitled-1", "Untitled-1"),
            ("git:/x/a.yaml", "a.yaml"),
        ] {
            assert_eq!(path(uri), Path::new(expected), "{uri}");
        }
    }
}
