//! Checks of a caller's own: their findings are like those of pemvet.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use pemvet::rules::{self, Rule};
use pemvet::{Bundle, Check, Class, KeyRequirement, Profile, Severity, UnixTime};
use support::{NOW, PROVIDER, read};

static COMPANY: Rule = Rule::new(
    "acme-organization",
    Class::Unknown,
    Severity::Error,
    "the leaf is not Acme's",
)
.with_explanation("Our servers show who runs them.\n\nAsk for O=Acme in the subject.");

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(NOW))
}

/// Objects to leaves of others.
fn of_acme() -> Check {
    Check::new(&COMPANY, |seen| {
        if let Some((place, leaf)) = seen.leaf() {
            let subject = leaf.to_summary().subject;
            if !subject.contains("O=Acme") {
                seen.object_to(
                    place,
                    format!("The leaf's subject is \"{subject}\"; wanted O=Acme."),
                );
            }
        }
    })
}

#[test]
fn an_objection_rejects_with_its_class_at_its_place() {
    let pem = read("demo/good.pem");
    let mut profile = Profile::any(PROVIDER);
    assert!(Bundle::new(&pem).validate(&profile, now()).is_accepted());
    profile.add_check(of_acme());
    let report = Bundle::new(&pem).at_line(7).validate(&profile, now());
    let finding = &report.findings()[0];
    assert_eq!(finding.rule.name, "acme-organization");
    assert_eq!(finding.rule.area.name, "own");
    assert_eq!(
        finding.help.as_ref().map(pemvet::Help::text),
        Some("Ask for O=Acme in the subject.".into())
    );
    let location = finding.location.as_ref().expect("a place");
    assert_eq!((location.certificate, *location.lines.start()), (Some(0), 7));
    assert_eq!((report.class(), report.trust()), (Some(Class::Unknown), None));
    let rejected = report.into_result().expect_err("a rejection");
    assert_eq!(
        rejected.to_string(),
        "unknown certificate bundle: acme-organization: The leaf's subject is \"CN=cluster.example.com, O=Example\"; wanted O=Acme."
    );
}

#[test]
fn a_profile_gives_it_another_severity() {
    let pem = read("demo/good.pem");
    let mut profile = Profile::any(PROVIDER);
    profile.add_check(of_acme());
    profile.set_severity(&COMPANY, Severity::Warning);
    let report = Bundle::new(&pem).validate(&profile, now());
    let finding = report.findings().iter().find(|it| it.rule.name == COMPANY.name);
    let finding = finding.expect("the finding");
    assert_eq!((finding.severity, finding.class), (Severity::Warning, None));
    assert!(report.is_accepted());
    let places = report.findings().iter().map(|it| it.severity);
    assert!(places.is_sorted_by(|one, next| one >= next));
}

#[test]
fn it_sees_what_the_rules_found_and_not_what_other_checks_found() {
    static QUIET: Rule = Rule::new("acme-quiet", Class::Invalid, Severity::Error, "errors were found");
    let quiet = Check::new(&QUIET, |seen| {
        let errors = seen.report().findings().iter();
        let errors = errors.filter(|it| it.severity == Severity::Error).count();
        seen.object(format!("{errors} errors at {}.", seen.now().as_secs()));
    });
    let mut profile = Profile::any(PROVIDER);
    profile.add_check(of_acme());
    profile.add_check(quiet);
    let report = Bundle::new(&read("demo/good.pem")).validate(&profile, now());
    let said = report.findings().iter().find(|it| it.rule.name == "acme-quiet");
    assert_eq!(said.expect("it spoke").message, format!("0 errors at {NOW}."));
}

#[test]
fn it_is_not_asked_about_a_name_that_the_product_does_not_know() {
    let mut profile = pemvet::redis::unknown_name("nonsense", PROVIDER);
    profile.add_check(of_acme());
    let report = Bundle::new(&read("demo/good.pem")).validate(&profile, now());
    assert!(report.findings().iter().all(|it| it.rule.name != COMPANY.name));
}

#[test]
fn endless_objections_are_counted() {
    static MANY: Rule = Rule::new("acme-many", Class::Invalid, Severity::Note, "there is no end");
    let many = Check::new(&MANY, |seen| {
        (0..250).for_each(|number| seen.object(number.to_string()));
    });
    let mut profile = Profile::any(PROVIDER);
    profile.add_check(many);
    let report = Bundle::new(&read("demo/good.pem")).validate(&profile, now());
    let said: Vec<_> = report
        .findings()
        .iter()
        .filter(|it| it.rule.name == "acme-many")
        .collect();
    assert_eq!(said.len(), 101);
    assert_eq!(
        said[100].message,
        "The same 150 times more; not shown one by one."
    );
}

#[test]
fn a_server_needs_its_key() {
    let profile = Profile::server(PROVIDER);
    assert_eq!(profile.private_key, KeyRequirement::Required);
    let pem = read("demo/good.pem");
    let report = Bundle::new(&pem).validate(&profile, now());
    assert_eq!(report.class(), Some(Class::Invalid));
    let rejected = report.into_result().expect_err("no key");
    assert_eq!(rejected.report().findings().len(), rejected.findings().len());

    let mut lenient = profile.clone();
    lenient.private_key = KeyRequirement::Optional;
    let accepted = Bundle::new(&pem).validate(&lenient, now()).into_result();
    let no_key = accepted
        .expect("a good chain")
        .into_certified()
        .expect_err("no key");
    assert_eq!(no_key.into_accepted().to_chain().certificates().len(), 3);

    let key = read("demo/proxy.key");
    let report = Bundle::new(&pem).with_private_key(&key).validate(&profile, now());
    let (chain, key) = report
        .into_result()
        .expect("good")
        .into_certified()
        .expect("a key");
    assert_eq!(chain.len(), 3);
    assert!(!key.secret_der().is_empty());
}

#[test]
fn a_misspelt_rule_is_an_error_that_names_the_nearest() {
    let unknown = rules::find("chain-out-of-ordr").expect_err("no such rule");
    assert_eq!(
        unknown.to_string(),
        "there is no rule \"chain-out-of-ordr\"; did you mean chain-out-of-order?"
    );
}
