//! Forms of keys: secret ones, and public ones that look like them.

use super::Folder;

pub(crate) fn key() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/demo/proxy.key"))
        .expect("the key")
}

pub(crate) fn body(key: &str) -> String {
    key.lines().filter(|line| !line.starts_with('-')).collect()
}

/// Every form of a private key, in text.
pub(crate) fn secret_forms() -> Vec<(&'static str, String)> {
    let key = key();
    let of_hexadecimal = "a1b2c3d4e5f60718293a4b5c6d7e8f90\n".repeat(16);
    let block = |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}-----END {label}-----\n");
    let wrapped: String = key
        .lines()
        .filter(|line| !line.starts_with('-'))
        .map(|it| format!("{it}\n"))
        .collect();
    let putty = format!(
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPublic-Lines: 2\nAAAAC3NzaC1lZDI1NTE5AAAAIJ4\nAAAA\n\
         Private-Lines: 1\nAAAAIOOyPI4kWQ8mIqu0kPDDPQqXyPNQ1pSNVWJwMPBWcgYL\nPrivate-MAC: {}\n",
        "0f".repeat(32)
    );
    vec![
        ("pkcs8", key.clone()),
        ("rsa", block("RSA PRIVATE KEY", &wrapped)),
        (
            "encrypted",
            std::fs::read_to_string(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../testdata/keys/proxy-encrypted-pkcs8.key"
            ))
            .expect("a key"),
        ),
        ("four-dashes", key.replacen("-----BEGIN", "----BEGIN", 1)),
        ("misspelt", key.replacen("BEGIN", "BEGN", 1)),
        ("no-end", key.replace("-----END PRIVATE KEY-----\n", "")),
        ("bare", wrapped.clone()),
        ("openssh", block("OPENSSH PRIVATE KEY", &wrapped)),
        ("putty", putty),
        (
            "pgp",
            block("PGP PRIVATE KEY BLOCK", &format!("\n{wrapped}=abcd\n")),
        ),
        (
            "age",
            format!(
                "# created: today\nAGE-SECRET-KEY-1{}\n",
                "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2)
            ),
        ),
        ("openvpn", block("OpenVPN Static key V1", &of_hexadecimal)),
    ]
}

/// What is written alike and is no secret, or a secret that is kept.
pub(crate) fn public_forms() -> Vec<(&'static str, String)> {
    let folder = Folder::new("key-public-forms");
    let wrapped = "mDMEYCQjIxYJKwYBBAHaRw8BAQdAD/P5Nvvnvk66SxBBHDbhRml9ORg1WV5CvzKY\n".repeat(12);
    let block = |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}-----END {label}-----\n");
    vec![
        (
            "public",
            block(
                "PUBLIC KEY",
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq4PbMLlhJvPqk2wX2UY4O1JGgL0y\nKQnJ0yJHbqFPmmn6HZcq1M2VZ5Fjf3m5AP1oBN5V5YhKzVnQXGhNEIAr6w==\n",
            ),
        ),
        (
            "ssh",
            format!(
                "ssh-rsa AAAAB3NzaC1yc2E{} somebody@example\n",
                wrapped.replace('\n', "")
            ),
        ),
        (
            "ssh2",
            block("SSH2 PUBLIC KEY", &wrapped).replace("-----", "----"),
        ),
        (
            "pgp-public",
            block("PGP PUBLIC KEY BLOCK", &format!("\n{wrapped}=abcd\n")),
        ),
        (
            "pgp-message",
            block("PGP MESSAGE", &format!("\n{wrapped}=abcd\n")),
        ),
        ("age-encrypted", block("AGE ENCRYPTED FILE", &wrapped)),
        (
            "age-recipient",
            "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n".into(),
        ),
        (
            "sops",
            "ENC[AES256_GCM,data:Zm9vYmFyYmF6cXV4,iv:Zm9vYmFy,tag:YmF6,type:str]\n".into(),
        ),
        (
            "request",
            folder
                .read("rules/block-unexpected/bad-csr.pem")
                .split("-----BEGIN CERTIFICATE REQUEST")
                .nth(1)
                .map(|rest| format!("-----BEGIN CERTIFICATE REQUEST{rest}"))
                .expect("a request"),
        ),
        (
            "parameters",
            block(
                "DH PARAMETERS",
                "MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR\nSgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL\n/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7ORbPcIAfLihY78FmNpINhxV05pp\nFj+o/STPX4NlXSPco62WHGLzViCFUrue1SkHcJaWbWcMNU5KvJgE8XRsCMoYIXwy\nkF5GLjbOdq+wXPCxOU6sQRT0LuPfWR//////////AgEC\n",
            ),
        ),
        (
            "markers",
            "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n".into(),
        ),
    ]
}
