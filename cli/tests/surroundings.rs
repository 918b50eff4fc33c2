//! Certificates and keys with something around each of their lines: logs, listings, pages of HTML, strings that are joined.

mod repository;

use repository::Folder;
use repository::objects::{Pem, pem, words};

/// The rules of errors and warnings in a walk: of a file that was named more is said.
fn walked(folder: &Folder, name: &str, text: &str) -> Vec<String> {
    folder.write(name, text);
    let run = folder.check(&["."]);
    std::fs::remove_file(folder.path(name)).expect("it");
    let rule = |it: &String| Some(it.split_once('[')?.1.split_once(']')?.0.to_owned());
    run.errors_found().iter().filter_map(rule).collect()
}

/// A text with something around each line, which may have the number of that line in it.
fn each(text: &str, around: impl Fn(usize, &str) -> String) -> String {
    let lines = text.lines().enumerate();
    lines.map(|(number, line)| around(number + 1, line)).collect()
}

type Around = fn(usize, &str) -> String;

/// Files, and what they have around each line.
const AROUND: [(&str, Around); 13] = [
    ("named.out", |_, line| format!("app: {line}\n")),
    ("deploy.out", |number, line| {
        format!("2026-01-01T10:00:{number:02}.{number}Z stdout F {line}\n")
    }),
    ("compose.out", |_, line| format!("web-1  | {line}\n")),
    ("syslog.1", |_, line| {
        format!("Jan  1 10:00:01 host app[123]: {line}\n")
    }),
    ("found.out", |number, line| format!("tls.pem:{number}:{line}\n")),
    ("numbered.out", |number, line| format!("{number:6}\t{line}\n")),
    ("build.log", |_, line| format!("[INFO] {line}\n")),
    ("br.html", |_, line| format!("{line}<br>\n")),
    ("one.html", |_, line| format!("{line}<br/>")),
    ("wiki.html", |number, line| {
        format!("<div class=\"line number{number}\"><code>{line}</code></div>")
    }),
    ("a.vb", |_, line| format!("  \"{line}\" & vbCrLf & _\n")),
    ("seed.sql", |_, line| format!("  '{line}' || chr(10) ||\n")),
    ("a.hs", |number, line| match number {
        1 => format!("a = \"{line}\\n\\\n"),
        _ => format!("    \\{line}\\n\\\n"),
    }),
];

#[test]
fn what_stands_around_each_line_hides_no_chain() {
    let folder = Folder::new("surroundings");
    let Pem { served, key, .. } = pem(&folder);
    for (name, around) in AROUND {
        folder.write(name, &each(&served, around));
        let run = folder.check(&["."]);
        std::fs::remove_file(folder.path(name)).expect("it");
        assert!(
            run.status == 0 && run.stdout.contains("1 bundle"),
            "{name}: {}",
            run.stdout
        );
        assert_eq!(
            walked(&folder, name, &each(&key, around)),
            ["private-key-found"],
            "{name}"
        );
    }
}

#[test]
fn in_a_file_of_certificates_it_is_an_error_and_mended() {
    let folder = Folder::new("surroundings-mended");
    let Pem { served, leaf, .. } = pem(&folder);
    for (name, around) in AROUND.iter().filter(|(name, _)| !name.ends_with(".hs")) {
        folder.write("log.pem", &each(&served, around));
        let run = folder.check(&["log.pem"]);
        assert!(
            run.errors_found()
                .iter()
                .all(|it| it.contains("layout-repaired") || it.contains("newline-escape-repaired")),
            "{name}: {}",
            run.stdout
        );
        assert!(!run.errors_found().is_empty(), "{name}");
        let fixed = folder.run(&["fix", "log.pem", repository::AT], b"");
        assert_eq!(fixed.stdout, served, "{name}: {}", fixed.stderr);
    }
    // Without the same on every line nothing is taken for what it is not.
    let torn = each(&leaf, |number, line| match number {
        5 => format!("{line}\n"),
        _ => format!("app: {line}\n"),
    });
    folder.write("torn.pem", &torn);
    assert_eq!(folder.check(&["torn.pem"]).errors_found().len(), 1);
    assert!(words(&folder.check(&["torn.pem"])).contains("base64"));
}
