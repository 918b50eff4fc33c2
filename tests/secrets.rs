//! No octet of a private key in any output, however the input is broken: every test key, broken in many ways, as key
//! and as certificates, against everything that the library prints.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

#[path = "support/breakage.rs"]
mod breakage;
#[path = "support/secrets.rs"]
mod secrets;
mod support;

use breakage::BREAKAGES;
use pemvet::{Profile, RepairMode, Report};
use secrets::{Needles, Search, body_of, keys, secrets_of};
use support::{judge, read};

fn needles(text: &str) -> Needles {
    let mut needles = Needles::default();
    secrets_of(text).iter().for_each(|secret| needles.add(secret));
    assert!(needles.len() >= 24, "the secrets were found");
    needles
}

/// Everything that can be printed of a report, and of what it turns into.
fn printed(report: Report, to: &mut Vec<String>) {
    to.push(format!("{report:?}"));
    for finding in report.findings() {
        to.extend([
            format!("{finding}"),
            format!("{finding:?}"),
            format!("{:#?}", finding.details),
        ]);
    }
    to.push(format!("{:?}", report.certificates()));
    to.extend(
        report
            .certificates()
            .iter()
            .map(|it| format!("{:?}", it.to_summary())),
    );
    to.push(format!("{:?}{:?}", report.repairs(), report.not_checked()));
    to.push(format!("{:?}", report.to_chain()));
    to.extend(report.to_repaired_pem());
    to.extend(report.to_chain().map(|chain| chain.to_pem()));
    #[cfg(feature = "serde")]
    to.push(serde_json::to_string(&report).expect("JSON"));
    match report.into_result() {
        Ok(accepted) => {
            to.extend([format!("{accepted:?}"), format!("{:?}", accepted.to_chain())]);
            let (chain, key) = accepted.into_parts();
            to.extend([format!("{chain:?}"), format!("{key:?}")]);
        }
        Err(rejected) => to.extend([format!("{rejected}"), format!("{rejected:?}")]),
    }
}

fn library_output(bundle: &[u8], given: &[u8]) -> Vec<String> {
    let mut output = Vec::new();
    let both = [bundle, given].concat();
    let mut profile = Profile::mutual(support::PROVIDER);
    profile.repair = RepairMode::AsGiven;
    let any = Profile::any(support::PROVIDER);
    output.push(format!("{profile:?}{any:?}{:?}", support::PROVIDER));
    printed(judge(bundle, Some(given), &profile), &mut output);
    printed(judge(given, Some(given), &any), &mut output);
    printed(judge(&both, None, &any), &mut output);
    let scan = pemvet::pem::scan(given);
    output.push(format!(
        "{scan:?}{:?}{:?}",
        scan.sections(),
        scan.explanatory_text()
    ));
    output.push(format!(
        "{:?}{:?}{}",
        scan.faults(),
        scan.repairs(),
        scan.to_pem()
    ));
    output
}

#[test]
fn nothing_that_the_library_prints_holds_an_octet_of_a_key() {
    let mut leaks = Vec::new();
    assert!(BREAKAGES.len() >= 30);
    let bundle = read("demo/good.pem");
    let mut search = Search::default();
    let keys = keys();
    keys.iter().for_each(|(_, text)| search.plant(text));
    for (name, text) in &keys {
        for (breakage, broken) in BREAKAGES {
            let given = broken(text, &body_of(text));
            if let Some(form) = search.leaked(library_output(&bundle, &given)) {
                leaks.push(format!("{name}, {breakage}: {form}"));
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

#[test]
fn a_planted_leak_is_found_in_every_form() {
    let text = String::from_utf8(read("keys/p256.key")).expect("text");
    let needles = needles(&text);
    let secret = &secrets_of(&text)[0];
    let eight = &secret[11..19];
    let with = |separator: &str, octet: fn(&u8) -> String| {
        let octets: Vec<String> = eight.iter().map(octet).collect();
        format!("error: unexpected {} at 3", octets.join(separator)).into_bytes()
    };
    let lower: fn(&u8) -> String = |octet| format!("{octet:02x}");
    let cases = [
        ("raw", [b"left: ", eight, b"."].concat()),
        ("hex", with("", lower)),
        ("hex", with("", |octet| format!("{octet:02X}"))),
        ("hex", with(":", lower)),
        ("hex", with(" ", lower)),
        ("hex", with(", ", |octet| format!("0x{octet:02x}"))),
        ("decimal list", format!("InvalidData({eight:?})").into_bytes()),
        ("decimal list", format!("{eight:#?}").into_bytes()),
    ];
    for (form, output) in cases {
        assert_eq!(
            needles.leaked(&output),
            Some(form),
            "{}",
            String::from_utf8_lossy(&output)
        );
    }
    let body = body_of(&text);
    for start in 40..44 {
        // The scalar begins at octet 36, which is character 48.
        let line = format!("line 3: \"{}\" is no label", &body[start + 8..start + 24]);
        assert_eq!(needles.leaked(line.as_bytes()), Some("base64"), "{line}");
        let wrapped = format!(
            "{}\\n{}",
            &body[start + 8..start + 17],
            &body[start + 17..start + 24]
        );
        assert_eq!(needles.leaked(wrapped.as_bytes()), Some("base64"), "{wrapped}");
    }
    for harmless in [
        &read("demo/good.pem")[..],
        &read("keys/other.key"),
        text.lines().next().expect("one").as_bytes(),
    ] {
        assert_eq!(needles.leaked(harmless), None);
    }
}
