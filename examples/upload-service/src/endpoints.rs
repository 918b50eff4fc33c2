//! The routes, and what each answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, put};
use axum::{Json, Router, middleware};
use pemvet::redis::{Batch, Deletion, Endpoint, MemberReport, Spelling};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::problem::Problem;
use crate::upload::{Upload, Uploads};
use crate::{body, log};

/// The four endpoints.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/v1/cluster/certificates", get(installed).put(replace_many))
        .route("/v1/cluster/update_cert", put(replace_one))
        .route("/v1/cluster/certificates/{name}", delete(remove))
        .fallback(async || Problem::new(StatusCode::NOT_FOUND, "there is nothing at this path"))
        .method_not_allowed_fallback(async || {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this path has other methods")
        })
        .layer(middleware::from_fn(log::requests))
        .with_state(app)
}

/// `PUT /v1/cluster/certificates`
async fn replace_many(State(app): State<Arc<App>>, request: Request) -> Result<Response, Problem> {
    let uploads: Uploads = body::read(request, app.limits).await?;
    replace(app, Endpoint::ClusterCertificates, uploads.certificates).await
}

/// `PUT /v1/cluster/update_cert`
async fn replace_one(State(app): State<Arc<App>>, request: Request) -> Result<Response, Problem> {
    let upload: Upload = body::read(request, app.limits).await?;
    replace(app, Endpoint::UpdateCertificate, vec![upload]).await
}

/// Judges off the threads that serve connections: four megabytes of hostile certificates take a while. When the client
/// goes away, so does the future of its request, and no more members are judged.
async fn replace(app: Arc<App>, endpoint: Endpoint, uploads: Vec<Upload>) -> Result<Response, Problem> {
    let is_wanted = Arc::new(AtomicBool::new(true));
    let waiting = Waiting(Arc::clone(&is_wanted));
    let judged = move || judge(&app, endpoint, &uploads, || is_wanted.load(Ordering::Relaxed));
    let answer = tokio::task::spawn_blocking(judged).await;
    drop(waiting);
    match answer {
        Ok(answer) => answer,
        Err(_) => Err(Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the upload could not be judged; nothing was changed",
        )),
    }
}

/// A client that waits for its answer.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// All that the service has to do with pemvet: one batch in, one status out, and what was accepted into the store.
fn judge(
    app: &App,
    endpoint: Endpoint,
    uploads: &[Upload],
    is_wanted: impl Fn() -> bool,
) -> Result<Response, Problem> {
    let mut batch = Batch::new(&app.cluster);
    for upload in uploads {
        let key = upload.key.as_ref().map(|key| key.as_str().as_bytes());
        batch.add(upload.name.as_str(), upload.certificate.as_str().as_bytes(), key);
    }
    let Some(report) = batch.validate_while(app.clock.now(), is_wanted) else {
        log::given_up();
        // Nobody reads it.
        let detail = "the client went away; nothing was changed";
        return Err(Problem::new(StatusCode::REQUEST_TIMEOUT, detail));
    };
    log::judgements(&report);
    let status = report.status(endpoint);
    let members = listed(report.members(), app.limits.answer);
    match report.into_result() {
        Ok(accepted) => {
            app.store.install(accepted);
            Ok(Json(json!({ "members": members })).into_response())
        }
        Err(rejected) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
            Err(Problem::new(status, rejected.to_string()).with_members(members))
        }
    }
}

/// The reports, as many as there is room for; of the others their names and classes.
fn listed(members: &[MemberReport], room: usize) -> Value {
    let mut left = room;
    let listed = members.iter().map(|member| {
        let report = serde_json::to_value(member).unwrap_or_default();
        match left.checked_sub(report.to_string().len()) {
            Some(rest) => {
                left = rest;
                report
            }
            None => json!({
                "name": member.spelling,
                "class": member.report.class(),
                "accepted": member.report.is_accepted(),
                "left_out": "the report is too long; vet this certificate alone",
            }),
        }
    });
    listed.collect()
}

/// `GET /v1/cluster/certificates`, which hands out private keys as the documented one does.
async fn installed(State(app): State<Arc<App>>) -> Response {
    let mut fields = Map::new();
    for (name, installed) in app.store.all().iter() {
        fields.insert(format!("{name}_cert"), installed.certificate.as_str().into());
        if let Some(key) = installed.key() {
            fields.insert(format!("{name}_key"), key.as_str().into());
        }
    }
    ([(CACHE_CONTROL, "no-store")], Json(Value::Object(fields))).into_response()
}

/// `DELETE /v1/cluster/certificates/{name}`
async fn remove(
    State(app): State<Arc<App>>,
    name: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Problem> {
    let name = name.map(|Path(name)| name).unwrap_or_default(); // What is no UTF-8 is no name either.
    let answer = Deletion::of(&name, app.cluster.target).answer();
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::NOT_FOUND);
    let known = Spelling::on_the_wire(&name, app.cluster.target);
    match known.filter(|_| status == StatusCode::OK) {
        Some(name) if app.store.remove(name) => Ok(StatusCode::OK),
        Some(_) => Err(Problem::new(
            StatusCode::NOT_FOUND,
            "this certificate is not installed",
        )),
        None => Err(Problem::new(status, answer.meaning)),
    }
}
