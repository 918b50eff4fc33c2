//! Rules whose needs are not met are left out. Nothing of a report may depend on that.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pemvet::{Bundle, Profile, Report, Standard, UnixTime, internals};
use support::{Case, NOW, PROVIDER, testdata};

const STANDARDS: [Standard; 3] = [Standard::Deployed, Standard::Rfc5280, Standard::CaBrowserForum];

/// Every file under a folder that may hold certificates or keys.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let kind = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        match path.is_dir() {
            true => files(&path, found),
            false if ["txt", "arguments", "md", "json"].contains(&kind) => {}
            false => found.push(path),
        }
    }
}

fn is_the_same(bundle: Bundle<'_>, profile: &Profile, what: &str) -> Result<(), String> {
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let seen = |report: &Report| format!("{:#?}", report.findings());
    let asked = seen(&bundle.validate(profile, now));
    let all = seen(&internals::asking_every_rule(bundle).validate(profile, now));
    match asked == all {
        true => Ok(()),
        false => {
            let pairs = all.lines().zip(asked.lines());
            let difference = pairs.into_iter().find(|(one, other)| one != other);
            Err(format!("{what}: {difference:?}"))
        }
    }
}

#[test]
fn a_rule_that_is_left_out_would_have_found_nothing() {
    let mut paths = Vec::new();
    files(&testdata(""), &mut paths);
    assert!(paths.len() > 700, "{} files", paths.len());
    let previous = fs::read(testdata("demo/good.pem")).expect("a bundle");
    let mut wrong = Vec::new();
    for path in paths {
        let case = Case::of(path);
        let text = fs::read(&case.path).expect("the file");
        let key = case.key.as_ref().map(|key| fs::read(key).expect("the key"));
        let bundle = match &key {
            Some(key) => Bundle::new(&text).with_private_key(key),
            None => Bundle::new(&text),
        };
        for standard in STANDARDS {
            let mut profiles = vec![Profile::server(PROVIDER), Profile::authority(PROVIDER)];
            if case.path.extension().is_some_and(|kind| kind == "pem") {
                profiles.push(case.profile());
            }
            for mut profile in profiles {
                profile.standard = standard;
                let what = format!("{} {} {standard:?}", case.path.display(), profile.title);
                wrong.extend(is_the_same(bundle, &profile, &what).err());
            }
        }
        let profile = case.profile();
        let what = format!("{}, renewed", case.path.display());
        wrong.extend(is_the_same(bundle.with_previous(&previous), &profile, &what).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
