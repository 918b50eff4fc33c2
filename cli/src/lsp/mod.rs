//! `pemvet lsp`: what `check` says of a file, in an editor, as it is typed.
//!
//! The Language Server Protocol 3.17 over standard input and output. Nothing of a file's text is logged.

mod answer;
mod document;
mod position;
mod uri;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use clap::Args;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use self::document::Document;
use crate::outcome::{Failure, Outcome};

#[derive(Args)]
pub(crate) struct Lsp {
    /// Accepted, since editors give it: standard input and output are what is used
    #[arg(long)]
    stdio: bool,
    /// Judge as if it were this time, such as 2026-06-01T00:00:00Z [default: now, at each change]
    #[arg(long, value_name = "RFC3339")]
    at: Option<String>,
}

pub(crate) fn run(arguments: &Lsp) -> Result<Outcome, Failure> {
    let (connection, threads) = Connection::stdio();
    let mut server = Server {
        at: arguments.at.clone(),
        documents: BTreeMap::new(),
    };
    // Errors of the protocol quote what was sent, which may be a key.
    let ended = connection
        .initialize(capabilities())
        .map_err(|_| Failure::new("the editor did not begin as the protocol says"))
        .and_then(|_| server.serve(&connection));
    drop(connection);
    threads
        .join()
        .map_err(|_| Failure::new("a message was not as the protocol says, and ended the session"))?;
    ended
}

fn capabilities() -> Value {
    json!({
        "positionEncoding": "utf-16",
        // The whole text with each change: it is judged as a whole.
        "textDocumentSync": { "openClose": true, "change": 1, "save": false },
        "hoverProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix"] },
        "codeLensProvider": { "resolveProvider": false },
    })
}

struct Server {
    at: Option<String>,
    /// What is open, by its URI.
    documents: BTreeMap<String, Document>,
}

impl Server {
    fn serve(&mut self, connection: &Connection) -> Result<Outcome, Failure> {
        for message in &connection.receiver {
            let answer = match message {
                Message::Request(request) => {
                    let is_over = connection.handle_shutdown(&request);
                    if is_over.map_err(|_| Failure::new("the editor did not end as the protocol says"))? {
                        return Ok(Outcome::Accepted);
                    }
                    Some(Message::Response(self.answer(request)))
                }
                // The protocol wants 1 where nobody asked for the shutdown before.
                Message::Notification(notification) if notification.method == "exit" => {
                    return Ok(Outcome::Rejected);
                }
                Message::Notification(notification) => self.take(notification).map(Message::Notification),
                Message::Response(_) => None,
            };
            if let Some(answer) = answer
                && connection.sender.send(answer).is_err()
            {
                return Err(Failure::ReaderGone);
            }
        }
        Ok(Outcome::Accepted)
    }

    /// What there is to publish after a document was opened, changed or closed.
    fn take(&mut self, notification: Notification) -> Option<Notification> {
        let document = notification.params.get("textDocument")?;
        let uri = document.get("uri")?.as_str()?.to_owned();
        let diagnostics = match notification.method.as_str() {
            "textDocument/didOpen" => {
                let text = document.get("text")?.as_str()?;
                self.judge(&uri, text)
            }
            "textDocument/didChange" => {
                let changes = notification.params.get("contentChanges")?.as_array()?;
                let text = changes.last()?.get("text")?.as_str()?;
                self.judge(&uri, text)
            }
            "textDocument/didClose" => {
                self.documents.remove(&uri);
                Vec::new()
            }
            _ => return None,
        };
        let mut params = json!({ "uri": uri, "diagnostics": diagnostics });
        // Which text they are about: a later one may be under way.
        if let Some(version) = document.get("version").filter(|version| version.is_i64()) {
            params["version"] = version.clone();
        }
        Some(Notification::new(
            "textDocument/publishDiagnostics".into(),
            params,
        ))
    }

    fn judge(&mut self, uri: &str, text: &str) -> Vec<Value> {
        let at = self.at.clone();
        // One file that makes it fail does not end the session.
        let judged = std::panic::catch_unwind(AssertUnwindSafe(|| Document::judge(uri, text, at)));
        let Ok(document) = judged else {
            self.documents.remove(uri);
            return Vec::new();
        };
        let diagnostics = answer::diagnostics(&document);
        self.documents.insert(uri.into(), document);
        diagnostics
    }

    fn answer(&self, request: Request) -> Response {
        let uri = request
            .params
            .pointer("/textDocument/uri")
            .and_then(Value::as_str);
        let document = uri.and_then(|uri| Some((uri, self.documents.get(uri)?)));
        // Nothing where the editor asks for another kind, as it does when a file is saved.
        let kinds = request.params.pointer("/context/only").and_then(Value::as_array);
        let is_kind = |kind: &Value| {
            kind.as_str()
                .is_some_and(|kind| kind == "quickfix" || kind.is_empty())
        };
        let is_asked = kinds.is_none_or(|kinds| kinds.iter().any(is_kind));
        let number = |path: &str| request.params.pointer(path).and_then(Value::as_u64).unwrap_or(0);
        let result = match (request.method.as_str(), document) {
            ("textDocument/hover", Some((_, document))) => answer::hover(document, number("/position/line")),
            ("textDocument/codeAction", Some((uri, document))) if is_asked => answer::quick_fixes(
                document,
                uri,
                number("/range/start/line"),
                number("/range/end/line"),
            ),
            ("textDocument/codeLens", Some((_, document))) => answer::lenses(document),
            ("textDocument/hover", None) => Value::Null,
            ("textDocument/codeAction" | "textDocument/codeLens", _) => json!([]),
            _ => {
                let code = ErrorCode::MethodNotFound as i32;
                return Response::new_err(request.id, code, "pemvet does not know this request".into());
            }
        };
        Response::new_ok(request.id, result)
    }
}
