//! docs/redis.md: its tables are made of what the library knows, and the rules that it names are there.

#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod support;

use std::fmt::Write as _;
use std::path::Path;

use pemvet::redis::{self, CertificateName, Deletion, Endpoint, Requirement, RequirementLevel, Target};
use pemvet::{Class, KeyRequirement, Severity};
use support::expect_file;

#[test]
fn the_tables_of_the_page_are_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/redis.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let mut written = page.clone();
    for (name, table) in [
        ("names", names_table()),
        ("requirements", requirement_tables()),
        ("statuses", status_table()),
    ] {
        let (begin, end) = (format!("<!-- table: {name} -->\n"), "<!-- end of table -->");
        let start = written.find(&begin).expect("the table's begin") + begin.len();
        let length = written[start..].find(end).expect("the table's end");
        written.replace_range(start..start + length, &table);
    }
    expect_file(&path, &written).unwrap_or_else(|difference| panic!("{difference}"));
}

#[test]
fn the_page_names_rules_that_there_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/redis.md");
    let page = std::fs::read_to_string(path).expect("the page");
    // In the tables of the page each last column, or the second, is one of rules.
    let quoted = page
        .lines()
        .filter(|line| line.starts_with("| "))
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    let kebab =
        |text: &&str| text.contains('-') && text.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
    let named: Vec<&str> = quoted
        .filter(kebab)
        .filter(|text| !text.starts_with('-'))
        .collect();
    assert!(named.len() > 40, "{named:?}");
    for name in named {
        assert!(pemvet::rules::find(name).is_ok(), "{name}");
    }
}

fn names_table() -> String {
    let mut table = String::from(
        "| name | serves | is a | required | private key | since | field in Kubernetes |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for name in CertificateName::ALL {
        let facts = name.facts();
        let _ = writeln!(
            table,
            "| `{name}` | {} | {} | {} | {} | {} | {} |",
            facts.plane,
            facts.kind.as_str(),
            if facts.required { "yes" } else { "no" },
            if facts.private_key == KeyRequirement::Forbidden {
                "must not be sent"
            } else {
                "yes"
            },
            name.first_version(),
            redis::kubernetes_field(name).map_or("none".into(), |field| format!("`{field}`")),
        );
    }
    table
}

/// Versions in which something changes.
const VERSIONS: [&str; 5] = ["5.4", "6.2", "7.22", "8.0", "8.2"];

fn requirement_tables() -> String {
    use CertificateName as Name;
    let groups: [&[Name]; 6] = [
        &[Name::Api, Name::Cm],
        &[Name::MetricsExporter],
        &[Name::Proxy],
        &[Name::Syncer],
        &[Name::CcsInternodeEncryption, Name::DataInternodeEncryption],
        &[Name::LdapClient],
    ];
    let mut tables = String::new();
    for group in groups {
        let names: Vec<String> = group.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(
            tables,
            "\n**{}**\n\n| missing | rule | {} |\n| --- | --- | {} |",
            names.join(", "),
            VERSIONS.join(" | "),
            VERSIONS.map(|_| "---").join(" | ")
        );
        for requirement in Requirement::ALL {
            let rows: Vec<String> = group
                .iter()
                .map(|name| requirement_row(requirement, *name))
                .collect();
            assert!(
                rows.iter().all(|row| *row == rows[0]),
                "the names of a group are alike"
            );
            if rows[0].contains("should") || rows[0].contains("must") || rows[0].contains("root-absent") {
                tables.push_str(&rows[0]);
            }
        }
    }
    tables.push('\n');
    tables
}

fn requirement_row(requirement: Requirement, name: CertificateName) -> String {
    let cells = VERSIONS.map(|version| {
        let target = version.parse::<Target>().expect("a version");
        let demand = requirement.of(name, target).filter(|_| name.is_known_to(target));
        let Some(demand) = demand else { return "–".into() };
        let severity = demand.severity.map_or("–", Severity::as_str);
        match demand.level {
            RequirementLevel::Optional => severity.into(),
            RequirementLevel::Should => format!("{severity} (should)"),
            RequirementLevel::Must => format!("{severity} (must)"),
        }
    });
    let (missing, rule) = (
        requirement.as_str().replace('<', "\\<").replace('*', "\\*"),
        requirement.rule(),
    );
    format!("| {missing} | `{rule}` | {} |\n", cells.join(" | "))
}

fn status_table() -> String {
    let mut table = String::from(
        "| endpoint | accepted | invalid | unknown | expired |\n| --- | --- | --- | --- | --- |\n",
    );
    for endpoint in Endpoint::ALL {
        let cells = [
            None,
            Some(Class::Invalid),
            Some(Class::Unknown),
            Some(Class::Expired),
        ]
        .map(|class| {
            let answer = endpoint.answer(class);
            let also = answer
                .also
                .map_or(String::new(), |also| format!(" (the page lists {also} as well)"));
            format!("{}{also}", answer.status)
        });
        let _ = writeln!(table, "| `{}` | {} |", endpoint.as_str(), cells.join(" | "));
    }
    let _ = writeln!(
        table,
        "| `DELETE /v1/cluster/certificates/{{name}}` | {} | {} for a required name | {} for an unknown name | – |",
        Deletion::Allowed.status(),
        Deletion::Required.status(),
        Deletion::Unknown.status()
    );
    table
}
