//! `check --skip-others`, as the hook calls it with all files of a change.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;

use command::{AT, run_in, scratch, status, stderr, stdout};
use support::read;

#[test]
fn named_files_without_certificates_are_passed_over_and_others_are_judged() {
    let folder = scratch("hook");
    fs::write(folder.join("proxy.pem"), read("demo/good.pem")).expect("a scratch file");
    fs::write(folder.join("bad.pem"), read("demo/from-pfx.pem")).expect("a scratch file");
    fs::write(folder.join("README.md"), "A team's words.\n").expect("a scratch file");
    fs::write(folder.join("values.yaml"), "replicas: 2\n").expect("a scratch file");
    fs::write(folder.join("large.bin"), vec![0; (1 << 20) + 1]).expect("a scratch file");
    fs::write(folder.join("proxy.key"), read("demo/proxy.key")).expect("a scratch file");
    let others = ["README.md", "values.yaml", "large.bin"];
    let check = |files: &[&str]| {
        let mut arguments = vec!["check", "--skip-others", AT];
        arguments.extend(files);
        run_in(&folder, &arguments, b"")
    };
    assert_eq!(status(&check(&others)), 0);
    let good = check(&["README.md", "proxy.pem", "values.yaml"]);
    assert_eq!(status(&good), 0, "{}{}", stdout(&good), stderr(&good));
    let bad = check(&["README.md", "bad.pem", "proxy.pem"]);
    assert_eq!(status(&bad), 1);
    assert!(
        stdout(&bad).contains("error[chain-out-of-order] invalid  bad.pem:33-74"),
        "{}",
        stdout(&bad)
    );
    assert_eq!(status(&check(&["proxy.key"])), 1);
    assert_eq!(
        status(&check(&["none.pem"])),
        2,
        "what is named and not there is a failure"
    );
    // Without the option whoever names a file means it.
    assert_eq!(status(&run_in(&folder, &["check", "README.md", AT], b"")), 1);
}
