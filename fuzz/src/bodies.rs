//! Laws of bodies of requests: reading them is work in proportion to their length, JSON is what serde_json takes, and what
//! is told of them has a place and holds no key.

use std::time::Duration;

use pemvet::redis::Cluster;
use pemvet::{Provider, UnixTime};
use pemvet_cli::internals::{body, looks};

use crate::chain::NOW;
use crate::documents::{is_linear, is_no_key};

/// All of them.
pub fn laws(input: &[u8]) {
    let (looked_at, (read, told)) = looks(|| {
        let read = body(input);
        let told = read.told(input);
        (read, told)
    });
    is_linear(looked_at, input.len());
    assert!(told.len() <= 64 && (read.untold() == 0 || told.len() == 64));
    for it in &told {
        let before = &input[..it.at];
        let counted = before.split(|byte| *byte == b'\n').count();
        let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        assert_eq!(it.place, (counted, last.len() + 1), "{}", it.text);
        is_no_key(&it.text);
    }
    let is_json = serde_json::from_slice::<serde_json::Value>(input).is_ok();
    let is_too_deep = told.iter().any(|it| it.text.contains("nested too deep"));
    assert!(
        !is_json || read.is_json_text() || is_too_deep,
        "serde_json takes it"
    );
    let mut cluster = Cluster::new(Provider::RING);
    cluster.add_fqdn("cluster.example.com").expect("a good name");
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let report = read.judge(&cluster, now);
    assert!(
        report.members().len() <= 65,
        "the first beyond the limit is the last"
    );
    let is_cut = report.members().len() == 65;
    assert!(
        !is_cut || report.class().is_some(),
        "more are accepted than judged"
    );
    for member in report.members() {
        for finding in member.report.findings() {
            is_no_key(&format!("{finding:?} {}", finding.message));
        }
    }
}
