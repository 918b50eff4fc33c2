//! `pemvet why`: of each message, with the bundle that makes a server or client print it, the rule that tells the reason is named
//! first. The messages are those that the programs of `tests/servers` print.

#[path = "support/run.rs"]
mod run;
#[path = "../../tests/support/mod.rs"]
mod support;

use serde_json::Value;

use run::{AT, run, status, stdout};

fn rules(folder: &str, file: &str) -> String {
    format!("testdata/rules/{folder}/{file}")
}

/// What is said of a message about this bundle.
fn asked(message: &str, bundle: &str, more: &[&str]) -> (Value, i32) {
    let key = bundle.replace(".pem", ".key");
    let mut arguments = vec!["why", "--format", "json", AT, "--key", &key];
    arguments.extend(more);
    arguments.extend(["--", message, bundle]);
    let output = run(&arguments);
    let printed = stdout(&output);
    (serde_json::from_str(&printed).expect("JSON"), status(&output))
}

fn first_rule(answer: &Value) -> &str {
    answer["causes"][0]["rule"].as_str().unwrap_or_default()
}

/// A message, and the folder and file of a bundle in `testdata/rules`; the folder is the rule that is wanted.
const MESSAGES: &[(&str, &str, &str)] = &[
    (
        "[emerg] SSL_CTX_use_PrivateKey(\"key.pem\") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)",
        "key-mismatch",
        "bad-rsa.pem",
    ),
    (
        "tls: private key type does not match public key type",
        "key-mismatch",
        "bad-ec-for-rsa.pem",
    ),
    (
        "config: InconsistentKeys(KeyMismatch)",
        "key-mismatch",
        "bad-rsa.pem",
    ),
    (
        "(GNUTLS_E_CERTIFICATE_KEY_MISMATCH) The certificate and the given key do not match.",
        "key-mismatch",
        "bad-rsa.pem",
    ),
    (
        "code: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'",
        "key-mismatch",
        "bad-rsa.pem",
    ),
    (
        "cannot load certificate \"cert.pem\": PEM_read_bio_X509_AUX() failed (SSL: error:0480006B:PEM routines::not proc type)",
        "layout-repaired",
        "bad-blank-line.pem",
    ),
    (
        "FATAL:  could not load server certificate file \"cert.pem\": no start line",
        "layout-repaired",
        "bad-indented.pem",
    ),
    (
        "AH00016: Configuration Failed",
        "layout-repaired",
        "bad-indented.pem",
    ),
    (
        "[ALERT] (3538) : config : Fatal errors found in configuration.",
        "marker-repaired",
        "bad-four-dashes.pem",
    ),
    (
        "error:04800066:PEM routines::bad end line",
        "marker-repaired",
        "bad-four-dashes.pem",
    ),
    (
        "9 certificate is not yet valid",
        "certificate-not-yet-valid",
        "bad-leaf.pem",
    ),
    (
        "x509: certificate has expired or is not yet valid: current time is after",
        "certificate-expired",
        "bad-leaf.pem",
    ),
    (
        "SEC_ERROR_EXPIRED_CERTIFICATE",
        "certificate-expired",
        "bad-leaf.pem",
    ),
    (
        "net::ERR_CERT_DATE_INVALID",
        "certificate-expired",
        "bad-leaf.pem",
    ),
    (
        "68 CA signature digest algorithm too weak",
        "signature-hash-weak",
        "bad-sha1-leaf.pem",
    ),
    (
        "x509: cannot verify signature: insecure algorithm SHA1-RSA",
        "signature-hash-weak",
        "bad-sha1-leaf.pem",
    ),
    (
        "20 unable to get local issuer certificate",
        "issuer-missing",
        "bad-leaf-only.pem",
    ),
    (
        "PKIX path building failed: unable to find valid certification path to requested target",
        "issuer-missing",
        "bad-leaf-only.pem",
    ),
    (
        "34 unhandled critical extension",
        "critical-extension-unknown",
        "bad-leaf.pem",
    ),
];

#[test]
fn the_rule_that_tells_the_reason_comes_first() {
    let mut wrong = Vec::new();
    for (message, rule, file) in MESSAGES {
        let (answer, status) = asked(message, &rules(rule, file), &[]);
        if first_rule(&answer) != *rule || status != 0 {
            wrong.push(format!("{rule}: {} for {message}", first_rule(&answer)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A message alone, and the rule that is named first.
const ALONE: &[(&str, &str)] = &[
    (
        "curl: (60) schannel: SNI or certificate check failed: SEC_E_WRONG_PRINCIPAL (0x80090322) - The target principal name is incorrect.",
        "san-name-missing",
    ),
    (
        "AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: NotTimeValid",
        "certificate-expired",
    ),
    (
        "The credentials supplied to the package were not recognized",
        "key-missing",
    ),
    (
        "CertPathValidatorException: CA key usage check failed: keyCertSign bit is not set",
        "issuer-cannot-sign",
    ),
    (
        "org.apache.kafka.common.errors.InvalidConfigurationException: No matching CERTIFICATE entries in PEM file",
        "text-encoding-repaired",
    ),
    (
        "org.apache.kafka.common.errors.InvalidConfigurationException: No matching PRIVATE KEY entries in PEM file",
        "key-form-not-read",
    ),
    (
        "x509: SAN iPAddress contains IPv4-mapped IPv6 address",
        "general-name-form",
    ),
    (
        "x509: a root or intermediate certificate is not authorized to sign in this domain",
        "name-constraint-violated",
    ),
    ("x509: ECDSA verification failure", "signature-bad"),
    ("x509: invalid RSA public exponent", "rsa-exponent-weak"),
    ("x509: RSA key missing NULL parameters", "algorithm-parameters"),
    ("x509: malformed UTCTime", "time-form"),
    ("x509: invalid X.509 policies", "extension-malformed"),
    ("x509: invalid basic constraints", "extension-malformed"),
    (
        "x509: trailing data after X.509 authority information",
        "bytes-left-over",
    ),
    ("x509: invalid version", "certificate-version"),
    ("x509: no valid policy chains", "explicit-policy-missing"),
    ("mldsa: invalid public key length", "public-key-invalid"),
    (
        "[ALERT] config : 'bind :443' : No Private Key found in '/etc/haproxy/a.pem.key'.",
        "key-missing",
    ),
    (
        "FATAL:  could not load private key file \"server.key\": key values mismatch",
        "key-mismatch",
    ),
    (
        "psql: server certificate for \"db.example.com\" does not match host name \"other\"",
        "san-name-missing",
    ),
    (
        "Failed to load incomplete private key from path: /certs/a.key",
        "key-encrypted",
    ),
    (
        "mosquitto: Error: Server certificate/key are inconsistent.",
        "key-mismatch",
    ),
    (
        "AH02577: Init: SSLPassPhraseDialog builtin is not supported",
        "key-encrypted",
    ),
    (
        "invalid peer certificate: UnsupportedCertVersion",
        "certificate-version",
    ),
    (
        "wget: ERROR: The certificate of 'a' doesn't have a known issuer.",
        "issuer-missing",
    ),
    ("NET::ERR_CERT_INVALID", "key-type-not-everywhere"),
    (
        "MOZILLA_PKIX_ERROR_NOT_YET_VALID_ISSUER_CERTIFICATE",
        "certificate-not-yet-valid",
    ),
    (
        "MOZILLA_PKIX_ERROR_INVALID_INTEGER_ENCODING",
        "serial-number-form",
    ),
    ("MOZILLA_PKIX_ERROR_EMPTY_ISSUER_NAME", "issuer-empty"),
];

#[test]
fn a_message_alone_has_its_likeliest_rule_first() {
    let first = |message: &str| {
        let output = run(&["why", "--format", "json", "--", message]);
        let answer: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        first_rule(&answer).to_owned()
    };
    let wrong: Vec<String> = ALONE
        .iter()
        .map(|(message, rule)| (message, rule, first(message)))
        .filter(|(_, rule, first)| first != *rule)
        .map(|(message, rule, first)| format!("{rule}: {first} for {message}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_server_says_of_a_client_is_asked_with_its_profile() {
    let bundle = rules("eku-purpose-missing", "bad-server-only.pem");
    let message = "SSL_accept: error 26: unsuitable certificate purpose";
    let (answer, _) = asked(message, &bundle, &["--profile", "client"]);
    assert_eq!(first_rule(&answer), "eku-purpose-missing");
}

#[test]
fn a_bundle_without_such_a_fault_is_said_not_to_be_the_cause() {
    let good = [
        "--trust",
        "testdata/demo/root.pem",
        "--hostname",
        "cluster.example.com",
    ];
    let mut arguments = vec!["why", AT, "--key", "testdata/demo/proxy.key"];
    arguments.extend(good);
    arguments.extend([
        "x509: certificate signed by unknown authority",
        "testdata/demo/good.pem",
    ]);
    let output = run(&arguments);
    assert_eq!(status(&output), 1);
    assert!(
        stdout(&output).contains("Nothing of this kind is wrong with testdata/demo/good.pem"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_message_that_blames_no_certificate_says_so() {
    let output = run(&[
        "why",
        "curl: (35) error:0A00010B:SSL routines::wrong version number",
    ]);
    assert_eq!(status(&output), 0);
    assert!(
        stdout(&output).contains("does not speak TLS on this port"),
        "{}",
        stdout(&output)
    );
    let output = run(&["why", "segmentation fault"]);
    assert_eq!(
        (status(&output), stdout(&output).as_str()),
        (1, "pemvet does not know this message.\n")
    );
}

#[test]
fn a_message_about_a_key_that_nobody_gave_says_that_it_was_not_checked() {
    let output = run(&["why", AT, "key values mismatch", "testdata/demo/good.pem"]);
    let printed = stdout(&output);
    assert!(
        printed.contains("key-mismatch: not checked, as no private key was given"),
        "{printed}"
    );
}
