//! Certificates in saved mails, and what was pasted out of the source of one.

#[path = "support/run.rs"]
mod command;
mod repository;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "support/told.rs"]
mod told;

use repository::objects::{Pem, pem};
use repository::{Folder, base64_of};
use told::told;

/// Quoted-printable, in lines of 76 characters.
fn quoted(text: &str) -> String {
    let mut all = String::new();
    for line in text.lines() {
        let line = line.replace('=', "=3D");
        let mut rest = line.as_str();
        while rest.len() > 76 {
            let cut = (72..=75)
                .rev()
                .find(|at| !rest[at - 2..*at].contains('='))
                .expect("a place");
            all.push_str(&rest[..cut]);
            all.push_str("=\n");
            rest = &rest[cut..];
        }
        all.push_str(rest);
        all.push('\n');
    }
    all
}

fn wrapped(text: &[u8]) -> String {
    let encoded = base64_of(text);
    let lines = encoded.as_bytes().chunks(76);
    lines
        .map(|line| format!("{}\n", String::from_utf8_lossy(line)))
        .collect()
}

fn mail(parts: &[(&str, &str)]) -> String {
    let parts: String = parts
        .iter()
        .map(|(header, body)| format!("--=_b1\n{header}\n\n{body}\n"))
        .collect();
    format!(
        "From: ca@example.com\nSubject: your certificate\nMIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary=\"=_b1\"\n\nFor old \
         programs.\n{parts}--=_b1--\n"
    )
}

fn letter(pem: &Pem) -> String {
    let body = quoted(&format!("Hello,\n\nhere it is = yours:\n{}\nBye\n", pem.served));
    format!(
        "From: a@example.com\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{body}"
    )
}

#[test]
fn a_mail_is_read_as_a_mail_program_hands_it_out() {
    let folder = Folder::new("mail");
    let pem = pem(&folder);
    let attached = |name: &str, body: &str| {
        (
            format!(
                "Content-Type: application/octet-stream; name=\"{name}\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment;\n filename=\"{name}\""
            ),
            body.to_owned(),
        )
    };
    let with = |parts: &[(String, String)]| {
        let parts: Vec<(&str, &str)> = parts
            .iter()
            .map(|(header, body)| (header.as_str(), body.as_str()))
            .collect();
        mail(&parts)
    };
    let text = (
        "Content-Type: text/plain".to_owned(),
        "It is attached.".to_owned(),
    );
    let der = support::certificates(&support::testdata("demo/good.pem")).swap_remove(0);
    let inner = with(&[attached("web.pem", &wrapped(pem.served.as_bytes()))]);
    let cases = [
        ("letter", letter(&pem), "a.eml (part 1)"),
        (
            "attached",
            with(&[text.clone(), attached("web.pem", &wrapped(pem.served.as_bytes()))]),
            "a.eml (part 2, web.pem)",
        ),
        (
            "der",
            with(&[text.clone(), attached("leaf.cer", &wrapped(&der))]),
            "a.eml (part 2, leaf.cer)",
        ),
        (
            "forwarded",
            with(&[text.clone(), ("Content-Type: message/rfc822".into(), inner)]),
            "a.eml (part 2, web.pem)",
        ),
        (
            "plain",
            with(&[(
                "Content-Type: text/plain".into(),
                format!("Hello\n{}", pem.served),
            )]),
            "a.eml (part 1)",
        ),
    ];
    for (name, content, place) in &cases {
        for content in [content.clone(), content.replace('\n', "\r\n")] {
            folder.write("a.eml", &content);
            for arguments in [&["a.eml"][..], &["."]] {
                let run = folder.check(arguments);
                assert_eq!(
                    (run.status, run.found()),
                    (0, Vec::new()),
                    "{name} {arguments:?}\n{}",
                    run.stdout
                );
                // Of a directory what is accepted is only counted.
                assert!(
                    arguments == ["."] || run.stdout.contains(place),
                    "{name} {arguments:?}\n{}",
                    run.stdout
                );
            }
        }
    }
    // Damage within is told at its line.
    let damaged = letter(&pem).replace("-----END", "----END");
    folder.write("a.eml", &damaged);
    let line = damaged
        .lines()
        .position(|line| line.contains("----END"))
        .expect("it")
        + 1;
    assert_eq!(
        told(&folder.path(""), &["a.eml"])[0],
        ("error".into(), "marker-repaired".into(), line as u64)
    );
}

#[test]
fn of_a_mailbox_each_message_is_named_and_a_key_that_was_sent_is_found() {
    let folder = Folder::new("mailbox");
    let pem = pem(&folder);
    let key = mail(&[(
        "Content-Type: application/octet-stream; name=web.key\nContent-Transfer-Encoding: base64",
        &wrapped(pem.key.as_bytes()),
    )]);
    let text = format!(
        "From a@example.com Mon Nov 30 19:30:37 2026\n{}\nFrom b@example.com Mon Nov 30 19:31:37 2026\n{key}",
        letter(&pem)
    );
    folder.write("a.mbox", &text);
    let named = folder.check(&["a.mbox"]);
    assert!(
        named.stdout.contains("a.mbox (message 1, part 1)"),
        "{}",
        named.stdout
    );
    let run = folder.check(&["."]);
    assert!(
        run.errors_found()
            .iter()
            .all(|it| it.contains("private-key-found") && it.contains("message 2, part 1, web.key")),
        "{:?}",
        run.errors_found()
    );
    assert!(!run.stdout.contains(&base64_of(pem.key.as_bytes())[40..80]));
}

#[test]
fn what_was_pasted_out_of_a_mail_is_an_error_that_fix_mends() {
    let folder = Folder::new("mail-pasted");
    let pem = pem(&folder);
    let whole = folder.read("demo/good.pem");
    let one_line = |text: &str| -> String {
        let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
    };
    let forms = [
        ("padding", quoted(&whole)),
        ("blanks", whole.replace('=', "=3D").replace('\n', "=20\n")),
        ("small digits", whole.replace('=', "=3d")),
        ("long lines", quoted(&one_line(&pem.issuing))),
        ("CRLF", quoted(&one_line(&pem.issuing)).replace('\n', "\r\n")),
    ];
    for (name, text) in &forms {
        folder.write("a.pem", text);
        let told = told(&folder.path(""), &["a.pem"]);
        let wanted = |it: &&told::Told| it.0 == "error" && it.1 == "text-encoding-repaired";
        assert_eq!(told.iter().filter(wanted).count(), 1, "{name}: {told:?}");
        let fixed = folder.run(&["fix", "a.pem", repository::AT], b"");
        let plain = match text.contains("=20") || text.starts_with(&whole[..64]) {
            true => whole.clone(),
            false => pem.issuing.clone(),
        };
        assert!(fixed.stdout == plain, "{name}: {}{}", fixed.stdout, fixed.stderr);
    }
    // One character that was lost makes it unreadable, and nothing is written.
    let lost = quoted(&whole).replacen("=3D", "=3", 1);
    folder.write("a.pem", &lost);
    let fixed = folder.run(&["fix", "a.pem", repository::AT], b"");
    assert_eq!((fixed.status, fixed.stdout.as_str()), (1, ""), "{}", fixed.stderr);
}
