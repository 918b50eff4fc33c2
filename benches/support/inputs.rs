//! The inputs, largest last. The names say what each is: `clean-` is three certificates and nothing else, `pfx` the same with the
//! `Bag Attributes` of `openssl pkcs12`, `text` lines of a log without PEM, `storm` BEGIN lines without END, `one-line` one block
//! with all its base64 on a line.

use std::fs;
use std::path::Path;

use base64_simd::STANDARD;

pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) text: Vec<u8>,
    pub(crate) expected: Expected,
}

/// What is in an input.
pub(crate) enum Expected {
    /// So many complete blocks, so many of them certificates, and no error.
    Blocks { blocks: usize, certificates: usize },
    /// BEGIN markers without END: no blocks. A reader may report an error, but only after the last byte,
    /// since any line might have been the END; the growth from 1 to 16 MB shows that it read on.
    Unfinished,
}

impl Input {
    fn new(name: &'static str, text: Vec<u8>, blocks: usize, certificates: usize) -> Input {
        let expected = Expected::Blocks { blocks, certificates };
        Input { name, text, expected }
    }

    /// So large that a few samples have to do.
    pub(crate) fn is_large(&self) -> bool {
        self.text.len() >= MEGABYTE
    }
}

pub(crate) const MEGABYTE: usize = 1_000_000;

/// Files as people have them.
pub(crate) fn bundles() -> Vec<Input> {
    let from_pfx = testdata("demo/from-pfx.pem");
    vec![
        Input::new("clean-rsa", testdata("demo/good.pem"), 3, 3),
        Input::new("pfx", from_pfx.clone(), 3, 3),
        Input::new("pfx-with-key", with_key(from_pfx), 4, 3),
        Input::new("clean-p256", testdata("keyforms/p256.pem"), 3, 3),
        root_store(),
    ]
}

/// Large texts, one after the other so that only one is in memory.
pub(crate) fn large() -> impl Iterator<Item = Input> {
    let makers: [fn() -> Input; 6] = [
        || Input::new("text-1mb", log_text(MEGABYTE), 0, 0),
        || unfinished("storm-1mb", MEGABYTE),
        || one_line("one-line-1mb", MEGABYTE),
        || unfinished("storm-16mb", 16 * MEGABYTE),
        || one_line("one-line-16mb", 16 * MEGABYTE),
        || Input::new("text-100mb", log_text(100 * MEGABYTE), 0, 0),
    ];
    makers.into_iter().map(|make| make())
}

/// A small and a large input of each kind that might grow faster than its size.
pub(crate) fn growing() -> Vec<(&'static str, Input, Input)> {
    vec![
        (
            "storm",
            unfinished("storm-1mb", MEGABYTE),
            unfinished("storm-16mb", 16 * MEGABYTE),
        ),
        (
            "one-line",
            one_line("one-line-1mb", MEGABYTE),
            one_line("one-line-16mb", 16 * MEGABYTE),
        ),
        (
            "dashes",
            Input::new("dashes-1mb", vec![b'-'; MEGABYTE], 0, 0),
            Input::new("dashes-16mb", vec![b'-'; 16 * MEGABYTE], 0, 0),
        ),
    ]
}

pub(crate) fn testdata(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// As `openssl pkcs12 -nodes` writes it: the key after the certificates, under attributes of its own.
fn with_key(mut text: Vec<u8>) -> Vec<u8> {
    text.extend_from_slice(
        b"Bag Attributes\n    friendlyName: proxy\n    \
          localKeyID: B4 DC 5B 29 32 E9 02 03 14 4B FA 68 B8 20 04 1F 57 39 4E B6 \n\
          Key Attributes: <No Attributes>\n",
    );
    text.extend_from_slice(&testdata("demo/proxy.key"));
    text
}

/// The roots that browsers of one vendor trust.
fn root_store() -> Input {
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
    let layout = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    let text: String = roots
        .iter()
        .map(|root| pem::encode_config(&pem::Pem::new("CERTIFICATE", root.as_ref()), layout))
        .collect();
    Input::new("root-store", text.into_bytes(), roots.len(), roots.len())
}

/// Lines of a log: dates with their dashes, now and then two dashes or five, never a marker.
fn log_text(size: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(size + 128);
    let mut line = 0;
    while text.len() < size {
        let (minute, second) = (line / 60 % 60, line % 60);
        let event = match line % 64 {
            0 => "----- log rotated -----".to_owned(),
            16 | 32 | 48 => format!("proxy[{line}]: shard moved -- 3 slots left"),
            _ => format!(
                "proxy[{line}]: TLS handshake with 192.0.2.{} took {second} ms",
                line % 250
            ),
        };
        text.extend_from_slice(format!("2026-06-01T12:{minute:02}:{second:02}Z {event}\n").as_bytes());
        line += 1;
    }
    text.truncate(size);
    text
}

/// BEGIN after BEGIN, and never an END.
fn unfinished(name: &'static str, size: usize) -> Input {
    let marker = b"-----BEGIN CERTIFICATE-----\n";
    Input {
        name,
        text: marker.repeat(size / marker.len()),
        expected: Expected::Unfinished,
    }
}

/// One block whose base64 is all on one line. Its DER has the outer shape of a certificate.
fn one_line(name: &'static str, size: usize) -> Input {
    let filler: Vec<u8> = (0..=u8::MAX).cycle().take(size / 4 * 3).collect();
    // What the scanner takes for a certificate: version, serial number, four structures, and one that is long.
    let mut fields = [der(0xA0, &der(0x02, &[2])), der(0x02, &[1])].concat();
    fields.extend(der(0x30, &[]).repeat(4));
    fields.extend(der(0x30, &der(0x04, &filler)));
    let mut content = der(0x30, &fields);
    content.extend(der(0x30, &[]));
    content.extend(der(0x03, &[0, 0]));
    let body = STANDARD.encode_to_string(der(0x30, &content));
    let text = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
    Input::new(name, text.into_bytes(), 1, 1)
}

/// A DER element.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut element = vec![tag];
    if let Ok(short @ 0..=127) = u8::try_from(content.len()) {
        element.push(short);
    } else {
        let length = content.len().to_be_bytes();
        let digits: Vec<u8> = length.into_iter().skip_while(|digit| *digit == 0).collect();
        element.push(0x80 | u8::try_from(digits.len()).expect("a length has at most eight bytes"));
        element.extend(digits);
    }
    element.extend_from_slice(content);
    element
}
