//! A repository with fifty problems, and where they are.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::{Folder, Run, base64, indented};

/// A problem: its file, its line, the rule. Line 0 stands for a file as a whole.
pub(crate) type Problem = (String, u64, String);

/// Files of testdata/rules under the names of a repository, with their one problem.
pub(crate) const FILES: &[(&str, &str, u64, &str)] = &[
    (
        "base64-invalid/bad-star.pem",
        "tls/damaged/star.pem",
        25,
        "base64-invalid",
    ),
    (
        "block-unexpected/bad-csr.pem",
        "tls/with-request.pem",
        64,
        "block-unexpected",
    ),
    (
        "body-repaired/bad-url-safe.pem",
        "tls/damaged/url-safe.cer",
        2,
        "body-repaired",
    ),
    (
        "certificate-expired/bad-leaf.pem",
        "old/leaf.pem",
        3,
        "certificate-expired",
    ),
    (
        "certificate-expired/bad-intermediate.pem",
        "old/intermediate.pem",
        27,
        "certificate-expired",
    ),
    (
        "certificate-expires-soon/bad-leaf.pem",
        "old/soon.pem",
        3,
        "certificate-expires-soon",
    ),
    (
        "certificate-not-yet-valid/bad-leaf.pem",
        "old/early.pem",
        3,
        "certificate-not-yet-valid",
    ),
    (
        "certificate-unreadable/bad-line-lost.pem",
        "tls/damaged/lost",
        25,
        "certificate-unreadable",
    ),
    (
        "certificate-version/bad-v1-leaf.pem",
        "old/v1.crt",
        1,
        "certificate-version",
    ),
    (
        "chain-out-of-order/bad-pfx-order.pem",
        "tls/pfx-order.pem",
        25,
        "chain-out-of-order",
    ),
    (
        "chain-out-of-order/bad-reversed.pem",
        "tls/reversed.pem",
        1,
        "chain-out-of-order",
    ),
    (
        "critical-extension-unknown/bad-leaf.pem",
        "ca/critical.pem",
        17,
        "critical-extension-unknown",
    ),
    (
        "end-marker-mismatch/bad-crl.pem",
        "tls/damaged/crl.pem",
        25,
        "end-marker-mismatch",
    ),
    (
        "end-marker-missing/bad-truncated.pem",
        "tls/damaged/truncated.pem",
        45,
        "end-marker-missing",
    ),
    (
        "extension-malformed/bad-san.pem",
        "ca/san.pem",
        14,
        "extension-malformed",
    ),
    (
        "issuer-cannot-sign/bad-key-usage.pem",
        "ca/key-usage.pem",
        36,
        "issuer-cannot-sign",
    ),
    (
        "issuer-key-differs/bad-renewed.pem",
        "ca/renewed.pem",
        25,
        "issuer-key-differs",
    ),
    (
        "issuer-not-ca/bad-ca-false.pem",
        "ca/ca-false.pem",
        35,
        "issuer-not-ca",
    ),
    (
        "key-in-certificate-file/bad.pem",
        "tls/all-in-one.pem",
        64,
        "private-key-found",
    ),
    (
        "label-repaired/bad-public-key.pem",
        "tls/damaged/label.pem",
        25,
        "label-repaired",
    ),
    (
        "layout-repaired/bad-indented.pem",
        "tls/damaged/indented.pem",
        1,
        "layout-repaired",
    ),
    (
        "marker-malformed/bad-percent.pem",
        "tls/damaged/percent.pem",
        25,
        "marker-malformed",
    ),
    (
        "marker-repaired/bad-four-dashes.pem",
        "tls/damaged/four.pem",
        44,
        "marker-repaired",
    ),
    (
        "marker-repaired/bad-glued.pem",
        "tls/damaged/glued.pem",
        24,
        "marker-repaired",
    ),
    (
        "name-constraint-violated/bad-excluded.pem",
        "ca/excluded.pem",
        13,
        "name-constraint-violated",
    ),
    (
        "newline-escape-repaired/bad-literal.pem",
        "tls/damaged/literal.pem",
        1,
        "newline-escape-repaired",
    ),
    (
        "path-length-exceeded/bad-two-below.pem",
        "ca/path-length.pem",
        55,
        "path-length-exceeded",
    ),
    (
        "rsa-exponent-weak/bad-3.pem",
        "old/exponent.pem",
        5,
        "rsa-exponent-weak",
    ),
    (
        "rsa-key-too-small/bad-1024.pem",
        "old/small.pem",
        5,
        "rsa-key-too-small",
    ),
    (
        "signature-bad/bad-flipped.pem",
        "ca/flipped.pem",
        1,
        "signature-bad",
    ),
    (
        "signature-hash-weak/bad-sha1-leaf.pem",
        "old/sha1.pem",
        18,
        "signature-hash-weak",
    ),
    (
        "text-encoding-repaired/bad-utf16.pem",
        "tls/damaged/utf16.pem",
        1,
        "text-encoding-repaired",
    ),
    (
        "trailing-data-cut/bad-zero.pem",
        "tls/damaged/zero.pem",
        1,
        "trailing-data-cut",
    ),
    (
        "leaf-self-signed-or-ca/bad-self-signed.pem",
        "old/self-signed.pem",
        1,
        "leaf-self-signed-or-ca",
    ),
    (
        "certificate-not-found/bad-pfx.pem",
        "tls/store.pem",
        0,
        "certificate-not-found",
    ),
];

/// Problems in documents and of files beside each other.
pub(crate) fn plant_the_rest(folder: &Folder) -> Vec<Problem> {
    let (good, key) = (folder.read("demo/good.pem"), folder.read("demo/proxy.key"));
    let shuffled = folder.read("demo/expired-intermediate-shuffled.pem");
    let expired = folder.read("demo/expired-intermediate.pem");
    let mut problems = Vec::new();
    let mut problem = |file: &str, line, rule: &str| problems.push((file.into(), line, rule.into()));

    folder.write("keys/proxy.key", &key);
    problem("keys/proxy.key", 1, "private-key-found");

    folder.write(
        "k8s/secret.yaml",
        &format!(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ntype: kubernetes.io/tls\ndata:\n  tls.crt: {}\n  tls.key: {}\n  \
             ca.crt: {}\n",
            base64(&good),
            base64(&key),
            base64(&folder.read("demo/root.pem"))
        ),
    );
    problem("k8s/secret.yaml", 8, "private-key-found");

    let body = serde_json::json!({ "name": "proxy", "certificate": good, "key": key });
    folder.write("api/body.json", &format!("{body:#}\n"));
    problem("api/body.json", 3, "private-key-found");

    folder.write(
        ".env",
        &format!("# local\nTLS_KEY=\"{}\"\n", key.replace('\n', "\\n")),
    );
    problem(".env", 2, "private-key-found");

    folder.write(
        "src/main.go",
        &format!("package main\n\n// For local use.\nconst key = `{key}`\n"),
    );
    problem("src/main.go", 4, "private-key-found");

    folder.write("pair/web.crt", &good);
    folder.write("pair/web.key", &folder.read("adcs/leaf.key"));
    problem("pair/web.key", 1, "private-key-found");
    problem("pair/web.key", 1, "key-mismatch");

    folder.write(
        "k8s/list.yml",
        &format!(
            "kind: List\nitems:\n- kind: ConfigMap\n  metadata:\n    name: proxy\n  data:\n    bundle.pem: |\n{}---\nkind: \
             ConfigMap\ndata:\n  bundle.pem: |-\n{}",
            indented(&good, 6),
            indented(&expired, 4)
        ),
    );
    let before = u64::try_from(good.lines().count()).expect("lines") + 11;
    problem("k8s/list.yml", before + 27, "certificate-expired");

    folder.write(
        "api/update.json",
        &serde_json::json!([{ "chain": shuffled }]).to_string(),
    );
    problem("api/update.json", 1, "chain-out-of-order");
    problem("api/update.json", 1, "certificate-expired");

    folder.write(
        "k8s/twice.yaml",
        &format!("kind: Secret\ndata:\n  tls.crt: {}\n", base64(&base64(&good))),
    );
    problem("k8s/twice.yaml", 3, "container-read");

    folder.write(
        "k8s/text.yaml",
        &format!("kind: Secret\nstringData:\n  tls.crt: {}\n", base64(&good)),
    );
    problem("k8s/text.yaml", 3, "container-read");

    folder.copy("demo/sha1-leaf.pem", "twin/other.pem");
    problem("twin/other.pem", 18, "signature-hash-weak");
    problem("twin/other.pem", 1, "key-of-several-certificates");

    folder.write("deploy/app.key", &key);
    let readable = fs::Permissions::from_mode(0o644);
    fs::set_permissions(folder.path("deploy/app.key"), readable).expect("a mode");
    problem("deploy/app.key", 1, "key-readable-by-all");
    problems
}

/// What a careless linter would blame.
pub(crate) fn plant_what_is_fine(folder: &Folder) {
    folder.copy("demo/good.pem", "tls/good.pem");
    folder.copy("demo/good.pem", "tls/copy/good.crt");
    folder.copy("adcs/chain.pem", "tls/from-windows.cer");
    let root = folder.read("demo/root.pem");
    folder.write(
        "ca/collection.pem",
        &format!("{root}{}", folder.read("rules/authority-unknown/other-root.pem")),
    );
    folder.write(
        "README.md",
        "```\n-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n```\nand -----BEGIN PRIVATE KEY-----\n",
    );
    folder.write(
        "src/parse.rs",
        "const BEGIN: &str = \"-----BEGIN CERTIFICATE-----\";\n",
    );
    folder.write(
        "k8s/sealed.yaml",
        "kind: Secret\ndata:\n  tls.key: ENC[AES256_GCM,data:Zm9v,type:str]\nsops:\n  version: 3.9.0\n",
    );
    folder.write(
        "k8s/vault.yml",
        "tls_key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6638643965323633646262656665\n",
    );
    folder.write(
        "chart/templates/tls.yaml",
        "data:\n  tls.crt: {{ .Values.crt | b64enc }}\n",
    );
    folder.write("slides.key", "PK\u{3}\u{4} a presentation");
    folder.write("empty.pem", "");
    folder.write_bytes(
        "bin/tool",
        b"\x7fELF\0-----BEGIN CERTIFICATE-----\0-----END CERTIFICATE-----\0",
    );
    folder.copy("demo/proxy.key", "build/left-over.key");
    folder.write(".gitignore", "/build/\n");
    folder.write(
        "test/key.pem",
        &format!("# pemvet: test data\n{}", folder.read("demo/proxy.key")),
    );
    folder.copy(
        "rules/end-marker-missing/bad-nested.pem",
        "test/broken/nested.pem",
    );
    folder.write(
        "pemvet.toml",
        "[[ignore]]\nfiles = [\"deploy/*.key\"]\nrules = [\"key-in-certificate-file\"]\nreason = \"installed from here\"\n\n\
         [[ignore]]\nfiles = [\"test/broken/\"]\nreason = \"damaged on purpose\"\n\n\
         [[ignore]]\nfiles = [\"tls/\", \"old/\", \"ca/\", \"api/\", \"k8s/\"]\nrules = [\"key-of-several-certificates\"]\n\
         reason = \"all were made with one key\"\nuntil = 2026-12-31\n",
    );
}

pub(crate) fn plant(name: &str) -> (Folder, BTreeSet<Problem>) {
    // Outside of any work tree of git, so that modes count.
    let folder = Folder::outside(name);
    plant_what_is_fine(&folder);
    let mut problems: BTreeSet<Problem> = plant_the_rest(&folder).into_iter().collect();
    for (from, to, line, rule) in FILES {
        folder.copy_bytes(&format!("rules/{from}"), to);
        problems.insert(((*to).into(), *line, (*rule).into()));
    }
    (folder, problems)
}

/// What the text tells of: file, line and rule of each error and warning.
pub(crate) fn told(run: &Run) -> Vec<Problem> {
    let problem = |line: &String| {
        let (head, place) = line.split_once("  ")?;
        let rule = head.split_once('[')?.1.split_once(']')?.0;
        let (path, lines) = place.split_once(':').unwrap_or((place, "0"));
        let digits: String = lines.chars().take_while(char::is_ascii_digit).collect();
        Some((path.into(), digits.parse().ok()?, rule.into()))
    };
    run.found().iter().filter_map(problem).collect()
}
