//! Caddy's configuration, which names the files that it serves.

use std::path::Path;

use crate::input::files;

/// The Caddyfile, in the same folder or the one above, that takes certificates or keys from a file of this name, as printed.
pub(crate) fn naming(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => Path::new(".").to_owned(),
    };
    let places = [folder.join("Caddyfile"), folder.join("../Caddyfile")];
    let found = places.iter().find(|place| {
        let text = match place.is_file() {
            true => files::read(place, LARGEST).unwrap_or_default(),
            false => return false,
        };
        let text = String::from_utf8_lossy(&text);
        text.lines().any(|line| names(line, name))
    })?;
    Some(files::shown(Path::new(found.file_name()?)))
}

/// `tls web.der /etc/web.key`, `trusted_ca_cert_file root.der`, `pem_file root.der`.
fn names(line: &str, name: &str) -> bool {
    let mut words = line.split_whitespace();
    let directive = words.next().unwrap_or_default();
    let takes_files = directive == "tls" || directive.ends_with("_file");
    takes_files && words.any(|word| word.trim_matches('"').rsplit('/').next() == Some(name))
}

/// Bytes of a Caddyfile.
const LARGEST: usize = 1 << 16;

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_directive_names_the_file_by_its_path() {
        for (line, wanted) in [
            ("\ttls web.der web.key", true),
            ("tls \"/etc/tls/web.der\" /etc/tls/web.key {", true),
            ("trusted_ca_cert_file web.der", true),
            ("tls /etc/other-web.der web.key", false),
            ("# tls web.der", false),
            ("file_server web.der", false),
        ] {
            assert_eq!(names(line, "web.der"), wanted, "{line}");
        }
    }
}
