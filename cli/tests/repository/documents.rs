//! What is told of one document, however it is named.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{AT, Folder};

/// Errors and warnings of a file alone, named and in a walk of its folder, which are the same but for the words about a key.
#[track_caller]
pub(crate) fn rules(folder: &Folder, name: &str, text: &[u8]) -> Vec<String> {
    folder.write_bytes(name, text);
    let of = |path: &str| -> Vec<String> {
        let run = folder.run(&["check", "--no-config", "--format=json", path, AT], b"");
        let document: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let bundles = document["bundles"].as_array().expect("bundles").iter();
        let findings = bundles.flat_map(|it| it["findings"].as_array().expect("findings"));
        let told: BTreeSet<String> = findings
            .filter(|it| it["severity"] != "note")
            .map(|it| it["rule"].as_str().expect("a rule").to_owned())
            .filter(|it| it != "root-absent" && it != "issuer-missing")
            .collect();
        told.into_iter().collect()
    };
    let (named, walked) = (of(name), of("."));
    std::fs::remove_file(folder.path(name)).expect("it");
    let is_of_key = |it: &&String| !matches!(it.as_str(), "private-key-found" | "key-in-certificate-file");
    // Of what is named it is said that there is nothing in it.
    let is_nothing = !walked.iter().any(|it| is_of_key(&it)) && named == ["certificate-not-found"];
    if !is_nothing {
        let [named, walked] = [&named, &walked].map(|told| told.iter().filter(is_of_key).collect::<Vec<_>>());
        assert_eq!(named, walked, "{name}");
    }
    walked
}
