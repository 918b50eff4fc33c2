//! Which key belongs beside which certificate, by their names.

use std::path::{Path, PathBuf};

const CERTIFICATE_WORDS: &[&str] = &[
    // Kafka's `ssl.keystore.certificate.chain`, beside `ssl.keystore.key`.
    "certificate.chain",
    "certificate",
    "fullchain",
    "public",
    "cert",
    "crt",
];
const KEY_WORDS: &[&str] = &[
    "private_key",
    "private-key",
    "privatekey",
    "privkey",
    "private",
    "key",
];
const CERTIFICATE_EXTENSIONS: &[&str] = &["pem", "crt", "cer", "cert"];
const KEY_EXTENSIONS: &[&str] = &["pem", "key"];

/// What a certificate's name has in common with its key's: `proxy` of `proxy.crt`, `proxy.pem`, `PROXY_CERT`,
/// `proxy-cert.pem`; empty for `cert.pem` and `certificate`. Nothing goes with what has no name.
pub(crate) fn of_certificate(name: &str) -> Option<String> {
    stem(name, CERTIFICATE_EXTENSIONS, CERTIFICATE_WORDS)
}

/// As [`of_certificate`]: `proxy` of `proxy.key`, `proxy_key.pem`, `proxy.key.pem`, `PROXY_PRIVATE_KEY`.
pub(crate) fn of_key(name: &str) -> Option<String> {
    stem(name, KEY_EXTENSIONS, KEY_WORDS)
}

/// The certificate's whole name, where the key's is that and `.key`: HAProxy's way.
pub(crate) fn whole(key: &str) -> Option<&str> {
    let at = key.len().checked_sub(".key".len())?;
    let (certificate, extension) = key.split_at_checked(at)?;
    (extension.eq_ignore_ascii_case(".key") && !certificate.is_empty()).then_some(certificate)
}

/// Whether the name itself says that a certificate is behind it.
pub(crate) fn names_certificate(name: &str) -> bool {
    says(name, &["crt", "cer", "cert"], CERTIFICATE_WORDS) && !says(name, &["key"], KEY_WORDS)
}

/// Whether the name itself says that a private key is behind it.
pub(crate) fn names_key(name: &str) -> bool {
    says(name, &["key"], KEY_WORDS)
}

/// `cert` of `cert_pem`, as Terraform and Consul have it.
fn without_form(name: &str) -> &str {
    let stem = name.strip_suffix("_pem").or_else(|| name.strip_suffix("-pem"));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(name)
}

fn says(name: &str, extensions: &[&str], words: &[&str]) -> bool {
    let name = in_words(name);
    let name = without_form(&name);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    extensions.contains(&extension)
        || stem(name, &["pem"], words).is_some_and(|stem| stem.len() < name.trim_end_matches(".pem").len())
}

fn stem(name: &str, extensions: &[&str], words: &[&str]) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    let name = in_words(name);
    let name = name
        .strip_suffix("-data")
        .or_else(|| name.strip_suffix("_data"))
        .unwrap_or(&name);
    let name = without_form(name);
    let name = match name.rsplit_once('.') {
        Some((stem, extension)) if extensions.contains(&extension) => stem,
        _ => name,
    };
    // `fullchain2` of certbot's archive.
    let plain = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number = name.get(plain.len()..).unwrap_or_default();
    let ends = words.iter().filter_map(|word| plain.strip_suffix(word));
    // `monkey` does not end with the word `key`.
    let whole_words = ends.filter(|stem| stem.is_empty() || stem.ends_with(['.', '_', '-']));
    let stem = match whole_words.min_by_key(|stem| stem.len()) {
        Some(stem) => format!("{}{number}", stem.trim_end_matches(['.', '_', '-'])),
        None => name.trim_end_matches(['.', '_', '-']).into(),
    };
    Some(stem)
}

/// In lower case, with `_` before each word of a name such as `tlsCert`.
fn in_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len().saturating_add(8));
    let mut letters = name.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(letter) = letters.next() {
        let is_begun = letter.is_ascii_uppercase()
            && match before {
                Some(before) if before.is_ascii_lowercase() || before.is_ascii_digit() => true,
                // The last of several capitals: `TLSCert`.
                Some(before) => {
                    before.is_ascii_uppercase() && letters.peek().is_some_and(char::is_ascii_lowercase)
                }
                None => false,
            };
        if is_begun {
            words.push('_');
        }
        words.push(letter.to_ascii_lowercase());
        before = Some(letter);
    }
    words
}

/// What the folder of a file is called after, as acme.sh has `fullchain.cer` in one of its domain's name, or with `_ecc` behind
/// it.
pub(crate) fn of_folder(file: &Path) -> Option<String> {
    let folder = file.parent()?.file_name()?.to_str()?;
    Some(folder.strip_suffix("_ecc").unwrap_or(folder).into())
}

/// Names that the key of a certificate file may have in its directory, the likeliest first.
pub(crate) fn beside(certificate: &Path) -> Vec<PathBuf> {
    let name = certificate.file_name().unwrap_or_default().to_string_lossy();
    let common = of_certificate(&name).unwrap_or_default();
    let digits = common.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    // In the letters that the file's own name has.
    let own = name
        .get(..common.len())
        .filter(|own| own.eq_ignore_ascii_case(&common));
    let mut names = vec![format!("{name}.key")];
    match own {
        Some("") => {
            names.extend(
                ["key.pem", "privkey.pem", "private.key", "private.pem", "key.key"].map(String::from),
            );
            names.extend(of_folder(certificate).map(|domain| format!("{domain}.key")));
        }
        Some(stem) => names.extend(
            [
                "{}.key",
                "{}_key.pem",
                "{}-key.pem",
                "{}.key.pem",
                "{}_key.key",
                "{}-privkey.pem",
                "{}.privkey.pem",
            ]
            .map(|pattern| pattern.replace("{}", stem)),
        ),
        None if !digits.is_empty() && digits == common => names.push(format!("privkey{digits}.pem")),
        None => {}
    }
    names
        .into_iter()
        .map(|name| certificate.with_file_name(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{beside, names_certificate, names_key, of_certificate, of_key};

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
            ("public.crt", "private.key"),
            ("public", "private"),
            ("example.com.pem", "example.com.privkey.pem"),
            ("example.com.fullchain.pem", "example.com.privkey.pem"),
            ("fullchain2.pem", "privkey2.pem"),
            ("certificate.crt", "private.key"),
            ("server-cert.pem", "server-key.pem"),
        ];
        for (certificate, key) in pairs {
            assert_eq!(of_certificate(certificate), of_key(key), "{certificate} {key}");
        }
        for (certificate, key) in [
            ("ca.crt", "tls.key"),
            ("chain.pem", "privkey.pem"),
            ("mon.pem", "monkey"),
            ("cert1.pem", "privkey2.pem"),
            ("web1.crt", "web2.key"),
            ("fullchain2.pem", "privkey1.pem"),
            ("fullchain2.pem", "privkey.pem"),
            ("republic.crt", "private.key"),
        ] {
            assert_ne!(of_certificate(certificate), of_key(key), "{certificate} {key}");
        }
    }

    #[test]
    fn a_key_is_looked_for_under_the_letters_of_the_certificate() {
        let names = beside(Path::new("a/Proxy_cert.pem"));
        assert_eq!(
            names[..2],
            [Path::new("a/Proxy_cert.pem.key"), Path::new("a/Proxy.key")]
        );
        assert!(names.contains(&"a/Proxy_key.pem".into()));
        assert!(beside(Path::new("archive/fullchain2.pem")).contains(&"archive/privkey2.pem".into()));
    }

    #[test]
    fn what_has_no_name_goes_with_nothing() {
        assert_eq!((of_certificate(""), of_key("")), (None, None));
    }

    #[test]
    fn some_names_say_what_is_behind_them() {
        for name in [
            "tls.crt",
            "cert.pem",
            "PROXY_CERT",
            "public.crt",
            "fullchain2.pem",
            "certificate",
        ] {
            assert!(names_certificate(name) && !names_key(name), "{name}");
        }
        for name in [
            "tls.key",
            "privkey.pem",
            "web.crt.key",
            "private.key",
            "PROXY_KEY",
            "key",
        ] {
            assert!(names_key(name) && !names_certificate(name), "{name}");
        }
        for name in ["web.pem", "monkey", "data", ""] {
            assert!(!names_key(name) && !names_certificate(name), "{name}");
        }
    }
}
