//! `pemvet fix` as a user runs it. Expected output lies in tests/command/ as files.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use command::{AT, expect, names_in, run, run_in, scratch, status, stderr, stdout};
use support::read;

/// Runs in `folder`, on files that were copied there from testdata as (name, source).
fn fix_in(folder: &Path, files: &[(&str, &str)], arguments: &[&str]) -> std::process::Output {
    for (name, source) in files {
        fs::write(folder.join(name), read(source)).expect("a scratch file");
    }
    let mut all = vec!["fix"];
    all.extend(arguments);
    all.push(AT);
    run_in(folder, &all, b"")
}

#[test]
fn in_place_repairs_and_says_what_and_the_second_time_does_nothing() {
    let folder = scratch("fix-in-place");
    let output = fix_in(
        &folder,
        &[("proxy.pem", "demo/from-pfx.pem")],
        &["--in-place", "proxy.pem"],
    );
    expect("fix-in-place", &output);
    assert_eq!(
        fs::read(folder.join("proxy.pem")).expect("it"),
        read("demo/good.pem")
    );
    assert_eq!(names_in(&folder), ["proxy.pem"]);
    let again = fix_in(&folder, &[], &["--in-place", "proxy.pem"]);
    expect("fix-in-place-again", &again);
}

/// What `certutil -encode` makes of a file, whatever is in it.
fn encoded(name: &str) -> Vec<u8> {
    let base64 = pem::encode(&pem::Pem::new("CERTIFICATE", read(name)));
    base64.into_bytes()
}

#[test]
fn what_was_labelled_as_a_certificate_without_being_one_is_called_by_its_name() {
    let folder = scratch("fix-encoded");
    fs::write(folder.join("archive.cer"), encoded("keys/proxy.pfx")).expect("a scratch file");
    fs::write(folder.join("chain.cer"), encoded("demo/good.pem")).expect("a scratch file");
    let archive = run_in(&folder, &["check", "archive.cer", AT], b"");
    assert_eq!(status(&archive), 1);
    for words in [
        "labelled as a certificate and holds PKCS#12",
        "help: sed '/-----/d' archive.cer | openssl base64 -d -out archive.p12 && openssl pkcs12 -in archive.p12 -nokeys",
    ] {
        assert!(stdout(&archive).contains(words), "{}", stdout(&archive));
    }
    let chain = run_in(&folder, &["check", "chain.cer", AT], b"");
    assert!(
        stdout(&chain).contains("error[container-read] invalid  chain.cer:1-"),
        "{}",
        stdout(&chain)
    );
    let fixed = run_in(&folder, &["fix", "chain.cer", AT], b"");
    assert_eq!(
        (status(&fixed), stdout(&fixed).as_bytes()),
        (0, &read("demo/good.pem")[..])
    );
}

#[test]
fn in_place_takes_several_files_and_leaves_what_it_need_not_touch() {
    let folder = scratch("fix-several");
    let mut commented = b"# The proxy's chain.\n".to_vec();
    commented.extend(read("demo/good.pem"));
    fs::write(folder.join("commented.pem"), &commented).expect("a scratch file");
    let files = [
        ("a.pem", "demo/from-pfx.pem"),
        ("good.pem", "demo/good.pem"),
        ("expired.pem", "demo/expired-intermediate-shuffled.pem"),
        ("broken.pem", "rules/base64-invalid/bad-star.pem"),
        ("proxy.key", "demo/proxy.key"),
    ];
    let arguments = [
        "--in-place",
        "a.pem",
        "good.pem",
        "commented.pem",
        "expired.pem",
        "broken.pem",
        "proxy.key",
        "none.pem",
    ];
    let output = fix_in(&folder, &files, &arguments);
    expect("fix-several", &output);
    let now = |name: &str| fs::read(folder.join(name)).expect("it");
    assert_eq!(now("a.pem"), read("demo/good.pem"));
    assert_eq!(now("commented.pem"), commented);
    assert_eq!(now("expired.pem"), read("demo/expired-intermediate.pem"));
    assert_eq!(now("broken.pem"), read("rules/base64-invalid/bad-star.pem"));
    assert_eq!(now("proxy.key"), read("demo/proxy.key"));
}

#[test]
fn in_place_loses_neither_a_key_nor_other_text_nor_the_form_of_the_file() {
    let folder = scratch("fix-loses-nothing");
    let mut with_key = read("demo/proxy.key");
    with_key.extend(read("demo/from-pfx.pem"));
    let mut in_text = b"For the proxy:\n".to_vec();
    for line in String::from_utf8(read("demo/expired-intermediate-shuffled.pem"))
        .expect("text")
        .lines()
    {
        in_text.extend(format!("    {line}\n").bytes());
    }
    in_text.extend(b"Ask before you change it.\n");
    let der = support::certificates(&support::testdata("trust/leaf.pem"))
        .swap_remove(0)
        .to_vec();
    let files = [
        ("with-key.pem", with_key),
        ("notes.txt", in_text),
        ("leaf.cer", der),
    ];
    for (name, content) in &files {
        fs::write(folder.join(name), content).expect("a scratch file");
    }
    let output = fix_in(
        &folder,
        &[],
        &["--in-place", "with-key.pem", "notes.txt", "leaf.cer"],
    );
    expect("fix-loses-nothing", &output);
    for (name, content) in &files {
        assert_eq!(&fs::read(folder.join(name)).expect("it"), content, "{name}");
    }
    let output = fix_in(&folder, &[], &["--diff", "with-key.pem"]);
    assert_eq!((status(&output), stdout(&output)), (1, String::new()));
}

#[cfg(unix)]
#[test]
fn in_place_keeps_the_mode_and_refuses_links() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = scratch("fix-mode");
    let files = [
        ("proxy.pem", "demo/from-pfx.pem"),
        ("twice.pem", "demo/from-pfx.pem"),
    ];
    fix_in(&folder, &files, &["--diff", "proxy.pem"]);
    let mode = |mode| {
        fs::set_permissions(folder.join("proxy.pem"), fs::Permissions::from_mode(mode)).expect("a mode");
    };
    mode(0o640);
    symlink("proxy.pem", folder.join("link.pem")).expect("a link");
    fs::hard_link(folder.join("twice.pem"), folder.join("second.pem")).expect("a hard link");
    let output = fix_in(
        &folder,
        &[],
        &["--in-place", "link.pem", "twice.pem", "proxy.pem"],
    );
    expect("fix-links", &output);
    let metadata = fs::metadata(folder.join("proxy.pem")).expect("it");
    assert_eq!(metadata.permissions().mode() & 0o7777, 0o640);
    assert_eq!(
        fs::read(folder.join("twice.pem")).expect("it"),
        read("demo/from-pfx.pem")
    );
    assert!(folder.join("link.pem").is_symlink());
}

#[test]
fn the_difference_shows_what_would_change_and_changes_nothing() {
    let folder = scratch("fix-diff");
    let files = [("proxy.pem", "demo/expired-intermediate-shuffled.pem")];
    let output = fix_in(&folder, &files, &["--diff", "proxy.pem"]);
    expect("fix-diff", &output);
    assert_eq!(fs::read(folder.join("proxy.pem")).expect("it"), read(files[0].1));
    let output = fix_in(&folder, &[("good.pem", "demo/good.pem")], &["--diff", "good.pem"]);
    assert_eq!((status(&output), stdout(&output)), (0, String::new()));
}

#[test]
fn a_difference_holds_no_text_that_may_be_a_key() {
    let folder = scratch("fix-diff-secret");
    let key = String::from_utf8(read("demo/proxy.key")).expect("text");
    let body: Vec<&str> = key.lines().filter(|line| !line.starts_with("-----")).collect();
    // A key without its markers, as comments, below a bundle in the wrong order; and what is left of one, without the line
    // that tells what it is.
    for (first, is_written) in [(0, false), (1, true)] {
        let mut text = String::from_utf8(read("demo/from-pfx.pem")).expect("text");
        for line in &body[first..] {
            text.push_str(&format!("# {line}\n"));
        }
        fs::write(folder.join("proxy.pem"), &text).expect("a scratch file");
        let output = fix_in(&folder, &[], &["--diff", "proxy.pem"]);
        let shown = format!("{}{}", stdout(&output), stderr(&output));
        assert_eq!(shown.contains("+++ b/proxy.pem"), is_written, "{shown}");
        assert_eq!(shown.contains("content-outside-blocks"), !is_written, "{shown}");
        assert!(body.iter().all(|line| !shown.contains(line)));
    }
}

#[test]
fn a_difference_holds_nothing_of_a_key_inside_the_block_of_a_certificate() {
    let folder = scratch("fix-diff-trailing");
    let base64 = |file: &str| -> String {
        let text = String::from_utf8(read(file)).expect("text");
        text.lines().filter(|line| !line.starts_with("-----")).collect()
    };
    // Padding would end the base64, so the certificate is one without.
    let certificate = [
        "trust/leaf.pem",
        "trust/root.pem",
        "trust/issuing.pem",
        "demo/sha1-leaf.pem",
        "trust/other-root.pem",
    ]
    .map(base64)
    .into_iter()
    .find(|body| !body.ends_with('='))
    .expect("a certificate without padding");
    let key = base64("demo/proxy.key");
    // A whole key, and what is left of one.
    for (key, is_written) in [(key.as_str(), false), (&key[64..], true)] {
        let body = format!("{certificate}{key}");
        let lines: Vec<&str> = (0..body.len())
            .step_by(64)
            .map(|at| &body[at..body.len().min(at + 64)])
            .collect();
        let text = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            lines.join("\n")
        );
        fs::write(folder.join("web.pem"), &text).expect("a scratch file");
        let output = fix_in(&folder, &[], &["--diff", "web.pem"]);
        let shown = format!("{}{}", stdout(&output), stderr(&output));
        assert_eq!(shown.contains("+++ b/web.pem"), is_written, "{shown}");
        assert_eq!(shown.contains("content-outside-blocks"), !is_written, "{shown}");
        for line in lines.iter().skip(certificate.len() / 64) {
            assert!(!shown.contains(line), "{line}");
        }
    }
}

#[test]
fn a_pool_completes_the_chain_and_tells_of_other_candidates() {
    let folder = scratch("fix-pool");
    let files = [
        ("leaf.pem", "trust/leaf.pem"),
        ("good.pem", "demo/good.pem"),
        ("cross.pem", "trust/cross-signed.pem"),
        ("other.pem", "trust/other-root.pem"),
        ("expired.pem", "demo/expired-intermediate.pem"),
    ];
    let pool = ["--pool", "good.pem", "--pool", "cross.pem", "leaf.pem"];
    let output = fix_in(&folder, &files, &pool);
    expect("fix-pool", &output);
    assert_eq!(output.stdout, read("demo/good.pem"));
    let output = fix_in(&folder, &[], &["--pool", "other.pem", "leaf.pem"]);
    expect("fix-pool-nothing", &output);
    assert_eq!(output.stdout, read("trust/leaf.pem"));
    let output = fix_in(&folder, &[], &["--pool", "expired.pem", "leaf.pem"]);
    expect("fix-pool-expired", &output);
    let output = fix_in(&folder, &[], &["--pool", "other.pem", "--in-place", "leaf.pem"]);
    assert!(
        stderr(&output).contains("nothing added: no certificate of the pool"),
        "{}",
        stderr(&output)
    );
    let output = fix_in(&folder, &[], &["--pool", "good.pem", "--in-place", "leaf.pem"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(
        fs::read(folder.join("leaf.pem")).expect("it"),
        read("demo/good.pem")
    );
    assert_eq!(
        status(&fix_in(&folder, &[], &["--pool", "none.pem", "leaf.pem"])),
        2
    );
}

#[test]
fn a_pool_puts_a_certificate_of_the_same_name_and_key_in_the_place_of_an_expired_one() {
    let folder = scratch("fix-pool-renewal");
    let files = [
        ("intermediate.pem", "demo/expired-intermediate.pem"),
        ("cross.pem", "trust/expired-cross-and-root.pem"),
        ("good.pem", "demo/good.pem"),
        ("root.pem", "demo/root.pem"),
    ];
    let output = fix_in(&folder, &files, &["--pool", "good.pem", "intermediate.pem"]);
    expect("fix-pool-renewed", &output);
    assert_eq!(output.stdout, read("demo/good.pem"));
    // The root itself in the place of its cross-signed certificate: what is above that is no longer needed.
    let output = fix_in(&folder, &[], &["--pool", "root.pem", "cross.pem"]);
    expect("fix-pool-renewed-root", &output);
    assert_eq!(output.stdout, read("demo/good.pem"));
    // One that has expired as well renews nothing.
    let output = fix_in(&folder, &[], &["--pool", "intermediate.pem", "cross.pem"]);
    assert!(
        stderr(&output).contains("put CN=Example Root CA"),
        "{}",
        stderr(&output)
    );
    let output = fix_in(&folder, &[], &["--pool", "cross.pem", "intermediate.pem"]);
    assert!(
        stderr(&output).contains("put CN=Example Issuing CA"),
        "{}",
        stderr(&output)
    );
    let output = fix_in(&folder, &[], &["--pool", "intermediate.pem", "intermediate.pem"]);
    assert!(!stderr(&output).contains("put "), "{}", stderr(&output));
    assert_eq!(
        (output.stdout, output.status.code()),
        (read("demo/expired-intermediate.pem"), Some(1))
    );
    let output = fix_in(
        &folder,
        &[],
        &["--pool", "good.pem", "--in-place", "intermediate.pem"],
    );
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(
        fs::read(folder.join("intermediate.pem")).expect("it"),
        read("demo/good.pem")
    );
}

#[test]
fn a_key_in_the_file_tells_which_leaf_a_pool_completes() {
    let folder = scratch("fix-pool-leaf");
    let mut both = read("rules/renewal-not-comparable/two-with-key.pem");
    both.truncate(
        both.windows(27)
            .rposition(|it| it == b"-----BEGIN CERTIFICATE-----")
            .expect("the root"),
    );
    fs::write(folder.join("two.pem"), both).expect("a scratch file");
    let output = fix_in(
        &folder,
        &[("root.pem", "demo/root.pem")],
        &["--pool", "root.pem", "two.pem"],
    );
    let found = run_in(&folder, &["show", "-", AT], &output.stdout);
    assert!(
        stderr(&output).contains("added CN=Example Root CA"),
        "{}",
        stderr(&output)
    );
    assert_eq!(
        support::certificates(&support::testdata("demo/root.pem"))[0].as_ref(),
        third(&output.stdout)
    );
    assert_eq!(status(&found), 0);
}

/// DER of the third certificate.
fn third(pem: &[u8]) -> Vec<u8> {
    let scan = pemvet::pem::scan(pem);
    scan.certificates().nth(2).expect("a third").to_vec()
}

#[test]
fn unneeded_certificates_are_left_out_by_name_and_not_to_make_a_bundle_acceptable() {
    let folder = scratch("fix-drop");
    let files = [
        ("crossed.pem", "trust/cross-signed.pem"),
        ("good.pem", "demo/good.pem"),
    ];
    let output = fix_in(&folder, &files, &["--drop-unneeded", "crossed.pem"]);
    expect("fix-drop", &output);
    let mut strange = read("demo/good.pem");
    strange.extend(read("trust/other-root.pem"));
    fs::write(folder.join("strange.pem"), strange).expect("a scratch file");
    let output = fix_in(&folder, &[], &["--drop-unneeded", "strange.pem"]);
    assert_eq!(output.stdout, read("demo/good.pem"));
    assert!(
        stderr(&output).contains("left out CN=Other Root CA"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn split_writes_the_key_as_it_is_for_its_owner_only_and_overwrites_nothing() {
    let folder = scratch("fix-split");
    let key = read("demo/proxy.key");
    let mut both = key.clone();
    both.extend(read("demo/from-pfx.pem"));
    fs::write(folder.join("both.pem"), &both).expect("a scratch file");
    let output = fix_in(&folder, &[], &["--split", "proxy.pem,proxy.key", "both.pem"]);
    expect("fix-split", &output);
    assert_eq!(
        fs::read(folder.join("proxy.pem")).expect("it"),
        read("demo/good.pem")
    );
    assert_eq!(fs::read(folder.join("proxy.key")).expect("it"), key);
    assert_eq!(fs::read(folder.join("both.pem")).expect("it"), both);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |name: &str| fs::metadata(folder.join(name)).expect("it").permissions().mode() & 0o7777;
        assert_eq!((mode("proxy.key"), mode("proxy.pem")), (0o600, 0o644));
    }
    // The key first, so nothing is left behind where the other cannot be written.
    for target in ["new.pem,proxy.key", "proxy.pem,new.key", "none/new.pem,new.key"] {
        let output = fix_in(&folder, &[], &["--split", target, "both.pem"]);
        assert_eq!(status(&output), 2, "{target}: {}", stderr(&output));
        assert_eq!(
            names_in(&folder),
            ["both.pem", "proxy.key", "proxy.pem"],
            "{target}"
        );
    }
    let body = String::from_utf8(key).expect("text");
    let line = body.lines().nth(1).expect("a line");
    assert!(!stderr(&output).contains(line) && !stdout(&output).contains(line));
}

#[test]
fn every_situation_of_fix_has_its_exit_status() {
    let good = "testdata/demo/good.pem";
    let pfx = "testdata/demo/from-pfx.pem";
    let situations: &[(i32, &[&str])] = &[
        (0, &["fix", good]),
        (0, &["fix", pfx]),
        (0, &["fix", "--diff", good]),
        (1, &["fix", "--diff", pfx]),
        (0, &["fix", "--diff", "testdata/demo/proxy.key"]),
        (1, &["fix", "--diff", "testdata/demo/expired-intermediate.pem"]),
        (1, &["fix", "testdata/demo/proxy.key"]),
        (2, &["fix", good, pfx]),
        (2, &["fix"]),
        (2, &["fix", "--in-place", "-"]),
        (2, &["fix", "--in-place", "--diff", good]),
        (2, &["fix", "--in-place", "testdata"]),
        (
            2,
            &["fix", "--diff", good, pfx, "--key", "testdata/demo/proxy.key"],
        ),
        (2, &["fix", "--split", "a.pem", good]),
        (2, &["fix", "--split", "a.pem,a.pem", good]),
        (2, &["fix", "--split", "no-such/a.pem,no-such/a.key", good]),
        (2, &["fix", "--pool", "testdata/demo/proxy.key", good]),
    ];
    for (expected, arguments) in situations {
        let mut arguments = arguments.to_vec();
        arguments.push(AT);
        let output = run(&arguments);
        assert_eq!(status(&output), *expected, "{arguments:?}\n{}", stderr(&output));
    }
}
