//! `pemvet init`: what it proposes, and what is left then.

mod repository;

use repository::{AT, Folder};

/// A repository with keys in a program, in tests and in an example.
fn repository(name: &str) -> Folder {
    let folder = Folder::new(&format!("init-{name}"));
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.copy("demo/proxy.key", "deploy/proxy.key");
    folder.copy("demo/proxy.key", "tests/tls/a.key");
    folder.copy("demo/expired-intermediate.pem", "tests/tls/old.pem");
    folder.copy(
        "rules/end-marker-missing/bad-truncated.pem",
        "pkg/testdata/cut.pem",
    );
    folder.write(
        "examples/k8s/README.md",
        &format!("```\n{}```\n", folder.read("demo/proxy.key")),
    );
    folder
}

#[test]
fn what_it_writes_passes_over_tests_and_examples_and_nothing_else() {
    let folder = repository("writes");
    assert_eq!(folder.check(&[]).found().len(), 5);
    let run = folder.run(&["init", AT], b"");
    assert_eq!(
        (run.status, run.stdout.as_str(), run.stderr.as_str()),
        (
            0,
            "./pemvet.toml: 3 ignores for 4 findings; 1 finding is left; pemvet check shows what is left to judge\n",
            ""
        )
    );
    let text = std::fs::read_to_string(folder.path("pemvet.toml")).expect("it was written");
    assert_eq!(
        text,
        "# Proposed by `pemvet init`. Each entry passes over findings in a part of the repository that by its name is for\n\
         # tests, examples or documentation. Keep those whose reason is true; docs/configuration.md tells what else there is.\n\
         \n# 1 finding in 1 file:\n#   1 end-marker-missing\n[[ignore]]\nfiles = [\"/pkg/testdata/\"]\n\
         # Without rules: some of these files cannot be read, which no list of rules passes over.\n\
         reason = \"made for tests: nothing that is installed trusts or uses it\"\n\
         \n# 2 findings in 2 files:\n#   1 certificate-expired\n#   1 private-key-found\n[[ignore]]\nfiles = [\"/tests/\"]\n\
         rules = [\"certificate-expired\", \"private-key-found\"]\n\
         reason = \"made for tests: nothing that is installed trusts or uses it\"\n\
         \n# 1 finding in 1 file:\n#   1 private-key-found\n[[ignore]]\nfiles = [\"/examples/\"]\nrules = [\"private-key-found\"]\n\
         reason = \"an example: whoever follows it makes keys and certificates of their own\"\n"
    );
    assert_eq!(
        folder.check(&[]).found(),
        ["error[private-key-found] invalid  deploy/proxy.key:1-28"]
    );
    // Another kind of fault there is still told of.
    folder.copy("rules/signature-bad/bad-flipped.pem", "tests/tls/flipped.pem");
    let found = folder.check(&[]).found();
    assert!(
        found.iter().any(|it| it.starts_with("error[signature-bad]")),
        "{found:#?}"
    );
}

#[test]
fn it_replaces_nothing_and_prints_when_asked() {
    let folder = repository("refuses");
    let printed = folder.run(&["init", "--print", AT], b"").stdout;
    assert!(!folder.path("pemvet.toml").exists());
    folder.run(&["init", AT], b"");
    let written = std::fs::read_to_string(folder.path("pemvet.toml")).expect("it was written");
    assert_eq!(printed, written);
    let again = folder.run(&["init", AT], b"");
    assert_eq!(
        (again.status, again.stderr.as_str()),
        (
            2,
            "pemvet: ./pemvet.toml: is there already; pemvet init --print shows what would be proposed without it\n"
        )
    );
    // What is there does not change what is proposed.
    assert_eq!(folder.run(&["init", "--print", AT], b"").stdout, printed);
    let none = folder.run(&["init", "nowhere", AT], b"");
    assert_eq!(none.status, 2);
    assert!(none.stderr.contains("is not a directory"), "{}", none.stderr);
}

#[test]
fn a_name_with_signs_of_globs_stands_for_itself_and_a_submodule_is_under_the_same_configuration() {
    let folder = repository("names");
    folder.copy("demo/proxy.key", "a[1] {b}/tests/x.key");
    folder.copy("demo/proxy.key", "vendor/other/deploy/y.key");
    folder.write("vendor/other/.git", "gitdir: ../../.git/modules/vendor/other\n");
    folder.run(&["init", AT], b"");
    assert_eq!(folder.check(&[]).paths_found(), ["deploy/proxy.key"]);
    // A repository of its own that lies there is not.
    folder.write("vendor/clone/.git/HEAD", "ref: refs/heads/main\n");
    folder.copy("demo/proxy.key", "vendor/clone/z.key");
    assert_eq!(
        folder.check(&[]).paths_found(),
        ["deploy/proxy.key", "vendor/clone/z.key"]
    );
}
