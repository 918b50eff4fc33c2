//! Bodies of requests: JSON, within the limits, wiped where it held keys.

use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use http_body_util::LengthLimitError;
use serde::de::DeserializeOwned;
use zeroize::Zeroize as _;

use crate::app::Limits;
use crate::problem::Problem;

/// Reads a body of JSON, within the limits.
pub(crate) async fn read<T: DeserializeOwned>(request: Request, limits: Limits) -> Result<T, Problem> {
    let length = request.headers().get(CONTENT_LENGTH);
    let announced = length.and_then(|it| it.to_str().ok()?.parse::<usize>().ok());
    // Who asks before sending (Expect: 100-continue) need not send.
    if announced.is_some_and(|length| length > limits.body) {
        return Err(too_long(limits));
    }
    let arrival = to_bytes(request.into_body(), limits.body);
    let body = match tokio::time::timeout(limits.patience, arrival).await {
        Ok(Ok(body)) => Body(body),
        Ok(Err(error)) => return Err(broken_off(error, limits)),
        Err(_) => {
            return Err(Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                "the body took too long to arrive",
            ));
        }
    };
    serde_json::from_slice(&body.0).map_err(|error| not_json(&error))
}

fn broken_off(error: axum::Error, limits: Limits) -> Problem {
    if error.into_inner().is::<LengthLimitError>() {
        return too_long(limits);
    }
    Problem::new(StatusCode::BAD_REQUEST, "the body breaks off")
}

fn too_long(limits: Limits) -> Problem {
    let detail = format!("the body is longer than {} bytes", limits.body);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
}

/// Says where and not what: serde's own message quotes the value, which may be a key.
fn not_json(error: &serde_json::Error) -> Problem {
    let what = if error.is_data() {
        "a field is missing, unknown, there twice, or of the wrong type"
    } else {
        "this is not JSON"
    };
    let detail = format!("line {}, column {}: {what}", error.line(), error.column());
    Problem::new(StatusCode::BAD_REQUEST, detail)
}

/// A body that held keys.
struct Body(Bytes);

impl Drop for Body {
    /// Wipes it, unless the HTTP library still holds on to the same memory.
    fn drop(&mut self) {
        if let Ok(mut bytes) = std::mem::take(&mut self.0).try_into_mut() {
            bytes.as_mut().zeroize();
        }
    }
}
