//! Where else in documents certificates and keys stand: in documents inside values, in lists of variables, of lines and of
//! bytes, under tags, beside a NUL; and what is piped without a name.

#[path = "support/run.rs"]
mod command;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use command::{AT, run_in, scratch, status, stderr, stdout};
use support::{base64, text};

fn good() -> String {
    text("demo/good.pem")
}

fn key() -> String {
    text("demo/proxy.key")
}

fn each(text: &str, before: &str) -> String {
    text.lines().map(|line| format!("{before}{line}\n")).collect()
}

/// Tests run at the same time, each file in a folder of its own.
fn own_folder() -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    scratch(&format!(
        "documents-within-{}",
        NUMBER.fetch_add(1, Ordering::Relaxed)
    ))
}

#[track_caller]
fn check(name: &str, content: &[u8], arguments: &[&str]) -> (i32, String) {
    let folder = own_folder();
    fs::write(folder.join(name), content).expect("a scratch file");
    let output = run_in(&folder, &[&["check", name], arguments, &[AT]].concat(), b"");
    (status(&output), format!("{}{}", stdout(&output), stderr(&output)))
}

#[track_caller]
fn piped(content: &[u8]) -> (i32, String) {
    let output = run_in(&own_folder(), &["check", "-", AT], content);
    (status(&output), format!("{}{}", stdout(&output), stderr(&output)))
}

/// A folder with one file, as a walk of it sees it.
#[track_caller]
fn walked(name: &str, content: &[u8]) -> (i32, String) {
    let folder = own_folder();
    fs::write(folder.join(name), content).expect("a scratch file");
    let output = run_in(&folder, &["check", ".", AT], b"");
    (status(&output), format!("{}{}", stdout(&output), stderr(&output)))
}

fn kubeconfig() -> String {
    format!(
        "apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    client-certificate-data: {}\n    client-key-data: {}\n",
        base64(good().as_bytes()),
        base64(key().as_bytes())
    )
}

#[test]
fn a_document_inside_a_value_is_read_two_levels_deep() {
    let secret = |member: &str, text: &str| {
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n  {member}: {}\n",
            base64(text.as_bytes())
        )
    };
    let (code, said) = check("a.yaml", secret("kubeconfig", &kubeconfig()).as_bytes(), &[]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("a.yaml (Secret web, data.kubeconfig, Config, users.0.user.client-certificate-data)"),
        "{said}"
    );
    assert!(said.contains("key matches"), "{said}");
    let map = |member: &str, text: &str| {
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n  {member}: |\n{}",
            each(text, "    ")
        )
    };
    let properties = format!("# of the app\ncert={}\n", good().replace('\n', "\\n"));
    let (code, said) = check("b.yaml", map("app.properties", &properties).as_bytes(), &[]);
    assert!(
        code == 0 && said.contains("data.app.properties, cert)") && said.contains("line 8"),
        "{said}"
    );
    // Damage inside is told at its line.
    let wrong = properties.replace("\\n", "\\\\n");
    let (code, said) = check("b.yaml", map("app.properties", &wrong).as_bytes(), &[]);
    assert!(
        code == 1 && said.contains("b.yaml:8") && said.contains("\\\\n is escaped twice"),
        "{said}"
    );
    let inner = serde_json::json!({"tls": {"cert": good()}}).to_string();
    let outer = serde_json::json!({"settings": inner}).to_string();
    let (code, said) = check("c.json", outer.as_bytes(), &[]);
    assert!(
        code == 0 && said.contains("c.json (settings, tls.cert)"),
        "{said}"
    );
    let third = serde_json::json!({"a": outer}).to_string();
    let (code, said) = check("d.json", third.as_bytes(), &[]);
    assert!(
        code == 0 && said.contains("d.json (a, settings, tls.cert)"),
        "{said}"
    );
    // And no further.
    let fourth = serde_json::json!({"b": third}).to_string();
    let (_, said) = check("d.json", fourth.as_bytes(), &[]);
    assert!(!said.contains("settings, tls.cert"), "{said}");
    // A key in there is a key that lies there.
    let (code, said) = walked("e.yaml", secret("config", &kubeconfig()).as_bytes());
    assert!(
        code == 1 && said.contains("private-key-found") && !said.contains(&base64(key().as_bytes())[40..90]),
        "{said}"
    );
}

#[test]
fn variables_in_a_list_are_pairs_by_their_names() {
    let escaped = good().replace('\n', "\\n");
    let compose = format!(
        "services:\n  web:\n    environment:\n      - \"TLS_CERT={escaped}\"\n      - TLS_KEY={}\n      - MODE=a\n",
        base64(key().as_bytes())
    );
    let (code, said) = check("compose.yaml", compose.as_bytes(), &[]);
    assert!(
        said.contains("key matches") && said.contains("services.web.environment.0"),
        "{said}"
    );
    assert!(code == 0 || said.contains("key-in-certificate-file"), "{said}");
    let blanks = compose.replace("\\n", " ");
    let (code, said) = check("compose.yaml", blanks.as_bytes(), &[]);
    assert!(code == 1 && said.contains("compose.yaml:4"), "{said}");
}

#[test]
fn a_list_of_lines_is_the_text_that_they_make() {
    let lines: Vec<String> = good().lines().map(str::to_owned).collect();
    let json = serde_json::json!({"Fn::Join": ["\n", lines]});
    let text = serde_json::to_string_pretty(&json).expect("JSON");
    let (code, said) = check("a.json", text.as_bytes(), &[]);
    assert!(
        code == 0 && said.contains("leaf") && said.contains("line"),
        "{said}"
    );
    let yaml = format!("cert:\n{}", each(&good(), "  - "));
    let (code, said) = check("a.yaml", yaml.as_bytes(), &[]);
    assert!(code == 0 && said.contains("lines 2-25"), "{said}");
    let (code, said) = walked("a.yaml", format!("k:\n{}", each(&key(), "- ")).as_bytes());
    assert!(code == 1 && said.contains("private-key-found"), "{said}");
}

#[test]
fn bytes_as_numbers_are_what_they_make() {
    let bytes = |text: &[u8]| serde_json::json!({"cert": {"type": "Buffer", "data": text}}).to_string();
    let (code, said) = check("a.json", bytes(good().as_bytes()).as_bytes(), &[]);
    assert!(code == 0 && said.contains("leaf"), "{said}");
    let (code, said) = walked("a.json", bytes(key().as_bytes()).as_bytes());
    assert!(code == 1 && said.contains("private-key-found"), "{said}");
    let der = support::certificates(&support::testdata("demo/good.pem")).swap_remove(0);
    let signed: Vec<i16> = der.iter().map(|byte| i16::from(byte.cast_signed())).collect();
    let (_, said) = check(
        "b.json",
        serde_json::json!({ "x": signed }).to_string().as_bytes(),
        &[],
    );
    assert!(said.contains("CN=cluster.example.com"), "{said}");
}

#[test]
fn a_binary_value_is_its_bytes_and_readers_that_differ_are_named() {
    let wrapped: String = base64(good().as_bytes())
        .as_bytes()
        .chunks(60)
        .map(|it| format!("  {}\n", String::from_utf8_lossy(it)))
        .collect();
    let (code, said) = check("a.yaml", format!("cert: !!binary |\n{wrapped}").as_bytes(), &[]);
    assert!(
        code == 0 && said.contains("document-readers-differ") && said.contains("is !!binary"),
        "{said}"
    );
}

#[test]
fn certificates_of_web_keys_and_of_saml_are_read_by_their_names() {
    let ders = support::certificates(&support::testdata("demo/good.pem"));
    let chain: Vec<String> = ders.iter().map(base64).collect();
    let keys = serde_json::json!({"keys": [{"kty": "RSA", "x5c": chain}, {"kty": "RSA", "x5c": [chain[0]]}]});
    let (code, said) = check("jwks.json", keys.to_string().as_bytes(), &[]);
    assert!(
        code == 0 && said.contains("jwks.json (keys.0.x5c") && said.contains("└─ root"),
        "{said}"
    );
    assert!(
        said.contains("jwks.json (keys.1.x5c") && said.contains("2 bundles"),
        "{said}"
    );
    let metadata = format!(
        "<md:EntityDescriptor><md:KeyDescriptor><ds:X509Data>\n<ds:X509Certificate>{}</ds:X509Certificate>\n</ds:X509Data></md:KeyDescriptor></md:EntityDescriptor>\n",
        chain[0]
    );
    let (code, said) = check("metadata.xml", metadata.as_bytes(), &[]);
    assert!(code == 0 && said.contains("CN=cluster.example.com"), "{said}");
}

#[test]
fn names_of_java_and_kafka_are_pairs() {
    let pair = format!("{{\"tlsCert\": {:?}, \"tlsKey\": {:?}}}", good(), key());
    let (_, said) = check("a.json", pair.as_bytes(), &[]);
    assert!(said.contains("a.json (tlsCert) + tlsKey"), "{said}");
    let kafka = format!(
        "ssl.keystore.type=PEM\nssl.keystore.certificate.chain={}\nssl.keystore.key={}\n",
        good().replace('\n', "\\n"),
        key().replace('\n', "\\n")
    );
    let (_, said) = check("server.properties", kafka.as_bytes(), &[]);
    assert!(
        said.contains("(ssl.keystore.certificate.chain) + ssl.keystore.key"),
        "{said}"
    );
}

#[test]
fn a_nul_hides_no_key_and_a_program_s_own_are_passed_over() {
    let text = format!("# notes\0\n{}", key());
    for name in ["notes.txt", "a.conf"] {
        let (code, said) = walked(name, text.as_bytes());
        assert!(code == 1 && said.contains("private-key-found"), "{name} {said}");
    }
    let mut program = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    program.extend(key().into_bytes());
    let (code, said) = walked("program", &program);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn what_is_piped_is_known_by_what_it_is() {
    let yaml = format!("port: 443\ncert: |\n{}", each(&good(), "  "));
    let (code, said) = piped(yaml.as_bytes());
    assert!(code == 0 && said.contains("- (cert)"), "{said}");
    let folded = yaml.replace("cert: |", "cert: >");
    let (code, said) = piped(folded.as_bytes());
    assert!(code == 1 && said.contains("> folds lines into one"), "{said}");
    let secret = format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\ndata:\n  tls.crt: {}\n",
        base64(good().as_bytes())
    );
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(secret.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (code, said) = piped(&utf16);
    assert!(
        code == 1 && said.contains("The file is UTF-16") && said.contains("Secret web, data.tls.crt"),
        "{said}"
    );
    // What tools print around blocks is no YAML.
    let printed = format!("Certificate:\n    Data:\n        Version: 3 (0x2)\n{}", good());
    let (code, said) = piped(printed.as_bytes());
    assert!(code == 0 && !said.contains("document"), "{said}");
}

#[test]
fn json_with_a_byte_order_mark_is_read_and_who_refuses_it_is_named() {
    let text = format!("\u{feff}{{\"cert\": {:?}}}", good());
    let (code, said) = check("a.json", text.as_bytes(), &[]);
    assert!(
        code == 0 && said.contains("A byte order mark begins the file") && said.contains("(cert)"),
        "{said}"
    );
    let folder = scratch("documents-mark");
    fs::write(folder.join("a.json"), text.replace("\\n", " ")).expect("a scratch file");
    let output = run_in(&folder, &["fix", "--in-place", "a.json", AT], b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(
        fs::read_to_string(folder.join("a.json"))
            .expect("text")
            .replace("\\n\"}", "\"}"),
        text.replace("\\n\"}", "\"}")
    );
}

/// As after May 2020: a root that clients have was cross-signed by one that has expired.
#[test]
fn expired_certificates_that_nobody_needs_are_named_by_their_lines() {
    let folder = scratch("documents-expired");
    let script = "
        set -e
        printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n' > ca.cnf
        printf 'subjectAltName=DNS:web.example.com\nextendedKeyUsage=serverAuth\n' > leaf.cnf
        for name in old root issuing leaf; do
            openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $name.key -subj /CN=$name -out $name.csr 2> /dev/null
        done
        sign() { openssl x509 -req -in $1.csr -days $3 -extfile $4 -out $2.pem $5 2> /dev/null; }
        sign old old 1 ca.cnf '-key old.key'
        sign root root 3000 ca.cnf '-key root.key'
        sign root crossed 1 ca.cnf '-CA old.pem -CAkey old.key'
        sign issuing issuing 3000 ca.cnf '-CA root.pem -CAkey root.key'
        sign leaf leaf 300 leaf.cnf '-CA issuing.pem -CAkey issuing.key'
        cat leaf.pem issuing.pem crossed.pem old.pem > web.pem";
    let made = std::process::Command::new("sh")
        .args(["-c", script])
        .current_dir(&folder)
        .output();
    let made = made.expect("a shell");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    // The certificates are of today, and two of them of no longer.
    let later = std::process::Command::new("date")
        .args(["-u", "-d", "+40 days", "+%Y-%m-%d"])
        .output();
    let at = String::from_utf8(later.expect("a date").stdout)
        .expect("text")
        .trim()
        .to_owned();
    let output = run_in(
        &folder,
        &["check", "web.pem", "--trust", "root.pem", "--at", &at],
        b"",
    );
    let count = |name: &str| {
        fs::read_to_string(folder.join(name))
            .expect("text")
            .lines()
            .count()
    };
    let from = count("leaf.pem") + count("issuing.pem") + 1;
    let advice = format!(
        "help: remove lines {from}-{}: root is cross-signed by an expired root; clients that have root itself need neither",
        count("web.pem")
    );
    assert!(
        stdout(&output).contains(&advice),
        "{advice}\n{}{}",
        stdout(&output),
        stderr(&output)
    );
}
