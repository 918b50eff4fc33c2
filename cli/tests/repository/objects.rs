//! Objects with certificates and keys in them, and what is printed of each.

use super::{Folder, Run, base64};

/// `demo/good.pem` in pieces, and its key.
pub(crate) struct Pem {
    pub(crate) leaf: String,
    pub(crate) issuing: String,
    pub(crate) root: String,
    pub(crate) served: String,
    pub(crate) key: String,
    pub(crate) other_key: String,
}

pub(crate) fn pem(folder: &Folder) -> Pem {
    let good = folder.read("demo/good.pem");
    let end = "-----END CERTIFICATE-----\n";
    let blocks: Vec<String> = good.split_inclusive(end).map(String::from).collect();
    let [leaf, issuing, root] = blocks.try_into().expect("three certificates");
    Pem {
        served: format!("{leaf}{issuing}"),
        key: folder.read("demo/proxy.key"),
        other_key: folder.read("keys/other.key"),
        leaf,
        issuing,
        root,
    }
}

/// A Secret `prod/web` in YAML, with members in base64.
pub(crate) fn secret(members: &[(&str, &str)]) -> String {
    let members: String = members
        .iter()
        .map(|(name, value)| format!("  {name}: \"{}\"\n", base64(value)))
        .collect();
    format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\n  namespace: prod\ndata:\n{members}")
}

/// The first line of each bundle.
pub(crate) fn rows(run: &Run) -> Vec<&str> {
    let titles = run.stdout.lines().filter(|line| line.contains("  as `"));
    titles
        .map(|line| line.split("  as `").next().expect("a title"))
        .collect()
}

pub(crate) fn rows_of(run: &Run) -> Vec<String> {
    rows(run).into_iter().map(String::from).collect()
}

pub(crate) fn words(run: &Run) -> String {
    let lines: Vec<&str> = run.stdout.lines().map(str::trim).collect();
    lines.join(" ")
}
