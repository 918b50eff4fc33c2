//! What a part of a repository is for, by the names of its directories and files.

use std::path::{Component, Path};

use crate::toml_text::escaped;

/// What a part of a repository is for, where keys and odd certificates are nothing to worry about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Tests,
    Examples,
    Documentation,
    /// Somebody else's, with their own tests.
    Vendored,
}

impl Kind {
    /// Why it is passed over.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Kind::Tests => "made for tests: nothing that is installed trusts or uses it",
            Kind::Examples => "an example: whoever follows it makes keys and certificates of their own",
            Kind::Documentation => "documentation: it shows what such files look like",
            Kind::Vendored => "copied from another project, whose matter it is",
        }
    }

    fn of_directory(name: &str) -> Option<Kind> {
        let name = name.to_ascii_lowercase();
        let words: Vec<&str> = name
            .split(['-', '_', '.', ' '])
            .filter(|word| !word.is_empty())
            .collect();
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
        if VENDORED.contains(&name.as_str()) {
            Some(Kind::Vendored)
        } else if has(TESTS) || name == "t" || is_compound_of_test(&words) {
            Some(Kind::Tests)
        } else if has(EXAMPLES) {
            Some(Kind::Examples)
        } else if has(DOCUMENTATION) {
            Some(Kind::Documentation)
        } else {
            None
        }
    }

    fn of_file(name: &str) -> Option<(Kind, String)> {
        let (stem, extension) = name.rsplit_once('.')?;
        if PAGES.contains(&extension) {
            return Some((Kind::Documentation, format!("*.{extension}")));
        }
        let endings = [
            "_test", "-test", "_tests", "-tests", ".test", ".spec", "_spec", "Test", "Tests", "IT",
        ];
        if let Some(ending) = endings.into_iter().find(|ending| stem.ends_with(ending)) {
            return Some((Kind::Tests, format!("*{ending}.{extension}")));
        }
        let beginnings = ["test_", "test-"];
        let beginning = beginnings
            .into_iter()
            .find(|beginning| stem.starts_with(beginning))?;
        Some((Kind::Tests, format!("{beginning}*.{extension}")))
    }
}

/// `caddytest` as Go names such packages, `testkeys`, `docker-integration`. `latest` and `contest` are no tests, and
/// `integration` alone may be a place that something is installed to.
fn is_compound_of_test(words: &[&str]) -> bool {
    let is_integration = words.len() > 1 && words.contains(&"integration");
    let is_package = |word: &&str| word.ends_with("test") && !NO_TESTS.iter().any(|it| word.ends_with(it));
    let is_of_tests = |word: &&str| {
        let rest = word.strip_prefix("test").unwrap_or_default();
        [
            "ca", "cert", "key", "tls", "ssl", "pki", "file", "data", "lib", "util", "case", "suite",
        ]
        .iter()
        .any(|it| rest.starts_with(it))
    };
    is_integration || words.iter().any(is_package) || words.iter().any(is_of_tests)
}

const NO_TESTS: &[&str] = &[
    "latest", "contest", "attest", "protest", "fastest", "greatest", "shortest",
];

const TESTS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "testdata",
    "testcase",
    "testcases",
    "testcerts",
    "testutil",
    "testutils",
    "testsuite",
    "testlib",
    "fixture",
    "fixtures",
    "spec",
    "specs",
    "e2e",
    "mock",
    "mocks",
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
    "fuzz",
];
const EXAMPLES: &[&str] = &[
    "example",
    "examples",
    "sample",
    "samples",
    "demo",
    "demos",
    "tutorial",
    "tutorials",
];
const DOCUMENTATION: &[&str] = &["doc", "docs", "documentation", "man", "rfcs", "howto", "website"];
const VENDORED: &[&str] = &[
    "vendor",
    "vendored",
    "third_party",
    "third-party",
    "3rdparty",
    "node_modules",
];
const PAGES: &[&str] = &["md", "rst", "adoc", "html", "htm", "texi", "tex"];

/// The glob that stands for the part of the repository that a file is in, and what it is for: the outermost directory that
/// says so, else the file's own name.
pub(super) fn of(file: &Path) -> Option<(Kind, String)> {
    let mut glob = String::new();
    let mut names = file.components().peekable();
    while let Some(component) = names.next() {
        let Component::Normal(name) = component else {
            continue;
        };
        let name = name.to_str()?;
        if names.peek().is_none() {
            let (kind, pattern) = Kind::of_file(name)?;
            return Some((kind, pattern));
        }
        glob.push('/');
        glob.push_str(&escaped(name));
        if let Some(kind) = Kind::of_directory(name) {
            glob.push('/');
            return Some((kind, glob));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Kind, of};

    #[test]
    fn the_outermost_directory_that_says_so_counts_and_else_the_files_name() {
        let cases = [
            ("tests/certs/a.key", Some((Kind::Tests, "/tests/"))),
            ("src/test/resources/docs/a.key", Some((Kind::Tests, "/src/test/"))),
            (
                "pkg/tls/testdata/a.pem",
                Some((Kind::Tests, "/pkg/tls/testdata/")),
            ),
            (
                "integration-tests/a.yaml",
                Some((Kind::Tests, "/integration-tests/")),
            ),
            (
                "a[1] b/__tests__/x.js",
                Some((Kind::Tests, "/a\\[1\\]\\ b/__tests__/")),
            ),
            ("examples/tls/server.key", Some((Kind::Examples, "/examples/"))),
            ("docs/tls.md", Some((Kind::Documentation, "/docs/"))),
            ("README.md", Some((Kind::Documentation, "*.md"))),
            ("pkg/tls_test.go", Some((Kind::Tests, "*_test.go"))),
            ("lib/test_tls.py", Some((Kind::Tests, "test_*.py"))),
            ("src/tls.spec.ts", Some((Kind::Tests, "*.spec.ts"))),
            ("vendor/a/testdata/x.pem", Some((Kind::Vendored, "/vendor/"))),
            ("deploy/tls.key", None),
            ("deploy/integration/tls.key", None),
            ("latest/tls.key", None),
            ("caddytest/a.key", Some((Kind::Tests, "/caddytest/"))),
            (
                "contrib/docker-integration/a.key",
                Some((Kind::Tests, "/contrib/docker-integration/")),
            ),
            ("lib/tls-test.c", Some((Kind::Tests, "*-test.c"))),
            ("contest.py", None),
            ("attest/a.key", None),
        ];
        for (file, wanted) in cases {
            let wanted = wanted.map(|(kind, glob)| (kind, glob.to_owned()));
            assert_eq!(of(Path::new(file)), wanted, "{file}");
        }
    }
}
