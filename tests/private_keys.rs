//! Private keys are found in every spelling and with every damage, and nothing else is taken for one.

use base64_simd::STANDARD;
use pemvet::pem::private_keys;

const KEYS: [&str; 5] = [
    include_str!("../testdata/demo/proxy.key"),
    include_str!("../testdata/keyforms/p256-sec1.key"),
    include_str!("../testdata/keyforms/ed25519-pkcs8.key"),
    include_str!("../testdata/keys/proxy-encrypted-pkcs8.key"),
    // Its parameters make the AlgorithmIdentifier long.
    include_str!("../testdata/keys/dsa.key"),
];

fn body(key: &str) -> String {
    key.lines().filter(|line| !line.starts_with('-')).collect()
}

/// A key as people leave it behind: what it is called, and what the file holds.
fn spellings(key: &str) -> Vec<(&'static str, Vec<u8>)> {
    let der = STANDARD.decode_to_vec(body(key)).unwrap();
    let packed = body(key);
    let without = |word: &str| -> String {
        let lines = key.lines().filter(|line| !line.contains(word));
        lines.map(|line| format!("{line}\n")).collect()
    };
    let replaced = |from: &str, to: &str| key.replacen(from, to, 1).into_bytes();
    vec![
        ("as it is", key.into()),
        ("four dashes", replaced("-----BEGIN", "----BEGIN")),
        ("BEGN", replaced("BEGIN", "BEGN")),
        ("no BEGIN", without("BEGIN").into()),
        ("no END", without("END").into()),
        ("no markers", packed.clone().into()),
        (
            "every line a comment",
            key.lines()
                .map(|line| format!("# {line}\n"))
                .collect::<String>()
                .into(),
        ),
        (
            "a character lost",
            [&key.as_bytes()[..90], &key.as_bytes()[91..]].concat(),
        ),
        (
            "a bad character",
            [&key.as_bytes()[..90], b"!", &key.as_bytes()[91..]].concat(),
        ),
        (
            "escaped line ends",
            format!("KEY=\"{}\"", key.replace('\n', "\\n")).into(),
        ),
        ("one line", key.replace('\n', " ").into()),
        (
            "indented",
            key.lines()
                .map(|line| format!("    {line}\n"))
                .collect::<String>()
                .into(),
        ),
        ("base64", STANDARD.encode_to_string(key).into()),
        (
            "base64 of one more byte",
            STANDARD.encode_to_string(format!("\n{key}")).into(),
        ),
        (
            "base64 of two more bytes",
            STANDARD.encode_to_string(format!("\n\n{key}")).into(),
        ),
        (
            "base64 twice",
            STANDARD.encode_to_string(STANDARD.encode_to_string(key)).into(),
        ),
        (
            "a value",
            format!("  tls.key: {}\n", STANDARD.encode_to_string(key)).into(),
        ),
        ("DER", der.clone()),
        (
            "DER in the midst",
            [b"\0\x01 text ", der.as_slice(), b" more"].concat(),
        ),
        (
            "hexadecimal",
            der.iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
                .into(),
        ),
        (
            "hexadecimal of PEM",
            key.bytes()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
                .into(),
        ),
        (
            "an array of a program",
            key.bytes()
                .map(|byte| format!("0x{byte:02X}, "))
                .collect::<String>()
                .into(),
        ),
        ("a dump", dump(key.as_bytes()).into()),
        ("a dump of DER", dump(&der).into()),
        ("octets of DER", octets(&der).into()),
        ("uuencoded", uuencoded(key.as_bytes()).into()),
        ("uuencoded DER", format!("see below\n{}", uuencoded(&der)).into()),
        (
            "UTF-32",
            key.chars().flat_map(|it| u32::from(it).to_le_bytes()).collect(),
        ),
        ("UTF-16", key.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("mark-up", key.replace('-', "&#45;").into()),
    ]
}

/// As `hexdump -C` prints it.
fn dump(text: &[u8]) -> String {
    let lines = text.chunks(16).enumerate();
    let line = |(number, bytes): (usize, &[u8])| {
        let digits: String = bytes.iter().map(|byte| format!(" {byte:02x}")).collect();
        let letter = |byte: &u8| {
            if byte.is_ascii_graphic() {
                char::from(*byte)
            } else {
                '.'
            }
        };
        let letters: String = bytes.iter().map(letter).collect();
        format!("{:08x} {digits}  |{letters}|\n", number * 16)
    };
    lines.map(line).collect()
}

/// As `od -A x -t x1` prints it.
fn octets(bytes: &[u8]) -> String {
    let lines = bytes.chunks(16).enumerate();
    let line = |(number, bytes): (usize, &[u8])| {
        let digits: String = bytes.iter().map(|byte| format!(" {byte:02x}")).collect();
        format!("{:06x}{digits}\n", number * 16)
    };
    lines.map(line).collect()
}

/// As `uuencode` writes it.
fn uuencoded(bytes: &[u8]) -> String {
    let character = |bits: u32| match bits & 63 {
        0 => '`',
        bits => char::from_u32(bits + 32).expect("a character"),
    };
    let mut text = String::from("begin 644 web.key\n");
    for line in bytes.chunks(45) {
        text.push(character(u32::try_from(line.len()).expect("a length")));
        for group in line.chunks(3) {
            let at = |place: usize| u32::from(group.get(place).copied().unwrap_or_default());
            let whole = at(0) << 16 | at(1) << 8 | at(2);
            text.extend([18, 12, 6, 0].map(|shift| character(whole >> shift)));
        }
        text.push('\n');
    }
    text + "`\nend\n"
}

#[test]
fn every_spelling_of_a_key_is_found() {
    let mut missed = Vec::new();
    for (number, key) in KEYS.iter().enumerate() {
        for (name, text) in spellings(key) {
            if private_keys(&text).is_empty() {
                missed.push((number, name));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

/// PBES2 with a salt of 100 octets: the AlgorithmIdentifier is longer than 127.
#[test]
fn an_encrypted_key_with_long_parameters_is_found() {
    let mut der = vec![0x30, 0x82, 0x01, 0x60, 0x30, 0x81, 0xA2, 0x06, 0x09];
    der.extend([
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D, 0x30, 0x81, 0x94,
    ]);
    der.resize(0x164, 0x5A);
    let text = format!("left here:\n{}\n", STANDARD.encode_to_string(&der));
    assert_eq!(private_keys(text.as_bytes()).len(), 1);
}

#[test]
fn other_secrets_are_named() {
    let body = "a1b2c3d4e5f60718293a4b5c6d7e8f90\n".repeat(16);
    let cases = [
        (
            format!("-----BEGIN OpenVPN Static key V1-----\n{body}-----END OpenVPN Static key V1-----\n"),
            "a static key of OpenVPN",
        ),
        (
            format!(
                "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n{body}-----END PGP PRIVATE KEY BLOCK-----\n"
            ),
            "a private key of PGP",
        ),
        (
            format!(
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n{body}-----END OPENSSH PRIVATE KEY-----\n"
            ),
            "a private key of OpenSSH",
        ),
        (
            format!(
                "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 1\n{body}"
            ),
            "a private key of PuTTY",
        ),
        (
            format!(
                "# created: today\nAGE-SECRET-KEY-1{}\n",
                "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE"
            ),
            "a private key of age",
        ),
        (
            format!(
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n{body}-----END RSA PRIVATE KEY-----\n"
            ),
            "a private key",
        ),
    ];
    for (text, what) in cases {
        let found: Vec<_> = private_keys(text.as_bytes())
            .into_iter()
            .map(|place| place.what)
            .collect();
        assert_eq!(found, [what]);
    }
}

#[test]
fn what_is_public_is_silent() {
    let body = STANDARD.encode_to_string([7u8; 200]);
    let texts = [
        include_str!("../testdata/demo/good.pem").to_owned(),
        include_str!("../testdata/rules/content-outside-blocks/good-public-key.pem").to_owned(),
        format!("ssh-rsa {body} user@example.com\n"),
        format!("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n{body}\n-----END PGP PUBLIC KEY BLOCK-----\n"),
        format!("-----BEGIN AGE ENCRYPTED FILE-----\n{body}\n-----END AGE ENCRYPTED FILE-----\n"),
        format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n"),
        "key: ENC[AES256_GCM,data:abcd,iv:efgh,tag:ijkl,type:str]\n".into(),
        "let begin = \"-----BEGIN PRIVATE KEY-----\";\nlet end = \"-----END PRIVATE KEY-----\";\n".into(),
        "A PRIVATE KEY is what nobody else has; `-----BEGIN EC PRIVATE KEY-----` begins one.\n".into(),
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END PRIVATE KEY-----\n"),
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n".into(),
        "grep -q 'PRIVATE KEY-----' \"$file\" || exit 1 # AGE-SECRET-KEY-1... and PuTTY-User-Key-File-2\n"
            .into(),
        "3082 04a4 0201 is how an RSA key begins\n".into(),
    ];
    for text in texts {
        assert_eq!(private_keys(text.as_bytes()), [], "{text}");
    }
}
