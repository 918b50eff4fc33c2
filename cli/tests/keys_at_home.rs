//! Keys beside their certificates on a machine, outside of any work tree: where they belong, and who may read them.

#![cfg(unix)]

mod repository;

use std::os::unix::fs::PermissionsExt as _;

use repository::Folder;
use repository::key_forms::{key, public_forms};

/// Outside of any work tree: `certificate` and `key` with this mode.
fn machine(name: &str, certificate: &str, key: &str, mode: u32) -> Folder {
    let folder = Folder::outside(name);
    if !certificate.is_empty() {
        folder.copy("demo/good.pem", certificate);
    }
    folder.copy("demo/proxy.key", key);
    set(&folder, key, mode);
    folder
}

fn set(folder: &Folder, file: &str, mode: u32) {
    let path = folder.path(file);
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
}

#[test]
fn a_key_beside_its_certificate_is_at_home_where_others_may_not_read_it() {
    let is_at_home = |certificate: &str, key: &str, mode| {
        let folder = machine("at-home", certificate, key, mode);
        let found = folder.check(&[]).found();
        assert!(
            found.iter().all(|it| it.starts_with("error[private-key-found]")),
            "{found:?}"
        );
        found.is_empty()
    };
    for (certificate, key) in [
        ("web.crt", "web.key"),
        ("site.pem", "site.pem.key"),
        ("fullchain1.pem", "privkey1.pem"),
        ("tls.crt", "tls.key"),
    ] {
        for mode in [0o600, 0o640, 0o400] {
            assert!(is_at_home(certificate, key, mode), "{key} {mode:o}");
        }
        for mode in [0o644, 0o604] {
            assert!(!is_at_home(certificate, key, mode), "{key} {mode:o}");
        }
    }
    assert!(
        !is_at_home("other.crt", "web.key", 0o600),
        "of another certificate"
    );
    assert!(!is_at_home("", "web.key", 0o600), "alone");
    let open = machine("open", "web.crt", "web.key", 0o644).check(&[]);
    assert!(
        open.stdout.contains("mode 0644 lets every user"),
        "{}",
        open.stdout
    );
    assert!(open.stdout.contains("help: chmod 600 web.key"), "{}", open.stdout);
}

#[test]
fn in_a_work_tree_and_beside_a_certificate_of_another_key_it_is_an_error() {
    let folder = machine("work-tree", "web.crt", "web.key", 0o600);
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(
        folder.check(&[]).found(),
        ["error[private-key-found] invalid  web.key:1-28"]
    );
    let folder = machine("mismatch", "web.crt", "web.key", 0o600);
    folder.copy("adcs/leaf.key", "web.key");
    assert_eq!(
        folder.check(&[]).found(),
        [
            "error[key-mismatch] invalid  web.key:1-28",
            "error[private-key-found] invalid  web.key:1-28"
        ]
    );
}

#[test]
fn a_bundle_with_its_key_is_at_home_as_well() {
    let folder = Folder::outside("all-in-one");
    folder.write(
        "haproxy.pem",
        &format!("{}{}", folder.read("demo/good.pem"), key()),
    );
    set(&folder, "haproxy.pem", 0o600);
    let run = folder.check(&[]);
    assert_eq!((run.status, run.found()), (0, vec![]), "{}", run.stdout);
    set(&folder, "haproxy.pem", 0o644);
    assert_eq!(folder.check(&[]).errors_found().len(), 1);
}

#[test]
fn keys_of_the_product_that_all_may_read_have_one_warning() {
    let folder = machine("product", "proxy_cert.pem", "proxy_key.pem", 0o644);
    for (certificate, key) in [("api_cert.pem", "api_key.pem"), ("cm_cert.pem", "cm_key.pem")] {
        folder.copy("demo/good.pem", certificate);
        folder.copy("demo/proxy.key", key);
    }
    let run = folder.check(&[]);
    assert_eq!(
        run.found(),
        ["warning[key-readable-by-all]  api_key.pem:1"],
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("the private keys of 3 files (api_key.pem, cm_key.pem, proxy_key.pem)"),
        "{}",
        run.stdout
    );
    for key in ["api_key.pem", "cm_key.pem", "proxy_key.pem"] {
        set(&folder, key, 0o640);
    }
    assert_eq!(folder.check(&[]).found(), [""; 0]);
}

#[test]
fn a_file_without_a_key_is_not_said_to_be_readable() {
    let folder = machine("no-key", "web.crt", "web.key", 0o644);
    folder.write("public.pem", &public_forms()[0].1);
    folder.write("empty.key", "");
    folder.write("key.pem", &key());
    let readable = |file: &str| {
        let run = folder.check(&["web.crt", "--key", file]);
        run.found().iter().any(|it| it.contains("key-readable-by-all"))
    };
    assert!(readable("web.key"));
    for file in ["public.pem", "empty.key", "web.crt"] {
        set(&folder, file, 0o644);
        assert!(!readable(file), "{file}");
    }
}
