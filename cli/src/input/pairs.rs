//! Which key belongs beside which certificate, by their names.

use std::path::{Path, PathBuf};

const CERTIFICATE_WORDS: &[&str] = &["certificate", "fullchain", "cert", "crt"];
const KEY_WORDS: &[&str] = &["private_key", "private-key", "privatekey", "privkey", "key"];
const CERTIFICATE_EXTENSIONS: &[&str] = &["pem", "crt", "cer", "cert"];

/// What a certificate's name has in common with its key's: `proxy` of `proxy.crt`, `proxy.pem`, `PROXY_CERT`,
/// `proxy-cert.pem`; empty for `cert.pem` and `certificate`.
pub(crate) fn of_certificate(name: &str) -> String {
    stem(name, CERTIFICATE_EXTENSIONS, CERTIFICATE_WORDS)
}

/// As [`of_certificate`]: `proxy` of `proxy.key`, `proxy_key.pem`, `proxy.key.pem`, `PROXY_PRIVATE_KEY`.
pub(crate) fn of_key(name: &str) -> String {
    stem(name, &["pem", "key"], KEY_WORDS)
}

fn stem(name: &str, extensions: &[&str], words: &[&str]) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix("-data").unwrap_or(&name);
    let name = match name.rsplit_once('.') {
        Some((stem, extension)) if extensions.contains(&extension) => stem,
        _ => name,
    };
    let ends = words.iter().filter_map(|word| name.strip_suffix(word));
    // `monkey` does not end with the word `key`.
    let whole_words = ends.filter(|stem| stem.is_empty() || stem.ends_with(['.', '_', '-']));
    let stem = whole_words.min_by_key(|stem| stem.len()).unwrap_or(name);
    stem.trim_end_matches(['.', '_', '-']).into()
}

/// Names that the key of a certificate file may have in its directory, the likeliest first.
pub(crate) fn beside(certificate: &Path) -> Vec<PathBuf> {
    let name = certificate.file_name().unwrap_or_default().to_string_lossy();
    let common = of_certificate(&name);
    // In the letters that the file's own name has.
    let Some(stem) = name.get(..common.len()) else {
        return Vec::new();
    };
    let names = match stem {
        "" => ["key.pem", "privkey.pem", "private.key", "key.key"]
            .map(String::from)
            .to_vec(),
        _ => [
            "{}.key",
            "{}_key.pem",
            "{}-key.pem",
            "{}.key.pem",
            "{}_key.key",
            "{}-privkey.pem",
        ]
        .map(|pattern| pattern.replace("{}", stem))
        .to_vec(),
    };
    names
        .into_iter()
        .map(|name| certificate.with_file_name(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{beside, of_certificate, of_key};

    #[test]
    fn a_pair_has_its_stem_in_common() {
        let pairs = [
            ("proxy.pem", "proxy.key"),
            ("proxy.crt", "proxy.key"),
            ("proxy_cert.pem", "proxy_key.pem"),
            ("proxy-cert.pem", "proxy-key.pem"),
            ("proxy.pem", "proxy.key.pem"),
            ("tls.crt", "tls.key"),
            ("cert.pem", "key.pem"),
            ("fullchain.pem", "privkey.pem"),
            ("certificate", "key"),
            ("REDIS_TLS_CERT", "REDIS_TLS_KEY"),
            ("REDIS_CERT", "REDIS_PRIVATE_KEY"),
            ("client-certificate-data", "client-key-data"),
        ];
        for (certificate, key) in pairs {
            assert_eq!(of_certificate(certificate), of_key(key), "{certificate} {key}");
        }
        for (certificate, key) in [
            ("ca.crt", "tls.key"),
            ("chain.pem", "privkey.pem"),
            ("mon.pem", "monkey"),
        ] {
            assert_ne!(of_certificate(certificate), of_key(key), "{certificate} {key}");
        }
    }

    #[test]
    fn a_key_is_looked_for_under_the_letters_of_the_certificate() {
        let names = beside(Path::new("a/Proxy_cert.pem"));
        assert_eq!(names[0], Path::new("a/Proxy.key"));
        assert!(names.contains(&"a/Proxy_key.pem".into()));
    }
}
