//! Links in a directory that is named: to files they are followed, each file once; to directories they are not.

#![cfg(unix)]

mod repository;

use std::os::unix::fs::symlink;

use repository::Folder;

fn link(folder: &Folder, target: &str, name: &str) {
    let path = folder.path(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("its folder");
    symlink(target, path).expect("a link");
}

fn titles(folder: &Folder, paths: &[&str]) -> Vec<String> {
    let mut arguments = paths.to_vec();
    arguments.push("--format=json");
    let run = folder.check(&arguments);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let bundles = document["bundles"].as_array().expect("bundles");
    let title = |it: &serde_json::Value| match it["key"]["path"].as_str() {
        Some(key) => format!("{} + {key}", it["path"].as_str().expect("a path")),
        None => it["path"].as_str().expect("a path").to_owned(),
    };
    bundles.iter().map(title).collect()
}

#[test]
fn live_of_certbot_is_judged_through_its_links() {
    let folder = Folder::new("certbot");
    folder.copy("demo/good.pem", "archive/a/fullchain2.pem");
    folder.copy("demo/proxy.key", "archive/a/privkey2.pem");
    link(&folder, "../../archive/a/fullchain2.pem", "live/a/fullchain.pem");
    link(&folder, "../../archive/a/privkey2.pem", "live/a/privkey.pem");
    assert_eq!(
        titles(&folder, &["live"]),
        ["live/a/fullchain.pem + live/a/privkey.pem", "live/a/privkey.pem"]
    );
    // All of it holds each file once.
    assert_eq!(
        titles(&folder, &["."]),
        [
            "archive/a/fullchain2.pem + archive/a/privkey2.pem",
            "archive/a/privkey2.pem"
        ]
    );
}

#[test]
fn a_mounted_secret_is_judged_once() {
    let folder = Folder::new("mounted");
    folder.copy("demo/good.pem", "..2026_06_01/tls.crt");
    folder.copy("demo/proxy.key", "..2026_06_01/tls.key");
    link(&folder, "..2026_06_01", "..data");
    link(&folder, "..data/tls.crt", "tls.crt");
    link(&folder, "..data/tls.key", "tls.key");
    assert_eq!(titles(&folder, &["."]), ["tls.crt + tls.key", "tls.key"]);
    assert_eq!(titles(&folder, &[".", "--hidden"]).len(), 2);
}

#[test]
fn two_links_to_a_file_are_one_and_a_link_that_is_named_is_judged() {
    let folder = Folder::new("two-links");
    folder.copy("demo/good.pem", "other/a.pem");
    link(&folder, "../other/a.pem", "links/one.pem");
    link(&folder, "one.pem", "links/two.pem");
    assert_eq!(titles(&folder, &["links"]), ["links/one.pem"]);
    assert_eq!(
        titles(&folder, &["links/two.pem", "links/one.pem"]),
        ["links/two.pem", "links/one.pem"]
    );
}

#[test]
fn links_to_directories_nothing_and_devices_are_named() {
    let folder = Folder::new("other-links");
    folder.copy("demo/good.pem", "outside/a.pem");
    link(&folder, "../outside", "in/out");
    link(&folder, ".", "in/loop");
    link(&folder, "self.pem", "in/self.pem");
    link(&folder, "nothing", "in/gone.pem");
    link(&folder, "/dev/zero", "in/zero.pem");
    folder.copy("demo/good.pem", "in/b.pem");
    let run = folder.check(&["in"]);
    let said: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(run.status, 0, "{}", run.stdout);
    assert_eq!(said.len(), 5, "{}", run.stderr);
    for (line, words) in said.iter().zip([
        "in/gone.pem: is a link to what cannot be read: no such file",
        "in/loop: is a link to a directory, which is not followed",
        "in/out: is a link to a directory, which is not followed",
        "in/self.pem: is a link to what cannot be read",
        "in/zero.pem: is a link to no regular file",
    ]) {
        assert!(line.contains(words), "{line}: {words}");
    }
}
