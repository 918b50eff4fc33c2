//! A session of an editor: a damaged bundle, what is said of it and where, the quick fix, and nothing left.

#![cfg(feature = "lsp")]

mod repository;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use repository::{Folder, indented};
use serde_json::{Value, json};

/// An editor that has started `pemvet lsp`.
struct Editor {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    folder: Folder,
    requests: u64,
}

impl Editor {
    fn start(name: &str) -> Editor {
        let folder = Folder::new(name);
        folder.write(".git/HEAD", "ref: refs/heads/main\n");
        let mut server = Command::new(env!("CARGO_BIN_EXE_pemvet"))
            .args(["lsp", "--stdio", repository::AT])
            .current_dir(folder.path("."))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let to = server.stdin.take().expect("its input");
        let from = BufReader::new(server.stdout.take().expect("its output"));
        let mut editor = Editor {
            server,
            to,
            from,
            folder,
            requests: 0,
        };
        let begun = editor.request(
            "initialize",
            &json!({ "processId": null, "rootUri": null, "capabilities": {} }),
        );
        assert_eq!(begun["capabilities"]["positionEncoding"], "utf-16");
        editor.notify("initialized", &json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("it listens");
        self.to.flush().expect("it listens");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.from.read_line(&mut line).expect("a header");
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.parse().expect("a length");
            }
        }
        let mut text = vec![0; length];
        self.from.read_exact(&mut text).expect("a message");
        serde_json::from_slice(&text).expect("JSON")
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn request(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.requests, "method": method, "params": params }));
        let answer = self.receive();
        assert_eq!(answer["id"], self.requests, "{answer}");
        assert_eq!(answer["error"], Value::Null, "{answer}");
        answer["result"].clone()
    }

    fn uri(&self, name: &str) -> String {
        let path = self.folder.path(name);
        format!("file://{}", path.to_str().expect("UTF-8").replace(' ', "%20"))
    }

    fn diagnostics(&mut self, name: &str) -> Vec<Value> {
        let message = self.receive();
        assert_eq!(message["method"], "textDocument/publishDiagnostics", "{message}");
        assert_eq!(message["params"]["uri"], self.uri(name).as_str());
        message["params"]["diagnostics"]
            .as_array()
            .expect("diagnostics")
            .clone()
    }

    fn open(&mut self, name: &str, text: &str) -> Vec<Value> {
        let uri = self.uri(name);
        let document = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        self.diagnostics(name)
    }

    fn change(&mut self, name: &str, text: &str) -> Vec<Value> {
        let uri = self.uri(name);
        let params = json!({
            "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": text }]
        });
        self.notify("textDocument/didChange", &params);
        self.diagnostics(name)
    }

    fn about(&mut self, method: &str, name: &str, line: u64) -> Value {
        let place = json!({ "line": line, "character": 0 });
        let uri = self.uri(name);
        self.request(
            method,
            &json!({
                "textDocument": { "uri": uri }, "position": place, "range": { "start": place, "end": place },
                "context": { "diagnostics": [] },
            }),
        )
    }

    fn end(mut self) {
        self.request("shutdown", &Value::Null);
        self.notify("exit", &Value::Null);
        let ended = self.server.wait().expect("it ends");
        assert_eq!(ended.code(), Some(0));
        let mut said = String::new();
        let mut stderr = self.server.stderr.take().expect("its standard error");
        stderr.read_to_string(&mut said).expect("UTF-8");
        assert_eq!(said, "", "nothing is logged");
    }
}

fn range(diagnostic: &Value) -> [u64; 4] {
    ["/start/line", "/start/character", "/end/line", "/end/character"].map(|path| {
        diagnostic["range"]
            .pointer(path)
            .and_then(Value::as_u64)
            .expect("a number")
    })
}

fn rules(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics
        .iter()
        .map(|it| it["code"].as_str().expect("a rule"))
        .collect()
}

#[test]
fn a_damaged_bundle_is_mended_by_the_quick_fix_and_nothing_is_left() {
    let mut editor = Editor::start("lsp-mend");
    let text = editor.folder.read("demo/from-pfx.pem");
    let found = editor.open("my bundle.pem", &text);
    assert_eq!(rules(&found), ["chain-out-of-order", "text-outside-blocks"]);
    assert_eq!(
        (found[0]["severity"].as_u64(), range(&found[0])),
        (Some(1), [32, 0, 73, 25])
    );
    assert_eq!((found[1]["severity"].as_u64(), range(&found[1])[0]), (Some(3), 0));
    let actions = editor.about("textDocument/codeAction", "my bundle.pem", 40);
    let edit = actions[0]["edit"]["changes"]
        .as_object()
        .expect("an edit")
        .values()
        .next()
        .expect("a file");
    assert_eq!(
        range(&edit[0]),
        [
            0,
            0,
            u64::try_from(text.split('\n').count()).expect("a number"),
            0
        ]
    );
    let mended = edit[0]["newText"].as_str().expect("a text").to_owned();
    assert_eq!(mended, editor.folder.read("demo/good.pem"));
    assert_eq!(editor.change("my bundle.pem", &mended), [Value::Null; 0]);
    assert_eq!(
        editor.about("textDocument/codeAction", "my bundle.pem", 40),
        json!([])
    );
    let lenses = editor.about("textDocument/codeLens", "my bundle.pem", 0);
    assert_eq!(
        lenses[0]["command"]["title"],
        "leaf CN=cluster.example.com, O=Example: 222 days left, until 2027-01-09T00:00:00Z"
    );
    let hover = editor.about("textDocument/hover", "my bundle.pem", 3);
    let words = hover["contents"]["value"].as_str().expect("words");
    assert!(
        words.starts_with("**leaf** `CN=cluster.example.com, O=Example`"),
        "{words}"
    );
    let uri = editor.uri("my bundle.pem");
    editor.notify(
        "textDocument/didClose",
        &json!({ "textDocument": { "uri": uri } }),
    );
    assert_eq!(editor.diagnostics("my bundle.pem"), [Value::Null; 0]);
    editor.end();
}

#[test]
fn values_keys_and_configurations_are_seen_as_check_sees_them() {
    let mut editor = Editor::start("lsp-values");
    let chain = editor.folder.read("demo/from-pfx.pem");
    let yaml = format!("# 𝔘 é\ncrt: |\n{}", indented(&chain, 2));
    let found = editor.open("values.yaml", &yaml);
    assert_eq!(
        (rules(&found)[0], range(&found[0])),
        ("chain-out-of-order", [34, 2, 75, 27])
    );
    assert_eq!(
        editor.about("textDocument/codeAction", "values.yaml", 40),
        json!([]),
        "not of a value"
    );
    // Another file, and nothing of ours in it.
    assert_eq!(editor.open("notes.yaml", "replicas: 2\n"), [Value::Null; 0]);
    // The key beside the file is judged with it, and a key in it is told, without a byte of it.
    let good = editor.folder.read("demo/good.pem");
    editor.folder.copy("rules/key-mismatch/bad-rsa.key", "web.key");
    let found = editor.open("web.pem", &good);
    assert!(rules(&found).contains(&"key-mismatch"), "{found:?}");
    let key = editor.folder.read("demo/proxy.key");
    let found = editor.open("app.key", &key);
    assert_eq!(rules(&found), ["private-key-found"]);
    let body = key.lines().nth(1).expect("a line");
    let hover = editor.about("textDocument/hover", "app.key", 1);
    assert!(!format!("{found:?}{hover}").contains(&body[..16]));
    // What the configuration passes over, and a mistake in it.
    editor.folder.write(
        "pemvet.toml",
        "[[ignore]]\nfiles = [\"app.key\"]\nrules = [\"private-key-found\"]\nreason = \"x\"\n",
    );
    assert_eq!(editor.change("app.key", &key), [Value::Null; 0]);
    editor
        .folder
        .write("pemvet.toml", "[severity]\nno-such = \"note\"\n");
    let found = editor.change("app.key", &key);
    assert!(
        found[0]["message"]
            .as_str()
            .expect("words")
            .contains("there is no rule \"no-such\""),
        "{found:?}"
    );
    editor.end();
}

#[test]
fn comments_that_pass_over_rules_are_told_where_they_stand() {
    let mut editor = Editor::start("lsp-marks");
    let key = editor.folder.read("demo/proxy.key");
    for (mark, message) in [
        ("ignore[private-key-found] made for a test", None),
        (
            "ignore[private-key-fuond] x",
            Some("there is no rule \"private-key-fuond\"; did you mean \"private-key-found\"?"),
        ),
        (
            "ignore[certificate-expired] x",
            Some("pemvet: ignore[certificate-expired] passes over nothing; take it out"),
        ),
    ] {
        let text = format!("\n\n# pemvet: {mark}\nKEY = '''{key}'''\n");
        let found = editor.open("a.py", &text);
        let told = found.first();
        let told = told.map(|it| (it["message"].as_str().expect("words"), range(it)[0]));
        assert_eq!(told, message.map(|message| (message, 2)), "{found:?}");
    }
    editor.end();
}

#[test]
fn answers_are_about_what_was_asked() {
    let mut editor = Editor::start("lsp-asked");
    let text = editor.folder.read("demo/from-pfx.pem");
    let uri = editor.uri("a.pem");
    let document = json!({ "uri": uri, "languageId": "plaintext", "version": 7, "text": text });
    editor.notify("textDocument/didOpen", &json!({ "textDocument": document }));
    assert_eq!(editor.receive()["params"]["version"], 7);
    for (only, count) in [
        (json!(["quickfix"]), 2),
        (json!([""]), 2),
        (json!(["source.fixAll"]), 0),
    ] {
        let place = json!({ "line": 40, "character": 0 });
        let actions = editor.request(
            "textDocument/codeAction",
            &json!({
                "textDocument": { "uri": uri }, "range": { "start": place, "end": place },
                "context": { "diagnostics": [], "only": only },
            }),
        );
        assert_eq!(actions.as_array().map(Vec::len), Some(count), "{only}");
    }
    // Carriage returns alone end lines of the protocol.
    let good = editor.folder.read("demo/good.pem");
    let found = editor.open("cr.pem", &good.replace('\n', "\r"));
    let lines = u64::try_from(good.lines().count()).expect("a number");
    assert_eq!(range(&found[0]), [0, 0, lines - 1, 25], "{found:?}");
    assert_ne!(
        editor.about("textDocument/hover", "cr.pem", lines - 1),
        Value::Null
    );
    editor.end();
}

#[test]
fn what_is_not_as_the_protocol_says_ends_the_session_and_is_not_repeated() {
    let key = Folder::new("lsp-broken").read("demo/proxy.key");
    let opened = json!({
        "jsonrpc": "2.0", "method": "textDocument/didOpen",
        "params": { "textDocument": { "uri": "file:///a.key", "version": 1, "text": key } },
    });
    let exit = json!({ "jsonrpc": "2.0", "method": "exit", "params": null });
    let cut = opened.to_string().replace("}}", "");
    for (is_begun, message, status) in [
        (false, opened.to_string(), 2),
        (true, cut, 2),
        (true, exit.to_string(), 1),
    ] {
        let mut editor = Editor::start("lsp-broken");
        if !is_begun {
            let mut server = Command::new(env!("CARGO_BIN_EXE_pemvet"));
            let server = server.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped());
            editor.server.kill().expect("it runs");
            editor.server.wait().expect("it ends");
            editor.server = server.stderr(Stdio::piped()).spawn().expect("the server starts");
            editor.to = editor.server.stdin.take().expect("its input");
        }
        write!(editor.to, "Content-Length: {}\r\n\r\n{message}", message.len()).expect("it listens");
        drop(editor.to);
        let ended = editor.server.wait_with_output().expect("it ends");
        let said = String::from_utf8(ended.stderr).expect("UTF-8");
        assert_eq!(ended.status.code(), Some(status), "{said}");
        assert!(!said.contains("KEY") && !said.contains(&key[40..60]), "{said}");
    }
}

#[test]
fn what_is_no_text_of_ours_ends_no_session() {
    let mut editor = Editor::start("lsp-odd");
    for text in [
        "",
        "\u{feff}",
        "-----BEGIN",
        "-----BEGIN CERTIFICATE-----\nMIIB\n",
        "\0\u{fffd}\r\r\n",
    ] {
        editor.open("a.pem", text);
    }
    assert_eq!(editor.about("textDocument/hover", "a.pem", 99), Value::Null);
    assert_eq!(editor.about("textDocument/hover", "other.pem", 0), Value::Null);
    editor.notify("workspace/didChangeConfiguration", &json!({ "settings": null }));
    editor.send(&json!({ "jsonrpc": "2.0", "id": 99, "method": "textDocument/rename", "params": {} }));
    assert_eq!(editor.receive()["error"]["code"], -32_601);
    editor.end();
}
