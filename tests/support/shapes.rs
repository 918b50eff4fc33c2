//! Documents and bodies of requests made to cost time or memory.

/// PEM of one certificate.
const CERTIFICATE: &str = include_str!("../../testdata/demo/root.pem");
const KEY: &str = include_str!("../../testdata/demo/proxy.key");
/// `-----BEGIN CERTIFICATE-----`, once and twice in base64.
const ENCODED: &str = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t";
const ENCODED_TWICE: &str = "TFMwdExTMUNSVWRKVGlCRFJWSlVTVVpKUTBGVVJTMHRMUzB0";
/// What makes a document one that is looked into.
const MENTION: &str = "-----BEGIN CERTIFICATE-----";

/// One kind of document: its name, that of its file, and its text of at most so many bytes.
pub(crate) type Document = (&'static str, &'static str, fn(usize) -> String);

/// One kind of body.
pub(crate) type Body = (&'static str, fn(usize) -> String);

pub(crate) const DOCUMENTS: &[Document] = &[
    ("encoded values on one line", "a.pem", |size| {
        around(size, "", &format!("{ENCODED} "), "")
    }),
    ("shortest encoded values", "a.pem", |size| {
        around(size, "", "LS0tLS1CRUdJ ", "")
    }),
    ("encoded values on lines", "a.pem", |size| {
        around(size, "", "a: LS0tLS1CRUdJ\n", "")
    }),
    ("values encoded twice", "a.pem", |size| {
        around(size, "", &format!("{ENCODED_TWICE} "), "")
    }),
    ("line ends and a marker", "a.pem", |size| {
        around(size, "", "\n", MENTION)
    }),
    ("Erlang, begun blocks", "sys.config", |size| {
        around(size, "[{a,", "\"-----BEGIN \",", "\"\"}].")
    }),
    ("Erlang, quotation marks", "sys.config", |size| {
        around(size, "[\"-----BEGIN \",{}]. ", "\"", "")
    }),
    ("Erlang, three quotation marks", "sys.config", |size| {
        around(size, "[\"-----BEGIN \",{}]. ", "\"\"\" ", "")
    }),
    ("Erlang, strings", "sys.config", |size| {
        around(size, "[\"-----BEGIN \",{}]. ", "\"a\" ", "")
    }),
    ("Erlang, bytes", "sys.config", |size| {
        around(size, "[\"-----BEGIN \",{}]. ", "<<48,130,1>>,", "")
    }),
    ("Erlang, backslashes", "sys.config", |size| {
        around(size, "[\"-----BEGIN \",{}]. ", "$\\", "")
    }),
    ("shell, tags on one line", "a.sh", |size| {
        around(size, "# -----BEGIN \n", "<<A ", "\n-----BEGIN \n")
    }),
    ("shell, tags on lines", "a.sh", |size| {
        around(size, "", "<<A\n-----BEGIN \n", "")
    }),
    ("shell, bodies", "a.sh", |size| {
        around(size, "", "<<A\n-----BEGIN \nA\n", "")
    }),
    ("shell, echo", "a.sh", |size| {
        around(size, "", "echo -----BEGIN \n", "")
    }),
    ("Nix, strings", "a.nix", |size| {
        around(size, "", "''-----BEGIN ''", "")
    }),
    ("Nix, quotation marks", "a.nix", |size| {
        around(size, "-----BEGIN ''", "'''", "")
    }),
    ("npm, values", ".npmrc", |size| {
        around(size, "", "a=\"-----BEGIN \"\n", "")
    }),
    ("JSON lines", "a.jsonl", |size| {
        around(size, "", "{\"a\":\"-----BEGIN \"}\n", "")
    }),
    ("dashes by number", "a.py", |size| {
        around(size, "", "\"\\x2d\\x2d\\x2d\\x2d\\x2d", "")
    }),
    ("dashes by number on lines", "a.js", |size| {
        around(size, "", "\"\\u{2d}\\u{2d}\\u{2d}\\u{2d}\\u{2d}\"\n", "")
    }),
    ("compressed files", "a.yaml", |size| {
        around(size, "", "- {content: H4sI, path: a.pem}\n", "- '-----BEGIN '")
    }),
    ("literals of Kustomize", "a.yaml", |size| {
        around(
            size,
            "secretGenerator:\n- literals:\n",
            "  - a=\n",
            "  - 'a=-----BEGIN '",
        )
    }),
    ("types of keys", "a.json", |size| {
        around(size, "[\"-----BEGIN \"", ",\"kty\"", "]")
    }),
    (".env, unclosed quotation mark", "a.env", |size| {
        around(size, &format!("A=\"{MENTION}\n"), "a\n", "")
    }),
    (".env, a quotation mark in each line", "a.env", |size| {
        around(size, &format!("A={MENTION}\n"), "A='\nB=\"\n", "")
    }),
    (".env, values", "a.env", |size| {
        numbered(size, "", |it| format!("A{it}=-----BEGIN \n"), "")
    }),
    (".env, certificates", "a.env", |size| {
        numbered(size, "", |it| format!("A{it}=\"{CERTIFICATE}\"\n"), "")
    }),
    ("YAML, lists in lists", "a.yaml", |size| {
        around(size, "", "- ", &format!("'{MENTION}'"))
    }),
    ("YAML, keys of keys", "a.yaml", |size| {
        around(size, "", "? ", &format!("'{MENTION}'"))
    }),
    ("YAML, brackets", "a.yaml", |size| {
        around(size, &format!("- '{MENTION}'\n- "), "[", "")
    }),
    ("YAML, a long list in brackets", "a.yaml", |size| {
        around(size, &format!("- '{MENTION}'\n- ["), "1,", "1]")
    }),
    ("YAML, a long list in 100 brackets", "a.yaml", |size| {
        let (open, close) = ("[".repeat(100), "]".repeat(100));
        around(
            size,
            &format!("a: '{MENTION}'\nb: {open}"),
            "1,",
            &format!("1{close}"),
        )
    }),
    ("YAML, mappings", "a.yaml", |size| {
        around(size, &format!("- '{MENTION}'\n"), "- {}\n", "")
    }),
    ("YAML, anchors", "a.yaml", |size| {
        numbered(
            size,
            &format!("- '{MENTION}'\n"),
            |it| format!("- &a{it} 1\n"),
            "",
        )
    }),
    ("YAML, aliases", "a.yaml", |size| {
        around(size, &format!("- &a '{MENTION}'\n"), "- *a\n", "")
    }),
    ("YAML, values", "a.yaml", |size| {
        around(size, "", "- '-----BEGIN '\n", "")
    }),
    ("YAML, values under long names", "a.yaml", |size| {
        let name = format!("'{}':\n", "k".repeat(900));
        let above: String = (0..100).map(|it| " ".repeat(it) + &name).collect();
        let value = format!("{}- '-----BEGIN '\n", " ".repeat(100));
        around(size.max(above.len() + 1_000), &above, &value, "")
    }),
    ("YAML, certificates", "a.yaml", |size| {
        let block = CERTIFICATE.replace('\n', "\n  ");
        numbered(size, "", |it| format!("k{it}: |\n  {block}\n"), "")
    }),
    ("YAML, line ends in a block", "a.yaml", |size| {
        around(size, "a: |\n", "\n", &format!("  {MENTION}\n"))
    }),
    ("YAML, a folded block", "a.yaml", |size| {
        around(size, "a: >\n", "  a\n\n", &format!("  {MENTION}\n"))
    }),
    ("YAML, escapes in quotation marks", "a.yaml", |size| {
        around(size, &format!("a: \"{MENTION}"), "\\n", "\"\n")
    }),
    ("YAML, a template with blocks", "a.yaml", |size| {
        let block = "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----\nb\n";
        around(size, "a: {{ b }}\n", block, "")
    }),
    ("YAML, keys of one mapping", "a.yaml", |size| {
        numbered(size, &format!("a: '{MENTION}'\n"), |it| format!("k{it}: 1\n"), "")
    }),
    ("YAML, objects in objects", "a.yaml", |size| {
        around(
            size,
            &format!("- kind: a\n  b: '{MENTION}'\n"),
            "- kind: Secret\n",
            "",
        )
    }),
    ("YAML, values that fold", "a.yaml", |size| {
        around(size, &format!("a: \"{MENTION}\n"), "  a\n\n", "\"\n")
    }),
    ("YAML, a template with marks on a line", "a.yaml", |size| {
        around(size, &format!("a: {MENTION} {{{{ b }}}}: "), "{{ c }} ", "")
    }),
    ("TOML, values", "a.toml", |size| {
        numbered(size, "", |it| format!("a{it} = '-----BEGIN '\n"), "")
    }),
    ("TOML, tables", "a.toml", |size| {
        numbered(
            size,
            &format!("a = '{MENTION}'\n"),
            |it| format!("[t{it}]\nb = 1\n"),
            "",
        )
    }),
    ("HCL, beginnings of heredocs", "a.tf", |size| {
        around(size, &format!("a = \"{MENTION}\"\n"), "<<", "")
    }),
    ("HCL, heredocs that do not end", "a.tf", |size| {
        around(size, &format!("a = \"{MENTION}\"\n"), "<<A\n", "")
    }),
    ("HCL, strings", "a.tf", |size| {
        around(size, &format!("a = \"{MENTION}\"\n"), "\"${b}\" ", "")
    }),
    (".properties, lines that go on", "a.properties", |size| {
        around(size, &format!("a={MENTION}"), "\\\n a", "")
    }),
    (".env, blocks that do not end", "a.env", |size| {
        around(size, "", "A=-----BEGIN \nAAAA\n", "")
    }),
    (".env, blocks outside of variables", "a.env", |size| {
        around(size, "", "----BEGIN CERTIFICATE-----\nAAAA\n", "")
    }),
    (".env, documents in values", "a.env", |size| {
        around(size, "", &format!("A='{{\"a\": \"{MENTION}\"}}'\n"), "")
    }),
    (".env, halves of pairs", "a.env", |size| {
        numbered(size, &format!("A={MENTION}\n"), |it| format!("A{it}_CERT=\n"), "")
    }),
    ("units, words that end at blanks", "a.service", |size| {
        around(size, "[Service]\nEnvironment=", "A=-----BEGIN B ", "")
    }),
    ("mail, parts", "a.eml", |size| {
        around(
            size,
            "Content-Type: multipart/mixed; boundary=B\n\n",
            &format!("--B\n\n{MENTION}\n"),
            "",
        )
    }),
    ("mail, parts in parts", "a.eml", |size| {
        numbered(
            size,
            &format!("{MENTION}\nContent-Type: multipart/mixed; boundary=B\n\n"),
            |it| format!("--B{it}\nContent-Type: multipart/mixed; boundary=B{}\n\n", it + 1),
            "",
        )
    }),
    ("mail, a field that goes on", "a.eml", |size| {
        around(size, &format!("X: {MENTION}"), "\n a; boundary=b", "")
    }),
    ("LDIF, a value that goes on", "a.ldif", |size| {
        around(size, "a:: LS0tLS1CRUdJ", "\n AAAA", "")
    }),
    ("HCL, lists of lines", "a.tf", |size| {
        around(size, "", "a = [\"-----BEGIN CERTIFICATE-----\", \"AAAA\"]\n", "")
    }),
    ("uuencoded files", "a.pem", |size| {
        around(size, "", "begin 644 x\n#AAAA\n", "")
    }),
    ("dumps", "a.pem", |size| {
        around(size, "", "000000 30 82 30 82\n", "")
    }),
    ("quoted-printable", "a.pem", |size| {
        around(
            size,
            "",
            &format!("{MENTION}\nMII=3D=\n-----END CERTIFICATE-----\n"),
            "",
        )
    }),
    ("string literals", "a.go", |size| {
        around(size, "", &format!("\"{MENTION}\" + \n"), "")
    }),
    ("string literals that do not end", "a.go", |size| {
        around(size, MENTION, "\"-----BEGIN ", "")
    }),
    ("blocks that do not end", "a.go", |size| {
        around(size, "", &format!("{MENTION}\nAAAA\n"), "")
    }),
    ("ends of blocks", "a.go", |size| {
        around(size, "", "-----END CERTIFICATE-----\nAAAA\n", "")
    }),
    ("JSON, brackets", "a.json", |size| {
        around(size, &format!("[\"{MENTION}\","), "[", "")
    }),
    ("JSON, closed brackets", "a.json", |size| {
        let half = size / 2 - 20;
        format!(
            "[\"{MENTION}\",{}{}]",
            "[".repeat(half - 20),
            "]".repeat(half - 20)
        )
    }),
    ("JSON, numbers", "a.json", |size| {
        around(size, &format!("[\"{MENTION}\","), "1,", "1]")
    }),
    ("JSON, objects", "a.json", |size| {
        numbered(
            size,
            &format!("{{\"a\":\"{MENTION}\","),
            |it| format!("\"k{it}\":{{}},"),
            "\"z\":1}",
        )
    }),
    ("JSON, values", "a.json", |size| {
        around(size, "[", "\"-----BEGIN \",", "1]")
    }),
    ("JSON, values on lines", "a.json", |size| {
        around(size, "[", "\"-----BEGIN \",\n", "1]")
    }),
    ("JSON, values under long names", "a.json", |size| {
        let open = format!("{{\"{}\":", "k".repeat(900)).repeat(100);
        let close = format!("1]{}", "}".repeat(100));
        around(
            size.max(open.len() + 1_000),
            &format!("{open}["),
            "\"-----BEGIN \",",
            &close,
        )
    }),
    ("JSON, certificates", "a.json", |size| {
        let value = format!("{{\"tls.crt\":\"{}\"}},", CERTIFICATE.replace('\n', "\\n"));
        around(size, "[", &value, "1]")
    }),
    ("JSON with a comma too many", "a.json", |size| {
        around(size, &format!("[\"{MENTION}\","), "1,", "]")
    }),
    ("blocks among other text", "a.txt", |size| {
        let block = "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----\nb\n";
        around(size, "b\n", block, "")
    }),
    ("certificates among other text", "a.txt", |size| {
        around(size, "b\n", &format!("{CERTIFICATE}b\n"), "")
    }),
];

pub(crate) const BODIES: &[Body] = &[
    ("numbers", |size| around(size, "{\"certificates\":[", "1,", "1]}")),
    ("lists in lists", |size| {
        around(size, "{\"certificates\":[", "[[[[[[]]]]]],", "1]}")
    }),
    ("small members", |size| {
        around(
            size,
            "{\"certificates\":[",
            "{\"name\":\"x\",\"certificate\":\"\"},",
            "1]}",
        )
    }),
    ("members with certificate and key", |size| {
        let escaped = |text: &str| text.replace('\n', "\\n");
        let (certificate, key) = (escaped(CERTIFICATE), escaped(KEY));
        let member = format!("{{\"name\":\"proxy\",\"certificate\":\"{certificate}\",\"key\":\"{key}\"}},");
        around(size, "{\"certificates\":[", &member, "1]}")
    }),
    ("unknown members of one", |size| {
        numbered(
            size,
            "{\"certificates\":[{",
            |it| format!("\"u{it}\":1,"),
            "\"name\":\"proxy\"}]}",
        )
    }),
    ("one member again and again", |size| {
        around(
            size,
            "{\"certificates\":[{",
            "\"name\":\"a\",",
            "\"name\":\"proxy\"}]}",
        )
    }),
    ("certificates again and again", |size| {
        around(size, "{", "\"certificates\":[],", "\"certificates\":[]}")
    }),
    ("unknown members", |size| {
        numbered(size, "{", |it| format!("\"u{it}\":1,"), "\"certificates\":[]}")
    }),
    ("keys of an answer", |size| {
        numbered(
            size,
            "{",
            |it| format!("\"a{it}_key\":\"\","),
            "\"proxy_cert\":\"\"}",
        )
    }),
    ("escapes", |size| around(size, &one(MENTION), "\\n", "\"}]}")),
    ("escapes of four digits", |size| {
        around(size, &one(MENTION), "\\u000a", "\"}]}")
    }),
    ("line ends in a text", |size| {
        around(size, &one(""), "\n", "\"}]}")
    }),
    ("line ends between members", |size| {
        around(
            size,
            "{\"certificates\":[",
            "\n",
            "{\"name\":\"x\",\"certificate\":\"-----BEGIN \"}]}",
        )
    }),
    ("markers", |size| around(size, &one(""), "-----BEGIN ", "\"}]}")),
    ("missing commas", |size| {
        around(size, "{\"certificates\":[", "\"\" ", "1]}")
    }),
    ("commas too many", |size| {
        around(size, "{\"certificates\":[", "[1,],", "1]}")
    }),
    ("values without quotation marks", |size| {
        around(size, "{\"certificates\":[", "a,", "1]}")
    }),
    ("a text without its end", |size| {
        around(size, "{\"certificates\":\"", "a", "")
    }),
];

fn one(certificate: &str) -> String {
    format!("{{\"certificates\":[{{\"name\":\"proxy\",\"certificate\":\"{certificate}")
}

/// As many of `unit` as fit between head and tail.
fn around(size: usize, head: &str, unit: &str, tail: &str) -> String {
    let room = size.saturating_sub(head.len() + tail.len());
    [head, &unit.repeat(room / unit.len()), tail].concat()
}

/// The same of units with numbers.
fn numbered(size: usize, head: &str, unit: impl Fn(usize) -> String, tail: &str) -> String {
    let mut text = head.to_owned();
    for unit in (0..).map(unit) {
        if text.len() + unit.len() + tail.len() > size {
            break;
        }
        text.push_str(&unit);
    }
    text.push_str(tail);
    text
}
