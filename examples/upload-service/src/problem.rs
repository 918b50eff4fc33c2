//! Refusals, as RFC 9457 writes them.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal as RFC 9457 writes it: `application/problem+json`.
///
/// `members` has pemvet's report for each member of the request, by the JSON contract of the command.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    members: Option<Value>,
}

impl Problem {
    /// A refusal in one sentence.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem {
            status,
            detail: detail.into(),
            members: None,
        }
    }

    /// With the reports that led to it.
    pub fn with_members(self, members: Value) -> Problem {
        Problem {
            members: Some(members),
            ..self
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let (Some(members), Some(body)) = (self.members, body.as_object_mut()) {
            body.insert("members".into(), members);
        }
        let mut response = (self.status, body.to_string()).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        response
    }
}
