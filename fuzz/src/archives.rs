//! Laws of archives: any bytes are opened or refused, with the right password, another and none, and nothing that is said
//! holds the password, or a line of a private key.

use pemvet_cli::internals::archive_told;
use zeroize::Zeroizing;

/// Under which the seeds are, as testdata/keys/proxy.pfx.
const RIGHT: &[u8] = b"test-only";
/// No word of any message.
const OTHER: &[u8] = b"zq-other-9c1e-password";

/// All of them. The first byte says under which name the rest is opened, and with which password.
pub fn laws(input: &[u8]) {
    let Some((&choice, bytes)) = input.split_first() else {
        return;
    };
    let name = ["a.pfx", "a.p12", "a.jks", "a.pem"][usize::from(choice & 3)];
    let password = [Some(RIGHT), Some(OTHER), None][usize::from(choice >> 2) % 3];
    let (told, keys) = archive_told(name, Zeroizing::new(bytes.to_vec()), password);
    for text in &told {
        assert!(!text.contains("zq-other-9c1e-password"), "a password is told");
        // Bytes that somebody put there in the clear are no secret of the archive.
        let is_hidden = |secret: &[u8]| memchr::memmem::find(bytes, secret).is_none();
        let right = String::from_utf8_lossy(RIGHT);
        assert!(
            !text.contains(&*right) || !is_hidden(RIGHT),
            "the password is told"
        );
        for key in &keys {
            for line in key.split(|byte| *byte == b'\n').filter(|line| line.len() > 40) {
                let is_told = memchr::memmem::find(text.as_bytes(), line).is_some();
                assert!(!is_told, "a line of a key is told");
            }
        }
    }
}
